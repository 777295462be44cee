"""A database: transactions off the event loop, and failures in words."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot import keepalive
from bot.database_urls import url_of
from bot.errors import StoreError, how_to_install
from bot.store.failures import failure, name_of
from bot.store.schema import bring_up_to_date

__all__ = ["Database", "connected"]

_T = TypeVar("_T")
_PATIENCE_S = 10
_LOOK_S = 0.01
# As few as a small server can spare, and enough for a bot whose work is elsewhere.
_CONNECTIONS = 4
# What PostgreSQL ends because two stood in each other's way goes through when it is done again.
_AGAIN = {"40001", "40P01"}
_TRIES = 3
# Whatever becomes of a server, it takes longer: what answered so short a time ago need not be asked whether it is there still.
_SURE_S = 0.25
_USED_AT = "used_at"


class Database:
    """A SQLite file or a PostgreSQL database.

    SQLite writes in one thread, one transaction after the other, and reads beside it in another; PostgreSQL does a few of
    either at a time. A transaction that fails leaves everything as it was.

    Attributes:
        url: Where it is.
        name: What it is called in words, without a password.
    """

    def __init__(self, where: Path | str, *, patience_s: float = _PATIENCE_S, sure_s: float = _SURE_S) -> None:
        """Choose it; nothing is opened yet.

        Args:
            where: A file, which is made if it is not there, or a URL: postgresql://user:password@host/name.
            patience_s: How long to wait for a lock, and for a server to answer.
            sure_s: A server that answered so many seconds ago, over the same connection, is taken to be there still.

        Raises:
            StoreError: If it is neither, or what PostgreSQL needs is not installed.
        """
        self.url = url_of(where)
        self.name = name_of(self.url)
        self._is_open = False
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writer, self._reader = (_sqlite(self.url, patience_s, is_writer=one) for one in (True, False))
            self._writing, self._reading = (ThreadPoolExecutor(1, thread_name_prefix="store") for _ in range(2))
        else:
            self._writer = _postgresql(self.url, patience_s, sure_s)
            # To begin and to end a transaction takes two more ways to the server, and who only looks sees no less without.
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._writing = self._reading = ThreadPoolExecutor(_CONNECTIONS, thread_name_prefix="store")

    async def open(self) -> None:
        """Connect, and bring the tables up to date.

        Raises:
            StoreError: If it can't be used.
        """
        await self.write(lambda connection: bring_up_to_date(connection, self.name))
        self._is_open = True

    async def close(self) -> None:
        """Close it, once what is under way is done."""
        if self._is_open and self.is_sqlite:
            # With the reader, which knows what is asked. It only helps to answer quickly.
            with suppress(StoreError):
                await self._outside(self._reading, self._reader, "PRAGMA analysis_limit = 400", "PRAGMA optimize")
        for thread, engine in {self._writing: self._writer, self._reading: self._reader}.items():
            await asyncio.get_running_loop().run_in_executor(None, _end, thread, engine)

    async def write(self, work: Callable[[Connection], _T]) -> _T:
        """Do something in a transaction.

        Raises:
            StoreError: If it can't be done; nothing of it is.
        """
        return await self._run(self._writing, self._writer, work)

    async def read(self, work: Callable[[Connection], _T]) -> _T:
        """Look at something. What was written before is there.

        Raises:
            StoreError: If it can't be done.
        """
        return await self._run(self._reading, self._reader, work)

    async def compact(self) -> None:
        """Give back to the disk what room a SQLite file has and does not need; it takes as much again for a while.

        Raises:
            StoreError: If it can't be done, as when another process has it open.
        """
        await self._outside(self._writing, self._writer, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    async def _outside(self, thread: ThreadPoolExecutor, engine: Engine, *statements: str) -> None:
        """Do in a SQLite file what can't be done in a transaction."""

        def work() -> None:
            try:
                with closing(engine.raw_connection()) as connection:
                    for statement in statements:
                        connection.cursor().execute(statement).fetchall()
            except sqlite3.Error as error:
                raise failure(self.url, error) from error

        await asyncio.get_running_loop().run_in_executor(thread, work)

    async def _run(self, thread: ThreadPoolExecutor, engine: Engine, work: Callable[[Connection], _T]) -> _T:
        def transact(tries: int = _TRIES) -> _T:
            try:
                with engine.begin() as connection:
                    return work(connection)
            except SQLAlchemyError as error:
                if tries > 1 and getattr(getattr(error, "orig", None), "sqlstate", "") in _AGAIN:
                    return transact(tries - 1)
                raise failure(self.url, error) from error

        return await asyncio.get_running_loop().run_in_executor(thread, transact)


def _end(thread: ThreadPoolExecutor, engine: Engine) -> None:
    """Close the connections once nobody has one: what was given up by whoever waited for it may still be in a transaction."""
    thread.shutdown()
    engine.dispose()


@contextmanager
def connected(where: Path | str, *, is_alone: bool, patience_s: float = _PATIENCE_S) -> Iterator[Connection]:
    """A connection for what takes long and sees everything as it is at one instant; begin its transactions yourself.

    Args:
        where: As for `Database`.
        is_alone: Whether it may write, and nobody else may so much as have a SQLite file open; else it is there to read.
        patience_s: How long to wait for others to be gone from a file, and for a server to answer.

    Raises:
        StoreError: Instead of every failure of the database, within it as well.
    """
    url = url_of(where)
    is_sqlite = url.get_backend_name() == "sqlite"
    if is_sqlite:
        engine = _sqlite(url, patience_s, is_writer=is_alone, is_alone=is_alone)
    else:
        engine = _postgresql(url, patience_s, _SURE_S)

    def in_words(context: ExceptionContext) -> StoreError | None:
        error = context.sqlalchemy_exception
        return failure(url, error) if error else None

    event.listen(engine, "handle_error", in_words)
    try:
        with engine.connect() as connection:
            if not is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
    finally:
        engine.dispose()


def _sqlite(url: URL, patience_s: float, *, is_writer: bool, is_alone: bool = False) -> Engine:
    engine = create_engine(
        url, connect_args={"timeout": patience_s, "check_same_thread": False}, pool_size=1, max_overflow=0
    )

    def set_up(connection: Any, _: object) -> None:
        # Python's own transactions leave out what changes tables; these are begun below.
        connection.isolation_level = None
        cursor = connection.cursor()
        if is_alone:
            # Before the file is first read: then it is not to be had while anybody has it open, and by nobody else from then on.
            cursor.execute("PRAGMA locking_mode = EXCLUSIVE")
        # By who may, and not by who does not know yet whose file it is.
        if is_writer and not is_alone:
            _write_ahead(cursor, patience_s)
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    def begin(connection: Connection) -> None:
        # Who may write takes the lock at once: a transaction that reads first can't be overtaken by another that writes.
        kind = "EXCLUSIVE" if is_alone else "IMMEDIATE" if is_writer else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {kind}")

    event.listen(engine, "connect", set_up)
    event.listen(engine, "begin", begin)
    return engine


def _write_ahead(cursor: sqlite3.Cursor, patience_s: float) -> None:
    """Have a file that is new written as all are. Who else begins with it may be at that just now, and SQLite itself does not wait for them."""
    until = monotonic() + patience_s
    while cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(_LOOK_S)


def _postgresql(url: URL, patience_s: float, sure_s: float) -> Engine:
    wanted = {"connect_timeout": max(2, round(patience_s)), **keepalive.CLIENT}

    def set_up(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(keepalive.SERVER)
        connection.commit()

    def given_back(_: object, record: ConnectionPoolEntry) -> None:
        record.info[_USED_AT] = monotonic()

    def ask(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
        """Ask whether the server is there still; if not, another connection is taken."""
        if monotonic() - record.info.get(_USED_AT, monotonic()) <= sure_s:
            return
        try:
            is_there = engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error:
            is_there = False
        if not is_there:
            raise DisconnectionError

    try:
        engine = create_engine(
            url,
            connect_args={name: value for name, value in wanted.items() if name not in url.query},
            pool_size=_CONNECTIONS,
            max_overflow=0,
        )
    except ImportError as error:
        words = f"a PostgreSQL database needs its driver, which is not installed; {how_to_install('postgresql')}"
        raise StoreError(words) from error
    event.listen(engine, "connect", set_up)
    event.listen(engine, "checkin", given_back)
    event.listen(engine, "checkout", ask)
    return engine
