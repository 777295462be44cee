"""Everything that is wrong with a configuration is said at once: on which line, of which key, and what to write instead."""

from pathlib import Path

import pytest

from bot.config import TOKENS, read_config
from bot.errors import ConfigError

SOURCES = '[sources]\npost = "https://post.example/feed"\n'
ABOVE = "it belongs above the first table"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def faults(file: Path, text: str | bytes, environment: dict[str, str] | None = None) -> list[str]:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as raised:
        read_config(file, environment or {})
    return [fault.removeprefix(str(file)).lstrip(":, ") for fault in raised.value.problems]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file(file: Path) -> None:
    text = """zone = "Europe/Berln"
retention_dais = 30
retention_days = "30"
database = "postgresql://dorn:s3cret-a@db/pullquote"
semantic = 3
blocked = ["*.example.org"]
DISCORD_TOKEN = "s3cret-b"
log.level = "inf"
limits = { cooldown_s = -1, sources_per_place = 1001, digests_per_hour = true }

[sources]
post = "post.example"
api_key_token = "s3cret-c"

[discord]
token = "s3cret-d"

[[places]]
platform = "discord"
channel = "1"
sources = [
  "post", # there is one
  "pots",
]

[[places]]
platform = "terminal"
channel = 12
times = [
  "07:00",
  "7:00",
]
colour = "red"

[[places]]
platform = "discord"
channel = "1"
"""
    found = faults(file, text)
    assert found == [
        'line 1: zone: no time zone is called "Europe/Berln"; write one like "Europe/Berlin"; did you mean Europe/Berlin?',
        "line 2: retention_dais: no such key; did you mean retention_days?",
        'line 3: retention_days: "30" is not a whole number; write it in digits, without quotation marks',
        "line 4: database: a password does not belong in this file; set DATABASE_URL in the environment, or DATABASE_URL_FILE to a file that holds the URL",
        "line 5: semantic: 3 is neither true nor false nor a folder in quotation marks",
        'line 6: blocked.1: "*.example.org" is neither a host or domain, like "example.org", which blocks all below it as well, nor a web address',
        "line 7: DISCORD_TOKEN: a secret does not belong in this file; set it in the environment, as docs/configuration.md has it",
        'line 8: log.level: "inf" is none of debug, info, warning, error; did you mean info?',
        "line 9: limits.sources_per_place: 1001 is too large; write at most 1000",
        "line 9: limits.digests_per_hour: true is not a whole number; write it in digits, without quotation marks",
        "line 9: limits.cooldown_s: -1 is too small; write at least 0",
        'line 12: sources.post: "post.example" is not a web address; write one like "https://example.org/feed.xml"',
        "line 13: sources.api_key_token: a secret does not belong in this file; set it in the environment, as docs/configuration.md has it",
        "line 16: discord.token: a token does not belong in this file; set DISCORD_TOKEN in the environment",
        'line 23: places.1.sources.2: no source is called "pots"; did you mean post?',
        "line 27: places.2.platform: terminal is not configured; add [terminal]",
        "line 28: places.2.channel: is not text; put it in quotation marks",
        'line 31: places.2.times.2: "7:00" is not an hour of the day; write one like "07:00"',
        "line 33: places.2.colour: no such key; docs/configuration.md explains those there are",
        "line 37: places.3.channel: this channel has a place already, places.1; give it all its times there",
    ]
    assert "s3cret" not in "".join(found)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (SOURCES, "no platform is configured; add one of [discord], [slack], [terminal]"),
        (
            'contact = "us, or them"\n[terminal]\n',
            'line 1: contact: "us, or them" is not an address of the web or of mail; write one like "https://example.org/bot"',
        ),
        (
            f"{SOURCES}[discord]\n",
            "line 3: discord: its token is missing; set DISCORD_TOKEN in the environment, or DISCORD_TOKEN_FILE to a file that holds it",
        ),
        (
            '[terminal]\n[[places]]\nplatform = "terminal"\nsources = ["mail"]\n',
            'line 4: places.1.sources.1: no source is called "mail"; there are none; add it under [sources]',
        ),
        (
            f'{SOURCES}[terminal]\n[[places]]\nplatform = "terminal"\nsources = ["zeitung"]\n',
            'line 6: places.1.sources.1: no source is called "zeitung"; there are: post',
        ),
        ("[terminal]\n[[places]]\n", "line 2: places.1.platform: is missing"),
        ('[terminal]\n[places]\nplatform = "terminal"\n', "line 2: places: is not a list; write [...], and tables like [[places]]"),
        ("[terminal]\n\n[terminal.log]\n", "line 3: terminal.log: no such key in [terminal]; " + ABOVE),
        ('[terminal]\nzone = "UTC"\n', "line 2: terminal.zone: no such key in [terminal]; " + ABOVE),
        (f"[terminal]\n{SOURCES}retention_days = 3\n", "line 4: sources.retention_days: is not a source; " + ABOVE),
        ('level = "info"\n[terminal]\n', "line 1: level: no such key here; it belongs under [log]"),
        ("terminal = true\n", "line 1: terminal: is not a table; write it like [terminal]"),
        ('sources = "x"\n[terminal]\n', "line 1: sources: is not a table; write it like [sources]"),
        ('[terminal]\n[sources]\n"" = "https://post.example/"\n', 'line 3: sources."": is empty'),
        (
            '[terminal]\n[[places]]\nplatform = "terminal"\nrole = "@Readers"\n',
            'line 4: places.1.role: "@Readers" is no id of a role; write one like "1122334455667788990": right click on the role, Copy Role ID',
        ),
        (
            '[terminal]\n[[places]]\nplatform = "terminal"\nquiet = "10pm-6"\n',
            'line 4: places.1.quiet: "10pm-6" is no span of hours of the day; write one like "22:00-06:30"',
        ),
        (
            '[terminal]\n[[places]]\nplatform = "terminal"\ntimes = [\n"18:00", "06:29"]\nquiet = "22:00-06:30"\n',
            "line 5: places.1.times.2: 06:29 is within the quiet hours, 22:00-06:30; choose another time, or other quiet hours",
        ),
        ("[terminal]\n[metrics]\nport = 0\n", "line 3: metrics.port: 0 is too small; write at least 1"),
        ("[terminal]\n[limits]\ncooldown_s = nan\n", "line 3: limits.cooldown_s: NaN is not a number; write it in digits"),
        (
            '[terminal]\n[metrics]\nhost = "http://127.0.0.1"\n',
            'line 3: metrics.host: "http://127.0.0.1" is not an address of this machine; write one like "127.0.0.1"',
        ),
        (
            '[terminal]\nplaces = [\n{ platform = "terminal" },\n{ platform = "terminal", zone = ["x"] }]\n'.replace("[terminal]\n", "terminal = {}\n"),
            'line 4: places.2.zone: no time zone is called ["x"]; write one like "Europe/Berlin"',
        ),
        (
            '[discord]\nmessage_content = "yes"\n',
            'line 2: discord.message_content: "yes" is neither true nor false; write one of them, without quotation marks',
        ),
        (
            "[discord]\nshards = [0]\n[terminal]\n",
            "line 2: discord.shards: these are some of how many? give shard_count too, the same for every process",
        ),
        (
            "[discord]\nshard_count = 2\nshards = [0, 2]\n",
            "line 3: discord.shards.2: there is no shard 2; with shard_count = 2 they are 0 to 1",
        ),
    ],
)  # fmt: skip
def test_a_configuration_that_can_not_be_used_says_why(file: Path, text: str, fault: str) -> None:
    assert fault in faults(file, text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\n[terminal\n", "line 2: not TOML: Expected ']' at the end of a table declaration"),
        ("\n\nzone = Europe/Berlin\n", "line 3: not TOML: Invalid value; text stands in quotation marks, and each key on a line of its own"),
        ("[terminal]\nx = [1,\n", "line 3: not TOML: Invalid value; text stands in quotation marks, and each key on a line of its own"),
        ('zone = "UTC"\n\n[log]\nlevel = "info"\nlevel = """\nx"""\n', "line 5: log.level: stands here a second time, after line 4; keep one of them"),
        ('[log]\nlevel = "info"\n[terminal]\n[log]\nform = "text"\n', "line 4: log: stands here a second time, after line 1; keep one of them"),
        ("limits = { cooldown_s = 1, cooldown_s = 2 }\n", "line 1: limits.cooldown_s: stands here a second time; keep one of them"),
        ("places = []\n[[places]]\n", "line 2: places: stands here a second time, after line 1; keep one of them"),
        ("log = 1\nlog.level = 2\n", "line 2: log.level: can't stand here: what it would be part of has a value already"),
        (b'zone = "UTC"\r\n\r\nzone = "UTC"\r\n', "line 3: zone: stands here a second time, after line 1; keep one of them"),
        (b"\xff\xfez\x00", "line 1: is not UTF-8; save the file as UTF-8"),
        ("# Z\n# Zürich\n".encode("latin-1"), "line 2: is not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_toml_says_where(file: Path, text: str | bytes, fault: str) -> None:
    assert faults(file, text) == [fault]


def test_lines_are_counted_the_same_in_a_file_from_windows(file: Path) -> None:
    assert faults(file, '\ufeffzone = "x"\r\nlog.level = "y"\r\n[terminal]\r\n'.encode()) == [
        'line 1: zone: no time zone is called "x"; write one like "Europe/Berlin"',
        'line 2: log.level: "y" is none of debug, info, warning, error',
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "can't be read (No such file or directory); name another, or let the account that runs Pullquote read it"),
        (b" \n", "is empty; it should hold the secret and nothing else"),
        (b"d-secret\nand-another\n", "holds more than one word; it should hold the secret and nothing else"),
        (b"\xffd-secret", "is not text; save it as UTF-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("variable", "key"), [("DISCORD_TOKEN_FILE", "line 2: discord"), ("DATABASE_URL_FILE", "line 1: database")]
)
def test_a_file_with_a_secret_that_can_not_be_used_is_named_and_not_shown(
    file: Path, tmp_path: Path, content: bytes | None, words: str, variable: str, key: str
) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content)
    environment = {"DISCORD_TOKEN": "d-secret", variable: str(tmp_path / "secret")}
    found = faults(file, 'database = "a.db"\n[discord]\n', environment)
    assert found == [f"{key}: {variable} names {tmp_path / 'secret'}, which {words}"]
    assert "d-secret" not in found[0]


def test_a_folder_in_place_of_a_secret_is_said_to_be_one(file: Path, tmp_path: Path) -> None:
    (fault,) = faults(file, "[discord]\n", {"DISCORD_TOKEN_FILE": str(tmp_path)})
    assert f"DISCORD_TOKEN_FILE names {tmp_path}, which can't be read (Is a directory)" in fault


def test_a_secret_put_where_its_file_should_be_named_is_not_shown(file: Path) -> None:
    for variable, secret in (
        ("SLACK_BOT_TOKEN_FILE", "xoxb-12345678-abc"),
        ("DATABASE_URL_FILE", "pg://a:s3cret@db/x"),
    ):
        found = "".join(faults(file, "[slack]\n", {variable: secret}))
        assert variable in found
        assert secret not in found


def test_a_secret_put_among_the_sources_is_not_shown(file: Path) -> None:
    (fault,) = faults(file, '[terminal]\n[sources]\npost = "xoxb-12345678-abc"\n')
    assert "sources.post" in fault
    assert "12345678" not in fault


_FILE = "{0} in the environment, or {0}_FILE to a file that holds it"
_LINK = "; pullquote check has a link that makes the app"
_BASIC = "on the app's page Basic Information at api.slack.com/apps"
_MANY = '[slack]\nmode = "http"\nclient_id = "1.2"\n'


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            "[slack]\n",
            [
                f"its bot token is missing; set {_FILE.format('SLACK_BOT_TOKEN')}: it begins with xoxb-, on the app's page OAuth & Permissions at api.slack.com/apps{_LINK}",
                f"its app token is missing; set {_FILE.format('SLACK_APP_TOKEN')}: it begins with xapp- and is made {_BASIC}, under App-Level Tokens, with the scope connections:write",
            ],
        ),
        (
            '[slack]\nmode = "http"\n',
            [
                f"its bot token is missing; set {_FILE.format('SLACK_BOT_TOKEN')}: it begins with xoxb-, on the app's page OAuth & Permissions at api.slack.com/apps{_LINK}",
                f"its signing secret is missing; set {_FILE.format('SLACK_SIGNING_SECRET')}: it is {_BASIC}, under App Credentials",
            ],
        ),
        (
            f'{_MANY}public_url = "https://bot.example"\n',
            [
                f"its signing secret is missing; set {_FILE.format('SLACK_SIGNING_SECRET')}: it is {_BASIC}, under App Credentials{_LINK}",
                f"its client secret is missing; set {_FILE.format('SLACK_CLIENT_SECRET')}: it is {_BASIC}, under App Credentials",
                f"its key for the tokens of the workspaces is missing; set {_FILE.format('SLACK_TOKEN_KEY')}: make one with: openssl rand -base64 32; keep it, as nobody can read the tokens without it",
            ],
        ),
    ],
)  # fmt: skip
def test_each_secret_that_slack_lacks_is_named_with_where_it_is(file: Path, table: str, words: list[str]) -> None:
    assert faults(file, table) == [f"line 1: slack: {one}" for one in words]


@pytest.mark.parametrize("key", TOKENS["slack"])
def test_no_secret_of_slack_may_stand_in_the_file(file: Path, key: str) -> None:
    environment = dict.fromkeys(TOKENS["slack"].values(), "k" * 43 + "=")
    (fault,) = faults(file, f'[slack]\n{key} = "s3cret-word"\n', environment)
    assert fault == f"line 2: slack.{key}: a token does not belong in this file; set {TOKENS['slack'][key]} in the environment"  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "which"),
    [
        ("too-short", "it"),
        ("k" * 43, "it"),
        ("k" * 44, "it"),
        ("ä" * 43 + "=", "it"),
        (f"{'k' * 43}=, s3cret,{'k' * 43}=", "key 2 of 3"),
    ],
)
def test_a_key_for_tokens_that_is_none_is_told_without_showing_it(file: Path, keys: str, which: str) -> None:
    environment = {"SLACK_SIGNING_SECRET": "a-secret", "SLACK_CLIENT_SECRET": "a-secret", "SLACK_TOKEN_KEY": keys}
    (fault,) = faults(file, f'{_MANY}public_url = "https://bot.example"\n', environment)
    assert fault == f"line 1: slack: SLACK_TOKEN_KEY can't be used: {which} is not 32 bytes in base64; make one with: openssl rand -base64 32"  # fmt: skip


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            '[slack]\nclient_id = "1.2"\npublic_url = "https://bot.example"\n',
            ['line 2: slack.client_id: many workspaces install the app only with mode = "http", as browsers come to public_url; write that, or leave client_id out'],
        ),
        (
            _MANY,
            ["line 3: slack.client_id: many workspaces need public_url too: where Slack and browsers reach the bot, as in https://pullquote.example"],
        ),
        (
            f'{_MANY}public_url = "http://bot.example"\n',
            ["line 4: slack.public_url: has to begin with https://, as Slack sends nothing to others; let a proxy in front of the bot see to that"],
        ),
        (
            f'{_MANY}public_url = "https://me:s3cret@bot.example"\n',
            ["line 4: slack.public_url: is more than where the bot is; leave out what stands before @ or from ? or # on"],
        ),
        (
            f'{_MANY}public_url = "https://bot.example/?a=1"\n',
            ["line 4: slack.public_url: is more than where the bot is; leave out what stands before @ or from ? or # on"],
        ),
        (f'{_MANY}public_url = "https://[bot"\n', ["line 4: slack.public_url: is not a web address that can be read"]),
        ('[slack]\nmode = "htpp"\n', ['line 2: slack.mode: "htpp" is none of socket, http; did you mean http?']),
    ],
)  # fmt: skip
def test_a_slack_that_can_not_be_reached_is_told(file: Path, table: str, words: list[str]) -> None:
    environment = dict.fromkeys(TOKENS["slack"].values(), "k" * 43 + "=")
    assert faults(file, table, environment) == words
