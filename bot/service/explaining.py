"""Why a story is in a digest and an article is not, as it was written down when the digest was made."""

from collections import Counter

from bot.errors import RequestError
from bot.messages import Block, Divider, Entry, Heading, Listing, Message, Note, Paragraph, Request, Visibility
from bot.plain import plain
from bot.ports import Tell
from bot.service.desk import Desk
from bot.service.receipts import LeftOut, Receipt, ToldStory, read_receipt
from bot.story_blocks import LONGEST_NAME, headline_of, outlet_of

__all__ = ["Explaining"]

_MOST_SHOWN = 10


class Explaining:
    """Answers why."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk

    async def why(self, request: Request, _: Tell) -> Message:
        """Why what somebody names is in a digest or not; without words, how all of the digest came about."""
        written = await self._desk.store.receipt(await self._desk.message_of(request))
        if not written:
            message = "Of that message it was not written down why; of the next digest it will be."
            raise RequestError(message)
        receipt = read_receipt(written)
        what = request.options.get("what", "").strip()
        blocks = await self._of(receipt, what) if what else _of_all(receipt)
        return Message(tuple(blocks), Visibility.PRIVATE)

    async def _of(self, receipt: Receipt, what: str) -> list[Block]:
        number = what.removeprefix("#").rstrip(".")
        stories = [
            (place, story)
            for place, story in enumerate(receipt.stories, 1)
            if (str(place) == number if number.isdecimal() else _has(what, story.headline, *story.outlets))
        ]
        blocks: list[Block] = []
        for place, story in stories[:_MOST_SHOWN]:
            blocks += await self._of_story(place, story)
        left = (
            [] if number.isdecimal() else [one for one in receipt.left_out if _has(what, one.what, one.outlet, one.url)]
        )
        if left:
            blocks += [Heading("Left out"), Listing(tuple(map(_entry, left[:_MOST_SHOWN])))]
        if not blocks:
            more = f" {_more_words(receipt)}" if receipt.more else ""
            message = f"Nothing that was read for that digest is called “{what[:60]}”.{more}"
            raise RequestError(message)
        return blocks

    async def _of_story(self, place: int, story: ToldStory) -> list[Block]:
        articles = await self._desk.store.articles.get(story.revisions)
        entries = [Entry(outlet_of(one), headline_of(one)) for one in articles]
        own = f"{story.independent} of them on their own" if len(story.outlets) > 1 else ""
        told = f"told again, as there is something new; {_count(story)}" if story.is_update else _count(story)
        lines = [f"In: {'; '.join(story.why)}." if story.why else "", f"Merged: {told}{f', {own}' if own else ''}."]
        return [
            Heading(f"{place} · {plain(story.headline, LONGEST_NAME)}"),
            *(Paragraph(line) for line in lines if line),
            Listing(tuple(entries)),
            Divider(),
        ]


def _of_all(receipt: Receipt) -> list[Block]:
    """How a digest came about: its stories, and what was left out by reason."""
    stories = [
        Entry(f"{place} · {plain(story.headline, LONGEST_NAME)}", "; ".join((_count(story), *story.why)))
        for place, story in enumerate(receipt.stories, 1)
    ]
    reasons = Counter(one.why for one in receipt.left_out)
    blocks: list[Block] = [Heading("Why this digest is as it is", level=1), Listing(tuple(stories))]
    if reasons:
        left = [Entry(f"{count} left out", why) for why, count in reasons.most_common(_MOST_SHOWN)]
        blocks += [Heading("Left out"), Listing(tuple(left))]
    if receipt.more:
        blocks.append(Note(_more_words(receipt)))
    blocks.append(Note("/why and a story's number, or words of a headline, tells of one."))
    return blocks


def _more_words(receipt: Receipt) -> str:
    """What is said of what was left out and is not in the receipt."""
    return f"{receipt.more} more were left out: older than it covers, the same again, or too many to write down."


def _entry(one: LeftOut) -> Entry:
    outlet = plain(one.outlet, LONGEST_NAME)
    return Entry(plain(one.what, LONGEST_NAME), f"{outlet}: {one.why}" if outlet else one.why)


def _count(story: ToldStory) -> str:
    count = len(story.revisions)
    outlets = ", ".join(plain(outlet, LONGEST_NAME) for outlet in story.outlets if outlet)
    return f"{count} article{'' if count == 1 else 's'} of {outlets}"


def _has(what: str, *texts: str) -> bool:
    """Whether some texts together have all the words that somebody names."""
    text = " ".join(texts).casefold()
    return all(word in text for word in what.casefold().split())
