"""Setting a place up in one go: a source, and when a digest of it comes by itself. What goes wrong with one hides nothing of the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.errors import RequestError
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Heading,
    Listing,
    Message,
    Note,
    Paragraph,
    Request,
    Visibility,
)
from bot.ports import Tell, nobody
from bot.service.desk import Desk
from bot.service.hours import is_hour
from bot.service.outcomes import schedule_options
from bot.service.packs import packs
from bot.service.scheduling import TAKEN_OVER, Scheduling
from bot.service.sourcing import NEXT_STEPS, Sourcing

__all__ = ["Starting"]

# When a digest comes where nobody says when.
_MORNING = "07:00"
_NOTHING_TO_READ = "Nothing can come yet, as there are no sources here. Name a site, a feed or a starter pack, like /sources add https://example.org or /sources add science."


class Starting:
    """Sets places up."""

    def __init__(self, desk: Desk, sourcing: Sourcing, scheduling: Scheduling) -> None:
        """Take what it works with, and whose steps it takes together."""
        self._desk = desk
        self._sourcing = sourcing
        self._scheduling = scheduling

    async def setup(self, request: Request, tell: Tell) -> Message:
        """Add a source, let a digest come by itself, and show what it would be now."""
        options = {name: value.strip() for name, value in request.options.items() if value.strip()}
        if not options:
            message = (
                f"Say what to read, and when: /setup science time:{_MORNING}, or /setup https://example.org "
                f"time:{_MORNING} zone:Europe/Berlin. The starter packs are {', '.join(packs())}."
            )
            raise RequestError(message)
        # It is typed without a name as well: "science 07:00".
        words = options.get("source", "").split()
        address = " ".join(word for word in words if not is_hour(word))
        hours = options.get("time") or " ".join(filter(is_hour, words))
        named = [*filter(None, (options.get("pack", ""), address))]
        sources = await self._sources(request, named, tell)
        schedule = await self._schedule(request, hours, options.get("zone", ""))
        preview, id_, buttons = await self._preview(request, tell, is_named=bool(named))
        parts: list[list[Block]] = [*sources, schedule, preview, [Actions(tuple(buttons))]]
        # Whoever chose no channel, outside of all, reads where it comes.
        title = "Setup · your direct messages" if request.place.person else "Setup"
        return Message((Heading(title, level=1), *_divided(parts)), Visibility.PRIVATE, id_)

    async def _sources(self, request: Request, named: Sequence[str], tell: Tell) -> list[list[Block]]:
        """What came of each source, or of those of the channel in which somebody asks."""
        if named:
            return [await self._source(request, one, tell) for one in named]
        async with self._desk.places.turn(request.place):
            now = self._desk.clock()
            was_taken = await self._desk.places.take_over(request.place, request.asked_in, now)
        return [[Paragraph(TAKEN_OVER)]] if was_taken else []

    async def _source(self, request: Request, named: str, tell: Tell) -> list[Block]:
        try:
            added = await self._sourcing.sources_add(replace(request, options={"source": named}), tell)
        except RequestError as error:
            return [Paragraph(str(error))]
        return _as_part(block for block in added.blocks if block not in NEXT_STEPS)

    async def _schedule(self, request: Request, hours: str, zone: str) -> list[Block]:
        """When digests come: as somebody says, else as they did, else every morning."""
        settings = await self._desk.places.of(request.place)
        before = settings.subscription or settings.ended
        chosen = schedule_options(before) if before else {"times": _MORNING}
        said = {name: value for name, value in (("times", hours), ("zone", zone)) if value}
        if before and zone == before.zone:
            # It stood in the form.
            del said["zone"]
        try:
            if settings.subscription and chosen == chosen | said:
                shown = await self._scheduling.schedule_show(request, nobody)
            else:
                async with self._desk.places.turn(request.place):
                    shown = await self._scheduling.let_come(replace(request, options=chosen | said))
        except RequestError as error:
            return [Heading("Schedule"), Paragraph(f"Not set: {error}"), Note("/schedule set 07:00 sets it.")]
        return _as_part(_next_alone(shown.blocks))

    async def _preview(self, request: Request, tell: Tell, *, is_named: bool) -> tuple[list[Block], str, list[Button]]:
        """The first story of the next digest as it would be now, the id of its message, and how to go on."""
        add = Button("Add a source", "sources add", asks=("source",))
        settings = await self._desk.places.of(request.place)
        if not settings.read:
            # What was named could not be added, or there is a choice: it stands above.
            once = ["It comes once there is a source."] if settings.subscription else []
            return [*map(Paragraph, once if is_named else [_NOTHING_TO_READ])], "", [add]
        add = replace(add, label="Add another source")
        try:
            preview = await self._scheduling.schedule_preview(request, tell)
        except RequestError as error:
            return [Paragraph(str(error))], "", [add]
        # Behind the last story stand its buttons and its small print.
        first, *others, _ = preview.sections()
        blocks = _as_part(first)
        if not others:
            return blocks, preview.id, [add]
        stories = "1 more story" if len(others) == 1 else f"{len(others)} more stories"
        return [*blocks, Note(f"And {stories}.")], preview.id, [Button("Preview", "schedule preview"), add]


def _next_alone(blocks: Iterable[Block]) -> Iterator[Block]:
    """When digests come, and of the next ones the first alone."""
    for block in blocks:
        match block:
            case Listing(entries):
                yield from (Paragraph(f"The next one comes {one.name}.") for one in entries[:1])
            case Note():
                pass
            case _:
                yield block


def _as_part(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a message as a part of another."""
    return [replace(block, level=2) if isinstance(block, Heading) else block for block in blocks]


def _divided(parts: Iterable[Sequence[Block]]) -> list[Block]:
    """Those parts in which there is something, with a line between each two."""
    blocks: list[Block] = []
    for part in filter(None, parts):
        blocks += [Divider(), *part] if blocks else part
    return blocks
