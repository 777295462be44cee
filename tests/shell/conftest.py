"""The databases that everything about the store is held to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shell.chat import Chat, Knobs, Stage, feed
from tests.shell.postgres import Server, running_server

__all__ = ["begins", "chat", "postgres", "stage", "where"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """An empty database of each kind: a file or a URL."""
    if request.param == "sqlite":
        yield tmp_path / "pullquote.db"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """What all chats play on."""
    with Stage.set_up() as set_up:
        yield set_up


@pytest.fixture
def begins(stage: Stage, where: Path | str) -> Iterator[Callable[..., Chat]]:
    """Begins a chat with the bot, on each kind of database: see `Knobs` for what can be said of it."""
    begun: list[Chat] = []

    def begin(**knobs: Any) -> Chat:
        begun.append(Chat(stage, where, Knobs(**knobs)))
        return begun[-1]

    yield begin
    for chat in begun:
        chat.close()


@pytest.fixture
def chat(begins: Callable[..., Chat]) -> Chat:
    """A chat in which two sources are configured, "mail" and "post"."""
    chat = begins(sources={"mail": "mail", "post": "post"})
    chat.web["mail"] = feed("Weir to go", "Wall to stay")
    chat.web["post"] = feed("Pier to open", outlet="Dorn Post")
    return chat
