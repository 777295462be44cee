"""Articles, which message cites which of them, and what was due when."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of version 0.1."""
    op.create_table(
        "articles",
        sa.Column("revision", sa.String, primary_key=True),
        sa.Column("article", sa.String, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("platform", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.Column("is_delivery", sa.Boolean, nullable=False),
    )
    op.create_index("messages_by_place", "messages", ["platform", "channel", "at"])
    op.create_table(
        "cites",
        sa.Column("message", sa.String, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("revision", sa.String, sa.ForeignKey("articles.revision"), nullable=False),
    )
    op.create_table(
        "refs",
        sa.Column("platform", sa.String, primary_key=True),
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("message", sa.String, sa.ForeignKey("messages.id"), nullable=False),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("since", _INSTANT, nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("subscription", sa.String, sa.ForeignKey("subscriptions.id"), primary_key=True),
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("slot", sa.String, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("problem", sa.String, nullable=False),
    )
