"""What the rooms of the service work with, and what several of them do."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.config import LimitsConfig
from bot.errors import PullquoteError, RequestError
from bot.fetch import Fetcher
from bot.health import Trouble as LastingTrouble
from bot.health import TroubleKind, trouble
from bot.messages import MessageRef, Place, Request
from bot.monitoring import Metrics
from bot.plain import plain
from bot.polling import Poller
from bot.ports import Adapter, Tell, Terms, by_id
from bot.problems import Problem
from bot.service.places import Places, Settings
from bot.store import Store, StoredSource
from bot.workers import Reader
from digest import Article, Embed

__all__ = ["NO_SOURCES", "Desk", "Trouble"]

# Somebody waits for what was never read before; what is only due again is waited for less.
# Of what a channel or a role is called.
_LONGEST_NAME = 100
_PATIENCE_S, _LITTLE_PATIENCE_S = 45.0, 4.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a source of a place.

    Attributes:
        feed: Its URL.
        name: What it is called there.
        key: What kind of trouble it is; the same as long as it is the same trouble.
        words: The same in words: what it has been behind the name; what it is just now behind the name and a colon.
        was_told: Whether readers of the place know.
        is_lasting: Whether it has been so for a while; else only just now.
    """

    feed: str
    name: str
    key: str
    words: str
    was_told: bool = False
    is_lasting: bool = False

    @property
    def sentence(self) -> str:
        """The words with the name before them."""
        return f"{self.name} {self.words}" if self.is_lasting else f"{self.name}: {self.words}"


@dataclass(frozen=True, slots=True)
class Desk:
    """What every room of the service works with.

    Attributes:
        store: Where everything is kept.
        poller: Reads the feeds.
        places: What holds where.
        fetcher: Open; for what somebody names.
        reader: Open; likewise.
        clock: The time, aware.
        limits: How much anybody may ask for.
        metrics: Counts what is answered.
        blocked: Hosts and feeds that nobody may add.
        embed: What tells what texts mean; None for words alone.
        adapter: What connects the bot to a platform, by its name; None where it is not on it.
    """

    store: Store
    poller: Poller
    places: Places
    fetcher: Fetcher
    reader: Reader
    clock: Callable[[], datetime]
    limits: LimitsConfig
    metrics: Metrics
    blocked: Sequence[str] = ()
    embed: Embed | None = None
    adapter: Callable[[str], Adapter | None] = lambda _: None

    async def refresh(self, settings: Settings, tell: Tell) -> Mapping[str, Problem]:
        """Read those sources of a place that were never read or are due, as far as anybody waits for that.

        Returns:
            What is wrong with those that could not be read now, by feed.
        """
        now = self.clock()
        known = {source.feed: source for source in await self.store.sources.of(settings.feeds)}
        new = [feed for feed in settings.feeds if feed not in known or known[feed].health.last_tried is None]
        due = [one.feed for one in known.values() if one.is_due(now) and one.feed not in new]
        names = {source.feed: source.name for source in settings.sources}

        def progress(done: int, total: int, feed: str) -> None:
            tell(f"Reading the sources: {done} of {total} ({names.get(feed, '')})")

        problems: dict[str, Problem] = {}
        if new:
            tell(f"Reading the sources: 0 of {len(new)}")
            problems |= await self.poller.read_now(sorted(new), progress, patience_s=_PATIENCE_S)
        if due:
            problems |= await self.poller.read_now(sorted(due), progress, patience_s=_LITTLE_PATIENCE_S)
        return problems

    async def troubles(self, settings: Settings, problems: Mapping[str, Problem]) -> tuple[Trouble, ...]:
        """What is wrong with the sources of a place that are not paused.

        Args:
            settings: Of the place.
            problems: What is wrong with those that were read just now, by feed.
        """
        known = {source.feed: source for source in await self.store.sources.of(settings.feeds)}
        # Its readers' days are told, not ours.
        now = self.clock().astimezone(ZoneInfo(settings.zone))
        found: list[Trouble] = []
        for source in settings.read:
            stored = known.get(source.feed)
            lasting = await self._lasting(stored, now) if stored else None
            if lasting:
                told = settings.told.get(source.feed) == lasting.kind
                found.append(Trouble(source.feed, source.name, lasting.kind, lasting.words, told, is_lasting=True))
            elif problem := problems.get(source.feed) or (stored.health.problem if stored else None):
                found.append(Trouble(source.feed, source.name, problem.kind, problem.words))
        return tuple(found)

    async def _lasting(self, source: StoredSource, now: datetime) -> LastingTrouble | None:
        """What has been wrong with a feed for a while; one that seldom has anything may be silent for longer."""
        found = trouble(source, now)
        if found is None or found.kind is not TroubleKind.SILENT:
            return found
        return trouble(source, now, pause=await self.store.readings.pause(source.feed))

    async def message_of(self, request: Request) -> str:
        """The message of ours that a request is about: its button's, the one it replies to, else the last one here.

        Of a thread in which there is none, that is the last one of its channel.

        Raises:
            RequestError: If there is none, or it is another place's.
        """
        about = request.options.get("message", "")
        if not about:
            about = await self.beside(request)
        if about and not await self.is_here(about, request):
            message = "That message is not of this channel; ask where it is."
            raise RequestError(message)
        if about:
            return about
        last = await self.store.last_message(request.place)
        if last is None and request.place.thread:
            last = await self.store.last_message(replace(request.place, thread=""))
        if last is None:
            message = "There is no digest here yet; /digest makes one."
            raise RequestError(message)
        return last[0]

    async def beside(self, request: Request) -> str:
        """The message of ours that something is a reply to, or in whose thread it stands; empty if there is none."""
        if request.reply_to is None:
            return ""
        return await self.of_ref(request.reply_to) or await self._begun_with(request.place)

    async def _begun_with(self, thread: Place) -> str:
        """The message of ours that a thread began with, whose id is the thread's; empty if it is none.

        It stands where the thread branches off or, as a post of a forum, in the thread itself.
        """
        for place in (replace(thread, thread=""), thread) if thread.thread else ():
            if message := await self.of_ref(MessageRef(place, thread.thread)):
                return message
        return ""

    async def is_here(self, message: str, request: Request) -> bool:
        """Whether who asks may see a message: one of the place, of the channel of a thread, or of their direct messages."""
        place = request.place
        home = Place.of_person(place.platform, place.workspace, request.person.id)
        theirs = {place.home, place.channel, home.channel}
        # What is for one person alone may be sent to them from elsewhere.
        return await self.store.is_in(message, theirs, place.platform) or await self.store.is_posted_in(
            message, theirs, place.platform
        )

    async def cited(self, message: str) -> tuple[Article, ...]:
        """The articles that a message of ours cites.

        Raises:
            RequestError: If there are none any more.
        """
        articles = await self.store.cited(message)
        if not articles:
            was_taken_down = await self.store.was_taken_down(message)
            words = "was taken down" if was_taken_down else "is not kept any more"
            message = f"What that digest showed {words}; /digest makes a new one."
            raise RequestError(message)
        return articles

    async def of_story(self, message: str, revisions: Sequence[str]) -> tuple[Article, ...]:
        """The articles of a story that a message of ours told, as it came by them; as anybody did, where it does not cite them."""
        cited = {article.revision: article for article in await self.store.cited(message)}
        known = tuple(cited[revision] for revision in revisions if revision in cited)
        return known or await self.store.articles.get(revisions)

    async def of_ref(self, ref: MessageRef) -> str:
        """The message of ours that a message of the platform is; empty if it is none."""
        return await self.store.message_of(ref) or ""

    def called(self, place: Place, role: str = "") -> str:
        """What people call a place or, by its id, a role there."""
        adapter = self.adapter(place.platform)
        return plain(adapter.called(place, role) if adapter else by_id(place, role), _LONGEST_NAME)

    def managers(self, place: Place) -> str:
        """Who may manage a place, as people call them there."""
        adapter = self.adapter(place.platform)
        return adapter.terms.managers if adapter else Terms(1.0).managers

    def takes_files(self, place: Place) -> bool:
        """Whether a file can be given with a command there."""
        adapter = self.adapter(place.platform)
        return adapter is None or adapter.terms.takes_files

    async def obstacle(self, settings: Settings) -> str:
        """What keeps the digest of a place from being posted there, as a sentence; empty if nothing does, or none comes."""
        subscription, adapter = settings.subscription, self.adapter(settings.place.platform)
        if subscription is None or adapter is None:
            return ""
        try:
            async with asyncio.timeout(_LITTLE_PATIENCE_S):
                return await adapter.obstacle(subscription.place, settings.manner)
        except (TimeoutError, PullquoteError):
            # Nobody knows just now, and what was set is set.
            return ""

    async def settings(self, place: Place) -> Settings:
        """What holds in a place that has sources.

        Raises:
            RequestError: If it has none.
        """
        settings = await self.places.of(place)
        if not settings.read:
            paused = "All sources here are paused; /sources resume NAME takes one in again." if settings.sources else ""
            raise RequestError(paused or NO_SOURCES)
        return settings


NO_SOURCES = (
    "There are no sources here yet. /setup begins in one go; or add a site or a feed with /sources add https://example.org, "
    "or a starter pack like /sources add science."
)
"""What somebody is told who wants news of nothing."""
