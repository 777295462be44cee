"""Where a database is, and that no password of one is ever shown, whatever is wrong with its URL."""

import asyncio
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import main
from bot.clock import SystemClock
from bot.config import Config, MetricsConfig, read_config
from bot.database_urls import file_of, passwords, url_of
from bot.errors import ConfigError, StoreError
from bot.heartbeat import Heartbeat
from bot.logs import log_to
from bot.monitoring import Metrics
from bot.role import Role
from bot.roles import Haste, open_queue
from bot.store import Process, Store
from bot.watching import watched

# Each part of each password has this in it, and nothing else does.
SECRET = "s3cr3tOfDorn"  # noqa: S105 - of no server
# What can't be read, or not for sure, and what is said of it.
BROKEN = {
    f"postgress://pullquote:{SECRET}@127.0.0.1:1/pullquote": "and not postgress",
    f"mysql://pullquote:{SECRET}@127.0.0.1:1/pullquote": "and not mysql",
    f"'postgresql://pullquote:{SECRET}@127.0.0.1:1/pullquote'": "it stands in quotation marks; take them away",
    f'"postgresql://pullquote:{SECRET}@127.0.0.1:1/pullquote"': "it stands in quotation marks; take them away",
    f"postgresql://pullquote:{SECRET}@{SECRET}@127.0.0.1:1/pullquote": "an @ too many in it",
    f"postgresql://pull/quote:{SECRET}@127.0.0.1:1/pullquote": "an @ too many in it",
    f"postgresql://pullquote:x@{SECRET}/{SECRET}@127.0.0.1:1/pullquote": "an @ too many in it",
    f"postgresql:///pullquote:{SECRET}@127.0.0.1/pullquote": "an @ too many in it",
    f"postgresql://pullquote:{SECRET}": "write one like postgresql://user:password@host/name",
    f"postgresql://pullquote:{SECRET}/pullquote": "write one like postgresql://user:password@host/name",
    f"postgresql://pullquote:{SECRET}@127.0.0.1:{SECRET}/pullquote": "write one like",
    f"postgresql://pullquote:{SECRET}@127.0.0.1:99999/pullquote": "its port is none",
    f"postgresql://pullquote:{SECRET}%00@127.0.0.1:1/pullquote": "there is %00 in it",
    f"postgresql://pullquote:{SECRET} {SECRET}@127.0.0.1:1/pullquote": "holds more than one word",
    f"postgresql://pullquote:\udcff{SECRET}@127.0.0.1:1/pullquote": "write one like",
    f"postgresql:/pullquote:{SECRET}@127.0.0.1:1/pullquote": "it has no postgresql:// in front",
    f"pullquote:{SECRET}@127.0.0.1/pullquote": "it has no postgresql:// in front",
    f"host=127.0.0.1,password={SECRET}": "it has no postgresql:// in front",
    f"sqlite://pullquote:{SECRET}@127.0.0.1/pullquote": "sqlite:///pullquote.db or postgresql://",
}
# What can be read, though not everybody would write it so: nobody hears at port 1, and no host is called so.
READABLE = (
    f"postgresql://pullquote:{SECRET}@127.0.0.1:1/pullquote",
    f"postgres://pullquote:{SECRET}%40{SECRET}%zz%{SECRET}%ff%20{SECRET}+{SECRET}@127.0.0.1:1/pullquote",
    f"postgresql://pullquote:{SECRET}/{SECRET}?{SECRET}#{SECRET}:{SECRET}['{SECRET}\\\"\u2100@127.0.0.1:1/pullquote",
    f"postgresql://pullquote@127.0.0.1:1/pullquote?password={SECRET}",
    f"postgresql://pullquote:{SECRET}@/pullquote?host=/nowhere",
    f"postgresql://pullquote:{SECRET}@127.0.0.1:1/pullquote?no_such_option=1",
)
ROLES = [role.value for role in Role]


@pytest.mark.parametrize(
    "file", ["/srv/me@dorn/pullquote.db", "/srv/10:30@dorn/x.db", "./me:1@dorn.db", "../10:30@dorn.db"]
)
def test_a_file_may_be_called_anything(file: str) -> None:
    assert file_of(file) == Path(file)
    assert file_of(f"sqlite:///{file}") == Path(file)


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "config.toml"
    path.write_text('[terminal]\n[log]\nlevel = "debug"\n', encoding="utf-8")
    return str(path)


def commands(config: str) -> Iterator[list[str]]:
    """All that work with the database that is configured."""
    for role in ROLES:
        yield ["run", config, "--role", role]
        yield ["check", config, "--role", role]
    of_place = (
        ["health"],
        ["health", "--json", "--place", "terminal"],
        ["sources", "list"],
        ["schedule", "show"],
        ["why"],
    )
    of_database = (
        ["check"], ["backup", "copy.db"], ["prune"], ["repair"], ["move", "new.db"], ["takedown", "--list"],
    )  # fmt: skip
    for command in (*of_place, *(["db", *one] for one in of_database)):
        yield [*command, "--config", config]


def said(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> str:
    """What a command says that fails."""
    try:
        code: object = main(arguments)
    except SystemExit as ended:
        code = ended.code
    captured = capsys.readouterr()
    assert code in {1, 2}, captured
    return captured.out + captured.err


@pytest.mark.parametrize("url", BROKEN)
def test_a_url_that_can_not_be_read_is_refused_in_words_without_its_password_by_whatever_reads_it(
    url: str, config: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    for arguments in commands(config):
        words = said(capsys, arguments)
        assert SECRET not in words
        assert "database: DATABASE_URL " in words
        assert BROKEN[url] in words
    # As the one to move to, and in the file, where none belongs.
    monkeypatch.delenv("DATABASE_URL")
    Path("pullquote.db").touch()
    monkeypatch.setenv("TARGET_DATABASE_URL", url)
    words = said(capsys, ["db", "move", "--config", config])
    assert SECRET not in words
    assert BROKEN[url] in words
    monkeypatch.delenv("TARGET_DATABASE_URL")
    for variable in ("TARGET_DATABASE_URL_FILE", "DATABASE_URL_FILE"):
        monkeypatch.setenv(variable, url)
        words = said(capsys, ["db", "move", "--config", config])
        assert SECRET not in words
        assert f"{variable} names " in words
        monkeypatch.delenv(variable)
    assert SECRET not in said(capsys, ["db", "move", url, "--config", config])
    if url.isprintable():
        Path(config).write_text(f"database = '''{url}'''\n[terminal]\n", encoding="utf-8")
        assert SECRET not in said(capsys, ["check", config])


@pytest.mark.parametrize("url", READABLE)
def test_the_password_of_a_database_that_can_not_be_used_is_shown_by_no_command_log_or_page(
    url: str, config: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    for arguments in commands(config):
        words = said(capsys, arguments)
        assert SECRET not in words, arguments
        assert "a mistake of the program" not in words
        assert "the database pullquote at " in words, arguments
    assert SECRET not in page(url)


def page(url: str) -> str:
    """What a process shows whose database is not there."""

    async def shown() -> str:
        config = MetricsConfig.model_construct(host="127.0.0.1", port=0)
        store = Store(url)
        heartbeat = Heartbeat(store, lambda: Process("a", "all", "dorn", 1, "0.1.0"), SystemClock())
        async with (
            watched(config, Metrics(), store, None, SystemClock().now, heartbeat) as address,
            aiohttp.ClientSession() as session,
        ):
            pages = [await (await session.get(f"{address}/{name}")).text() for name in ("healthz?all", "metrics")]
        assert "can't be used" in pages[0]
        return "\n".join(pages)

    return asyncio.run(shown())


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"], ["run"], ["health"], ["health", "--place"], ["db", "backup"], ["db", "check", "--config"],
        ["digest"], ["digest", "nothing.txt", "--html"], ["digest", "nothing.txt", "--model"], ["quotes"], ["read"],
        ["sources", "test"], ["sources", "find"], ["sources", "add"], ["run", "--metrics-port"], [],
    ],
)  # fmt: skip
@pytest.mark.usefixtures("config")
def test_a_url_at_the_wrong_place_of_a_command_is_not_repeated_with_its_password(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pullquote.db").touch()
    for url in (READABLE[0], f"postgress://pullquote:{SECRET}/x@{SECRET}@127.0.0.1/pullquote"):
        assert SECRET not in said(capsys, [*arguments, url])


@pytest.mark.parametrize("url", READABLE)
def test_a_password_is_written_in_no_log_whoever_names_it(url: str) -> None:
    stream = io.StringIO()
    log_to(stream, secrets=Config(database=url).secrets())
    for password in passwords(url):
        logging.getLogger("bot.test").warning("the password is %s, and the URL %s", password, url)
    assert "the password is" in stream.getvalue()
    assert SECRET not in stream.getvalue()


def test_a_file_and_a_server_are_told_from_each_other() -> None:
    assert [file_of(one) for one in ("a.db", "/b c/d@e.db", "sqlite:///f.db")] == [
        Path("a.db"), Path("/b c/d@e.db"), Path("f.db"),
    ]  # fmt: skip
    assert file_of("postgres://dorn@db/pullquote") is None
    assert passwords("postgres://dorn:a%40b@db:5432/pullquote") in {("a@b", "a%40b"), ("a%40b", "a@b")}
    assert passwords("postgresql://db:5432/pullquote") == passwords("a.db") == passwords("mysql://a:b@c") == ()
    with pytest.raises(StoreError, match="an @ too many in it"):
        url_of("postgresql://dorn:a@b@db/pullquote")


def test_a_part_of_a_bot_names_the_file_that_it_can_not_share() -> None:
    with pytest.raises(ConfigError, match=r"--role worker: .* names the file f\.db; name a database like postgresql"):
        open_queue(Config(database="sqlite:///f.db"), Role.WORKER, Haste())


def test_how_a_url_is_written_is_not_hidden_where_it_is_said(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("database = 'oracle://db'\n[terminal]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"line 1: database: .* postgresql://user:password@host/name, and not oracle"):
        read_config(file, {})
