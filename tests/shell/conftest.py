"""The databases that everything about the store is held to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.postgres import Server, running_server

__all__ = ["postgres", "where"]


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
