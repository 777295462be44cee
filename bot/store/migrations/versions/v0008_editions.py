"""Deliveries are found by what they are made of."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the index."""
    found_by = ["edition", "at", "state", "look_at", "subscription"]
    op.create_index("deliveries_by_edition", "deliveries", found_by)
