"""Makes the tables of the queue beside ours, and takes the steps that a newer version of its library needs.

They are the library's own, in a schema of their own. Which of its steps were taken is written down there: the library itself does
not know. Some of them take away what older versions call, so all processes have to be stopped before it is upgraded.
"""

from collections.abc import Sequence
from importlib import resources

from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection

from bot.errors import StoreError, how_to_install

__all__ = ["SCHEMA", "bring_up_to_date", "steps"]

SCHEMA = "procrastinate"
"""The schema in which the tables of the queue are."""

# Any number will do, if nobody else takes it for something else.
_LOCK = 0x70756C71
_TAKEN = "pullquote_steps"
_MAKE = "CREATE TABLE pullquote_steps (name text PRIMARY KEY)"
_READ, _WRITE = "SELECT name FROM pullquote_steps", "INSERT INTO pullquote_steps VALUES (%s)"
_STEPS = resources.files("procrastinate.sql") / "migrations"


def steps() -> tuple[str, ...]:
    """The steps that the library's tables have taken since its first version, by the names of their files, in order."""
    return tuple(sorted(file.name for file in _STEPS.iterdir() if file.name.endswith(".sql")))


async def bring_up_to_date(connection: AsyncConnection) -> None:
    """Make the tables, or change those that are there; one process at a time, and each step whole or not at all.

    Args:
        connection: That commits by itself. It finds the tables of the queue from then on.

    Raises:
        StoreError: If they are another program's, or of a newer version.
        psycopg.Error: If it can't be done.
    """
    await connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
    try:
        await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}".encode())
        await connection.execute(f"SET search_path TO {SCHEMA}".encode())
        await _step_up(connection)
    finally:
        if not connection.closed:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (_LOCK,))


async def _step_up(connection: AsyncConnection) -> None:
    if not await _has(connection, _TAKEN):
        if await _has(connection, "procrastinate_jobs"):
            words = f'the schema "{SCHEMA}" of the database is another program\'s; give Pullquote a database of its own'
            raise StoreError(words)
        async with connection.transaction():
            await connection.execute(_MAKE)
            await connection.execute(SchemaManager.get_schema().encode())
            await _write_down(connection, steps())
        return
    found = await connection.execute(_READ)
    taken = {name for (name,) in await found.fetchall()}
    if newer := sorted(taken - set(steps())):
        words = (
            f"the queue in the database is of a newer version of Procrastinate (it has taken the step {newer[-1]}); "
            f"install the version of Pullquote that took it, or a newer one: {how_to_install('scale')}"
        )
        raise StoreError(words)
    for name in steps():
        if name not in taken:
            async with connection.transaction():
                await connection.execute((_STEPS / name).read_bytes())
                await _write_down(connection, [name])


async def _has(connection: AsyncConnection, table: str) -> bool:
    found = await connection.execute("SELECT to_regclass(%s)", (f"{SCHEMA}.{table}",))
    return (await found.fetchone() or (None,))[0] is not None


async def _write_down(connection: AsyncConnection, names: Sequence[str]) -> None:
    async with connection.cursor() as cursor:
        await cursor.executemany(_WRITE, [(name,) for name in names])
