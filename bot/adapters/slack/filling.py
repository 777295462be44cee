"""Modals: forms that are opened, chosen in and sent, and answers that stand in them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.adapters.slack.answering import Answering, Screen, in_words
from bot.adapters.slack.askers import Asker, Askers, Body
from bot.adapters.slack.failures import UNANSWERED, code_of
from bot.adapters.slack.forms import Origin, answer_view, choices_of, form_of, read_form, title_of, waiting_view
from bot.adapters.slack.looking import Looking
from bot.adapters.slack.posting import link_in
from bot.adapters.slack.screens import InModal
from bot.adapters.slack.texts import own_words, shown
from bot.commands import Command, command_named
from bot.errors import PullquoteError
from bot.messages import Message, Request, Suggestion
from bot.ports import Handler

__all__ = ["FOR_ME", "Ack", "Filling"]

_LOG = logging.getLogger(__name__)

Ack = Callable[..., Awaitable[Any]]
"""Says that something was heard, and what is to be done with the form it came from; bolt's."""

FOR_ME = {"visibility": "only-me"}
"""What is asked from a button, a form or the menu of a message is answered to who asks."""

# A form is closed or changed with the acknowledgement, if what it asks for is there by then; else it says that it takes longer.
_PATIENCE_S = 0.5
# What is offered in a list is offered by then, or nothing is; with each letter it is asked for anew.
_LONGEST_OFFER_S = 0.8
# Slack changes a form as it was told with the acknowledgement; what is told right behind that could come before it.
_APART_S = 0.5
# Of the words beside a field.
_LONGEST_ERROR = 1_000
_WORKING = "One moment …"
_LATE = "That took Slack too long to open; try again."
_NOT_OPENED = "Slack did not open that just now; try again."
# What Slack answers where a trigger is too old, or was used before (https://docs.slack.dev/reference/methods/views.open).
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})


class Filling:
    """Has people fill forms in, and answers them there."""

    def __init__(self, handler: Handler, answering: Answering, askers: Askers, looking: Looking) -> None:
        """Take who knows the answers, who shows them, who knows who asks, and who shows the home of the app."""
        self._handler = handler
        self._answering = answering
        self._askers = askers
        self._looking = looking

    async def open(
        self, asker: Asker, command: Command, asks: Sequence[str], options: Mapping[str, str], screen: Screen
    ) -> None:
        """Open a form; who may not send it is told so at once, and fills nothing in."""
        if doubt := asker.doubt(command.name):
            await self._answering.say(doubt, screen)
            return
        if command.is_managing and not (asker.person.may_manage or asker.place.person):
            await self._answering.answer(asker.request(command.name, options), screen)
            return
        filled = {**await self._filled(asker, command, asks, options), **options}
        known = {name: value for name, value in options.items() if name not in asks}
        await self._put(asker, form_of(command, asks, known, filled, asker.origin), screen)

    async def answer(self, asker: Asker, name: str, options: Mapping[str, str], screen: Screen) -> None:
        """Answer in the modal in which it was asked; where it was in none, in one that is opened for it."""
        title = title_of(name)
        view = await self._put(asker, waiting_view(title, _WORKING, asker.origin), screen)
        if not view:
            return
        options = await self._askers.checked_of(asker, name, options)
        modal = InModal(asker.workspace, view, title, asker.origin, asker.person.id, asker.place)
        found = asker.doubt(name) or await self._answering.find(asker.request(name, options), modal)
        await self._answering.tell(found, modal)
        await self._refresh(asker)

    async def sent(self, ack: Ack, context: AsyncBoltContext, body: Body) -> None:
        """Answer a form that was sent: in its place, and as an error beside a field if it can't be as it was filled in."""
        view = body.get("view") or {}
        read = read_form(view)
        if read is None:
            await ack()
            return
        finding = asyncio.ensure_future(self._found(context, body, *read))
        try:
            await asyncio.wait([finding], timeout=_PATIENCE_S)
            is_there = finding.done()
            if not is_there:
                await ack(response_action="update", view=waiting_view(title_of(read[0]), _WORKING, read[2]))
                await asyncio.sleep(_APART_S)
            screen, answer = await finding
        finally:
            finding.cancel()
        if is_there:
            await self._acknowledge(ack, view, screen, answer)
        else:
            await self._answering.tell(answer, screen)
        if read[2].is_home:
            await self._looking.refresh(screen.workspace, screen.person)

    async def _found(
        self, context: AsyncBoltContext, body: Body, name: str, options: Mapping[str, str], origin: Origin
    ) -> tuple[InModal, Message | str]:
        """What comes of a form, and where it is to be shown. Who sent it and what they can see, Slack may take long to tell."""
        asker = await self._askers.of(context, body, origin, str((body.get("view") or {}).get("id", "")))
        about = {"links": origin.links} if origin.links or origin.about else {}
        options = await self._askers.checked_of(asker, name, {**about, **FOR_ME, **options})
        screen = InModal(asker.workspace, asker.view, title_of(name), origin, asker.person.id, asker.place)
        request = asker.request(name, options, origin.about)
        return screen, asker.doubt(name) or await self._answering.find(request, screen)

    async def choices(self, ack: Ack, context: AsyncBoltContext, body: Body, payload: Body) -> None:
        """Offer what could stand in a field of a form; nothing if that takes too long to wait for."""
        offering = asyncio.ensure_future(self._offered(context, body, payload))
        await asyncio.wait([offering], timeout=_LONGEST_OFFER_S)
        await ack(options=choices_of(offering.result() if offering.done() else ()))
        # It is not broken off in what it does: who it is for is known then, and with the next letter it is faster.
        await offering

    async def _offered(self, context: AsyncBoltContext, body: Body, payload: Body) -> Sequence[Suggestion]:
        read = read_form(body.get("view") or {})
        command = command_named(read[0]) if read else None
        if read is None or command is None:
            return ()
        _, options, origin = read
        name, typed = str(payload.get("block_id", "")), str(payload.get("value") or "")
        try:
            asker = await self._askers.of(context, body, origin)
        except PullquoteError as error:
            _LOG.warning("nothing could be offered in a form: %s", error)
            return ()
        options = await self._askers.checked_of(asker, command.name, options)
        return await self._suggested(asker.request(command.name, {**options, name: typed}), name)

    async def _acknowledge(self, ack: Ack, view: Body, screen: InModal, answer: Message | str) -> None:
        """Acknowledge a form with what came of it."""
        field = _first_field(view)
        if isinstance(answer, str) and field:
            await ack(response_action="errors", errors={field: shown(own_words(answer), _LONGEST_ERROR)})
            return
        message = in_words(answer) if isinstance(answer, str) else answer
        answered = answer_view(screen.title, message, screen.origin, link_in(screen.workspace))
        await ack(response_action="update", view=answered)
        await self._handler.posted(message, [])

    async def _put(self, asker: Asker, view: Mapping[str, Any], screen: Screen) -> str:
        """Show a view in the modal that is open, or open one; its id, or nothing if that failed and who asked was told so."""
        client = asker.workspace.answering
        try:
            if asker.view:
                answer = await client.views_update(view_id=asker.view, view=dict(view))
            else:
                answer = await client.views_open(trigger_id=asker.trigger, view=dict(view))
        except UNANSWERED as error:
            _LOG.warning("a modal could not be shown: %s", error)
            await self._answering.say(_LATE if code_of(error) in _TOO_LATE else _NOT_OPENED, screen)
            return ""
        return str(answer["view"]["id"])

    async def _refresh(self, asker: Asker) -> None:
        """Show in the home of the app what came of what was asked there."""
        if asker.origin.is_home:
            await self._looking.refresh(asker.workspace, asker.person.id)

    async def _filled(
        self, asker: Asker, command: Command, asks: Sequence[str], options: Mapping[str, str]
    ) -> dict[str, str]:
        """What stands in some fields of a form, until somebody changes it; with what is known of it already."""
        request = asker.request(command.name, options)
        names = [option.name for option in command.options if option.name in asks and option.is_prefilled]
        found = await asyncio.gather(*(self._suggested(request, name) for name in names))
        return {name: one[0].value for name, one in zip(names, found, strict=True) if one}

    async def _suggested(self, request: Request, option: str) -> Sequence[Suggestion]:
        """What could stand in an option; nothing if that takes too long to wait for."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await self._handler.suggest(request, option)
        except (TimeoutError, PullquoteError):
            return ()


def _first_field(view: Body) -> str:
    """The first field of a form, beside which an error stands."""
    return next((str(block["block_id"]) for block in view.get("blocks", ()) if block.get("type") == "input"), "")
