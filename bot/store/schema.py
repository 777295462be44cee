"""Brings a database to the form that this version of the bot works with."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from bot.store import search
from bot.store import tables as t

__all__ = ["VERSIONS", "bring_up_to_date", "outdated", "see_that_it_fits", "version_of"]

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""The forms that a database has had, oldest first: the scripts of `migrations`."""

# Any number will do, if nobody else takes it for something else.
_LOCK = 0x70756C6C
_MIGRATIONS = Path(__file__).parent / "migrations"
_BARRED = """
SELECT min(tablename) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ANY(:ours)
AND NOT has_table_privilege(format('%I.%I', schemaname, tablename), 'INSERT')
"""
_FIRST_TABLES = {"articles", "messages", "cites", "refs", "subscriptions", "deliveries"}


def bring_up_to_date(connection: Connection, name: str) -> None:
    """Make the tables, or change those that are there, and lose nothing.

    Args:
        connection: In a transaction, that on SQLite may write: so no two processes do this at once.
        name: Of the database, for words.

    Raises:
        StoreError: If it is another program's, or of a newer version.
    """
    if version_of(connection) == VERSIONS[-1]:
        return
    if connection.dialect.name == "postgresql":
        # There may be much to do between two statements.
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version, is_first = _found(connection, name)
    if version == VERSIONS[-1]:
        return
    _migrate(connection, is_first=is_first)
    search.catch_up(connection)


def see_that_it_fits(connection: Connection, name: str) -> None:
    """See that a database is of this version, or can be brought to it, and change nothing.

    Args:
        connection: That reads.
        name: Of the database, for words.

    Raises:
        StoreError: If it is another program's, of a newer version, or its user may not do what it takes.
    """
    version, _ = _found(connection, name)
    if connection.dialect.name != "postgresql":
        return
    if version != VERSIONS[-1]:
        may = connection.execute(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")).scalar()
        lacks = "" if may else "make tables in it"
    else:
        barred = connection.execute(text(_BARRED), {"ours": [*t.metadata.tables]}).scalar()
        lacks = f"write its table {barred}" if barred else ""
    if lacks:
        words = f"the database {name} can't be used: its user may not {lacks}; make the user the owner of the database"
        raise StoreError(words)


def _found(connection: Connection, name: str) -> tuple[str, bool]:
    """In which form a database is, and whether it is that of before there were steps.

    Raises:
        StoreError: If it is another program's, or of a newer version.
    """
    version = version_of(connection)
    if version and version not in VERSIONS:
        words = (
            f"the database {name} is of a newer version of Pullquote (its form is {version}, the newest known here is "
            f"{VERSIONS[-1]}); install that version again, or restore a backup from before it"
        )
        raise StoreError(words)
    found = set(inspect(connection).get_table_names())
    is_first = not version and found >= _FIRST_TABLES
    if not version and found and not is_first:
        words = f"the database {name} is another program's (it has {', '.join(sorted(found)[:3])}); name another one"
        raise StoreError(words)
    return version, is_first


def version_of(connection: Connection) -> str:
    """In which form a database is; empty if it does not say."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def outdated(connection: Connection) -> str:
    """In which form a database is if a newer version of Pullquote has brought it there, in words; else empty."""
    version = version_of(connection)
    if not version or version in VERSIONS:
        return ""
    return f"its form is {version}, and the newest known here is {VERSIONS[-1]}"


def _migrate(connection: Connection, *, is_first: bool) -> None:
    """Take the steps that are missing; the first is not, where the tables are those of before there were steps."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # It is a template, and a folder may have a percent sign in its name.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    if is_first:
        command.stamp(config, VERSIONS[0])
    command.upgrade(config, VERSIONS[-1])
