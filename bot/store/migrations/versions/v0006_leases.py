"""What only one process may do at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_INSTANT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "leases",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("beat", sa.String, nullable=False),
        sa.Column("lasts_s", sa.Float, nullable=False),
        sa.Column("until", _INSTANT, nullable=False),
    )
