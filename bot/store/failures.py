"""What goes wrong with a database, in words that name it and the way out."""

import re
import sqlite3
from collections.abc import Mapping

from sqlalchemy import URL

from bot.errors import StoreError

__all__ = ["failure", "name_of"]

# What is wrong, what to do, and whether it stays so.
_Known = tuple[str, str, bool]
# What it says of what was to be written, and not of itself.
_NOT_TAKEN: _Known = (
    "it does not take what was to be written",
    "all else is kept; unless a trigger or a rule of your own refuses it, it is a mistake of Pullquote",
    True,
)
_LOCKED: _Known = ("another process keeps it locked", "stop the other one, or wait until it is done", False)
# SQLite's primary result codes (sqlite.org/rescode.html).
_SQLITE: Mapping[int, _Known] = {
    sqlite3.SQLITE_FULL: ("its disk is full", "make room; what was stored is unharmed", False),
    sqlite3.SQLITE_NOMEM: ("there is too little memory", "give it more, or stop what else takes it", False),
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
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
    sqlite3.SQLITE_CONSTRAINT: _NOT_TAKEN,
    sqlite3.SQLITE_MISMATCH: _NOT_TAKEN,
    sqlite3.SQLITE_TOOBIG: _NOT_TAKEN,
}
# PostgreSQL's codes (Appendix A of its manual); of some, the class says enough.
_POSTGRESQL: Mapping[str, _Known] = {
    "08": ("the server can't be reached", "check that it runs, and its host and port", False),
    "22": _NOT_TAKEN,
    "23": _NOT_TAKEN,
    "25006": ("it may only be read", "if it stays so, name the primary server rather than a replica", False),
    "25P03": (
        "the server ended what stood still in the middle of a transaction",
        "do it again; if it comes often, this machine stands still, or has too much to do",
        False,
    ),
    "25P04": (
        "the server ended what took too long",
        "do it again; if it comes often, raise the server's transaction_timeout",
        False,
    ),
    "28": ("the user or the password is wrong", "correct them in the URL", True),
    "3D000": ("there is no database of this name", "make it, with createdb", True),
    "40": ("others changed the same at the same time", "do it again", False),
    "42501": ("its user may not do that", "make the user the owner of the database", True),
    "53": ("the server has run out of something", "see in its log of what, and give it more", False),
    "53100": ("its disk is full", "make room; what was stored is unharmed", False),
    "53200": ("the server has too little memory", "give it more, or stop what else takes it", False),
    "53300": ("it has no connection left", "raise max_connections, or stop what takes them", False),
    "54": _NOT_TAKEN,
    "55P03": _LOCKED,
    "57014": (
        "the server ended what took too long, or was told to",
        "do it again; if it comes often, raise the server's statement_timeout",
        False,
    ),
    "57P": ("the server is being stopped or started", "wait until it runs", False),
    "57P04": ("there is no database of this name any more", "restore the last backup", True),
    "58": ("its disk can't be read or written", "check the server's disk, and see its log", False),
    # What a trigger or a function raises.
    "P0": _NOT_TAKEN,
    "XX": ("the server has met a fault of its own", "see its log, and ask whoever looks after it", True),
    "XX001": ("the server found it damaged", "look into the server's log, and restore the last backup", True),
    "XX002": (
        "the server found an index damaged",
        "look into the server's log, and make it anew, with reindexdb",
        True,
    ),
}
# Of the driver, and of its pool.
_TOO_LONG = {"ConnectionTimeout", "PoolTimeout"}
_HBA: _Known = ("the server lets nobody in from this machine", "let it in, in the server's pg_hba.conf", True)
_SSL: _Known = (
    "the server and this machine do not agree on encryption",
    "let the server have what sslmode in the URL asks for, or ask for something else",
    True,
)
_CLOSED: _Known = ("the database is closed to everybody just now", "wait until whoever closed it opens it", False)
_REFUSED: _Known = ("the server refuses the connection", "see its log, and wait or mend what is wrong there", False)
# Before there is a connection there is no code, only what the server said: how it begins.
_SAID: Mapping[str, _Known] = {
    # "is starting up", "is shutting down", "is in recovery mode", "is not yet accepting connections"
    "the database system ": _POSTGRESQL["57P"],
    # Of a role or a database, as of all of them; or those that are left are kept for others.
    "(sorry, )?too many |remaining connection slots ": _POSTGRESQL["53300"],
    "(no )?pg_hba.conf ": _HBA,
    r"\w+ authentication failed |role \".*\" (does not exist|is not permitted to log in)": _POSTGRESQL["28"],
    r"permission denied for database \".*\"": _POSTGRESQL["42501"],
    r"database \".*\" does not exist": _POSTGRESQL["3D000"],
    r"database \".*\" is not currently accepting connections": _CLOSED,
    "": _REFUSED,
}
# What the driver found itself, wherever it stands.
_FOUND: Mapping[str, _Known] = {
    "no password supplied": _POSTGRESQL["28"],
    "does not support SSL|certificate|sslmode": _SSL,
    "": _POSTGRESQL["08"],
}


def name_of(url: URL) -> str:
    """What a database is called in words, without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or "in memory"
    host = url.host or url.query.get("host", "localhost")
    port = f":{url.port}" if url.port else ""
    return f"{url.database or url.username or 'postgres'} at {host}{port}"


def failure(url: URL, error: BaseException) -> StoreError:
    """What a failure of a database is to whoever runs the bot, whichever library met it."""
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
    return StoreError(words, permanent=is_permanent, is_of_data=known is _NOT_TAKEN)


def _of_sqlite(error: sqlite3.Error) -> _Known | None:
    # The upper bytes only say more of the same.
    return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)


def _of_postgresql(error: BaseException) -> _Known | None:
    if type(error).__name__ in _TOO_LONG:
        return _POSTGRESQL["08"]
    code = getattr(error, "sqlstate", None)
    if code is None and type(error).__name__ == "DataError":
        return _NOT_TAKEN  # By the driver, before it was sent.
    if code is None and type(error).__name__ == "OperationalError":
        _, is_said, said = str(error).partition("FATAL:")
        if is_said:
            return next(known for form, known in _SAID.items() if re.match(form, said.lstrip()))
        return next(known for form, known in _FOUND.items() if re.search(form, str(error)))
    return (
        next((_POSTGRESQL[part] for part in (code, code[:3], code[:2]) if part in _POSTGRESQL), None) if code else None
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
