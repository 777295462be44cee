"""A store for tests."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bot.store import Store

__all__ = ["kept"]


def kept(where: Path | str, *steps: Callable[[Store], Awaitable[object]]) -> list[Any]:
    """What each step gives, in one store that is opened once."""

    async def run() -> list[object]:
        async with Store(where) as store:
            return [await step(store) for step in steps]

    return asyncio.run(run())
