"""A digest of pages that somebody names, which are no news of the place."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.commands import visibility
from bot.errors import RequestError
from bot.messages import Message, Request
from bot.ports import Tell
from bot.render import on_demand_title
from bot.service.desk import Desk
from bot.service.digests import Digests, Posting
from bot.service.links import read_pages
from bot.service.making import Making, Wish
from digest import Length, Style

__all__ = ["Reading"]


class Reading:
    """Reads what is behind links."""

    def __init__(self, desk: Desk, making: Making, digests: Digests) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making
        self._digests = digests

    async def read(self, request: Request, tell: Tell) -> Message:
        """A digest of the pages behind some links."""
        settings = await self._desk.places.of(request.place)
        pages = await read_pages(self._desk, request.place, request.options.get("links", ""), tell)
        now = self._desk.clock()
        # Whoever names a page wants it told, whatever is hidden here.
        wish = replace(Wish.of(settings, Length.STANDARD, Style(settings.style)), hidden=(), alone=())
        digest = await self._making.digest(await self._making.known(pages.articles), wish, now)
        if not digest.stories:
            raise RequestError(" ".join(["There is nothing to tell of these pages.", *pages.notes]))
        count = len(pages.articles)
        title = on_demand_title(
            now.astimezone(ZoneInfo(settings.zone)), settings.zone, f"{count} page{'' if count == 1 else 's'}"
        )
        seen_by = visibility(request.command, request.options)
        posting = Posting(request.place, title, seen_by, notes=pages.notes)
        # It is of none of the sources here, and not one of those that come by themselves.
        return await self._digests.edited(digest, replace(settings, sources=(), subscription=None), (), posting)
