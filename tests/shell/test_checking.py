"""`pullquote check`: what would run, and what stands in its way."""

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import psycopg
import pytest
from aiohttp import web
from sqlalchemy import text

from bot.__main__ import main
from bot.checking import Finding, Verdict, as_data, check, lines_of
from bot.fetch import Fetcher
from bot.role import Role
from bot.store import Store
from tests.shell.loopback import Answer, serve
from tests.shell.postgres import PASSWORD, Server
from tests.shell.stores import kept

_NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
_FEED = b"""<rss version="2.0"><channel><title>The Dorn Mail</title><item><title>Bridge closes</title>
<link>https://mail.example/bridge</link><pubDate>Mon, 23 Nov 2026 18:00:00 GMT</pubDate>
<description>The council of Dorn voted on Tuesday to close the bridge for two years, and the ferry will run at night.</description>
</item></channel></rss>"""


def _config(folder: Path, address: str, *more: str, sources: Mapping[str, str] | None = None) -> Path:
    named = sources or {"mail": "mail"}
    listed = "\n".join(f'{name} = "{address}/{path}"' for name, path in named.items())
    path = folder / "config.toml"
    head = f'zone = "Europe/Berlin"\ndatabase = "{folder / "pullquote.db"}"\n[sources]\n{listed}\n'
    path.write_text("\n".join((head, *more)))
    return path


_TERMINAL = '[terminal]\n[[places]]\nplatform = "terminal"\ntimes = ["07:00"]'


def _checked(
    folder: Path,
    *more: str,
    answers: Mapping[str, Answer | web.Response | bytes] | None = None,
    sources: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Finding]:
    async def run() -> tuple[Finding, ...]:
        async with serve({"/mail": web.Response(body=_FEED, content_type="text/xml"), **(answers or {})}) as address:
            path = _config(folder, address, *(more or (_TERMINAL,)), sources=sources)
            fetcher = Fetcher(allow_loopback=True, pause_s=0)
            return await check(path, environment or {}, fetcher, _NOW)

    return {one.subject: one for one in asyncio.run(run())}


def test_a_configuration_that_can_run_is_said_to_with_what_will_come_and_when(tmp_path: Path) -> None:
    found = _checked(tmp_path)
    assert {one.verdict for one in found.values()} == {Verdict.FINE}
    assert "1 articles, the newest of 2026-11-23 18:00" in found["source mail"].words
    assert found["place terminal:terminal"].words == "next digest Tue 24 Nov 2026, 07:00 (Europe/Berlin), of mail"
    quiet = _checked(tmp_path, f'{_TERMINAL}\nquiet = "22:00-06:30"')["place terminal:terminal"]
    assert quiet.words.endswith("of mail; quiet hours 22:00-06:30")
    assert "will be made at the first start" in found["database"].words
    assert not (tmp_path / "pullquote.db").exists()


def test_all_that_is_wrong_with_the_configuration_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('zone = "Mars/Base"\n[sources]\nmail = "ftp://x"\n[terminal]\n')
    findings = asyncio.run(check(path, {}, Fetcher(), _NOW))
    assert [one.verdict for one in findings] == [Verdict.WRONG] * 2
    words = "\n".join(one.words for one in findings)
    assert "line 1: zone" in words
    assert "line 3: sources.mail" in words


def test_sources_may_be_left_to_the_places(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'database = "{tmp_path / "pullquote.db"}"\n{_TERMINAL}\n')
    found = {one.subject: one for one in asyncio.run(check(path, {}, Fetcher(), _NOW))}
    assert found["sources"] == Finding("sources", Verdict.FINE, "none here; places add their own in chat")
    assert "of what is added there" in found["place terminal:terminal"].words


def test_sources_that_give_nothing_are_named_with_the_reason(tmp_path: Path) -> None:
    answers: dict[str, web.Response | bytes] = {
        "/page": b"<html><body><p>Hello</p></body></html>",
        "/gone": web.Response(status=410),
    }
    found = _checked(tmp_path, answers=answers, sources={"page": "page", "gone": "gone", "mail": "mail"})
    assert found["source page"].verdict is Verdict.WRONG
    assert "not a feed" in found["source page"].words
    assert found["source gone"].verdict is Verdict.WRONG
    assert found["source mail"].verdict is Verdict.FINE


@pytest.mark.parametrize(
    ("table", "environment", "words"),
    [
        ("[discord]", {"DISCORD_TOKEN": "hello"}, "three parts"),
        ("[slack]", {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "bot_token does not begin with xoxb-"),
        ("[slack]", {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "app_token does not begin with xapp-"),
        (
            '[slack]\nmode = "http"\nclient_id = "1.2"\npublic_url = "https://bot.example"',
            {"SLACK_SIGNING_SECRET": "s3cret", "SLACK_CLIENT_SECRET": "0" * 32, "SLACK_TOKEN_KEY": "k" * 43 + "="},
            "signing_secret does not have 32 digits and letters from a to f",
        ),
        (
            '[slack]\nmode = "http"\nclient_id = "A0123"\npublic_url = "https://bot.example"',
            {"SLACK_SIGNING_SECRET": "0" * 32, "SLACK_CLIENT_SECRET": "s3cret", "SLACK_TOKEN_KEY": "k" * 43 + "="},
            "client_secret does not have 32 digits and letters from a to f, client_id is not two numbers with a point between them",
        ),
    ],
)
def test_tokens_that_are_none_are_told_without_showing_them(
    tmp_path: Path, table: str, environment: dict[str, str], words: str
) -> None:
    found = _checked(tmp_path, table, environment=environment)
    finding = found[table.partition("]")[0].strip("[")]
    assert finding.verdict is Verdict.WRONG
    assert words in finding.words
    assert not any(secret in finding.words for secret in environment.values())
    assert found["places"].verdict is Verdict.DOUBTFUL


_SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "0a" * 16}
_MANY = {"SLACK_SIGNING_SECRET": "0a" * 16, "SLACK_CLIENT_SECRET": "0b" * 16, "SLACK_TOKEN_KEY": "k" * 43 + "="}


def _of_slack(folder: Path, table: str, environment: Mapping[str, str]) -> list[tuple[Verdict, str]]:
    path = folder / "config.toml"
    path.write_text(f'database = "{folder / "pullquote.db"}"\n[slack]\n{table}')
    found = asyncio.run(check(path, environment, Fetcher(), _NOW))
    return [(one.verdict, one.words) for one in found if one.subject.startswith("slack")]


def test_a_slack_that_is_connected_to_listens_nowhere(tmp_path: Path) -> None:
    assert _of_slack(tmp_path, "", _SLACK) == [(Verdict.FINE, "will be connected to; its tokens look right")]


def test_where_slack_has_to_get_to_is_said(tmp_path: Path) -> None:
    _, where = _of_slack(tmp_path, 'mode = "http"\nport = 3001', _SLACK)
    words = "takes requests at http://127.0.0.1:3001/slack/events; a proxy has to pass on to it what comes to an https address"
    assert where == (Verdict.FINE, words)


def test_a_port_that_other_machines_reach_without_a_proxy_is_doubtful(tmp_path: Path) -> None:
    _, (verdict, words) = _of_slack(tmp_path, 'mode = "http"\nhost = "0.0.0.0"', _SLACK)
    assert verdict is Verdict.DOUBTFUL
    assert "http://0.0.0.0:3000/slack/events, where other machines can send them without a proxy" in words


def test_where_workspaces_install_the_app_is_said(tmp_path: Path) -> None:
    table = 'mode = "http"\nclient_id = "1.2"\npublic_url = "https://bot.example/"'
    connected, where = _of_slack(tmp_path, table, _MANY)
    assert connected == (
        Verdict.FINE,
        "will be connected to; its tokens look right; take it in with https://bot.example/slack/install",
    )
    assert where[1].endswith("what comes to https://bot.example/slack/")


@pytest.mark.parametrize("table", ["", 'mode = "http"\npublic_url = "https://bot.example"'])
def test_who_has_no_tokens_yet_is_shown_where_the_app_is_made(tmp_path: Path, table: str) -> None:
    ((verdict, words),) = _of_slack(tmp_path, table, {})
    assert verdict is Verdict.DOUBTFUL
    before, _, text = words.partition("manifest_json=")
    assert "if there is no app yet, this link makes it" in before
    assert before.endswith("(docs/slack.md has each step): https://api.slack.com/apps?new_app=1&")
    made = json.loads(unquote(text))
    assert made["settings"].get("socket_mode_enabled", False) is (table == "")
    assert ("https://bot.example/slack/events" in text) is (table != "")


def test_where_an_app_is_made_that_nobody_can_reach_is_not_said(tmp_path: Path) -> None:
    assert _of_slack(tmp_path, 'mode = "http"', {}) == []
    assert _of_slack(tmp_path, "mode = 1", {}) == []


def test_limits_and_where_the_bot_can_be_watched_are_said(tmp_path: Path) -> None:
    found = _checked(tmp_path)
    assert found["limits"].words == (
        "100 sources a place; 120 questions an hour a place and 30 a person; 20 digests an hour a place; 2 s between two commands"
    )
    assert found["metrics"] == Finding("metrics", Verdict.FINE, "off; [metrics] switches them on")
    tables = "[limits]\ncooldown_s = 0.5\n[metrics]"
    found = _checked(tmp_path, tables, _TERMINAL)
    assert found["limits"].words.endswith("; 0.5 s between two commands")
    assert found["metrics"] == Finding("metrics", Verdict.FINE, "http://127.0.0.1:9464/metrics and /healthz")


def test_figures_that_other_machines_can_read_are_doubtful(tmp_path: Path) -> None:
    found = _checked(tmp_path, '[metrics]\nhost = "::"\nport = 80', _TERMINAL)
    assert found["metrics"].verdict is Verdict.DOUBTFUL
    assert found["metrics"].words.startswith("http://[::]:80/metrics and /healthz; other machines can read them too")


def test_a_database_is_looked_at_and_left_as_it_is(tmp_path: Path) -> None:
    database = tmp_path / "pullquote.db"

    async def make() -> None:
        async with Store(database):
            pass

    asyncio.run(make())
    assert _checked(tmp_path)["database"].verdict is Verdict.FINE
    database.write_bytes(b"no database at all" * 100)
    assert "backup" in _checked(tmp_path)["database"].words
    database.unlink()
    database.mkdir()
    assert "is a folder" in _checked(tmp_path)["database"].words


def test_a_filter_that_cannot_be_used_is_found(tmp_path: Path) -> None:
    assert "nearly everything" in _checked(tmp_path, f'{_TERMINAL}\nhide = ["e*"]')["places"].words


def test_findings_are_shown_a_line_each_and_as_data() -> None:
    findings = (
        Finding("database", Verdict.FINE, "there"),
        Finding("source a\x1b[2J", Verdict.WRONG, "not\na feed"),
    )
    lines = list(lines_of(findings))
    assert lines[0].startswith("ok  database")
    assert lines[1].startswith("NO  source a[2J")
    assert lines[1].endswith("not a feed")
    assert json.loads(json.dumps(as_data(findings)))["findings"][1]["verdict"] == "wrong"


def test_the_command_says_by_its_exit_code_whether_the_bot_can_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def run(*arguments: str) -> int:
        async with serve({"/mail": web.Response(body=_FEED, content_type="text/xml")}) as address:
            path = _config(tmp_path, address, _TERMINAL)
            fetcher = Fetcher(allow_loopback=True, pause_s=0)
            return await asyncio.to_thread(main, ["check", str(path), *arguments], fetcher=fetcher)

    assert asyncio.run(run()) == 0
    assert "ok  source mail" in capsys.readouterr().out
    assert asyncio.run(run("--json")) == 0
    assert {one["verdict"] for one in json.loads(capsys.readouterr().out)["findings"]} == {"fine"}
    assert main(["check", str(tmp_path / "none.toml")]) == 1
    assert "there is no such file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("token", "address"),
    [
        # "123456789012345678", as the first part of a token has it.
        (
            "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.secret",
            "https://discord.com/oauth2/authorize?client_id=123456789012345678&scope=bot+applications.commands&permissions=309237763072",
        ),
        ("not-a-number.Gabcde.secret", ""),
        ("ÄÖ.Gabcde.secret", ""),
    ],
)
def test_how_the_bot_is_taken_into_a_discord_server_is_said_and_the_token_is_not(
    tmp_path: Path, token: str, address: str
) -> None:
    words = _checked(tmp_path, "[discord]", environment={"DISCORD_TOKEN": token})["discord"].words
    assert (
        words.removeprefix("will be connected to; its tokens look right").removeprefix("; take it in with ") == address
    )
    assert "secret" not in words


def _of_database(folder: Path, where: Path | str, role: Role = Role.ALL) -> Finding:
    path = folder / "config.toml"
    path.write_text(f"database = '{where}'\n[terminal]\n" if isinstance(where, Path) else "[terminal]\n")
    environment = {} if isinstance(where, Path) else {"DATABASE_URL": where}
    findings = asyncio.run(check(path, environment, Fetcher(), _NOW, role))
    return next(one for one in findings if one.subject == "database")


def test_a_database_that_can_be_used_is_said_to_for_each_role(tmp_path: Path, where: Path | str) -> None:
    for role in Role:
        found = _of_database(tmp_path, where, role)
        is_shared = role is not Role.ALL and isinstance(where, Path)
        assert found.verdict is (Verdict.WRONG if is_shared else Verdict.FINE)
        assert ("several processes need a PostgreSQL database" in found.words) is is_shared


def test_a_database_of_a_newer_version_is_found_before_it_is_run(tmp_path: Path, where: Path | str) -> None:
    async def change(store: Store) -> None:
        statement = text("UPDATE alembic_version SET version_num = '0099'")
        await store._database.write(lambda connection: connection.execute(statement))  # noqa: SLF001 - what Pullquote itself never does

    kept(where, change)
    found = _of_database(tmp_path, where)
    assert found.verdict is Verdict.WRONG
    assert "is of a newer version of Pullquote (its form is 0099" in found.words


def test_a_server_on_which_the_user_may_not_do_what_it_takes_is_found_before_it_is_run(
    tmp_path: Path, postgres: Server, made_database: str
) -> None:
    def grant(what: str) -> None:
        with psycopg.connect(made, autocommit=True) as connection:
            connection.execute(f"GRANT {what} ON ALL TABLES IN SCHEMA public TO {guest}".encode())

    def guests(url: str, role: Role = Role.ALL) -> str:
        found = _of_database(tmp_path, url.replace("//pullquote:", f"//{guest}:"), role)
        return found.words if found.verdict is Verdict.WRONG else ""

    guest = f"guest{uuid4().hex}"
    postgres.run(f"CREATE ROLE {guest} LOGIN PASSWORD '{PASSWORD}'")
    with postgres.database() as empty, postgres.database(like=made_database) as made:
        assert "its user may not make tables in it; make the user the owner of the database" in guests(empty)
        assert "its user may not do that" in guests(made)
        grant("SELECT")
        assert "its user may not write its table " in guests(made)
        grant("ALL")
        # Of another program, in the same database.
        with psycopg.connect(made, autocommit=True) as connection:
            connection.execute("CREATE TABLE another ()")
        assert guests(made) == ""
        words = "can't be used with --role worker: its user may not make a schema for the queue in it"
        assert words in guests(made, Role.WORKER)
        assert _of_database(tmp_path, made, Role.WORKER).verdict is Verdict.FINE


def test_a_part_of_a_bot_is_checked_as_it_would_run_with_what_it_does_not_need_left_out(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    postgres: Server,
    made_database: str,
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[discord]\n", encoding="utf-8")
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    with postgres.database(like=made_database) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        assert main(["check", "--role", "bot", str(path)]) == 1
        assert "its token is missing" in capsys.readouterr().out
        assert main(["check", "--role", "worker", str(path)]) == 0
        assert "discord" not in capsys.readouterr().out
        monkeypatch.setitem(sys.modules, "procrastinate", None)
        monkeypatch.delitem(sys.modules, "bot.engine.many", raising=False)
        monkeypatch.delitem(sys.modules, "bot.engine.queue_schema", raising=False)
        assert main(["check", "--role", "worker", str(path)]) == 1
        assert "--role worker needs what is not installed" in capsys.readouterr().out
