"""What is stored is analysed once, and a digest of it is the same."""

import asyncio
from pathlib import Path

from bot.analysing import Analyser
from bot.store import Store
from digest import ANALYSIS_VERSION, Analyst, find_quotes, read_analysis, read_article
from tests.shell.chat import NOW, Chat

TEXT = "Weir to go\n\nThe council of Dorn voted on Sunday. “It has to go in spring,” said Ann Gray, the warden."


def test_what_is_stored_is_analysed_once_and_the_newest_first(where: Path | str) -> None:
    articles = [
        read_article(f"{TEXT} It is number {number}.", url=f"https://a.example/{number}") for number in range(12)
    ]

    async def run() -> None:
        async with Store(where) as store:
            analyser = Analyser(store)
            await store.articles.keep(articles, NOW, feed="https://a.example/feed")
            assert [await analyser.analyse_some() for _ in range(3)] == [10, 2, 0]
            written = await store.analyses.get([one.revision for one in articles], ANALYSIS_VERSION)
            analyst = Analyst({revision: read_analysis(text) for revision, text in written.items()})
            assert len(written) == 12
            assert [analyst.quotes_of(one) for one in articles] == [find_quotes(one) for one in articles]
            changed = read_article(f"{TEXT} It is changed.", url="https://a.example/3")
            await store.articles.keep([changed], NOW, feed="https://a.example/feed")
            assert await analyser.analyse_some() == 1

    asyncio.run(run())


def test_a_digest_of_what_was_analysed_is_the_same(chat: Chat) -> None:
    chat.types("/digest only-me")
    before = chat.types("/digest only-me full").text

    async def analyse(desk: object) -> int:
        del desk
        return await Analyser(chat.desk.store).analyse_some()

    assert chat.does(analyse) == 3
    chat.restart()
    assert chat.types("/digest only-me full").text == before
