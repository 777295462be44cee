import asyncio
from datetime import UTC, datetime, timedelta

from bot.service.sharing import Shared

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_what_several_ask_for_at_once_is_found_out_once_and_for_a_while() -> None:
    found: list[str] = []

    async def run() -> None:
        shared: Shared[int] = Shared(MINUTE, most=2)

        async def get(name: str, at: datetime = NOW) -> int:
            async def find() -> int:
                await asyncio.sleep(0)
                found.append(name)
                return len(found)

            return await shared.get(name, at, find)

        assert await asyncio.gather(*(get("a") for _ in range(5))) == [1] * 5
        assert await get("a", NOW + MINUTE / 2) == 1
        assert await get("a", NOW + MINUTE) == 2, "it is too old"
        assert await get("a", NOW - 5 * MINUTE) == 3, "the clock was set back"
        await get("b", NOW - 5 * MINUTE)
        await get("c", NOW - 5 * MINUTE)
        await get("a", NOW - 5 * MINUTE)

    asyncio.run(run())
    assert found == ["a", "a", "a", "b", "c", "a"]


def test_what_could_not_be_found_out_is_looked_for_again() -> None:
    async def run() -> None:
        shared: Shared[int] = Shared(MINUTE, most=2)

        async def fail() -> int:
            message = "not now"
            raise ValueError(message)

        async def find() -> int:
            return 1

        assert isinstance((await asyncio.gather(shared.get("a", NOW, fail), return_exceptions=True))[0], ValueError)
        assert await shared.get("a", NOW, find) == 1

    asyncio.run(run())
