"""Finds out, in the background, what digests and answers need to know of each article, so that whoever asks does not wait for it."""

import asyncio
import logging

from bot.errors import StoreError
from bot.store import Store
from bot.threads import in_thread
from digest import ANALYSIS_VERSION, Article, analyse, write_analysis

__all__ = ["Analyser"]

_LOG = logging.getLogger(__name__)
# An article takes some hundredths of a second; with so many at a time, the thread that finds out is not started for each.
_AT_ONCE = 10
# What came in is looked for as often as this; it can be asked about before as well, and then costs who asks a little more.
_PAUSE_S, _REST_S = 5.0, 60.0
# Stands for an article that can't be analysed. It is shown all the same, as far as it goes.
_NOTHING = ""


class Analyser:
    """Analyses what is stored, the newest first."""

    def __init__(self, store: Store, *, pause_s: float = _PAUSE_S) -> None:
        """Take where articles and analyses are kept, and how long to wait where there is nothing to do, in seconds."""
        self._store = store
        self._pause_s = pause_s

    async def run(self) -> None:
        """Go on until cancelled; a store that fails is left alone for a while."""
        while True:
            try:
                done = await self.analyse_some()
            except StoreError as error:
                _LOG.warning("articles can't be analysed now: %s", error)
                await asyncio.sleep(_REST_S)
            else:
                if not done:
                    await asyncio.sleep(self._pause_s)

    async def analyse_some(self) -> int:
        """Analyse some of the articles that are not; how many there were.

        Raises:
            StoreError: If they can't be read, or nothing can be kept.
        """
        revisions = await self._store.analyses.lacking(ANALYSIS_VERSION, _AT_ONCE)
        if not revisions:
            return 0
        articles = {one.revision: one for one in await self._store.articles.get(revisions)}
        written = {one: await in_thread(_analysed, articles[one]) if one in articles else _NOTHING for one in revisions}
        await self._store.analyses.keep(written, ANALYSIS_VERSION)
        return len(revisions)


def _analysed(article: Article) -> str:
    try:
        return write_analysis(analyse(article))
    except Exception:  # noqa: BLE001 - one article that nobody thought of must not keep all others from being analysed
        _LOG.exception("an article can't be analysed", extra={"article": article.id, "revision": article.revision})
        return _NOTHING
