"""What the command line does for one place: the same as the chat."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from aiohttp.web import Response

from bot.__main__ import main
from bot.fetch import Fetcher
from tests.shell.chat import NEWS, OTHER, Chat, feed
from tests.shell.loopback import Answer, serve_any


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
    code, _, err = run(capsys, "sources", "list", "--config", config, "--place", place)
    assert code == 1
    assert "name terminal, or a channel like discord:" in err
