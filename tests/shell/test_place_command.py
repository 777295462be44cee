"""What the command line does for one place: the same as the chat."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from aiohttp.web import Response

from bot.__main__ import main
from bot.fetch import Fetcher
from bot.messages import Place
from tests.shell.chat import NEWS, NOW, OTHER, Chat, Knobs, Stage, feed
from tests.shell.loopback import Answer, serve_any
from tests.shell.postgres import Server


@contextmanager
def web(pages: dict[str, Answer | Response | bytes]) -> Iterator[str]:
    """Pages on this machine, served beside the program that reads them."""
    address: Queue[str] = Queue()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        async with serve_any(pages) as here:
            address.put(here)
            await stop.wait()

    thread = Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    try:
        yield address.get(timeout=30)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, and what was printed."""
    code = main(arguments, fetcher=Fetcher(allow_loopback=True, pause_s=0))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(f'database = "{tmp_path}/pullquote.db"\n[terminal]\n', encoding="utf-8")
    return str(path)


def test_sources_are_added_listed_paused_and_removed_for_a_place(
    config: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with web({"mail": feed("Weir to go"), "post": feed("Pier to open", outlet="Dorn Post")}) as address:
        code, out, err = run(capsys, "sources", "add", f"{address}/mail", "--config", config)
        assert (code, err) == (0, "")
        assert "1 source added" in out
        opml = tmp_path / "list.opml"
        opml.write_text(f'<opml version="2.0"><body><outline text="Post" xmlUrl="{address}/post"/></body></opml>')
        assert "1 source added" in run(capsys, "sources", "import", str(opml), "--config", config)[1]
        run(capsys, "sources", "pause", "Dorn Mail", "--config", config)
        code, out, _ = run(capsys, "sources", "list", "--json", "--config", config)
        (listing,) = [block for block in json.loads(out)["blocks"] if block["block"] == "Listing"]
        assert [entry["name"] for entry in listing["entries"]] == ["Dorn Mail", "Post"]
        assert "paused" in listing["entries"][0]["text"]
        assert "Sources: 1 of 1 fine" in run(capsys, "health", "--config", config)[1]
        assert "No sources yet" in run(capsys, "sources", "list", "--config", config, "--place", "discord:12")[1]
        exported = run(capsys, "sources", "export", "--config", config)[1]
        assert f'xmlUrl="{address}/post"' in exported
    code, out, err = run(capsys, "sources", "remove", "nobody", "--config", config)
    assert code == 1
    assert "No source here is called “nobody”; there are Dorn Mail, Post." in err


def test_a_schedule_is_set_shown_previewed_paused_and_removed_for_a_place(
    config: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def schedule(*arguments: str) -> str:
        code, out, err = run(capsys, "schedule", *arguments, "--config", config)
        assert (code, err) == (0, "")
        return out

    with web({"mail": feed("Weir to go")}) as address:
        run(capsys, "sources", "add", f"{address}/mail", "--config", config)
        assert "No digest comes by itself here." in schedule("show")
        chosen = ("--days", "mon,fri", "--zone", "lisbon", "--length", "full", "--quiet", "22-06:30", "--silent", "yes")
        shown = schedule("set", "7am", "18:30", *chosen)
        assert "A full digest comes on Mon, Fri at 07:00, 18:30, Europe/Lisbon." in shown
        assert "Quiet hours: 22:00-06:30" in shown
        assert "It is posted without a sound." in shown
        listings = [block for block in json.loads(schedule("show", "--json"))["blocks"] if block["block"] == "Listing"]
        assert [len(block["entries"]) for block in listings] == [5]
        assert "until /schedule resume" in schedule("pause")
        assert "It is paused" in schedule("show")
        assert "Fri at 07:00" in schedule("resume")
        assert "Nothing was due here in the last two weeks" in schedule("log")
        code, out, err = run(capsys, "schedule", "preview", "--config", config)
        assert (code, out) == (1, "")
        assert "There is nothing new to tell just now" in err
    schedule("remove")
    code, _, err = run(capsys, "schedule", "pause", "--config", config)
    assert (code, "No digest comes by itself here" in err) == (1, True)
    code, _, err = run(capsys, "schedule", "set", "25:00", "--config", config)
    assert (code, "“25:00” is no hour of the day" in err) == (1, True)


def test_what_is_done_for_a_place_is_done_by_the_database_s_clock(
    config: str,
    postgres: Server,
    made_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with postgres.database(like=made_database) as url:
        monkeypatch.setenv("DATABASE_URL", postgres.with_clock(url, "2 days"))
        with Path(config).open("a", encoding="utf-8") as file:
            file.write('[sources]\nmail = "https://mail.example/feed"\n')
        assert run(capsys, "schedule", "set", "07:00", "--config", config)[0] == 0
        (since,) = postgres.ask("SELECT since FROM subscriptions", url)
    assert datetime.fromisoformat(since) > datetime.now(UTC) + timedelta(days=1)


def test_why_tells_of_a_digest_that_came_and_of_one_that_did_not(
    tmp_path: Path, config: str, capsys: pytest.CaptureFixture[str], stage: Stage
) -> None:
    chat = Chat(stage, tmp_path / "pullquote.db", Knobs(sources={"mail": "mail"}))
    chat.web["mail"] = feed("Weir to go")
    place = Place("terminal", channel="terminal")
    chat.does(lambda desk: desk.store.places.join(place, NOW))
    chat.types("/digest", at=place)
    chat.close()
    code, out, _ = run(capsys, "why", "--config", config)
    assert (code, "1 · Weir to go" in out) == (0, True)
    assert "Merged: 1 article of Dorn Mail." in run(capsys, "why", "weir", "to", "go", "--config", config)[1]
    code, _, err = run(capsys, "why", "--when", "2026-11-24", "--config", config)
    assert code == 1
    assert "Nothing was due here on Tue 24 Nov; /schedule log has the last digests." in err


def test_a_list_that_is_not_there_is_said(config: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "sources", "import", "nowhere.opml", "--config", config)
    assert code == 1
    assert "nowhere.opml: can't be read" in err


def test_what_the_command_line_sets_for_a_channel_holds_there(begins: Callable[..., Chat]) -> None:
    chat = begins(sources={"mail": "mail", "post": "post"})
    named = replace(NEWS, workspace="")
    chat.types("/sources remove post", at=named)
    assert "1 source here" in chat.types("/sources list", at=NEWS).text
    assert "2 sources here" in chat.types("/sources list", at=OTHER).text


@pytest.mark.parametrize("place", ["dicsord:12", "discord", "discord:", "terminal:1", ""])
def test_a_place_that_can_not_be_is_said(config: str, capsys: pytest.CaptureFixture[str], place: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["sources", "list", "--config", config, "--place", place])
    assert ended.value.code == 2
    assert "name terminal, or a channel like discord:" in capsys.readouterr().err
