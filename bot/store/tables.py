"""The tables."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text

__all__ = ["articles", "cites", "deliveries", "messages", "metadata", "refs", "subscriptions"]

# Instants are ISO 8601 in UTC, so that they sort as text and read the same in every database.
metadata = MetaData()

articles = Table(
    "articles",
    metadata,
    Column("revision", String, primary_key=True),
    Column("article", String, nullable=False),
    Column("data", Text, nullable=False),
)

# A message is written down before it is sent. What a delivery cites counts as shown from then on, unless sending fails: it is
# never sent again. What somebody asked for counts once it is there.
messages = Table(
    "messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("at", String, nullable=False),
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
)

refs = Table(
    "refs",
    metadata,
    Column("platform", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String, primary_key=True),
    Column("since", String, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("subscription", ForeignKey("subscriptions.id"), primary_key=True),
    Column("day", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("at", String, nullable=False),
    Column("state", String, nullable=False),
    Column("problem", String, nullable=False, default=""),
)
