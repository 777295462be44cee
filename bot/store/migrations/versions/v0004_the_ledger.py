"""Subscriptions know when they are next due; deliveries know where they go, how far they have come and when to look at them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_INSTANT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add to the tables."""
    _extend_subscriptions()
    _extend_deliveries()
    op.add_column("refs", sa.Column("part", sa.Integer, nullable=False, server_default="0"))


def _extend_subscriptions() -> None:
    for name in ("is_configured", "was_silence_told"):
        op.add_column("subscriptions", sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false()))
    for name in ("next_due", "silent_since"):
        op.add_column("subscriptions", sa.Column(name, _INSTANT))
    op.create_index("subscriptions_by_next_due", "subscriptions", ["platform", "next_due"])
    # Those of the configuration have no platform yet; they get one when the configuration is read.
    op.execute(
        "UPDATE subscriptions SET next_due = since "
        "WHERE platform <> '' AND NOT is_paused AND ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM places "
        "WHERE places.platform = subscriptions.platform AND places.workspace = subscriptions.workspace "
        "AND places.channel = subscriptions.channel AND places.left_at IS NOT NULL)"
    )
    op.execute("UPDATE subscriptions SET is_configured = true WHERE platform = ''")


def _extend_deliveries() -> None:
    for name in ("platform", "workspace", "channel", "thread", "edition", "message"):
        op.add_column("deliveries", sa.Column(name, sa.String, nullable=False, server_default=""))
    for name in ("data", "receipt"):
        op.add_column("deliveries", sa.Column(name, sa.Text, nullable=False, server_default=""))
    op.add_column("deliveries", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    for name in ("look_at", "sent_at", "settled_at"):
        op.add_column("deliveries", sa.Column(name, _INSTANT))
    taken = ["platform", "state", "look_at", "at", "edition", "subscription"]
    op.create_index("deliveries_by_look_at", "deliveries", taken)
    op.create_index("deliveries_by_time", "deliveries", ["at"])
    op.create_index("deliveries_by_message", "deliveries", ["message"])
    # What was being prepared is planned anew; what was being sent may be there, and nobody knows any more.
    op.execute("DELETE FROM deliveries WHERE state = 'preparing'")
    op.execute(
        "UPDATE deliveries SET state = 'unknown', "
        "problem = 'it may be there or not: the bot stopped while it was being posted' WHERE state = 'sending'"
    )
