"""What somebody asks by the command, a button or the menu of a message -> what is asked of the service."""

from collections.abc import Mapping
from dataclasses import replace

from slack_bolt.async_app import AsyncBoltContext

from bot.adapters.slack.answering import Answering, Screen
from bot.adapters.slack.askers import Asker, Askers, Body, origin_of_message
from bot.adapters.slack.buttons import read_button
from bot.adapters.slack.filling import FOR_ME, Ack, Filling
from bot.adapters.slack.forms import Origin, origin_of, title_of
from bot.adapters.slack.manifest import shortcut_id
from bot.adapters.slack.screens import Beside, InModal
from bot.adapters.slack.typed import links_in, options_meant
from bot.commands import SHORTCUTS, Command, command_named
from bot.errors import RequestError
from bot.typed import read_command

__all__ = ["Asking"]

# Of the addresses in a message that somebody asks about, in characters: they go along with the form.
_MOST_LINKS = 2_000


class Asking:
    """Passes on what is asked."""

    def __init__(self, answering: Answering, askers: Askers, filling: Filling) -> None:
        """Take who shows the answers, who knows who asks, and who opens forms."""
        self._answering = answering
        self._askers = askers
        self._filling = filling

    async def command(self, ack: Ack, context: AsyncBoltContext, body: Body) -> None:
        """Answer /digest; what was typed without what it needs is asked for by a form."""
        await ack()
        asker = await self._askers.of(context, body, Origin(str(body.get("channel_id", ""))))
        screen = _beside(asker)
        try:
            command, typed = read_command(str(body.get("text", "")), is_complete=False)
        except RequestError as error:
            await self._answering.say(str(error), screen)
            return
        options = options_meant(command, typed)
        if asks := _asked_for(command, options):
            await self._filling.open(asker, command, asks, options, screen)
        else:
            await self._answer(asker, command.name, options, screen)

    async def press(self, ack: Ack, context: AsyncBoltContext, body: Body, action: Body) -> None:
        """Answer a press on a button of ours, however old its message; one that asks for something first opens a form."""
        await ack()
        read = read_button(action)
        if read is None:
            return
        name, options, asks = read
        view = body.get("view") or {}
        is_modal = view.get("type") == "modal"
        origin = origin_of(view) if is_modal else origin_of_message(body)
        asker = await self._askers.of(context, body, origin, str(view.get("id", "")) if is_modal else "")
        command = command_named(name)
        screen = _in_modal(asker, name) if is_modal else _beside(asker)
        if asks and command:
            await self._filling.open(asker, command, asks, options, screen)
        elif view:
            await self._filling.answer(asker, name, {**FOR_ME, **options}, screen)
        else:
            await self._answer(asker, name, options, screen)

    async def about_message(self, ack: Ack, context: AsyncBoltContext, body: Body) -> None:
        """Answer what is asked about a message from its menu, with what it links to."""
        await ack()
        callback = str(body.get("callback_id", ""))
        shortcut = next((one for one in SHORTCUTS if shortcut_id(one.command) == callback), None)
        if shortcut is None:
            return
        message = body.get("message") or {}
        links, about = links_in(message, _MOST_LINKS), str(message.get("ts", ""))
        asker = await self._askers.of(context, body, replace(origin_of_message(body), about=about, links=links))
        screen = _beside(asker)
        command = command_named(shortcut.command)
        if shortcut.asks and command:
            await self._filling.open(asker, command, [shortcut.asks], {}, screen)
        else:
            await self._answering.answer(asker.request(shortcut.command, {"links": links, **FOR_ME}, about), screen)

    async def _answer(self, asker: Asker, name: str, options: Mapping[str, str], screen: Screen) -> None:
        if doubt := asker.doubt(name):
            await self._answering.say(doubt, screen)
            return
        checked = await self._askers.checked_of(asker, name, options)
        await self._answering.answer(asker.request(name, checked), screen)


def _beside(asker: Asker) -> Beside:
    return Beside(asker.workspace, asker.place, asker.person.id, asker.url)


def _in_modal(asker: Asker, name: str) -> InModal:
    """The modal in which something was pressed."""
    return InModal(asker.workspace, asker.view, title_of(name), asker.origin, asker.person.id, asker.place)


def _asked_for(command: Command, options: Mapping[str, str]) -> list[str]:
    """The options that a form asks for behind what was typed; none if all is there that the command needs."""
    missing = [one for one in command.options if one.is_required and not options.get(one.name, "").strip()]
    if missing or (command.is_form and not options):
        return [option.name for option in command.options]
    return []
