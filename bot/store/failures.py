"""What goes wrong with a database, in words that name it and the way out."""

import sqlite3

from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError

__all__ = ["failure", "name_of"]

# SQLite's primary result codes (sqlite.org/rescode.html): what is wrong, what to do, and whether it stays so.
_SQLITE = {
    sqlite3.SQLITE_FULL: ("its disk is full", "make room; what was stored is unharmed", False),
    sqlite3.SQLITE_BUSY: ("another process keeps it locked", "stop the other one, or wait until it is done", False),
    sqlite3.SQLITE_LOCKED: ("another process keeps it locked", "stop the other one, or wait until it is done", False),
    sqlite3.SQLITE_READONLY: (
        "it may not be written",
        "give the account that runs Pullquote the right to write the file and its folder",
        True,
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the file is damaged",
        "stop Pullquote, keep a copy of the file, and put the last backup in its place",
        True,
    ),
    sqlite3.SQLITE_NOTADB: ("the file is not a database", "name another file, or move this one away", True),
    sqlite3.SQLITE_CANTOPEN: (
        "the file can't be opened",
        "check that its folder is there, and that the account that runs Pullquote may write in it",
        True,
    ),
    sqlite3.SQLITE_IOERR: ("its disk can't be read or written", "check the disk, and that it has room", False),
    sqlite3.SQLITE_PERM: ("it may not be used", "give the account that runs Pullquote the right to write it", True),
}
# PostgreSQL's codes (Appendix A of its manual); of some, the class says enough.
_POSTGRESQL = {
    "53100": ("its disk is full", "make room; what was stored is unharmed", False),
    "53300": ("it has no connection left", "raise max_connections, or stop what takes them", False),
    "55P03": ("another process keeps it locked", "stop the other one, or wait until it is done", False),
    "25006": ("it may only be read", "name the primary server rather than a replica", True),
    "42501": ("its user may not do that", "make the user the owner of the database", True),
    "28": ("the user or the password is wrong", "correct them in the URL", True),
    "3D000": ("there is no database of this name", "make it, with createdb", True),
    "57P": ("the server is being stopped or started", "wait until it runs", False),
    "XX": ("the server found it damaged", "look into the server's log, and restore the last backup", True),
    "08": ("the server can't be reached", "check that it runs, and its host and port", False),
}
# Before there is a connection there is no code, only what the server said.
_SAID = {
    # "the database system is starting up", "is shutting down", "is in recovery mode", "is not yet accepting connections"
    "database system": "57P",
    "authentication failed": "28",
    "no password supplied": "28",
    "no pg_hba.conf entry": "28",
    "role": "28",
    "database": "3D000",
    "too many": "53300",
}


def name_of(url: URL) -> str:
    """What a database is called in words, without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    host = url.host or url.query.get("host", "localhost")
    port = f":{url.port}" if url.port else ""
    return f"{url.database or url.username or 'postgres'} at {host}{port}"


def failure(url: URL, error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    """What a failure of a database is to whoever runs the bot."""
    cause = getattr(error, "orig", None) or error
    detail = _one_line(str(cause))
    for secret in filter(None, (url.password, url.query.get("password"))):
        detail = detail.replace(str(secret), "***")
    known = _of_sqlite(cause) if isinstance(cause, sqlite3.Error) else _of_postgresql(cause)
    if known is None:
        words = f"the database {name_of(url)} can't be used ({detail}); check that it is a database of Pullquote"
        return StoreError(words)
    what, way_out, is_permanent = known
    words = f"the database {name_of(url)} can't be used: {what} ({detail}); {way_out}"
    return StoreError(words, permanent=is_permanent)


def _of_sqlite(error: sqlite3.Error) -> tuple[str, str, bool] | None:
    # The upper bytes only say more of the same.
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def _of_postgresql(error: BaseException) -> tuple[str, str, bool] | None:
    if type(error).__name__ == "ConnectionTimeout":
        return _POSTGRESQL["08"]
    code = getattr(error, "sqlstate", None)
    if code is None and type(error).__name__ == "OperationalError":
        said = str(error).partition("FATAL:")[2]
        code = next((code for words, code in _SAID.items() if words in said), "08")
    return (
        next((_POSTGRESQL[part] for part in (code, code[:3], code[:2]) if part in _POSTGRESQL), None) if code else None
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
