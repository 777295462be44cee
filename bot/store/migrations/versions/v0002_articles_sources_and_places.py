"""What the desk needs to know of articles, sources and places; and an index of words."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_INSTANT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_AT_ONCE = 500


def upgrade() -> None:
    """Add to the articles, and make the tables that are new."""
    _extend_articles()
    _fill_articles(op.get_bind())
    op.create_index("articles_by_article", "articles", ["article"])
    op.create_index("articles_by_first_seen", "articles", ["first_seen"])
    op.create_index("articles_by_last_seen", "articles", ["last_seen"])
    op.create_index("cites_by_revision", "cites", ["revision"])
    op.create_index("refs_by_message", "refs", ["message"])
    op.create_table(
        "feed_articles",
        sa.Column("feed", sa.String, primary_key=True),
        sa.Column("article", sa.String, primary_key=True),
        sa.Column("first_seen", _INSTANT, nullable=False),
        sa.Column("last_seen", _INSTANT, nullable=False),
    )
    op.execute(
        "INSERT INTO feed_articles (feed, article, first_seen, last_seen) SELECT feed, article, min(first_seen), "
        "max(last_seen) FROM articles WHERE feed <> '' GROUP BY feed, article"
    )
    op.create_index("feed_articles_by_time", "feed_articles", ["feed", "first_seen"])
    op.create_index("feed_articles_by_article", "feed_articles", ["article"])
    _make_sources()
    _make_places()
    _make_index()


def _extend_articles() -> None:
    for name in ("url", "feed", "outlet", "language"):
        op.add_column("articles", sa.Column(name, sa.String, nullable=False, server_default=""))
    op.add_column("articles", sa.Column("published", _INSTANT))
    for name in ("first_seen", "last_seen"):
        op.add_column("articles", sa.Column(name, _INSTANT, nullable=False, server_default=""))
    op.add_column("articles", sa.Column("is_current", sa.Boolean, nullable=False, server_default=sa.false()))


def _fill_articles(connection: sa.Connection) -> None:
    """Take what the new columns hold from the articles; when each came, from the first message that cites it."""
    now = datetime.now(UTC).isoformat()
    cited = sa.text(
        "SELECT c.revision, min(m.at), max(m.at) FROM cites c JOIN messages m ON m.id = c.message GROUP BY c.revision"
    )
    seen = {name: (first, last) for name, first, last in connection.execute(cited)}
    newest: dict[str, tuple[str, str]] = {}
    after = ""
    while rows := connection.execute(_next_rows(), {"after": after, "count": _AT_ONCE}).all():
        filled = []
        for name, article, data in rows:
            first, last = seen.get(name, (now, now))
            filled.append({"name": name, "first": first, "last": last, **_facts(json.loads(data))})
            newest[article] = max(newest.get(article, ("", "")), (last, name))
        connection.execute(_filling(), filled)
        after = rows[-1].revision
    names = [{"name": name} for _, name in newest.values()]
    if names:
        connection.execute(sa.text("UPDATE articles SET is_current = true WHERE revision = :name"), names)


def _next_rows() -> sa.TextClause:
    return sa.text(
        "SELECT revision, article, data FROM articles WHERE revision > :after ORDER BY revision LIMIT :count"
    )


def _filling() -> sa.TextClause:
    return sa.text(
        "UPDATE articles SET url = :url, feed = :feed, outlet = :outlet, language = :language, published = :published, "
        "first_seen = :first, last_seen = :last WHERE revision = :name"
    )


def _facts(data: Mapping[str, Any]) -> dict[str, str | None]:
    published = data.get("published")
    return {
        "url": data.get("canonical_url") or data.get("url") or "",
        "feed": data["source"].get("feed", ""),
        "outlet": data["source"].get("outlet", ""),
        "language": data.get("language", ""),
        "published": datetime.fromisoformat(published).astimezone(UTC).isoformat() if published else None,
    }


def _make_sources() -> None:
    op.create_table(
        "sources",
        sa.Column("feed", sa.String, primary_key=True),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in ("site", "outlet", "title", "etag", "last_modified", "moved_to")
        ),
        sa.Column("added_at", _INSTANT, nullable=False),
        *(sa.Column(name, _INSTANT) for name in ("last_tried", "last_read", "last_new")),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("problem", sa.String, nullable=False),
        sa.Column("problem_words", sa.String, nullable=False),
        *(sa.Column(name, _INSTANT) for name in ("next_reading", "full_at")),
    )
    op.create_index("sources_by_next_reading", "sources", ["next_reading"])


def _make_places() -> None:
    key = ("platform", "workspace", "channel")
    op.create_table(
        "places",
        *(sa.Column(name, sa.String, primary_key=True) for name in key),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("left_at", _INSTANT),
    )
    op.create_table(
        "place_sources",
        *(sa.Column(name, sa.String, primary_key=True) for name in key),
        sa.Column("feed", sa.String, sa.ForeignKey("sources.feed"), primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("added_by", sa.String, nullable=False),
        sa.Column("added_at", _INSTANT, nullable=False),
        sa.Column("is_paused", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(key, [f"places.{name}" for name in key]),
    )
    op.create_index("place_sources_by_feed", "place_sources", ["feed"])


def _make_index() -> None:
    """Make the index of words: see `bot.store.search`."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE article_index (number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            "revision VARCHAR NOT NULL UNIQUE REFERENCES articles (revision), words TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX article_index_by_word ON article_index USING gin (words)")
    else:
        op.execute(
            "CREATE TABLE article_index (number INTEGER PRIMARY KEY, "
            "revision VARCHAR NOT NULL UNIQUE REFERENCES articles (revision))"
        )
        op.execute(
            "CREATE VIRTUAL TABLE article_words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2')"
        )
