"""How much there is to do for workers, where there is a queue."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, inspect, text

from bot.store.database import Database

__all__ = ["QueueFigures", "can_have_queue", "queue_figures"]

# Of Procrastinate (https://procrastinate.readthedocs.io), in a schema of its own: `todo` waits, also for the time at which it may begin;
# `doing` is under way. When a job was submitted is kept for as long as the job.
_SCHEMA, _TABLE = "procrastinate", "procrastinate_jobs"
_COUNT = f"""
SELECT count(*) FILTER (WHERE status::text = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= :now)) AS waiting,
       count(*) FILTER (WHERE status::text = 'todo' AND scheduled_at > :now) AS later,
       count(*) FILTER (WHERE status::text = 'doing') AS doing,
       min(COALESCE(scheduled_at, (SELECT min(at) FROM {_SCHEMA}.procrastinate_events WHERE job_id = jobs.id)))
           FILTER (WHERE status::text = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= :now)) AS since
FROM {_SCHEMA}.{_TABLE} AS jobs WHERE status::text IN ('todo', 'doing')
"""  # noqa: S608 - nothing of it comes from elsewhere
_MAY_HAVE = f"""
SELECT CASE WHEN to_regnamespace('{_SCHEMA}') IS NULL THEN has_database_privilege(current_database(), 'CREATE')
ELSE has_schema_privilege('{_SCHEMA}', 'USAGE') END
"""


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """How much there is to do for workers.

    Attributes:
        waiting: What could be begun now.
        later: What is to be begun at a later time.
        doing: What is under way.
        since: Since when the first of what waits could have been begun, aware; None if nothing waits.
    """

    waiting: int
    later: int
    doing: int
    since: datetime | None = None


async def queue_figures(database: Database, now: datetime) -> QueueFigures | None:
    """Count what there is to do for workers; None where no queue is: each process does its own.

    Args:
        database: Where.
        now: Aware.

    Raises:
        StoreError: If it can't be read.
    """

    def read(connection: Connection) -> QueueFigures | None:
        if connection.dialect.name != "postgresql" or not inspect(connection).has_table(_TABLE, schema=_SCHEMA):
            return None
        return QueueFigures(*connection.execute(text(_COUNT), {"now": now}).one())

    return await database.read(read)


def can_have_queue(connection: Connection) -> bool:
    """Whether there is a queue in a database of PostgreSQL that its user may use, or they may make one."""
    return bool(connection.execute(text(_MAY_HAVE)).scalar())
