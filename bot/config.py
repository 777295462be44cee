"""config.toml and the environment -> a frozen `Config`, or everything that is wrong with them at once."""

import re
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import ConfigError

__all__ = ["PLATFORMS", "Config", "DiscordConfig", "PlaceConfig", "SlackConfig", "TerminalConfig", "read_config"]


def _zone(value: object) -> object:
    if value not in available_timezones():
        message = f'no time zone is called {value!r}; write one like "Europe/Berlin"'
        raise ValueError(message)
    return value


def _time(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        return time.fromisoformat(value)
    message = f'{value!r} is not an hour of the day; write one like "07:00"'
    raise ValueError(message)


def _url(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+\S*", value):
        return value
    message = f'{value!r} is not a web address; write one like "https://example.org/feed.xml"'
    raise ValueError(message)


def _contact(value: object) -> object:
    # It stands in a header, in brackets.
    if isinstance(value, str) and re.fullmatch(r"[!-~]{1,200}", value) and not set(value) & set("();,"):
        return value
    message = f'{value!r} is not an address of the web or of mail; write one like "https://example.org/bot"'
    raise ValueError(message)


Zone = Annotated[str, BeforeValidator(_zone)]
Hour = Annotated[time, BeforeValidator(_time)]
Contact = Annotated[str, BeforeValidator(_contact)]
Words = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Url = Annotated[str, BeforeValidator(_url)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DiscordConfig(_Table):
    """Discord. The token is in the environment, as DISCORD_TOKEN.

    Attributes:
        token: The bot's.
    """

    token: SecretStr


class SlackConfig(_Table):
    """Slack. The tokens are in the environment, as SLACK_BOT_TOKEN and SLACK_APP_TOKEN.

    Attributes:
        bot_token: Begins with xoxb-.
        app_token: Begins with xapp-; for Socket Mode.
        api_base_url: Where Slack's Web API is, behind a proxy.
    """

    bot_token: SecretStr
    app_token: SecretStr
    api_base_url: Url = "https://slack.com/api/"


class TerminalConfig(_Table):
    """The terminal: commands are typed there, and scheduled digests printed."""


class PlaceConfig(_Table):
    """A place with sources or hours of its own.

    Attributes:
        platform: discord, slack or terminal.
        channel: Its id on that platform: a Discord channel's or thread's (a number, in quotation marks), a Slack channel's
            ("C0123"); not for the terminal, which has none.
        sources: Names from `sources`; all of them if not given.
        times: Local hours at which a digest comes by itself.
        zone: Time zone of `times`; the one above if not given.
        length: How much the digests show that come by themselves.
        style: How digests tell a story: in a paragraph, a line a sentence, or by headline alone.
        method: How digests summarize.
        about: Words and names whose stories come earlier.
        hide: What is never shown: words, phrases and patterns (docs/filters.md).
        only: What alone is shown; everything if not given.
    """

    platform: Literal["discord", "slack", "terminal"]
    channel: str = ""
    sources: tuple[str, ...] | None = None
    times: tuple[Hour, ...] = ()
    zone: Zone | None = None
    length: Literal["brief", "standard", "full"] = "brief"
    style: Literal["summary", "bullets", "headlines"] = "summary"
    method: Literal[
        "default", "salience", "lead", "kl", "lexrank", "lsa", "luhn", "reduction", "sumbasic", "textrank"
    ] = "default"
    about: tuple[Words, ...] = ()
    hide: tuple[Words, ...] = ()
    only: tuple[Words, ...] = ()


class LogConfig(_Table):
    """What is written to standard error while the bot runs.

    Attributes:
        level: From which level on: debug, info, warning or error.
        form: A line for people (text), or an object a line for programs (json).
    """

    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["text", "json"] = "text"


class Config(_Table):
    """What the bot runs with.

    Attributes:
        sources: Feeds by name.
        zone: Time zone of places that name none.
        database: Where the bot keeps what it knows: a file, or the URL of a PostgreSQL database. DATABASE_URL of the environment, or the
            file that DATABASE_URL_FILE names, counts before it: a URL with a password in it belongs there.
        retention_days: For how long articles are kept that were shown to nobody.
        contact: Whom hosts may ask about the bot: an address of the web or of mail; it goes with every request.
        semantic: Whether stories are found by what articles mean as well: true with the extra "semantic" installed, or a folder
            with the model.
        log: What is written to standard error.
        places: Those with sources or hours of their own.
        discord: None where the bot is not on Discord; likewise the others.
        slack: See above.
        terminal: See above.
    """

    sources: Mapping[str, Url] = Field(min_length=1)
    zone: Zone = "UTC"
    database: str = Field("pullquote.db", min_length=1)
    retention_days: int = Field(30, ge=1, le=3650)
    contact: Contact = ""
    semantic: bool | str = False
    log: LogConfig = LogConfig()
    places: tuple[PlaceConfig, ...] = ()
    discord: DiscordConfig | None = None
    slack: SlackConfig | None = None
    terminal: TerminalConfig | None = None

    def secrets(self) -> tuple[str, ...]:
        """The values that nobody may read anywhere."""
        tables = [table for name in PLATFORMS if (table := getattr(self, name)) is not None]
        values = [value for table in tables for value in dict(table).values()]
        password = urlsplit(self.database).password if "://" in self.database else None
        secrets = [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
        return (*secrets, *([password, unquote(password)] if password else []))


# Which secrets a platform needs: the key in its table, and the variable of the environment.
_SECRETS = {
    "discord": {"token": "DISCORD_TOKEN"},
    "slack": {"bot_token": "SLACK_BOT_TOKEN", "app_token": "SLACK_APP_TOKEN"},
}
_DATABASE = "DATABASE_URL"
_PASSWORD = re.compile(r"[a-z+]+://[^/@]*:[^/@]+@")
PLATFORMS = ("discord", "slack", "terminal")
"""Names of the platforms that can be configured: of their tables and of their adapters' modules."""

# What a channel's id looks like, and how to come by it.
_CHANNELS = {
    "discord": (r"[0-9]+", "a Discord channel's id is a number; right click on it, Copy Channel ID"),
    "slack": (
        r"[CDG][A-Z0-9]+",
        "a Slack channel's id looks like C0123ABCD; it is at the end of the channel's details",
    ),
    "terminal": (r"", "the terminal has no channels; leave it out"),
}
_HEADER = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]")
_Location = tuple[int | str, ...]
_Problem = tuple[_Location, str]


def read_config(path: Path, environment: Mapping[str, str], *, is_complete: bool = True) -> Config:
    """Read the configuration.

    Args:
        path: A TOML file; config.example.toml explains each key.
        environment: Where the tokens are: NAME itself, or the path of a file with it in NAME_FILE.
        is_complete: Whether the tokens have to be there.

    Raises:
        ConfigError: With everything that is wrong, a line each.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        words = f"{path}: there is no such file; copy config.example.toml there and fill it in, or name another"
        raise ConfigError((words,)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError((f"{path}: can't be read ({error})",)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((f"{path}: not TOML: {error}",)) from None
    problems = [one for one in _add_secrets(data, environment) if is_complete]
    if database := _secret(environment, _DATABASE):
        data["database"] = database
    elif _PASSWORD.match(str(data.get("database", ""))):
        words = f"a password does not belong in this file; set {_DATABASE} in the environment, or {_DATABASE}_FILE to a file that holds the URL"
        problems.append((("database",), words))
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        problems += [(tuple(one["loc"]), _words(one)) for one in error.errors()]
    else:
        problems += _misfits(config)
        if not problems:
            return config
    raise ConfigError(tuple(_located(path, text, location, words) for location, words in problems))


def _add_secrets(data: dict[str, Any], environment: Mapping[str, str]) -> list[_Problem]:
    """Put the tokens of the platforms that are configured into their tables."""
    problems: list[_Problem] = []
    for platform, secrets in _SECRETS.items():
        table = data.get(platform)
        if not isinstance(table, dict):
            continue
        for key, name in secrets.items():
            secret = _secret(environment, name)
            if key in table:
                problems.append(
                    ((platform, key), f"a token does not belong in this file; set {name} in the environment")
                )
            elif not secret:
                words = f"its token is missing; set {name} in the environment, or {name}_FILE to a file that holds it"
                problems.append(((platform,), words))
            table[key] = secret
    return problems


def _secret(environment: Mapping[str, str], name: str) -> str:
    """A secret from the environment, or from the file that it names; empty if there is none."""
    if file := environment.get(f"{name}_FILE"):
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""
    return environment.get(name, "").strip()


def _misfits(config: Config) -> list[_Problem]:
    """What is wrong between keys that are fine by themselves."""
    platforms = [name for name in PLATFORMS if getattr(config, name) is not None]
    problems: list[_Problem] = []
    if not platforms:
        problems.append(((), f"no platform is configured; add one of {', '.join(f'[{name}]' for name in PLATFORMS)}"))
    seen: set[tuple[str, str]] = set()
    for number, place in enumerate(config.places):
        if place.platform not in platforms:
            problems.append(
                (("places", number, "platform"), f"{place.platform} is not configured; add [{place.platform}]")
            )
        pattern, words = _CHANNELS[place.platform]
        if not re.fullmatch(pattern, place.channel):
            problems.append((("places", number, "channel"), words))
        if unknown := [name for name in place.sources or () if name not in config.sources]:
            known = ", ".join(config.sources)
            problems.append((("places", number, "sources"), f"no source is called {unknown[0]!r}; there are: {known}"))
        if (place.platform, place.channel) in seen:
            problems.append(
                (("places", number, "channel"), "this channel has a place already; give it all its times there")
            )
        seen.add((place.platform, place.channel))
    return problems


def _words(error: Mapping[str, Any]) -> str:
    """What pydantic found wrong, in words of ours where its own speak of Python."""
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "no such key; config.example.toml explains those there are"
        case "too_short" | "string_too_short":
            return "is empty"
        case "tuple_type":
            return "is not a list; write [...], and tables like [[places]]"
        case "dict_type" | "model_type" | "mapping_type" | "is_mapping_type":
            return "is not a table; write it like [sources]"
        case "string_type":
            return "is not text; put it in quotation marks"
        case _:
            return str(error["msg"]).removeprefix("Value error, ")


def _located(path: Path, text: str, location: _Location, words: str) -> str:
    """A problem with its line and key."""
    key = ".".join(f"{part + 1}" if isinstance(part, int) else part for part in location)
    line = _line(text, location)
    return f"{path}{f', line {line}' if line else ''}: {f'{key}: ' if key else ''}{words}"


def _line(text: str, location: _Location) -> int:
    """Number of the line that a key stands on, else of the header of its table; 0 if it is not found."""
    names = [part for part in location if isinstance(part, str)]
    number = next((part for part in location if isinstance(part, int)), 0)
    if not names:
        return 0
    lines = text.splitlines()
    headers = [(at, match[1]) for at, line in enumerate(lines) if (match := _HEADER.match(line))]
    tables = [at for at, name in headers if name == names[0]]
    begin = tables[min(number, len(tables) - 1)] if tables else -1
    end = next((at for at, _ in headers if at > begin), len(lines))
    key = re.compile(rf"\s*[\"']?{re.escape(names[-1])}[\"']?\s*=")
    return next((at for at in range(begin + 1, end) if key.match(lines[at])), begin) + 1
