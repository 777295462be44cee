"""While a digest is made, the bot goes on hearing people."""

import asyncio
from datetime import UTC, datetime

from bot.threads import in_thread
from digest import Length, make_digest, read_article
from tests.bench.workloads import texts

# What a platform and a person notice nothing of.
_LONGEST_WAIT_S = 0.05


def test_the_event_loop_is_free_while_a_digest_of_fifty_articles_is_made() -> None:
    articles = [read_article(text) for text in texts(50, 5_000)]

    async def longest_wait() -> float:
        loop = asyncio.get_running_loop()
        making = asyncio.ensure_future(
            in_thread(make_digest, articles, now=datetime.now(UTC), length=Length.FULL, method="default")
        )
        longest, last = 0.0, loop.time()
        while not making.done():
            await asyncio.sleep(0.001)
            now = loop.time()
            longest, last = max(longest, now - last), now
        return longest

    longest = asyncio.run(longest_wait())
    print(f"event loop, longest wait      {longest * 1000:5.0f} ms")
    assert longest <= _LONGEST_WAIT_S
