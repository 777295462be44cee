"""The databases that everything about the store is held to."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.kinds import DATABASE_KINDS
from tests.shell.chat import Chat, Knobs, Stage, feed
from tests.shell.postgres import Server, running_server
from tests.shell.readers import one_reader
from tests.shell.stores import kept

__all__ = ["anywhere", "begins", "chat", "database_file", "empty", "postgres", "queue", "stage", "where"]


@pytest.fixture(scope="session", autouse=True)
def _one_reader() -> Iterator[None]:
    with one_reader():
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running_server() as server:
        yield server


@pytest.fixture(params=DATABASE_KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A place for a database of each kind, without a table: a file that is not there, or a URL."""
    if request.param == "sqlite":
        yield tmp_path / "pullquote.db"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as the bot leaves it that has opened it once: making its tables takes longer than most tests."""
    path = tmp_path_factory.mktemp("made") / "pullquote.db"
    kept(path)
    return path


@pytest.fixture(scope="session")
def made_database(postgres: Server) -> str:
    """The name of such a database on the server."""
    name = "made"
    postgres.run(f"CREATE DATABASE {name}")
    kept(postgres.url(name))
    return name


@pytest.fixture
def database_file(made_file: Path, tmp_path: Path) -> Path:
    """A database in a file, with nothing in its tables."""
    return Path(shutil.copyfile(made_file, tmp_path / "pullquote.db"))


@pytest.fixture(params=DATABASE_KINDS)
def where(request: pytest.FixtureRequest) -> Iterator[Path | str]:
    """A database of each kind, with nothing in its tables: a file or a URL."""
    with _database(request) as url:
        yield url


@contextmanager
def _database(request: pytest.FixtureRequest) -> Iterator[Path | str]:
    if request.param == "sqlite":
        yield request.getfixturevalue("database_file")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(like=request.getfixturevalue("made_database")) as url:
        yield url


@pytest.fixture(params=DATABASE_KINDS)
def anywhere(request: pytest.FixtureRequest) -> Iterator[Path | str]:
    """Likewise, but by default a test that asks for it has one of the two: see `tests.kinds`."""
    with _database(request) as url:
        yield url


@pytest.fixture(scope="session")
def made_queue(postgres: Server) -> str:
    """The name of a database in which the tables of a queue are."""
    from bot.engine.many import ManyEngine

    name = "queue"
    postgres.run(f"CREATE DATABASE {name}")

    async def make() -> None:
        async with ManyEngine(postgres.url(name)):
            pass

    asyncio.run(make())
    return name


@pytest.fixture
def queue(postgres: Server, made_queue: str) -> Iterator[str]:
    """The URL of a database with a queue in which nothing is."""
    with postgres.database(like=made_queue) as url:
        yield url


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """What all chats play on."""
    with Stage.set_up() as set_up:
        yield set_up


@pytest.fixture
def begins(stage: Stage, anywhere: Path | str) -> Iterator[Callable[..., Chat]]:
    """Begins a chat with the bot: see `Knobs` for what can be said of it."""
    begun: list[Chat] = []

    def begin(**knobs: Any) -> Chat:
        begun.append(Chat(stage, anywhere, Knobs(**knobs)))
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
