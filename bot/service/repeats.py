"""A digest that is asked for again at once: where it is there already, the way to it is enough."""

from datetime import timedelta

from bot.commands import visibility
from bot.messages import Actions, Button, Message, Note, Pointer, Request, Visibility
from bot.service.desk import Desk
from bot.service.making import Making
from bot.service.receipts import read_receipt
from bot.service.wanted import Wanted

__all__ = ["Repeats"]

# Whoever was not there when a digest was posted still has it in sight.
_LATELY = timedelta(minutes=10)
_MINUTE = timedelta(minutes=1)
# The option by which a digest is made anew all the same.
_AGAIN = "again"


class Repeats:
    """Finds digests that were posted a moment ago."""

    def __init__(self, desk: Desk, making: Making) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making

    async def pointer(self, request: Request) -> Message | None:
        """The way to the digest that somebody asks for; None if it was not posted just now, or would be another one by now.

        Nothing is fetched to find that out: it is made again, if need be, of what is stored, and compared.
        """
        place, store = request.place, self._desk.store
        adapter = self._desk.adapter(place.platform)
        is_private = visibility(request.command, request.options) is Visibility.PRIVATE
        if adapter is None or not adapter.terms.has_pointers or is_private or request.options.get(_AGAIN):
            return None
        settings, now = await self._desk.places.of(place), self._desk.clock()
        if not settings.read:
            return None
        wanted = Wanted.of(settings, request.options)
        posted = await store.posted_since(place, now - _LATELY)
        last = next((one for one in posted if read_receipt(one.receipt).asked == wanted.options), None)
        if last is None:
            return None
        digest, _ = await wanted.digest(store, self._making, now)
        would_show = [article.revision for story in digest.stories for article in story.articles]
        if would_show != [article.revision for article in await store.cited(last.id)]:
            return None
        minutes = (now - last.at) // _MINUTE
        ago = f"The digest of {minutes} min ago" if minutes > 0 else "The digest of just now"
        words = "It would be the same again: nothing new has come in since that it would show."
        anew = Button("Make it anew", request.command, {**request.options, _AGAIN: "yes"})
        return Message((Pointer(ago, last.ref), Note(words), Actions((anew,))), Visibility.PRIVATE)
