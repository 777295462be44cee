"""What the log says, and what it never does."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import LogForm, log_to

_DISCORD = "MTE4" + "a" * 22 + "." + "Gx1abc" + "." + "z" * 38
_SLACK = "xoxb-1234567890-abcdefghij"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: one.level for name, one in _loggers().items()}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    # Those that were made meanwhile too: one of a library would let all of it be heard.
    for name, one in _loggers().items():
        one.setLevel(levels.get(name, logging.NOTSET))


def _loggers() -> dict[str, logging.Logger]:
    return {name: one for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)}


def _logged(message: str, *args: object, form: LogForm = LogForm.TEXT, extra: dict[str, str] | None = None) -> str:
    stream = io.StringIO()
    log_to(stream, form=form, secrets=("open sesame now", "abc"))
    logging.getLogger("bot.test").warning(message, *args, extra=extra)
    return stream.getvalue()


@pytest.mark.parametrize("form", LogForm)
@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("the token is open sesame now", "open sesame now"),
        ("403, url='wss://wss-primary.slack.com/link/?ticket=2f7c-89aa&app_id=A1'", "2f7c-89aa"),
        ("no answer at https://hooks.slack.com/commands/T1/6042/l0ngS3cret", "l0ngS3cret"),
        (f"logged in with {_DISCORD}", _DISCORD),
        (f"posting with {_SLACK} failed", _SLACK),
        ("GET https://anna:s3cr3t@mail.example/feed", "s3cr3t"),
        ("no database at postgress://dorn:a/b@s3cr3t@127.0.0.1/news", "s3cr3t"),
        ("no database at postgresql+psycopg:/dorn:s3cr3t@127.0.0.1/news", "s3cr3t"),
        ("GET https://mail.example/feed?x=1&token=s3cr3t&y=2", "s3cr3t"),
        ("GET https://mail.example/feed?api_key=s3cr3t", "s3cr3t"),
        ("Authorization: Bearer s3cr3t", "s3cr3t"),
    ],
)
def test_no_secret_is_written_whoever_names_it(said: str, secret: str, form: LogForm) -> None:
    logged = _logged("%s", said, form=form)
    assert secret not in logged
    assert "[hidden]" in logged


def test_what_is_no_secret_is_written_as_it_is() -> None:
    words = "abc of https://mail.example/feed?page=2&keyword=news, told by bot.test at 10:30; PostgreSQL: postgresql://user:password@host/name"
    assert words in _logged(words)


def test_a_line_for_people_is_one_line_whatever_it_repeats() -> None:
    logged = _logged("the feed says %s", "first\nsecond\x1b[2J\u202e")
    assert logged.count("\n") == 1
    assert "\x1b" not in logged
    assert "warning: the feed says first second[2J" in logged


def test_a_line_for_programs_is_an_object_with_what_was_given_by_name() -> None:
    logged = _logged("the feed says %s", "first\nsecond\u202e", form=LogForm.JSON, extra={"error": "4f1a"})
    assert logged.count("\n") == 1
    assert "\u202e" not in logged
    event = json.loads(logged)
    assert event["message"] == "the feed says first\nsecond\u202e"
    assert (event["level"], event["logger"], event["error"]) == ("warning", "bot.test", "4f1a")


@pytest.mark.parametrize("form", LogForm)
def test_a_trace_is_written_without_secrets_either(form: LogForm) -> None:
    stream = io.StringIO()
    log_to(stream, form=form, secrets=("open sesame now",))
    try:
        int("open sesame now")
    except ValueError:
        logging.getLogger("bot.test").exception("it failed")
    assert "ValueError: invalid literal for int() with base 10: '[hidden]'" in stream.getvalue()
    assert "open sesame" not in stream.getvalue()


def test_libraries_are_heard_from_a_warning_on_unless_all_is_wanted() -> None:
    stream = io.StringIO()
    log_to(stream, level="info")
    logging.getLogger("discord.gateway").info("shard 0 has connected")
    logging.getLogger("bot.running").info("running")
    assert "shard" not in stream.getvalue()
    assert "running" in stream.getvalue()
    log_to(stream, level="debug")
    logging.getLogger("discord.gateway").info("shard 0 has connected")
    assert "shard 0" in stream.getvalue()


@pytest.mark.parametrize("form", LogForm)
def test_what_is_empty_is_not_named(form: LogForm) -> None:
    logged = _logged("left out", form=form, extra={"outlet": "", "problem": "unreachable"})
    assert "outlet" not in logged
    assert "unreachable" in logged


def test_a_pool_that_can_not_connect_does_not_say_so_each_time_unless_all_is_asked_for() -> None:
    """Whoever needs the connection says what can't be done."""
    pool = logging.getLogger("psycopg.pool")
    for level, expected in (("info", ["it is broken"]), ("debug", ["error connecting", "it is broken"])):
        stream = io.StringIO()
        log_to(stream, level=level)
        pool.warning("error connecting")
        pool.error("it is broken")
        assert [line.partition(": ")[2] for line in stream.getvalue().splitlines()] == expected
