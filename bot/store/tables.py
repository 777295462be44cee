"""The tables, as the newest of the migrations leaves them."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = [
    "articles",
    "cites",
    "deliveries",
    "feed_articles",
    "insert",
    "lock",
    "messages",
    "metadata",
    "place_sources",
    "places",
    "refs",
    "sources",
    "subscriptions",
]


class _Instant(TypeDecorator[datetime]):
    """An aware instant as ISO 8601 in UTC, so that it sorts as text and reads the same in every database."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL sorts text by the rules of a language unless it is told not to."""
        is_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(String(collation="C") if is_postgresql else String())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """As it is written."""
        return value.astimezone(UTC).isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base's
        """As it is read."""
        return datetime.fromisoformat(value) if value else None


class _Words(TypeDecorator[str]):
    """Text from elsewhere. Neither database takes half of a character, and PostgreSQL no zero byte."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """As it is written."""
        return None if value is None else value.replace("\0", "").encode(errors="replace").decode()


metadata = MetaData()

# Each wording of each article. `first_seen` is when this wording came, `last_seen` when it was read last; of the wordings of
# an article, the one read last is the current one.
articles = Table(
    "articles",
    metadata,
    Column("revision", String, primary_key=True),
    Column("article", String, nullable=False),
    Column("data", Text, nullable=False),
    Column("url", _Words, nullable=False),
    Column("feed", _Words, nullable=False),
    Column("outlet", _Words, nullable=False),
    Column("language", _Words, nullable=False),
    Column("published", _Instant),
    Column("first_seen", _Instant, nullable=False),
    Column("last_seen", _Instant, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Index("articles_by_article", "article"),
    Index("articles_by_first_seen", "first_seen"),
    Index("articles_by_last_seen", "last_seen"),
)

# Which feed gave which article. It outlives the article, so that what an old feed lists again is not new.
feed_articles = Table(
    "feed_articles",
    metadata,
    Column("feed", _Words, primary_key=True),
    Column("article", String, primary_key=True),
    Column("first_seen", _Instant, nullable=False),
    Column("last_seen", _Instant, nullable=False),
    Index("feed_articles_by_time", "feed", "first_seen"),
    Index("feed_articles_by_article", "article"),
)

# A feed that some place has, how it is asked for what is new, and how well it is.
sources = Table(
    "sources",
    metadata,
    Column("feed", _Words, primary_key=True),
    Column("site", _Words, nullable=False, default=""),
    Column("outlet", _Words, nullable=False, default=""),
    Column("title", _Words, nullable=False, default=""),
    Column("etag", _Words, nullable=False, default=""),
    Column("last_modified", _Words, nullable=False, default=""),
    Column("moved_to", _Words, nullable=False, default=""),
    Column("added_at", _Instant, nullable=False),
    Column("last_tried", _Instant),
    Column("last_read", _Instant),
    Column("last_new", _Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("problem", String, nullable=False, default=""),
    Column("problem_words", _Words, nullable=False, default=""),
    Column("next_reading", _Instant),
    Column("full_at", _Instant),
    Index("sources_by_next_reading", "next_reading"),
)

places = Table(
    "places",
    metadata,
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("settings", Text, nullable=False),
    Column("created_at", _Instant, nullable=False),
    Column("left_at", _Instant),
)

place_sources = Table(
    "place_sources",
    metadata,
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("feed", ForeignKey("sources.feed"), primary_key=True),
    Column("name", _Words, nullable=False),
    Column("added_by", _Words, nullable=False),
    Column("added_at", _Instant, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    ForeignKeyConstraint(
        ["platform", "workspace", "channel"], ["places.platform", "places.workspace", "places.channel"]
    ),
    Index("place_sources_by_feed", "feed"),
)

# A message is written down before it is sent. What a delivery cites counts as shown from then on, unless sending fails: it is
# never sent again. What somebody asked for counts once it is there.
messages = Table(
    "messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("at", _Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("is_delivery", Boolean, nullable=False),
    Index("messages_by_place", "platform", "channel", "at"),
)

cites = Table(
    "cites",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("revision", ForeignKey("articles.revision"), nullable=False),
    Index("cites_by_revision", "revision"),
)

refs = Table(
    "refs",
    metadata,
    Column("platform", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Index("refs_by_message", "message"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String, primary_key=True),
    Column("since", _Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("subscription", ForeignKey("subscriptions.id"), primary_key=True),
    Column("day", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("at", _Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("problem", _Words, nullable=False, default=""),
)


def insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert of the database at hand: each has its own, which alone knows `on_conflict_do_...`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def lock(connection: Connection, table: Table) -> None:
    """Let nobody else write to a table until the transaction ends; reading goes on. On SQLite, whoever may write is alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))
