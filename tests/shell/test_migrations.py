"""A database of every version before comes through with nothing lost."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, select

import bot.store
from bot.messages import Place
from bot.store import Scope, Store
from bot.store.database import Database
from tests.shell.stores import states

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

MAIL, PAID, POST = (f"https://{name}.example/feed" for name in ("mail", "paid", "post"))
KEY = {"platform": "slack", "workspace": "T1", "channel": "C1"}
NEWS = Place(**KEY)


def wording(revision: str, headline: str, feed: str = MAIL, **more: object) -> dict[str, Any]:
    return {
        "id": "weir",
        "revision": revision,
        "text": f"{headline}\n\nThe council of Dorn voted.",
        "title": {"start": 0, "end": len(headline)},
        "url": "https://mail.example/weir",
        "source": {"outlet": "The Marenna Courier", "feed": feed},
        "published": "2026-11-20T08:00:00+01:00",
        "language": "en",
        **more,
    }


def at(day: int, hour: int = 6) -> str:
    return f"2026-11-{day:02}T{hour:02}:00:00+00:00"


KEEP, LOSE = wording("r1", "Dorn to keep its weir"), wording("r2", "Dorn to lose its weir", excerpt_only=True)
WHOLE = wording("r3", "Dorn to lose its weir for a bridge", PAID)

V0001: Rows = {
    "articles": [{"revision": one["revision"], "article": "weir", "data": json.dumps(one)} for one in (KEEP, LOSE)],
    "messages": [
        {"id": f"m{name}", "platform": "slack", "channel": "C1", "at": at(day), "state": "posted", "is_public": True, "is_delivery": True}
        for name, day in (("r1", 20), ("r2", 22))
    ],
    "cites": [{"message": f"m{name}", "position": 0, "revision": name} for name in ("r1", "r2")],
    "refs": [{"platform": "slack", "channel": "C1", "id": name, "message": f"m{name}"} for name in ("r1", "r2")],
    "subscriptions": [{"id": "s", "since": at(1)}],
    "deliveries": [{"subscription": "s", "day": "2026-11-22", "slot": "07:00", "at": at(22), "state": "posted", "problem": ""}],
}  # fmt: skip


def _row(article: Mapping[str, Any], first: str, last: str, *, is_current: bool = False) -> dict[str, Any]:
    return {
        "revision": article["revision"], "article": "weir", "data": json.dumps(article), "url": article["url"],
        "feed": article["source"]["feed"], "outlet": article["source"]["outlet"], "language": "en",
        "published": at(20, 7), "first_seen": first, "last_seen": last, "is_current": is_current,
    }  # fmt: skip


def _given(feed: str, first: str, last: str, article: str = "weir") -> dict[str, Any]:
    return {"feed": feed, "article": article, "first_seen": first, "last_seen": last}


def _source(feed: str, **more: object) -> dict[str, Any]:
    texts = ("site", "outlet", "title", "etag", "last_modified", "moved_to", "problem", "problem_words")
    times = ("last_tried", "last_read", "last_new", "next_reading", "full_at")
    return {"feed": feed, **dict.fromkeys(texts, ""), **dict.fromkeys(times), "added_at": at(2), "failures": 0, **more}


V0002: Rows = {
    **V0001,
    "articles": [
        _row(KEEP, at(20), at(20, 9)),
        _row(LOSE, at(20), at(23)),
        _row(WHOLE, at(20), at(24), is_current=True),
    ],
    # Two gave what they were the first to give; the third what was read at the same instant, the fourth what was read then; of
    # the fifth it can't be told, and what the sixth gave is no longer there.
    "feed_articles": [
        _given(MAIL, at(20), at(23)), _given(PAID, at(20), at(24)), _given(POST, at(21), at(24)),
        _given("https://fourth.example/", at(20), at(20, 9)), _given("https://fifth.example/", at(21), at(21)),
        _given("https://sixth.example/", at(1), at(2), "old"),
    ],
    "sources": [_source(MAIL, last_read=at(24), last_tried=at(24), outlet="The Courier"), _source(PAID), _source(POST)],
    "places": [{**KEY, "settings": '{"zone": "Europe/Berlin"}', "created_at": at(2), "left_at": None}],
    "place_sources": [
        {**KEY, "feed": MAIL, "name": "mail", "added_by": "U1", "added_at": at(2), "is_paused": False},
    ],
}  # fmt: skip


def engine_of(where: Path | str) -> Engine:
    return create_engine(Database(where).url)


def made(where: Path | str, version: str, rows: Rows) -> None:
    """Make a database as a version left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(bot.store.__file__).parent / "migrations"))
    engine = engine_of(where)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        for name in (one for one in _ORDER if one in rows):
            connection.execute(_table(connection, name).insert(), rows[name])
    engine.dispose()


_ORDER = ("articles", "messages", "cites", "refs", "subscriptions", "deliveries", "feed_articles", "sources", "places", "place_sources")  # fmt: skip


def _table(connection: Connection, name: str) -> Table:
    return Table(name, MetaData(), autoload_with=connection)


def lost(where: Path | str, rows: Rows) -> list[tuple[str, Mapping[str, Any]]]:
    """Which rows of before are no longer there as they were."""
    engine = engine_of(where)
    with engine.connect() as connection:
        missing = [
            (name, row)
            for name, of_it in rows.items()
            for row in of_it
            if not _has(connection, _table(connection, name), row)
        ]
    engine.dispose()
    return missing


def _has(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    return connection.execute(select(table).filter_by(**row)).first() is not None


def test_what_was_being_posted_by_the_version_before_may_be_there_and_that_is_said(empty: Path | str) -> None:
    (posted,) = V0001["deliveries"]
    begun = [{**posted, "day": f"2026-11-2{day}", "state": state} for day, state in ((3, "sending"), (4, "preparing"))]
    made(empty, "0001", {**V0001, "deliveries": [posted, *begun]})

    async def look() -> list[tuple[str, str]]:
        async with Store(empty) as store:
            found = await store.ledger.of_subscriptions(["s"], datetime(2026, 11, 1, tzinfo=UTC))
            return [(one.state, one.problem) for one in found]

    unknown = ("unknown", "it may be there or not: the bot stopped while it was being posted")
    assert asyncio.run(look()) == [("posted", ""), unknown]


def test_a_database_of_the_first_version_comes_through_with_nothing_lost(empty: Path | str) -> None:
    made(empty, "0001", V0001)

    async def look() -> None:
        async with Store(empty) as store:
            assert [one.text for one in await store.cited("mr1")] == [KEEP["text"]]
            (current,) = await store.articles.newest(9, Scope(frozenset({MAIL})))
            assert (current.revision, str(current.first_seen)) == ("r2", "2026-11-20 06:00:00+00:00")
            assert await store.articles.search("lose weir", 9, Scope(frozenset({MAIL}))) == ("r2",)
            assert await store.articles.search("keep", 9) == ()
            assert await states(datetime(2026, 11, 1, tzinfo=UTC))(store) == {("2026-11-22", "07:00"): "posted"}
            assert await store.subscriptions.configured() == ()
            assert await store.check() == ()

    asyncio.run(look())
    asyncio.run(look())
    assert lost(empty, V0001) == []


def test_a_database_of_the_second_version_comes_through_and_feeds_have_their_wordings(empty: Path | str) -> None:
    made(empty, "0002", V0002)

    async def look() -> None:
        async with Store(empty) as store:
            for feed, revision in _WORDINGS.items():
                found = await store.articles.newest(9, Scope(frozenset({feed})))
                assert [one.revision for one in found] == ([revision] if revision else [])
                assert await store.articles.search("weir", 9, Scope(frozenset({feed}))) == tuple(
                    filter(None, [revision])
                )
            both = Scope(frozenset({MAIL, PAID}))
            assert [one.revision for one in await store.articles.newest(9, both)] == ["r3"]
            assert [one.revision for one in await store.cited("mr1")] == ["r1"]
            assert [one.feed for one in await store.places.sources(NEWS)] == [MAIL]
            first = {one.feed: str(one.first_read) for one in await store.sources.all()}
            assert first == {MAIL: "2026-11-20 06:00:00+00:00", PAID: "None", POST: "None"}
            assert await store.check() == ()

    asyncio.run(look())
    asyncio.run(look())
    assert lost(empty, V0002) == []


_WORDINGS = {
    MAIL: "r2",
    PAID: "r3",
    POST: "r3",
    "https://fourth.example/": "r1",
    "https://fifth.example/": "",
    "https://sixth.example/": "",
}
