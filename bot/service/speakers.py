"""Who is quoted in articles, by what was found in them when they came: nobody waits for what was not looked at yet."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.service.matching import Choice
from bot.service.sharing import Shared
from bot.store import Store
from bot.threads import in_thread
from digest import ANALYSIS_VERSION, leans, read_analysis

__all__ = ["Speakers"]

# Somebody types a letter after the other, and the same is asked each time.
_LIVES = timedelta(minutes=1)
_MOST_KEPT = 32


class Speakers:
    """Knows who is quoted."""

    def __init__(self, store: Store) -> None:
        """Take where the analyses are kept."""
        self._store = store
        self._of: Shared[Sequence[Choice]] = Shared(_LIVES, _MOST_KEPT)

    async def of(self, revisions: Iterable[str], now: datetime) -> Sequence[Choice]:
        """The names of those who are quoted in wordings of articles, each with a role, in the order in which they come up."""
        names = tuple(revisions)
        return await self._of.get(names, now, lambda: self._found(names))

    async def _found(self, revisions: Sequence[str]) -> Sequence[Choice]:
        written = await self._store.analyses.get(revisions, ANALYSIS_VERSION)
        return await in_thread(_named, [written[one] for one in revisions if written.get(one)])


def _named(written: Iterable[str]) -> Sequence[Choice]:
    found: dict[str, Choice] = {}
    for text in written:
        for speaker in (quotation.speaker for quotation in read_analysis(text).quotations):
            name, role = speaker.name, speaker.role
            if not speaker.is_known or found.get(name, Choice("")).label:
                continue
            label = f"{name}, {role}" if role and role != name and not leans(role) else ""
            found[name] = Choice(name, label)
    return list(found.values())
