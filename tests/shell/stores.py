"""A store for tests."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.messages import Place
from bot.store import Store, StoredSubscription

__all__ = ["kept", "planned", "states"]

_NEWS = Place("slack", "T1", "C1")


def kept(where: Path | str, *steps: Callable[[Store], Awaitable[object]]) -> list[Any]:
    """What each step gives, in one store that is opened once."""

    async def run() -> list[object]:
        async with Store(where) as store:
            return [await step(store) for step in steps]

    return asyncio.run(run())


def planned(at: datetime, place: Place = _NEWS) -> Callable[[Store], Awaitable[None]]:
    """Let a digest "s" come at 07:00 in Berlin, and plan what is due at an instant."""

    async def plan(store: Store) -> None:
        settings = {"slots": ["07:00"], "zone": "Europe/Berlin"}
        await store.subscriptions.put(StoredSubscription("s", place, settings, at))
        while (await store.planning.plan([place.platform], at, at)).subscriptions:
            pass

    return plan


def states(since: datetime) -> Callable[[Store], Awaitable[dict[tuple[str, str], str]]]:
    """How far the deliveries of "s" have come from an instant on, by local day and slot."""

    async def look(store: Store) -> dict[tuple[str, str], str]:
        return {one.due.key: one.state for one in await store.ledger.of_subscriptions(["s"], since)}

    return look
