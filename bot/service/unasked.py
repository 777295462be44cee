"""What the bot says and does that nobody asked it for: how to begin, where it can't read along, and what ends where it has left."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot.commands import command_named
from bot.messages import Actions, Button, Heading, Message, Note, Paragraph, Place, Request
from bot.notices import BACK, ELSEWHERE, owner_notice
from bot.ports import Leaving, by_id
from bot.service.desk import Desk
from bot.service.outcomes import next_words
from bot.service.sharing import Shared
from bot.store import Notice, StoredSubscription

__all__ = ["Unasked"]

_REMOVED = "the bot was removed"
_PROBLEMS = {
    Leaving.GONE: "the {} was deleted",
    Leaving.ARCHIVED: "the {} was archived",
    Leaving.REMOVED: "the bot was removed from the {}",
}
_AT_ONCE = "/digest shows the news at once; /help has all there is."
# In the store, under which name it is noted that something was said about a message.
_SAID = "heard:{}"
# People talk in threads, most of which have nothing to do with us: of so many it is known for so long.
_QUIET, _MOST_QUIET = timedelta(minutes=10), 10_000


class Unasked:
    """Sees to what happens around the bot."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk
        self._looked: Shared[None] = Shared(_QUIET, _MOST_QUIET)

    async def joined(self, place: Place, *, is_invited: bool) -> Message | None:
        """See `bot.ports.Handler.joined`."""
        if not place.workspace:
            return None
        is_new = await self._desk.store.presence.joined(place, self._desk.clock())
        self._desk.places.changed()
        if not (is_new or is_invited):
            return None
        settings = await self._desk.places.of(place)
        if is_invited and settings.read and (settings.subscription or settings.problem):
            # It was set up before, be it from elsewhere: it goes on, or this is how it does.
            words = next_words(settings, self._desk.clock())
            return Message((Heading("Pullquote is here", level=1), Paragraph(words), Note(_AT_ONCE)))
        return Message(
            (
                Heading("Pullquote is here", level=1),
                Paragraph(
                    "News digests in the outlets’ own sentences, with who said what. Nothing in them is reworded."
                ),
                Paragraph(
                    "Whoever manages things here begins with /setup: a source, an hour, and a digest comes every day."
                ),
                Actions((_set_up_button(),)),
                Note(f"Where there are sources, {_AT_ONCE}"),
            )
        )

    async def left(self, place: Place, called: str, how: Leaving) -> None:
        """See `bot.ports.Handler.left`."""
        if not (place.workspace or place.channel):
            return
        what = "thread" if place.thread else "channel"
        problem = _PROBLEMS[how].format(what) if place.channel else _REMOVED
        # In a workspace that does not want the bot any more, nobody waits for its words.
        way = ELSEWHERE if how is Leaving.GONE else BACK
        notice_of = partial(_notice, problem=problem, called=called, way=way) if place.channel else _nobody_is_told
        await self._desk.store.presence.left(place, self._desk.clock(), problem, notice_of)
        self._desk.places.changed()

    async def heard(self, request: Request) -> Message | None:
        """See `bot.ports.Handler.heard`: said once of each message of ours, in each thread of conversation."""
        words: list[Message] = []

        async def look() -> None:
            words.extend(await self._said_now(request))

        # Where nothing is to be said, nobody looks again for a while.
        await self._looked.get((request.place.home, request.reply_to), self._desk.clock(), look)
        return words[0] if words else None

    async def is_about_news(self, request: Request) -> bool:
        """Whether something was written beside a message of ours that shows news."""
        about = await self._desk.beside(request)
        is_ours = bool(about) and await self._desk.is_here(about, request)
        return is_ours and bool(await self._desk.store.cited(about))

    async def _said_now(self, request: Request) -> Sequence[Message]:
        """What is said to somebody, and noted as said; nothing if it was said before, or if there is nothing of ours to be asked about."""
        about = await self._desk.of_ref(request.reply_to) if request.reply_to else ""
        threads, key = self._desk.store.threads, _SAID.format(about)
        if not about or await threads.get(request.place, key) is not None or not await self._desk.store.cited(about):
            return ()
        await threads.set(request.place, key, "", self._desk.clock())
        words = "Ask about this digest: press Ask, or begin with a mention of me; I can’t read other messages."
        return (Message((Note(words), Actions((Button("Ask", "ask", {"message": about}, asks=("question",)),)))),)


def _set_up_button() -> Button:
    command = command_named("setup")
    asks = tuple(option.name for option in command.options) if command else ()
    return Button("Set it up", "setup", asks=asks)


def _notice(subscription: StoredSubscription, problem: str, called: str, way: str) -> Notice | None:
    """What the owner of a digest is told whose place is gone, or is a thread of one that is."""
    return owner_notice(subscription, problem, called or by_id(subscription.place), way)


def _nobody_is_told(_: StoredSubscription) -> Notice | None:
    return None
