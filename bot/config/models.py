"""The tables of config.toml: their keys, what each means and what holds where it is not given.

Their docstrings are read by whoever sets the bot up: docs/configuration.md is made from them.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.config.values import Blocked, Contact, Count, Flag, Host, Hour, Hours, Model, Role, Seconds, Url, Words, Zone
from bot.database_urls import passwords

__all__ = [
    "PLATFORMS",
    "TABLES",
    "Config",
    "DiscordConfig",
    "LimitsConfig",
    "LogConfig",
    "MetricsConfig",
    "PlaceConfig",
    "SlackConfig",
    "Table",
    "TerminalConfig",
]


class Table(BaseModel):
    """A table of the file, that knows all its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DiscordConfig(Table):
    """The bot is on Discord. Its token is in the environment, as DISCORD_TOKEN.

    Attributes:
        token: The bot's, from the Bot page of the application.
        message_content: Whether follow-ups in a digest's thread need not name the bot. It reads all messages then: Discord wants the
            Message Content Intent switched on for that, on the Bot page, and approves it for large bots only after a review.
        shard_count: In how many parts the connection is divided, which a bot in more than 2,500 servers needs; what Discord
            recommends, if not given. Several processes on one database share them by themselves; without a number one of them is
            connected.
        shards: The numbers of those that this process has and no other, from 0, if they are not to share them by themselves.
    """

    token: SecretStr
    message_content: Flag = False
    shard_count: Count | None = Field(default=None, ge=1, le=10_000)
    shards: tuple[Count, ...] = ()


class SlackConfig(Table):
    """The bot is on Slack. Its secrets are in the environment: SLACK_BOT_TOKEN and SLACK_APP_TOKEN, and others where they are named here.

    Attributes:
        bot_token: The one that begins with xoxb-; not where many workspaces install the app.
        app_token: The one that begins with xapp-, for `mode` "socket".
        signing_secret: By which requests are known to be Slack's, for `mode` "http".
        client_secret: Of the app, where many workspaces install it.
        token_key: With which the tokens of many workspaces are encrypted in the database: what `openssl rand -base64 32` prints. Of
            several, with commas between them, the first encrypts, and each decrypts what it has encrypted.
        mode: How Slack reaches the bot: by a connection that the bot opens ("socket"), or by requests to its `port` ("http").
        host: The address of this machine at which it listens, for `mode` "http".
        port: The port at which it listens.
        client_id: Of the app, where many workspaces install it, for `mode` "http"; one workspace, by its token, if not given.
        public_url: Where Slack and browsers reach `port`, for `mode` "http": it begins with https://. Where many workspaces install the app,
            it has to be there; else it only goes into the link of `pullquote check` that makes the app.
        api_base_url: Where Slack's Web API is, behind a proxy.
        managers: Ids of people who may change what holds in a channel beside those who administer the workspace, like U0123ABCD: in a
            profile, under More, Copy member ID.
    """

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    client_secret: SecretStr | None = None
    token_key: SecretStr | None = None
    mode: Literal["socket", "http"] = "socket"
    host: Host = "127.0.0.1"
    port: Count = Field(default=3000, ge=1, le=65535)
    client_id: Words | None = None
    public_url: Url | None = None
    api_base_url: Url = "https://slack.com/api/"
    managers: tuple[Words, ...] = ()


class TerminalConfig(Table):
    """The bot is at the terminal it was started in: commands are typed there, and scheduled digests printed.

    Attributes:
        plain: Whether it shows no colours, and addresses instead of links, even where it could.
    """

    plain: Flag = False


class PlaceConfig(Table):
    """Places with sources or hours of their own, a table each. In all others, nothing comes by itself.

    Attributes:
        platform: Where it is.
        channel: Its id on that platform: a Discord channel's or thread's (a number, in quotation marks), a Slack channel's
            ("C0123"); not for the terminal, which has none.
        sources: Names from `sources`; all of them if not given.
        times: Local hours at which a digest comes by itself, of what the place was not shown before.
        zone: Time zone of `times`; that of the whole bot if not given.
        quiet: Local hours in which nothing comes by itself, by the same zone: what is late waits until they end. None of `times` may be
            one of them.
        silent: Whether the digests that come by themselves come without a sound, where the platform can.
        publish: Whether they go on to the servers that follow the channel, where it is one of announcements.
        role: The id of the role that is called to them; nobody is if not given.
        threads: Whether each digest that all of the place see has a thread of its own, where the platform can.
        length: How much the digests show that come by themselves.
        style: How digests tell a story: in a paragraph, a line a sentence, or by headline alone.
        method: How digests summarize.
        about: Words and names whose stories come earlier.
        hide: What is never shown: words, phrases and patterns, as filters.md has them.
        only: What alone is shown, in the same form; everything if not given.
    """

    platform: Literal["discord", "slack", "terminal"]
    channel: str = ""
    sources: tuple[str, ...] | None = None
    times: tuple[Hour, ...] = ()
    zone: Zone | None = None
    quiet: Hours | None = None
    silent: Flag = False
    publish: Flag = False
    role: Role | None = None
    threads: Flag = False
    length: Literal["brief", "standard", "full"] = "brief"
    style: Literal["summary", "bullets", "headlines"] = "summary"
    method: Literal[
        "default", "salience", "lead", "kl", "lexrank", "lsa", "luhn", "reduction", "sumbasic", "textrank"
    ] = "default"
    about: tuple[Words, ...] = ()
    hide: tuple[Words, ...] = ()
    only: tuple[Words, ...] = ()


class LimitsConfig(Table):
    """How much the bot does for one place or one person. What is beyond is refused, with words that say when to ask again.

    Attributes:
        sources_per_place: How many sources a place may have.
        questions_per_hour: How many questions of one place are answered in an hour.
        questions_per_person_per_hour: How many of one person.
        digests_per_hour: How many digests that somebody asked for are made for one place in an hour.
        cooldown_s: How many seconds lie between two commands of one person.
    """

    sources_per_place: Count = Field(default=100, ge=1, le=1000)
    questions_per_hour: Count = Field(default=120, ge=1, le=10_000)
    questions_per_person_per_hour: Count = Field(default=30, ge=1, le=10_000)
    digests_per_hour: Count = Field(default=20, ge=1, le=10_000)
    cooldown_s: Seconds = Field(default=2.0, ge=0, le=3600)


class LogConfig(Table):
    """What is written to standard error while the bot runs. No secret is ever written.

    Attributes:
        level: From which level on.
        form: A line for people (text), or an object a line for programs (json).
    """

    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["text", "json"] = "text"


class MetricsConfig(Table):
    """Figures for Prometheus at /metrics, and at /healthz whether the bot is well; off unless this table is there.

    Attributes:
        host: At which address of this machine they are served. Nothing asks who reads them: with another than 127.0.0.1, other
            machines can.
        port: At which port.
    """

    host: Host = "127.0.0.1"
    port: Count = Field(default=9464, ge=1, le=65535)


class Config(Table):
    """These keys stand above the first table.

    Attributes:
        zone: Time zone of places that name none: a name of the IANA database.
        database: Where the bot keeps what it knows: a file, made at the first start, or the URL of a PostgreSQL database. A URL with a
            password in it belongs into the environment, as DATABASE_URL, which counts before this.
        retention_days: For how many days articles are kept that were shown to nobody. What a message cites is kept for ever.
        contact: Whom hosts may ask about the bot; it goes with every request.
        semantic: Whether stories are found by what articles mean as well: true with the packages of requirements/semantic.txt installed,
            or a folder with model.onnx and tokenizer.json.
        blocked: What nobody may add as a source in chat: hosts and domains, each with all below it, and addresses of single feeds. What
            stands under `sources` is not held to it.
        sources: What digests are made of: feeds (RSS, Atom or JSON Feed), by a name that people are shown. It may be left out, as places
            can add their own in chat.
        limits: How much the bot does for one place or one person.
        log: What is written to standard error.
        metrics: Where figures are served; None if they are not.
        places: Those with sources or hours of their own.
        discord: None where the bot is not on Discord; likewise the others.
        slack: See above.
        terminal: See above.
    """

    zone: Zone = "UTC"
    database: str = Field(default="pullquote.db", min_length=1)
    retention_days: Count = Field(default=30, ge=1, le=3650)
    contact: Contact = ""
    semantic: Model = False
    blocked: tuple[Blocked, ...] = ()
    sources: Mapping[Words, Url] = {}
    limits: LimitsConfig = LimitsConfig()
    log: LogConfig = LogConfig()
    metrics: MetricsConfig | None = None
    places: tuple[PlaceConfig, ...] = ()
    discord: DiscordConfig | None = None
    slack: SlackConfig | None = None
    terminal: TerminalConfig | None = None

    def secrets(self) -> tuple[str, ...]:
        """The values that nobody may read anywhere."""
        tables = [table for name in PLATFORMS if (table := getattr(self, name)) is not None]
        values = [value for table in tables for value in dict(table).values()]
        secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        # Several keys are one secret, and each of them is one.
        parts = [part for secret in secrets if "," in secret for part in secret.split(",")]
        return (*secrets, *parts, *passwords(self.database))


PLATFORMS = ("discord", "slack", "terminal")
"""Names of the platforms that can be configured: of their tables and of their adapters' modules."""

TABLES: Mapping[str, type[Table]] = {
    "": Config,
    "terminal": TerminalConfig,
    "discord": DiscordConfig,
    "slack": SlackConfig,
    "places": PlaceConfig,
    "limits": LimitsConfig,
    "log": LogConfig,
    "metrics": MetricsConfig,
}
"""The tables by their names in the file; the keys above the first are without a name."""
