"""The sources of a place: added by site, feed, list or starter pack, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.addresses import is_blocked, web_address, without_credentials
from bot.errors import RequestError
from bot.fetch import Purpose
from bot.finding import Candidate, Tested, find_sources, test_source
from bot.masking import shown_address
from bot.messages import (
    Actions,
    Button,
    Document,
    Entry,
    Heading,
    Listing,
    Message,
    Note,
    Paragraph,
    Person,
    Request,
    Visibility,
)
from bot.plain import plain
from bot.ports import Tell
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task, Wanted
from bot.service.desk import Desk
from bot.service.packs import packs
from bot.service.places import Settings
from bot.store import PlaceSource
from digest import Article, Source, write_opml

__all__ = ["NEXT_STEPS", "Sourcing"]

_UNSCHEDULED = Note("/digest shows the news now; /schedule set 07:00 brings it every morning.")
_SCHEDULED = Note("/digest shows the news now; /schedule show tells when it comes by itself.")
NEXT_STEPS = (_UNSCHEDULED, _SCHEDULED)
"""What to do once there are sources: where no digest comes by itself, and where one does."""

_LONGEST_NAME = 60
# Of a site with many feeds, the choices that are shown.
_MOST_CHOICES = 5
# Of a list, so many names are told.
_MOST_NAMED = 10
# Of a feed that is tested, the newest headlines.
_MOST_HEADLINES = 5
# Somebody waits for the news of a source that they have just added.
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class _New:
    """A feed to be added: its URL, and what to call it."""

    feed: str
    name: str


class Sourcing:
    """Manages sources."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk

    async def sources_list(self, request: Request, _: Tell) -> Message:
        """The sources of a place, and how each is."""
        settings = await self._desk.places.of(request.place)
        troubles = {one.feed: one.words for one in await self._desk.troubles(settings, {})}
        entries = [Entry(one.name, _state(one, troubles.get(one.feed, ""))) for one in settings.sources]
        if not entries:
            return _told(
                "No sources yet.",
                f"Add one with /sources add https://example.org, or a starter pack: {', '.join(packs())}.",
            )
        note = (
            ""
            if settings.is_own
            else "They are those of whoever runs me; with the first change, the list here is one of its own."
        )
        notes = (Note(note),) if note else ()
        return Message(
            (Heading(f"{_count(len(entries))} here", level=1), Listing(tuple(entries)), *notes), Visibility.PRIVATE
        )

    async def sources_add(self, request: Request, tell: Tell) -> Message:
        """Add what somebody names: a starter pack, a feed, or a site, whose feeds are shown if there are several."""
        named = request.options["source"].strip()
        if pack := packs().get(named.casefold()):
            return await self._add_all(request, [_New(one.feed, one.outlet) for one in pack], tell)
        url = _address(named)
        self._refuse_blocked(url)
        tell(f"Looking for the feeds of {urlsplit(url).hostname}")
        found = await find_sources(url, self._desk.fetcher, self._desk.reader)
        if isinstance(found, Problem):
            message = f"{shown_address(url)}: {found.words}."
            raise RequestError(message)
        fit = [(one, one.outcome) for one in found if isinstance(one.outcome, Tested)]
        if not fit:
            raise RequestError(_none_works(url, found))
        exact = next((pair for pair in fit if pair[0].found.url == url), None)
        if exact is None and len(fit) > 1:
            return _choices(url, [one for one, _ in fit])
        candidate, tested = exact or fit[0]
        # Where a redirect leads is what is read.
        self._refuse_blocked(tested.fetched.url)
        name = request.options.get("name", "") or tested.feed.source.outlet or candidate.found.title
        return await self._add_all(request, [_New(candidate.found.url, name)], tell)

    async def sources_import(self, request: Request, tell: Tell) -> Message:
        """Add all feeds of a list: of an address, or of a document that came with the request."""
        named = request.options.get("source", "").strip()
        document = request.options.get("document", "")
        if not named and not document:
            files = ", or give the list as a file" if self._desk.takes_files(request.place) else ""
            message = f"Name the address of a list, as in /sources import https://example.org/feeds.opml{files}."
            raise RequestError(message)
        named = named or "The file"
        tell("Reading the list")
        if document:
            read = await self._desk.reader.read(Task(named, document.encode(), "", "", wanted=Wanted.FEEDS))
        else:
            read, named = await self._read_list(_address(named)), shown_address(_address(named))
        if isinstance(read, Problem):
            message = f"{named}: {read.words}."
            raise RequestError(message)
        if not read.lists:
            message = f"{named} is no OPML list of feeds; /sources add adds a single feed or site."
            raise RequestError(message)
        return await self._add_all(request, [_New(one.feed, one.outlet) for one in read.lists], tell)

    async def _read_list(self, url: str) -> Read | Problem:
        self._refuse_blocked(url)
        fetched = await self._desk.fetcher.get(url, purpose=Purpose.FEED)
        if isinstance(fetched, Problem):
            return fetched
        return await self._desk.reader.read(
            Task(url, fetched.body, fetched.url or url, fetched.content_type, wanted=Wanted.FEEDS)
        )

    async def sources_export(self, request: Request, _: Tell) -> Message:
        """The sources of a place as an OPML list."""
        settings = await self._desk.places.of(request.place)
        if not settings.sources:
            message = "There are no sources here to export."
            raise RequestError(message)
        listed = [Source(one.name, feed=one.feed) for one in settings.sources if _is_open_to(one, request.person)]
        blocks: list[Document | Note] = [Document("sources.opml", write_opml(listed, "Pullquote").decode())]
        if hidden := len(settings.sources) - len(listed):
            blocks.append(Note(f"{_count(hidden)} left out: there is a key in the address."))
        return Message(tuple(blocks), Visibility.PRIVATE)

    async def sources_test(self, request: Request, tell: Tell) -> Message:
        """What a feed gives, without adding it."""
        url = _address(request.options["source"])
        self._refuse_blocked(url)
        tell(f"Reading {urlsplit(url).hostname}")
        tested = await test_source(url, self._desk.fetcher, self._desk.reader)
        if isinstance(tested, Problem) and tested.kind is ProblemKind.NOT_A_FEED:
            message = f"{shown_address(url)} is no feed; /sources add looks for the feeds of its site."
            raise RequestError(message)
        if isinstance(tested, Problem):
            message = f"{shown_address(url)}: {tested.words}."
            raise RequestError(message)
        articles = tested.read.articles
        entries = [
            Entry(
                _title(one.text, one.title.of(one.text) if one.title else ""),
                f"{one.published:%d %b %Y}" if one.published else "undated",
                is_printed=True,
            )
            for one in articles[:_MOST_HEADLINES]
        ]
        blocks = (
            Heading(tested.feed.source.outlet or shown_address(url), level=1),
            Paragraph(_amount_words(articles)),
            Listing(tuple(entries)),
        )
        return Message(blocks if entries else blocks[:-1], Visibility.PRIVATE)

    async def sources_remove(self, request: Request, _: Tell) -> Message:
        """Remove a source from a place."""
        settings, source = await self._own(request)
        await self._desk.store.places.remove_source(settings.place, source.feed)
        return _told(f"{source.name} is no longer a source here.", _count(len(settings.sources) - 1) + " left.")

    async def sources_pause(self, request: Request, _: Tell) -> Message:
        """Leave a source out for now."""
        settings, source = await self._own(request)
        await self._desk.store.places.pause_source(settings.place, source.feed, is_paused=True)
        return _told(f"{source.name} is paused.", f"/sources resume {source.name} takes it in again.")

    async def sources_resume(self, request: Request, _: Tell) -> Message:
        """Take a source in again."""
        settings, source = await self._own(request)
        await self._desk.store.places.pause_source(settings.place, source.feed, is_paused=False)
        self._desk.poller.wake()
        return _told(f"{source.name} is read again.", "")

    async def _own(self, request: Request) -> tuple[Settings, PlaceSource]:
        """A source that somebody names, the list it is in being the place's own from now on.

        Raises:
            RequestError: If there is no such source.
        """
        settings = await self._desk.places.of(request.place)
        named = request.options["source"]
        source = settings.source_named(named)
        if source is None:
            known = ", ".join(one.name for one in settings.sources[:_MOST_NAMED])
            there = f"there are {known}" if known else "there is none yet"
            message = f"No source here is called “{named.strip()[:_LONGEST_NAME]}”; {there}."
            raise RequestError(message)
        await self._desk.places.own_sources(settings, self._desk.clock())
        return settings, source

    async def _add_all(self, request: Request, wanted: Sequence[_New], tell: Tell) -> Message:
        """Add feeds to a place, and read them at once, so that the next digest has their news."""
        async with self._desk.places.turn(request.place):
            added = await self._kept(request, wanted)
        problems = await self._read(added, tell)
        is_scheduled = (await self._desk.places.of(request.place)).subscription is not None
        return _added(added, problems, len(wanted) - len(added), _SCHEDULED if is_scheduled else _UNSCHEDULED)

    async def _kept(self, request: Request, wanted: Sequence[_New]) -> list[PlaceSource]:
        """Those of some feeds that were not there yet, now being sources of a place.

        Raises:
            RequestError: If there are none, or too many.
        """
        settings = await self._desk.places.of(request.place)
        known = {one.feed for one in settings.sources}
        new = list(
            {
                one.feed: one
                for one in wanted
                if one.feed not in known and not is_blocked(one.feed, self._desk.blocked)
            }.values()
        )
        self._refuse_too_many(len(settings.sources) + len(new))
        if not new:
            message = (
                "That source is here already."
                if len(wanted) == 1
                else "All of these are here already, or may not be added."
            )
            raise RequestError(message)
        now = self._desk.clock()
        await self._desk.places.own_sources(settings, now)
        names = {one.name.casefold() for one in settings.sources}
        added: list[PlaceSource] = []
        for one in new:
            name = _free_name(_title(urlsplit(one.feed).hostname or "", one.name), names)
            names.add(name.casefold())
            added.append(PlaceSource(one.feed, name, request.person.id, now))
            await self._desk.store.places.add_source(settings.place, added[-1])
        return added

    async def _read(self, added: Sequence[PlaceSource], tell: Tell) -> dict[str, Problem]:
        def progress(done: int, total: int, _: str) -> None:
            tell(f"Reading: {done} of {total}")

        feeds = [one.feed for one in added]
        return dict(await self._desk.poller.read_now(feeds, progress, patience_s=_PATIENCE_S))

    def _refuse_blocked(self, url: str) -> None:
        if is_blocked(url, self._desk.blocked):
            message = f"Whoever runs me does not allow {urlsplit(url).hostname}."
            raise RequestError(message)

    def _refuse_too_many(self, count: int) -> None:
        most = self._desk.limits.sources_per_place
        if count > most:
            message = f"A channel may have {_count(most)}, and with these it would have {count}; remove some first."
            raise RequestError(message)


def _address(typed: str) -> str:
    """The address that somebody typed, with or without https://.

    Raises:
        RequestError: If it is none.
    """
    words = typed.strip().strip("<>")
    words = words.split("|", 1)[0]
    url = web_address(words if "://" in words else f"https://{words}")
    host = urlsplit(url).hostname or "" if url else ""
    if not url or "." not in host.strip("."):
        known = ", ".join(packs())
        message = f"“{plain(words, _LONGEST_NAME)}” is no address; write one like https://example.org, or the name of a starter pack: {known}."
        raise RequestError(message)
    return without_credentials(url)


def _is_open_to(source: PlaceSource, person: Person) -> bool:
    """Whether somebody may have the whole address of a source: a key that whoever runs the bot gave it, nobody else has."""
    is_theirs = bool(source.added_by) or not person.id
    return shown_address(source.feed) == source.feed or (person.may_manage and is_theirs)


def _choices(url: str, found: Sequence[Candidate]) -> Message:
    """The feeds of a site, to choose from."""
    entries = tuple(
        Entry(one.found.title or shown_address(one.found.url), shown_address(one.found.url))
        for one in found[:_MOST_CHOICES]
    )
    buttons = tuple(
        Button(plain(one.found.title or shown_address(one.found.url), 40), "sources add", {"source": one.found.url})
        for one in found[:_MOST_CHOICES]
    )
    words = f"{urlsplit(url).hostname} has {len(found)} feeds. Which one?"
    return Message((Paragraph(words), Listing(entries), Actions(buttons)), Visibility.PRIVATE)


def _added(added: Sequence[PlaceSource], problems: dict[str, Problem], others: int, next_step: Note) -> Message:
    entries = [
        Entry(
            one.name,
            f"can't be read just now: {problems[one.feed].words}" if one.feed in problems else shown_address(one.feed),
        )
        for one in added[:_MOST_NAMED]
    ]
    blocks: list[Heading | Listing | Note] = [Heading(f"{_count(len(added))} added", level=1), Listing(tuple(entries))]
    if more := len(added) - len(entries):
        blocks.append(Note(f"and {more} more"))
    if others:
        blocks.append(Note(f"{others} were here already, or may not be added."))
    return Message((*blocks, next_step), Visibility.PRIVATE)


def _none_works(url: str, found: Sequence[Candidate]) -> str:
    """Why none of the feeds of a site can be added."""
    words = "; ".join(
        f"{shown_address(one.found.url)} is {one.outcome.words}"
        for one in found[:_MOST_CHOICES]
        if isinstance(one.outcome, Problem)
    )
    return f"None of the feeds of {urlsplit(url).hostname} can be read: {words}."


def _state(source: PlaceSource, trouble: str) -> str:
    words = [shown_address(source.feed), "paused" if source.is_paused else "", trouble]
    return " · ".join(filter(None, words))


def _free_name(name: str, taken: set[str]) -> str:
    """A name that no other source of the place has."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free


def _title(other: str, name: str) -> str:
    return plain(name, _LONGEST_NAME).strip() or plain(other, _LONGEST_NAME)


def _amount_words(articles: Sequence[Article]) -> str:
    """How much a feed gives, as a sentence."""
    if not articles:
        return "It has no entries."
    excerpts = sum(article.excerpt_only for article in articles)
    how = f"{excerpts} of them only excerpts, whose pages are read" if excerpts else "all of them whole"
    return f"{len(articles)} article{'' if len(articles) == 1 else 's'}, {how}."


def _count(count: int) -> str:
    return f"{count} source{'' if count == 1 else 's'}"


def _told(words: str, more: str) -> Message:
    return Message((Paragraph(words), *((Note(more),) if more else ())), Visibility.PRIVATE)
