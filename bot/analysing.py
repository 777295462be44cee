"""Finds out, in the background, what digests and answers need to know of each article, so that whoever asks does not wait for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256

from bot.engine import Engine, Job, Kind, Priority, always
from bot.errors import StoreError
from bot.store import Store
from bot.threads import in_thread
from digest import ANALYSIS_VERSION, Article, analyse, write_analysis

__all__ = ["Analyser", "AnalysisRounds"]

_LOG = logging.getLogger(__name__)
# An article takes some hundredths of a second; with so many at a time, the thread that finds out is not started for each.
_AT_ONCE = 10
# What came in is looked for as often as this; it can be asked about before as well, and then costs who asks a little more.
_PAUSE_S = 5.0
# A store that fails is left alone for longer each time.
_FIRST_REST_S, _LONGEST_REST_S = 2.0, 15.0
# Where others analyse, so many of those that came last are handed out, and again as they are done.
_LOOKED_AT, _LOOK_AGAIN_S = 1_000, 1.0
_REVISIONS = "revisions"
# Stands for an article that can't be analysed. It is shown all the same, as far as it goes.
_NOTHING = ""


class Analyser:
    """Analyses what is stored."""

    def __init__(self, store: Store) -> None:
        """Take where articles and analyses are kept."""
        self._store = store

    async def work(self, job: Job) -> int:
        """Analyse the articles of a job, but for those that are analysed by now; how many there were.

        Raises:
            StoreError: If they can't be read, or nothing can be kept.
        """
        asked = job.data[_REVISIONS].split()
        known = await self._store.analyses.get(asked, ANALYSIS_VERSION)
        if not (revisions := [revision for revision in asked if revision not in known]):
            return 0
        articles = {one.revision: one for one in await self._store.articles.get(revisions)}
        written = {one: await in_thread(_analysed, articles[one]) if one in articles else _NOTHING for one in revisions}
        await self._store.analyses.keep(written, ANALYSIS_VERSION)
        return len(revisions)


class AnalysisRounds:
    """Submits what is to be analysed, the newest first and some articles a job, until it is cancelled."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        *,
        may_act: Callable[[], Awaitable[bool]] = always,
        pause_s: float = _PAUSE_S,
        look_again_s: float = _LOOK_AGAIN_S,
    ) -> None:
        """Take what it works with.

        Args:
            store: Where articles and analyses are kept.
            engine: What lets them be analysed.
            may_act: Whether it is this one of several that acts; asked before each round.
            pause_s: How long to wait where there is nothing to do, in seconds.
            look_again_s: How long, where there was something.
        """
        self._store = store
        self._engine = engine
        self._may_act = may_act
        self._pause_s = pause_s
        self._look_again_s = look_again_s
        self._submitted: dict[str, Sequence[str]] = {}
        self._broken: BaseException | None = None

    async def run(self) -> None:
        """Go on until cancelled; a store that fails is left alone for a while."""
        rest_s = _FIRST_REST_S
        while True:
            try:
                count = await self._round() if await self._may_act() else 0
            except Exception as error:  # noqa: BLE001 - digests come all the same, and take a little longer
                rest_s = await _rest(rest_s, error)
            else:
                rest_s = _FIRST_REST_S
                await asyncio.sleep(self._look_again_s if count else self._pause_s)

    async def _round(self) -> int:
        if broken := self._broken:
            self._broken = None
            raise broken
        return await self.submit_some()

    def ended(self, error: BaseException | None) -> None:
        """Take note that a job has ended, and what it raised: then all is left alone for a while."""
        self._broken = error or self._broken

    async def submit_some(self) -> int:
        """Submit what is not analysed and was not submitted; how many articles are not.

        Raises:
            StoreError: If nobody knows.
        """
        there = await self._engine.pending()
        self._submitted = {key: revisions for key, revisions in self._submitted.items() if key in there}
        busy = {revision for revisions in self._submitted.values() for revision in revisions}
        lacking = await self._store.analyses.lacking(ANALYSIS_VERSION, _LOOKED_AT)
        new = [revision for revision in lacking if revision not in busy]
        for start in range(0, len(new), _AT_ONCE):
            some = " ".join(new[start : start + _AT_ONCE])
            key = f"{Kind.ANALYSE}:{sha256(some.encode()).hexdigest()}"
            if not await self._engine.submit(key, Job(Kind.ANALYSE, {_REVISIONS: some}), priority=Priority.BACKGROUND):
                break
            self._submitted[key] = some.split()
        return len(lacking)


async def _rest(seconds: float, error: Exception) -> float:
    """Leave what fails alone for a while, which is said once. For how long the next time."""
    if seconds == _FIRST_REST_S:
        unexpected = None if isinstance(error, StoreError) else error
        _LOG.warning("articles can't be analysed now, and it is tried again: %s", error, exc_info=unexpected)
    await asyncio.sleep(seconds)
    return min(2 * seconds, _LONGEST_REST_S)


def _analysed(article: Article) -> str:
    try:
        return write_analysis(analyse(article))
    except Exception:  # noqa: BLE001 - one article that nobody thought of must not keep all others from being analysed
        _LOG.exception("an article can't be analysed", extra={"article": article.id, "revision": article.revision})
        return _NOTHING
