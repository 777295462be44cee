"""Where a database is: a file, or what a URL names. One that can't be read may have a password anywhere in it, and is never repeated."""

import re
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StoreError

__all__ = ["file_of", "has_password", "passwords", "url_of"]

_LIKE = "write one like postgresql://user:password@host/name"
_HIGHEST_PORT = 65535
# In a URL, in what should be one, and in a list of names and values as PostgreSQL's own programs take it.
_PASSWORD = re.compile(r":(?!//)[^@]+@|password\s*=", re.IGNORECASE)
# No URL begins so, wherever its beginning is lost.
_PATH = re.compile(r"\.{0,2}/(?!/)")


def url_of(where: Path | str) -> URL:
    """The URL of a file or of what is one already, with the driver that is used.

    Raises:
        StoreError: If it is neither, in words that have nothing of it but its scheme.
    """
    if isinstance(where, Path):
        return URL.create("sqlite", database=str(where))
    if "://" not in where:
        if has_password(where) and not _PATH.match(where):
            # A URL whose beginning is missing or misspelt; nobody calls a file so.
            words = f"the database's URL can't be read: it has no postgresql:// in front; {_LIKE}"
            raise StoreError(words)
        return URL.create("sqlite", database=where)
    url = _read(where)
    match url.get_backend_name():
        case "sqlite" if url.database and not (url.host or url.username):
            return url.set(drivername="sqlite")
        case "sqlite":
            words = "the URL of a file has three slashes: write one like sqlite:///pullquote.db or postgresql://user:password@host/name, or a file's name alone"
            raise StoreError(words)
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case scheme:
            words = f"a database can be a file or postgresql://user:password@host/name, and not {scheme}"
            raise StoreError(words)


def file_of(where: Path | str) -> Path | None:
    """The file that a database is; None if it is on a server.

    Raises:
        StoreError: See `url_of`.
    """
    url = url_of(where)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def has_password(where: str) -> bool:
    """Whether there is a password in it, or what looks like one, however the rest of it is written."""
    return _PASSWORD.search(where) is not None


def passwords(where: str) -> tuple[str, ...]:
    """The passwords in it, as they are written and as they are sent; empty if there are none, or it can't be read."""
    try:
        url = url_of(where)
    except StoreError:
        return ()
    before, is_there, _ = where.partition("://")[2].partition("@")
    written = before.partition(":")[2] if is_there else ""
    sent = (url.password, *_all(url.query.get("password", "")))
    return tuple({str(one) for one in (*sent, written) if one})


def _read(where: str) -> URL:
    """What is in a URL.

    Raises:
        StoreError: If that can't be told for sure.
    """
    try:
        url = make_url(where)
        where.encode()
    except (ArgumentError, ValueError):
        quoted = ": it stands in quotation marks; take them away" if where[0] in "\"'`“‘" else f"; {_LIKE}"
        words = f"the database's URL can't be read{quoted}"
        raise StoreError(words) from None
    behind = where.partition("://")[2].partition("@")
    is_file = url.get_backend_name() == "sqlite" and not (url.host or url.username)
    if not is_file and ("@" in behind[2] or (behind[1] and url.username is None)):
        # Where it ends is anybody's guess, and what is taken for the host or the name of the database would be shown.
        words = "the database's URL can't be read: there is an @ too many in it; write each but the one before the host as %40, and each / in a password as %2F"
        raise StoreError(words)
    if url.port is not None and not 0 < url.port <= _HIGHEST_PORT:
        words = f"the database's URL can't be read: its port is none; {_LIKE}"
        raise StoreError(words)
    parts = (
        url.username,
        url.password,
        url.host,
        url.database,
        *(one for all_ in url.query.values() for one in _all(all_)),
    )
    if any("\0" in part for part in parts if part):
        words = "the database's URL can't be read: there is %00 in it, which stands for nothing"
        raise StoreError(words)
    return url


def _all(values: tuple[str, ...] | str) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else values
