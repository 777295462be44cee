"""Each feed has its own wordings; subscriptions and takedowns; and what else is kept of messages and persons."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_INSTANT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Add to the tables, and make those that are new."""
    _extend_feed_articles()
    op.add_column("cites", sa.Column("feed", sa.String, nullable=False, server_default=""))
    _make_analyses()
    _extend_sources()
    _make_receipts_and_threads()
    _extend_subscriptions()
    _make_follows()
    _make_takedowns()


def _extend_feed_articles() -> None:
    # Alembic adds no column that refers to another table on SQLite; both databases can.
    op.execute("ALTER TABLE feed_articles ADD COLUMN revision VARCHAR REFERENCES articles (revision)")
    op.add_column("feed_articles", sa.Column("outlet", sa.String, nullable=False, server_default=""))
    op.add_column("feed_articles", sa.Column("is_excerpt", sa.Boolean, nullable=False, server_default=sa.false()))
    for wording in _WORDINGS:
        op.execute(f"UPDATE feed_articles SET revision = ({wording}) WHERE revision IS NULL")  # noqa: S608 - our own
    op.create_index("feed_articles_by_revision", "feed_articles", ["revision", "feed"])
    op.execute(
        "UPDATE feed_articles SET is_excerpt = true WHERE revision IN (SELECT revision FROM articles "
        r"""WHERE data LIKE '%"excerpt_only"\:true%' OR data LIKE '%"excerpt_only"\: true%')"""
    )
    _name_outlets(op.get_bind())


def _name_outlets(connection: sa.Connection) -> None:
    names = connection.execute(sa.text("SELECT feed, max(outlet) FROM articles WHERE feed <> '' GROUP BY feed")).all()
    if names:
        connection.execute(
            sa.text("UPDATE feed_articles SET outlet = :outlet WHERE feed = :feed AND revision IS NOT NULL"),
            [{"feed": feed, "outlet": outlet} for feed, outlet in names],
        )


def _make_analyses() -> None:
    op.create_table(
        "analyses",
        sa.Column("revision", sa.String, sa.ForeignKey("articles.revision"), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )


def _extend_sources() -> None:
    op.add_column("sources", sa.Column("first_read", _INSTANT))
    for name in ("note", "wishes"):
        op.add_column("sources", sa.Column(name, sa.String, nullable=False, server_default=""))
    # A feed was read soon after it was added, if ever: when it first gave something since, or else when it was last read.
    op.execute(
        "UPDATE sources SET first_read = coalesce((SELECT min(first_seen) FROM feed_articles WHERE feed = sources.feed "
        "AND first_seen >= sources.added_at), last_read) WHERE last_read IS NOT NULL"
    )


def _make_receipts_and_threads() -> None:
    for name in ("workspace", "parent"):
        op.add_column("refs", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.create_table(
        "receipts",
        sa.Column("message", sa.String, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "threads",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("platform", "channel", "key")),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
    )
    op.create_index("threads_by_time", "threads", ["at"])


def _extend_subscriptions() -> None:
    for name in ("platform", "workspace", "channel", "thread", "created_by", "problem"):
        op.add_column("subscriptions", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.add_column("subscriptions", sa.Column("settings", sa.Text, nullable=False, server_default="{}"))
    op.add_column("subscriptions", sa.Column("is_paused", sa.Boolean, nullable=False, server_default=sa.false()))
    for name in ("created_at", "ended_at"):
        op.add_column("subscriptions", sa.Column(name, _INSTANT))
    op.create_index("subscriptions_by_place", "subscriptions", ["platform", "workspace", "channel"])


def _make_follows() -> None:
    op.create_table(
        "follows",
        sa.Column("id", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("platform", "workspace", "person", "kind", "words")),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
    )
    op.create_index("follows_by_person", "follows", ["platform", "workspace", "person"])


def _make_takedowns() -> None:
    op.add_column("messages", sa.Column("is_taken_down", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "takedowns",
        *(sa.Column(name, sa.String, primary_key=True) for name in ("kind", "what")),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )


# Which wording a feed gave last was not written down, but when it did, and when each wording was last read, by whatever feed.
# What a feed was the first to give is surely its own. Where that and the times leave it open, none is, until the feed is read
# again: another feed's may be one that is paid for.
_OF_IT = "FROM articles a WHERE a.article = feed_articles.article"
_IF_ONE = "GROUP BY a.article HAVING count(*) = 1"
_WORDINGS = (
    f"SELECT a.revision {_OF_IT} AND a.feed = feed_articles.feed ORDER BY a.last_seen DESC, a.revision LIMIT 1",
    f"SELECT min(a.revision) {_OF_IT} AND a.last_seen = feed_articles.last_seen {_IF_ONE}",
    f"SELECT min(a.revision) {_OF_IT} AND a.last_seen >= feed_articles.last_seen {_IF_ONE}",
)
