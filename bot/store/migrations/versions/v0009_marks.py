"""What the entries of feeds are known by."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column; what is there is read once more."""
    op.add_column("feed_articles", sa.Column("mark", sa.String, nullable=False, server_default=""))
