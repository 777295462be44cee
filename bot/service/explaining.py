"""Why a story is in a digest and an article is not, as it was written down when the digest was made; and why no digest came."""

from datetime import date, datetime, time, timedelta

from bot.errors import RequestError
from bot.messages import Actions, Block, Divider, Entry, Heading, Listing, Message, Note, Paragraph, Request, Visibility
from bot.plain import plain
from bot.ports import Tell
from bot.service.desk import Desk
from bot.service.hours import day_words, hours_words, is_hour, moment_words, read_when
from bot.service.outcomes import anew_words, ended_words, next_words, outcome_words, tries_words
from bot.service.places import Settings
from bot.service.reasons import entry, left_out, more_words, outlets_of, whole
from bot.service.receipts import Receipt, ToldStory, read_receipt
from bot.store import Delivery, DeliveryState
from bot.story_blocks import LONGEST_NAME, headline_of, outlet_of
from bot.subscriptions import Due, dues_between

__all__ = ["Explaining"]

_MOST_SHOWN = 10
_DAY = timedelta(days=1)
# Nothing is kept for longer.
_LONGEST = timedelta(days=3650)
# Of a digest of which nobody saw anything, what was read for it is written down beside it, and not beside a message.
_SEEN = frozenset({DeliveryState.POSTED, DeliveryState.UNKNOWN})
_SHORTLY = {
    DeliveryState.EMPTY: "had nothing new to tell",
    DeliveryState.MISSED: "was missed",
    DeliveryState.FAILED: "could not be posted",
    DeliveryState.UNKNOWN: "may be there or not",
}
_NOTHING_WRITTEN = "Of that message it was not written down why; of the next digest it will be."


class Explaining:
    """Answers why."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk

    async def why(self, request: Request, _: Tell) -> Message:
        """Why what somebody names is in a digest or not; without words, how all of the digest came about, or why none came."""
        what, when = (request.options.get(name, "").strip() for name in ("what", "when"))
        *words, last = what.split() or [""]
        if when and is_hour(last):
            # when:today 07:00, without quotation marks.
            what, when = " ".join(words), f"{when} {last}"
        settings = await self._desk.places.of(request.place)
        now = self._desk.clock().astimezone(settings.hours)
        if when:
            delivery = await self._delivery(settings, *read_when(when, now), now)
            return Message(tuple(await self._of_delivery(settings, delivery, what, now)), Visibility.PRIVATE)
        # Who asks about one message is not told of another.
        is_any = not what and not request.options.get("message")
        note = await self._unseen(settings, request, now) if is_any else ""
        try:
            about = await self._desk.message_of(request)
            blocks = await self._of_message(about, what)
            if not await self._desk.store.is_in(
                about, {request.place.home, request.place.channel}, request.place.platform
            ):
                # The rest of it would be of this place's sources, and not of those that it was made of.
                blocks = [block for block in blocks if not isinstance(block, Actions)]
        except RequestError as error:
            raise RequestError(f"{error} {note}".strip()) from None
        return Message((*blocks, *([Note(note)] if note else [])), Visibility.PRIVATE)

    async def _of_message(self, message: str, what: str) -> list[Block]:
        """Why a message of ours is as it is, by its id.

        Raises:
            RequestError: If nobody knows.
        """
        written = await self._desk.store.receipt(message)
        if not written:
            raise RequestError(_NOTHING_WRITTEN)
        receipt = read_receipt(written)
        return (
            await self._of(message, receipt, what) if what else [*whole(receipt, await self._desk.store.cited(message))]
        )

    async def _unseen(self, settings: Settings, request: Request, now: datetime) -> str:
        """That a digest was due here after the last one that there is, and did not come; empty if none was."""
        last = await self._desk.store.last_message(request.place)
        found = await self._desk.places.deliveries(settings, max(last[1] if last else now, now - _LONGEST) - _DAY)
        due = [one for one in found if one.due.at <= now]
        if not due or due[-1].state is DeliveryState.POSTED:
            return ""
        if last and last[0] != due[-1].message and due[-1].due.at <= last[1]:
            return ""
        local = due[-1].due.at.astimezone(now.tzinfo)
        day = {now.date(): "today", now.date() - _DAY: "yesterday"}.get(local.date(), local.date().isoformat())
        is_alone = [_local(one.due, now).date() for one in found].count(local.date()) == 1
        when = f"when:{day}" if is_alone else f'when:"{day} {local:%H:%M}"'
        return f"The digest of {moment_words(local)} {_SHORTLY.get(due[-1].state, 'is not there yet')}; /why {when} tells why."

    async def _delivery(self, settings: Settings, day: date, hour: time | None, now: datetime) -> Delivery:
        """The delivery of a day, and an hour if one is named; else the last one that was due.

        Raises:
            RequestError: If there is none.
        """
        since = datetime.combine(max(day, (now - _LONGEST).date()), time.min, now.tzinfo) - _DAY
        found = await self._desk.places.deliveries(settings, since)
        of_day = [one for one in found if day in {_local(one.due, now).date(), one.due.day}]
        of_hour = [one for one in of_day if hour in {None, _local(one.due, now).time(), one.due.slot}]
        due = [one for one in of_hour if one.due.at <= now]
        if due or of_hour:
            return due[-1] if due else of_hour[0]
        at = f" at {hour:%H:%M}" if hour else ""
        # Nobody plans further, and behind the last year there is no calendar to reckon in.
        midnight = datetime.combine(min(day, (now + _LONGEST).date()), time.min, now.tzinfo)
        # A slot at midnight is one of that day.
        since = max(now, midnight) - timedelta.resolution
        dues = dues_between(settings.subscription, since, midnight + _DAY) if settings.subscription else ()
        coming = [one for one in dues if _local(one, now).date() == midnight.date()]
        if hours := [one.due.slot for one in of_day]:
            message = f"Nothing was due here on {day_words(day)}{at}; digests were due at {hours_words(hours)}."
        elif coming and not settings.is_paused:
            message = f"The digest of {day_words(day)} is still to come: at {hours_words(one.slot for one in coming)}."
        else:
            verb = "is" if day > now.date() else "was"
            message = f"Nothing {verb} due here on {day_words(day)}{at}; /schedule log has the last digests."
        raise RequestError(message)

    async def _of_delivery(self, settings: Settings, delivery: Delivery, what: str, now: datetime) -> list[Block]:
        """What became of a delivery, and why."""
        posts = await self._desk.store.post_counts([delivery.message])
        outcome = outcome_words(delivery, now, posts.get(delivery.message, 0))
        if delivery.state is DeliveryState.POSTED:
            outcome = f"{outcome}, {tries_words(delivery)}"
        head: list[Block] = [
            Heading(f"The digest of {moment_words(_local(delivery.due, now))}", level=1),
            Paragraph(f"{outcome[0].upper()}{outcome[1:]}."),
            *(Note(words) for words in [_way_out(settings, delivery, now)] if words),
        ]
        if delivery.state in _SEEN and delivery.message:
            return [*head, *await self._of_message(delivery.message, what)]
        if delivery.state is DeliveryState.EMPTY and delivery.receipt:
            receipt = read_receipt(delivery.receipt)
            return [*head, *(await self._of(delivery.message, receipt, what) if what else left_out(receipt))]
        return head

    async def _of(self, message: str, receipt: Receipt, what: str) -> list[Block]:
        number = what.removeprefix("#").rstrip(".")
        stories = [
            (place, story)
            for place, story in enumerate(receipt.stories, 1)
            if (str(place) == number if number.isdecimal() else _has(what, story.headline, *story.outlets))
        ]
        blocks: list[Block] = []
        for place, story in stories[:_MOST_SHOWN]:
            blocks += await self._of_story(message, place, story)
        left = (
            [] if number.isdecimal() else [one for one in receipt.left_out if _has(what, one.what, one.outlet, one.url)]
        )
        if left:
            blocks += [Heading("Left out"), Listing(tuple(map(entry, left[:_MOST_SHOWN])))]
        if not blocks:
            more = f" {more_words(receipt)}" if receipt.more else ""
            message = f"Nothing that was read for that digest is called “{what[:60]}”.{more}"
            raise RequestError(message)
        return blocks

    async def _of_story(self, message: str, place: int, story: ToldStory) -> list[Block]:
        articles = await self._desk.of_story(message, story.revisions)
        entries = [Entry(outlet_of(one), headline_of(one), is_printed=True) for one in articles]
        own = f"{story.independent} of them on their own" if len(story.outlets) > 1 else ""
        told = f"told again, as there is something new; {outlets_of(story)}" if story.is_update else outlets_of(story)
        lines = [f"In: {'; '.join(story.why)}." if story.why else "", f"Merged: {told}{f', {own}' if own else ''}."]
        return [
            Heading(f"{place} · {plain(story.headline, LONGEST_NAME)}"),
            *(Paragraph(line) for line in lines if line),
            Listing(tuple(entries)),
            Divider(),
        ]


def _way_out(settings: Settings, delivery: Delivery, now: datetime) -> str:
    """What can be done about a delivery that did not come; empty if there is nothing to be done."""
    match delivery.state:
        case DeliveryState.POSTED:
            return ""
        case DeliveryState.EMPTY:
            return f"What was shown here before is not shown again. {next_words(settings, now)}"
        case DeliveryState.UNKNOWN:
            return "It is not posted again, as it would be there twice; if it is not there, /digest has the news."
        case DeliveryState.FAILED if settings.problem:
            return f"{ended_words(settings)} {anew_words(settings)}"
        case DeliveryState.MISSED | DeliveryState.FAILED:
            return f"/digest has the news of now. {next_words(settings, now)}"
        case _:
            return "It comes by itself as soon as it can; /digest has the news of now."


def _local(due: Due, now: datetime) -> datetime:
    """When a slot is, in the zone of `now`."""
    return due.at.astimezone(now.tzinfo)


def _has(what: str, *texts: str) -> bool:
    """Whether some texts together have all the words that somebody names."""
    text = " ".join(texts).casefold()
    return all(word in text for word in what.casefold().split())
