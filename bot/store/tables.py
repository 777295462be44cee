"""The tables, as the newest of the migrations leaves them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
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

from bot.store.columns import Instant, Words

__all__ = [
    "OF_A_RUN",
    "analyses",
    "articles",
    "cites",
    "deliveries",
    "feed_articles",
    "follows",
    "heard",
    "insert",
    "installations",
    "leases",
    "lock",
    "messages",
    "metadata",
    "place_sources",
    "places",
    "portions",
    "processes",
    "receipts",
    "refs",
    "sources",
    "subscriptions",
    "takedowns",
    "threads",
]

OF_A_RUN = frozenset({"leases", "processes"})
"""Tables of what only holds while a process runs: it does not go with the rest to another database."""

_AT_ONCE = 500


metadata = MetaData()

# Each wording of each article. `first_seen` is when this wording came, `last_seen` when it was read last; of the wordings of
# an article, the one read last is the current one.
articles = Table(
    "articles",
    metadata,
    Column("revision", String, primary_key=True),
    Column("article", String, nullable=False),
    Column("data", Text, nullable=False),
    Column("url", Words, nullable=False),
    Column("feed", Words, nullable=False),
    Column("outlet", Words, nullable=False),
    Column("language", Words, nullable=False),
    Column("published", Instant),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Index("articles_by_article", "article"),
    Index("articles_by_first_seen", "first_seen"),
    Index("articles_by_last_seen", "last_seen"),
)

# Which feed gave which article, when it first did and when last, and in which wording last. It outlives the article, so that
# what an old feed lists again is not new; there is no wording then. The outlet is called as the feed calls it. `mark` is what the
# entry is known by that has this wording, so that it need not be read again; empty where it has to be.
feed_articles = Table(
    "feed_articles",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("article", String, primary_key=True),
    Column("first_seen", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("revision", ForeignKey("articles.revision")),
    Column("outlet", Words, nullable=False),
    Column("is_excerpt", Boolean, nullable=False),
    Column("mark", String, nullable=False, default=""),
    Index("feed_articles_by_time", "feed", "first_seen"),
    Index("feed_articles_by_article", "article"),
    Index("feed_articles_by_revision", "revision", "feed"),
)

# What was found in a wording, so that it need not be looked for again; each program that looks for something else has another
# version.
analyses = Table(
    "analyses",
    metadata,
    Column("revision", ForeignKey("articles.revision"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("data", Text, nullable=False),
)

# A feed that some place has, how it is asked for what is new, and how well it is.
sources = Table(
    "sources",
    metadata,
    Column("feed", Words, primary_key=True),
    Column("site", Words, nullable=False, default=""),
    Column("outlet", Words, nullable=False, default=""),
    Column("title", Words, nullable=False, default=""),
    Column("etag", Words, nullable=False, default=""),
    Column("last_modified", Words, nullable=False, default=""),
    Column("moved_to", Words, nullable=False, default=""),
    Column("added_at", Instant, nullable=False),
    Column("last_tried", Instant),
    Column("last_read", Instant),
    Column("last_new", Instant),
    Column("failures", Integer, nullable=False, default=0),
    Column("problem", String, nullable=False, default=""),
    Column("problem_words", Words, nullable=False, default=""),
    Column("next_reading", Instant),
    Column("full_at", Instant),
    Column("first_read", Instant),
    Column("note", Words, nullable=False, default=""),
    Column("wishes", String, nullable=False, default=""),
    Index("sources_by_next_reading", "next_reading"),
)

# Where the bot is, or was until `left_at`. The row without a channel is the workspace itself.
places = Table(
    "places",
    metadata,
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("settings", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("left_at", Instant),
)

place_sources = Table(
    "place_sources",
    metadata,
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("feed", ForeignKey("sources.feed"), primary_key=True),
    Column("name", Words, nullable=False),
    Column("added_by", Words, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("is_paused", Boolean, nullable=False),
    ForeignKeyConstraint(
        ["platform", "workspace", "channel"], ["places.platform", "places.workspace", "places.channel"]
    ),
    Index("place_sources_by_feed", "feed"),
)

# A message is written down before it is sent. What a delivery cites counts as shown from when it is being sent, unless that
# fails; until then it is `ready`, and nobody has seen it. What somebody asked for counts once it is there.
messages = Table(
    "messages",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("is_public", Boolean, nullable=False),
    Column("is_delivery", Boolean, nullable=False),
    Column("is_taken_down", Boolean, nullable=False, default=False),
    Index("messages_by_place", "platform", "channel", "at"),
)

# Which message has which wordings, and through which feed it came by each.
cites = Table(
    "cites",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("revision", ForeignKey("articles.revision"), nullable=False),
    Column("feed", Words, nullable=False),
    Index("cites_by_revision", "revision"),
)

# What a message is on its platform: a row for each of its parts, which are numbered from 0. `channel` is the thread, where it is
# in one; then `parent` is the thread's channel.
refs = Table(
    "refs",
    metadata,
    Column("platform", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("message", ForeignKey("messages.id"), nullable=False),
    Column("workspace", String, nullable=False, default=""),
    Column("parent", String, nullable=False, default=""),
    Column("part", Integer, nullable=False, default=0),
    Index("refs_by_message", "message"),
)

# Why a message says what it says.
receipts = Table(
    "receipts",
    metadata,
    Column("message", ForeignKey("messages.id"), primary_key=True),
    Column("data", Text, nullable=False),
)

# What follow-up questions lean on, by where they are asked.
threads = Table(
    "threads",
    metadata,
    Column("platform", String, primary_key=True),
    Column("channel", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("data", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Index("threads_by_time", "at"),
)

# A digest that comes by itself. `next_due` is from when on its slots are still to be planned; it has none while nothing comes.
# `silent_since` is the first slot in a row at which there was nothing to tell.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", String, primary_key=True),
    Column("since", Instant, nullable=False),
    *(Column(name, String, nullable=False, default="") for name in ("platform", "workspace", "channel", "thread")),
    Column("settings", Text, nullable=False, default="{}"),
    Column("created_by", Words, nullable=False, default=""),
    Column("created_at", Instant),
    Column("is_paused", Boolean, nullable=False, default=False),
    Column("ended_at", Instant),
    Column("problem", Words, nullable=False, default=""),
    Column("is_configured", Boolean, nullable=False, default=False),
    Column("next_due", Instant),
    Column("silent_since", Instant),
    Column("was_silence_told", Boolean, nullable=False, default=False),
    Index("subscriptions_by_place", "platform", "workspace", "channel"),
    Index("subscriptions_by_next_due", "platform", "next_due"),
)

# The ledger: what is due to whom, and how far it has come. `look_at` is when there is something to do about it, and nothing
# once it is settled. `data` is the message as it is to be posted, until it is; what is there of it are its `refs`. What has the same
# `edition` has the same sources, and is made together.
deliveries = Table(
    "deliveries",
    metadata,
    Column("subscription", ForeignKey("subscriptions.id"), primary_key=True),
    Column("day", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("problem", Words, nullable=False, default=""),
    *(Column(name, String, nullable=False, default="") for name in ("platform", "workspace", "channel", "thread")),
    Column("edition", String, nullable=False, default=""),
    Column("look_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("message", String, nullable=False, default=""),
    Column("data", Text, nullable=False, default=""),
    Column("receipt", Text, nullable=False, default=""),
    Column("sent_at", Instant),
    Column("settled_at", Instant),
    # As they are taken: of a platform and a state, the one first that has waited longest.
    Index("deliveries_by_look_at", "platform", "state", "look_at", "at", "edition", "subscription"),
    Index("deliveries_by_edition", "edition", "at", "state", "look_at", "subscription"),
    Index("deliveries_by_time", "at"),
    Index("deliveries_by_message", "message"),
)

follows = Table(
    "follows",
    metadata,
    Column("id", String, primary_key=True),
    Column("platform", String, nullable=False),
    Column("workspace", String, nullable=False),
    Column("person", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("words", Words, nullable=False),
    Column("data", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("follows_by_person", "platform", "workspace", "person"),
)

# What is not to be shown any more, in the form in which it is compared: no article that is meant is ever kept.
takedowns = Table(
    "takedowns",
    metadata,
    Column("kind", String, primary_key=True),
    Column("what", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("reason", Words, nullable=False),
)


# What a platform keeps of each workspace that has installed the bot, in a form that only its adapter knows.
installations = Table(
    "installations",
    metadata,
    Column("platform", String, primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("data", Text, nullable=False),
)

# What platforms told us, by what they call it: for a day, in which they may tell it again.
heard = Table(
    "heard",
    metadata,
    Column("platform", String, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("at", Instant, nullable=False),
    Index("heard_by_time", "at"),
)

# Who has what only one may do at a time, and for how many seconds from each time it says so: it has another `beat` then.
leases = Table(
    "leases",
    metadata,
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("beat", String, nullable=False),
    Column("lasts_s", Float, nullable=False),
    Column("until", Instant, nullable=False),
)

# Which processes there are, or were in the last day. `seen` is when one last said so, `stopped_at` when it said that it ends, and
# `data` what it has, as JSON. The instants are by the database's clock, where it has one.
processes = Table(
    "processes",
    metadata,
    Column("id", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("host", Words, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("version", String, nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen", Instant, nullable=False),
    Column("stopped_at", Instant),
    Column("data", Text, nullable=False),
)


def insert(connection: Connection, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An insert of the database at hand: each has its own, which alone knows `on_conflict_do_...`."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def portions(values: Iterable[str]) -> Iterator[list[str]]:
    """The values, as many at a time as a database takes in one statement."""
    all_of_them = list(values)
    return (all_of_them[start : start + _AT_ONCE] for start in range(0, len(all_of_them), _AT_ONCE))


def lock(connection: Connection, table: Table) -> None:
    """Let nobody else write to a table until the transaction ends; reading goes on. On SQLite, whoever may write is alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


def keep_from_locking(connection: Connection, table: Table) -> None:
    """Let nobody lock a table until the transaction ends; others may do the same meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(sql(f"LOCK TABLE {table.name} IN ROW EXCLUSIVE MODE"))
