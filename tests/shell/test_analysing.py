"""What is stored is analysed once, and a digest of it is the same."""

import asyncio
from pathlib import Path

import pytest

from bot.analysing import AnalysisRounds
from bot.engine import Job, Kind, LocalEngine
from bot.store import Store
from digest import ANALYSIS_VERSION, Analyst, find_quotes, read_analysis, read_article
from tests.shell.analysed import analyse_all
from tests.shell.chat import NOW, Chat

TEXT = "Weir to go\n\nThe council of Dorn voted on Sunday. “It has to go in spring,” said Ann Gray, the warden."


def test_what_is_stored_is_analysed_once_and_the_newest_first(where: Path | str) -> None:
    articles = [
        read_article(f"{TEXT} It is number {number}.", url=f"https://a.example/{number}") for number in range(12)
    ]

    async def run() -> None:
        async with Store(where) as store:
            await store.articles.keep(articles, NOW, feed="https://a.example/feed")
            assert [await analyse_all(store) for _ in range(2)] == [12, 0]
            written = await store.analyses.get([one.revision for one in articles], ANALYSIS_VERSION)
            analyst = Analyst({revision: read_analysis(text) for revision, text in written.items()})
            assert len(written) == 12
            assert [analyst.quotes_of(one) for one in articles] == [find_quotes(one) for one in articles]
            changed = read_article(f"{TEXT} It is changed.", url="https://a.example/3")
            await store.articles.keep([changed], NOW, feed="https://a.example/feed")
            assert await analyse_all(store) == 1

    asyncio.run(run())


def test_a_digest_of_what_was_analysed_is_the_same(chat: Chat) -> None:
    chat.types("/digest only-me")
    before = chat.types("/digest only-me full").text

    async def analyse(desk: object) -> int:
        del desk
        return await analyse_all(chat.desk.store)

    assert chat.does(analyse) == 3
    chat.restart()
    assert chat.types("/digest only-me full").text == before


def test_a_mistake_in_analysing_is_told_and_not_made_again_at_once(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        tried = 0

        async def work(_: Job) -> None:
            nonlocal tried
            tried += 1
            message = "a mistake"
            raise KeyError(message)

        async with Store(where) as store:
            await store.articles.keep(
                [read_article(TEXT, url="https://a.example/1")], NOW, feed="https://a.example/feed"
            )
            here = LocalEngine({Kind.ANALYSE: work}, most_at_once=1, ended=lambda _, error: rounds.ended(error))
            rounds = AnalysisRounds(store, here, look_again_s=0)
            running = asyncio.create_task(rounds.run())
            while "tried again: 'a mistake'" not in caplog.text:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.001)
            assert tried == 1
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(run())
