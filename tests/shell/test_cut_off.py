"""A program whose way to the database is cut, for longer than it may post by itself."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

from sqlalchemy import make_url

from bot.messages import Place
from bot.store import DeliveryState, Store
from tests.shell.cuttable import Way
from tests.shell.killed import TIMING, Sink, are_settled, deliver, let_come
from tests.shell.postgres import Server
from tests.shell.tenures import outside, overlaps, tenures

_DIGESTS = 60
_POSTS = 2 * _DIGESTS


def test_who_is_cut_off_from_the_database_posts_no_more_and_another_goes_on(postgres: Server, tmp_path: Path) -> None:
    async def play(url: str) -> None:
        log, timing = tmp_path / "log", replace(TIMING, tenure=timedelta(seconds=1))
        sink = Sink("history", Random(1))  # noqa: S311 - no secrets
        ids = [f"{number:07}" for number in range(_DIGESTS)]
        async with AsyncExitStack() as stack:
            folder = str(make_url(url).query["host"])
            way = await stack.enter_async_context(Way(f"{folder}/.s.PGSQL.5432").leads())
            address = await stack.enter_async_context(sink.open())
            store = await stack.enter_async_context(Store(url))
            for id_ in ids:
                await let_come(store, id_, Place("sink", channel=id_))
            through = make_url(url).set(host="127.0.0.1", port=way.port, query={})
            one = asyncio.create_task(
                deliver(
                    through.render_as_string(hide_password=False), address, "history", "one", log, timing, apart=True
                )
            )
            await sink.saw(10, by="one")
            other = asyncio.create_task(deliver(url, address, "history", "other", log, timing, apart=True))
            way.cut()
            cut = monotonic()
            await sink.saw(10, by="other")
            way.mend()
            await are_settled(store, "sink")
            for program in (one, other):
                program.cancel()
            await asyncio.gather(one, other, return_exceptions=True)
            found = await store.ledger.of_subscriptions(ids, datetime.now(UTC) - timedelta(days=1))
        keys = [key for *_, key in sink.posts]
        assert (len(keys), len(set(keys))) == (_POSTS, _POSTS)
        assert {delivery.state for delivery in found} == {DeliveryState.POSTED}
        told = tenures(log)
        assert (overlaps(told), outside(told, sink.sent)) == (0, 0)
        began = next(at for program, at in sink.sent if program == "other")
        assert all(at < cut + 1 for program, at in sink.sent if program == "one" and at < began)
        assert not any(program == "one" and began <= at for program, at in sink.sent if at < cut + 1)

    with postgres.database() as url:
        asyncio.run(play(url))
