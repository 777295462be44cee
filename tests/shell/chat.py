"""A chat with the bot: what a person types, and what is shown. Real service, store, poller, fetcher and reader; a web of this machine."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from io import StringIO
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from aiohttp import web

from bot.adapters.terminal import Terminal
from bot.config import LimitsConfig
from bot.deliveries import Deliveries
from bot.errors import PullquoteError, RequestError
from bot.fetch import Fetcher
from bot.messages import Actions, Heading, Manner, Message, MessageRef, Note, Person, Place, Request, Visibility
from bot.monitoring import Metrics
from bot.polling import Poller
from bot.ports import Adapter, Handler, Terms, by_id
from bot.service import Defaults, Desk, Places, Service
from bot.store import Store
from bot.subscriptions import Subscription
from bot.typed import read_command
from bot.workers import Reader
from tests.shell.loopback import Answer, serve_any

__all__ = ["ANN", "BOB", "NEWS", "NOW", "OTHER", "Chat", "Knobs", "Shown", "Stage", "feed", "start_bot", "story"]

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
_EXACT = Terms(per_second=1_000, has_history=True)
NEWS, OTHER = Place("pigeon", "T1", "news"), Place("pigeon", "T1", "other")
ANN, BOB = Person("1", "Ann", may_manage=True), Person("2", "Bob")


@dataclass(frozen=True)
class Shown:
    """What is shown of an answer.

    Attributes:
        text: As a terminal shows it.
        is_private: Whether only who asked sees it.
        message: The answer; None for words about why there is none.
        ref: What the platform calls it.
    """

    text: str
    is_private: bool
    message: Message | None = None
    ref: MessageRef | None = None

    @property
    def headings(self) -> list[str]:
        """Its headings, in order."""
        return [block.text for block in self.message.blocks if isinstance(block, Heading)] if self.message else []

    @property
    def buttons(self) -> list[str]:
        """What stands on its buttons."""
        blocks = self.message.blocks if self.message else ()
        return [button.label for block in blocks if isinstance(block, Actions) for button in block.buttons]


@dataclass
class Stage:
    """What all chats share: one event loop, a child that reads, and a web whose pages each chat writes."""

    runner: asyncio.Runner
    reader: Reader
    address: str
    pages: dict[str, Answer | web.Response | bytes] = field(default_factory=dict)

    @staticmethod
    @contextmanager
    def set_up() -> Iterator["Stage"]:
        pages: dict[str, Answer | web.Response | bytes] = {}
        with asyncio.Runner() as runner:
            stack = AsyncExitStack()

            async def enter() -> tuple[Reader, str]:
                reader = await stack.enter_async_context(Reader(timeout_s=60))
                return reader, await stack.enter_async_context(serve_any(pages))

            reader, address = runner.run(enter())
            try:
                yield Stage(runner, reader, address, pages)
            finally:
                runner.run(stack.aclose())


class Pigeons:
    """A platform that keeps what comes by itself."""

    platform = "pigeon"
    token_id = ""

    def __init__(self, now: Callable[[], datetime], terms: Terms) -> None:
        self.now = now
        self.terms = terms
        self.posted: list[tuple[Place, Message]] = []
        # What is raised by the next posts instead.
        self.failures: list[BaseException] = []
        # Why nothing can be posted in some channels, by their ids; or what is raised instead.
        self.obstacles: dict[str, str | PullquoteError] = {}

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    def lay_out(self, message: Message) -> Sequence[Message]:
        return [message]

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        obstacle = self.obstacles.get(place.home, "")
        if isinstance(obstacle, PullquoteError):
            raise obstacle
        return obstacle

    async def post(self, place: Place, part: Message, key: str, first: MessageRef | None = None) -> MessageRef:
        if self.failures:
            raise self.failures.pop(0)
        self.posted.append((place, part))
        return MessageRef(place, key)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        there = [MessageRef(where, f"{message.id}-0") for where, message in self.posted]
        assert since <= self.now()
        return {ref.id: ref for ref in there if ref.place == place and ref.id in keys}


class ChatClock:
    """The clock of a chat: time passes as a test says what time it is; who waits is not held up."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._began = self._latest = now()
        self._waited = 0.0

    def elapsed(self) -> float:
        self._latest = max(self._latest, self.now())
        return (self._latest - self._began).total_seconds() + self._waited

    async def sleep(self, seconds: float) -> None:
        self._waited += seconds


@dataclass(frozen=True)
class Knobs:
    """What a test may say of a bot.

    Attributes:
        sources: Those of config.toml, by name: each a path of the web here.
        now: When it begins.
        zone: Time zone of every place.
        slots: When a digest comes by itself to the place `NEWS`.
        limits: How often anybody may ask.
        blocked: What nobody may add.
        terms: On what terms the platform takes posts.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    now: datetime = NOW
    zone: str = "Europe/Berlin"
    slots: tuple[str, ...] = ()
    limits: LimitsConfig = field(default_factory=lambda: LimitsConfig(cooldown_s=0))
    blocked: tuple[str, ...] = ()
    terms: Terms = _EXACT


class Chat:
    """A bot and those who talk to it. The clock stands still unless a test sets it."""

    def __init__(self, stage: Stage, where: Path | str, knobs: Knobs) -> None:
        """Begin a chat on a stage, with a database, and with what a test says of the bot."""
        self.stage = stage
        self.web = stage.pages
        self.web.clear()
        self.now = knobs.now
        self.pigeons = Pigeons(lambda: self.now, knobs.terms)
        self.told: list[str] = []
        self._where = where
        self._knobs = knobs
        self._last: Shown | None = None
        self._numbers = iter(range(1_000_000))
        self._stack = AsyncExitStack()
        self.open()

    def url(self, path: str) -> str:
        """The address of a page of the web here."""
        return f"{self.stage.address}/{path}"

    def open(self) -> None:
        """Start the bot."""
        try:
            self._run(self._open)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop the bot."""
        self._run(self._stack.aclose)

    def restart(self) -> None:
        """Stop the bot and start it anew."""
        self.close()
        self._stack = AsyncExitStack()
        self.open()

    def does(self, step: Callable[[Desk], Awaitable[T]]) -> T:
        """What a step gives."""
        return self._run(lambda: step(self.desk))

    def types(
        self, text: str, by: Person = ANN, at: Place = NEWS, reply_to: Shown | None = None, *, is_shown: bool = True
    ) -> Shown:
        """What is shown to somebody who types a command."""
        try:
            command, options = read_command(text.removeprefix("/"), is_named=True)
        except RequestError as error:
            return _words(error)
        return self.asks(command.name, options, by, at, reply_to, is_shown=is_shown)

    def asks(
        self,
        command: str,
        options: Mapping[str, str],
        by: Person = ANN,
        at: Place = NEWS,
        reply_to: Shown | None = None,
        *,
        is_shown: bool = True,
    ) -> Shown:
        """What is shown to somebody who asks for a command."""
        ref = reply_to.ref if reply_to else None
        request = Request(f"r{next(self._numbers)}", command, at, by, self.now, options, ref)

        async def answered() -> Shown:
            try:
                message = await self.service.answer(request, self.told.append)
            except RequestError as error:
                return _words(error)
            posted = MessageRef(at, uuid4().hex)
            await (self.service.posted(message, [posted]) if is_shown else self.service.not_posted(message))
            return _shown(message, posted)

        shown = self._run(answered)
        if shown.message and shown.message.id:
            self._last = shown
        return shown

    def ask_at_once(self, requests: Sequence[tuple[str, Mapping[str, str]]]) -> None:
        """Somebody asks for several commands at the same moment; what is refused is not told."""
        asked = [
            self.service.answer(Request(f"r{next(self._numbers)}", command, NEWS, ANN, self.now, options))
            for command, options in requests
        ]

        async def all_() -> None:
            await asyncio.gather(*asked, return_exceptions=True)

        self._run(all_)

    def presses(self, label: str, by: Person = ANN, on: Shown | None = None, **asked: str) -> Shown:
        """What is shown to somebody who presses a button of the last message that has some, and says what it asks for."""
        shown = on or self._last
        assert shown
        assert shown.message
        buttons = [one for block in shown.message.blocks if isinstance(block, Actions) for one in block.buttons]
        (button,) = [one for one in buttons if one.label == label]
        assert shown.ref
        assert tuple(asked) == button.asks
        return self.asks(button.command, {**button.options, **asked}, by, shown.ref.place)

    def comes(self, at: datetime | None = None) -> list[Shown]:
        """What comes by itself when it is looked at an instant what is due; now, if none is given."""
        self.now = at or self.now
        before = len(self.pigeons.posted)
        self._run(self._deliver)
        return [_shown(message, MessageRef(place, "")) for place, message in self.pigeons.posted[before:]]

    async def _deliver(self) -> None:
        await self.deliveries.wake(self.now)
        await self.deliveries.settled()

    async def _open(self) -> None:
        knobs = self._knobs
        sources = {name: self.url(path) for name, path in knobs.sources.items()}
        bot = await start_bot(
            self._stack, self._where, self.stage.reader, lambda: self.now, self.pigeons, replace(knobs, sources=sources)
        )
        self.desk, self.service, self.deliveries = bot

    def _run(self, work: Callable[[], Awaitable[T]]) -> T:
        async def run() -> T:
            return await work()

        return self.stage.runner.run(run())


async def start_bot(
    stack: AsyncExitStack,
    where: Path | str,
    reader: Reader,
    now: Callable[[], datetime],
    adapter: Adapter,
    knobs: Knobs,
) -> tuple[Desk, Service, Deliveries]:
    """Put a bot together as the program does, with a fetcher that reads this machine and a clock that a test moves.

    Args:
        stack: Closes it.
        where: Its database.
        reader: Open.
        now: The clock.
        adapter: Of its one platform.
        knobs: With the whole addresses of the sources.
    """
    store = await stack.enter_async_context(Store(where))
    fetcher = await stack.enter_async_context(Fetcher(allow_loopback=True, pause_s=0, clock=now))
    platform, slots = adapter.platform, tuple(map(time.fromisoformat, knobs.slots))
    subscription = Subscription(f"{platform}:news", replace(NEWS, platform=platform, workspace=""), slots, knobs.zone)
    defaults = Defaults(knobs.sources, knobs.zone, subscription if slots else None)
    places = Places(store, lambda _: defaults)
    await places.adopt(knobs.sources, now())
    await places.adopt_subscriptions([subscription] if slots else [], now())
    poller = Poller(fetcher, reader, store, now)
    stack.push_async_callback(poller.aclose)
    adapters = {platform: adapter}
    desk = Desk(
        store, poller, places, fetcher, reader, now, knobs.limits, Metrics(), knobs.blocked, adapter=adapters.get
    )
    service = Service(desk)
    return desk, service, Deliveries(service, store, adapters, ChatClock(now))


def feed(*titles: str, day: str = "23", hour: str = "18", outlet: str = "Dorn Mail", body: str = "") -> bytes:
    """A feed with an article for each title, each a story of its own unless they have a body in common."""
    items = ""
    for title in titles:
        content = body or _body(title)
        items += (
            f"<item><title>{title}</title><link>https://{outlet.replace(' ', '').lower()}.example/{title.replace(' ', '-')}</link>"
            f"<pubDate>{day} Nov 2026 {hour}:00:00 GMT</pubDate><content:encoded><![CDATA[{content}]]></content:encoded></item>"
        )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{outlet}</title>{items}</channel></rss>"
    ).encode()


def _body(title: str) -> str:
    """An article about a headline's first word, in words that no other article has."""
    draw = random.Random(title)  # noqa: S311 - nothing secret
    thing = title.split(maxsplit=1)[0].lower()

    def words(count: int) -> str:
        return " ".join("".join(draw.choices("bcdfglmnprstvaeiou", k=8)) for _ in range(count))

    return (
        f"<p>The old {thing} was {words(9)}, as {words(4)} showed.</p>"
        f"<p>“We {words(8)},” said {thing.capitalize()}son, the warden. “But {words(6)}.”</p><p>It {words(9)}.</p>"
    )


def story(title: str, *sentences: str, path: str, outlet: str = "Dorn Mail", day: str = "23") -> str:
    """An entry of a feed with these sentences, a paragraph each."""
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f"<item><title>{title}</title><link>https://{outlet.replace(' ', '').lower()}.example/{path}</link>"
        f"<pubDate>{day} Nov 2026 18:00:00 GMT</pubDate><content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )


def _shown(message: Message, ref: MessageRef) -> Shown:
    stream = StringIO()
    Terminal(stream).post(message)
    return Shown(stream.getvalue(), message.visibility is Visibility.PRIVATE, message, ref)


def _words(error: RequestError) -> Shown:
    stream = StringIO()
    Terminal(stream).post(Message((Note(str(error)),)))
    return Shown(stream.getvalue(), is_private=True)
