"""What somebody asks by a command, a button, a form or the menu of a message -> what is asked of the service."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from bot.adapters.discord.answering import Answering
from bot.adapters.discord.buttons import read_button_id
from bot.adapters.discord.failures import PASSING, is_answered
from bot.adapters.discord.forms import form_of, read_form
from bot.adapters.discord.places import Interaction, first_of, person_of, place_of
from bot.commands import Command, Holds, Option, Shortcut, command_named
from bot.messages import MessageRef, Request, Suggestion
from bot.ports import Handler

__all__ = ["Asking"]

_LOG = logging.getLogger(__name__)
# https://docs.discord.com/developers/interactions/application-commands: choices, and the characters of one.
_MOST_SUGGESTED, _LONGEST_SUGGESTED = 25, 100
# The option of a form that says which message it is about; only this adapter knows it.
_ABOUT = "about-message"
# Of so many messages that somebody is just asking about it is known what they say; older forms have to be opened anew.
_MOST_OPEN = 1_000
# What takes a role away that is called; a picker of roles could not say that.
_NOBODY = "none"
# A form has to be shown within three seconds; what could stand in it is no reason to miss that.
_PATIENCE_S = 0.5
_MENTION = re.compile(r"<@&(\d+)>")
# What is asked from the menu of somebody's message is answered to who asks.
_FOR_ME = {"visibility": "only-me"}
_NOTHING: Mapping[str, discord.Attachment] = {}


class Asking:
    """Passes on what is asked."""

    def __init__(self, handler: Handler, answering: Answering) -> None:
        """Take who knows the answers and who shows them."""
        self._handler = handler
        self._answering = answering
        self._open: OrderedDict[tuple[int | None, str], str] = OrderedDict()

    async def command(self, interaction: Interaction, command: Command, chosen: Mapping[str, Any]) -> None:
        """Answer a command; one that is a form is shown as one if nothing was given with it."""
        if command.is_form and not chosen:
            await self._show_form(interaction, command, [option.name for option in command.options], {})
            return
        attached = {name: value for name, value in chosen.items() if isinstance(value, discord.Attachment)}
        # Of a channel or a role it is the id that counts.
        options = {name: str(getattr(value, "id", value)) for name, value in chosen.items() if name not in attached}
        # In the thread of a digest it is about that one.
        about = first_of(place_of(interaction), interaction.channel)
        await self._answer(interaction, command.name, options, about, attached)

    async def press(self, interaction: Interaction, id_: str) -> None:
        """Answer a press on a button; one that asks for something first opens a form."""
        read = read_button_id(id_)
        if read is None:
            return
        name, options, asks = read
        command = command_named(name)
        if asks and command:
            await self._show_form(interaction, command, asks, options)
        else:
            await self._answer(interaction, name, options)

    async def form(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        """Answer a form that was sent."""
        read = read_form(data)
        if read is None:
            return
        name, options = read
        # What a message says is forgotten when the bot is started anew; that there is nothing is said all the same.
        if about := options.pop(_ABOUT, ""):
            options["links"] = self._open.get((interaction.channel_id, about), "")
        await self._answer(interaction, name, options, _ref(interaction, about))

    async def about_message(self, interaction: Interaction, shortcut: Shortcut, message: discord.Message) -> None:
        """Answer what is asked about a message, with what it links to."""
        links, about = _text_of(message), str(message.id)
        command = command_named(shortcut.command)
        if shortcut.asks and command:
            # What is said in a channel, nobody finds from another one by its id.
            self._open[interaction.channel_id, about] = links
            self._open.move_to_end((interaction.channel_id, about))
            if len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
            await self._show_form(interaction, command, [shortcut.asks], {_ABOUT: about, **_FOR_ME})
            return
        options = {"links": links, **_FOR_ME}
        await self._answering.answer(interaction, shortcut.command, options, reply_to=_ref(interaction, about))

    async def suggestions(
        self, interaction: Interaction, command: Command, option: Option, current: str
    ) -> list[app_commands.Choice[str]]:
        """What could stand in an option."""
        if option.holds is Holds.ROLE:
            return _roles(interaction, current)
        # Of a channel or a role it is the id that counts.
        typed = {name: str(getattr(value, "id", value)) for name, value in interaction.namespace}
        found = await self._suggested(interaction, command, option, typed | {option.name: current})
        return [
            app_commands.Choice(name=one.label[:_LONGEST_SUGGESTED], value=one.value)
            for one in found[:_MOST_SUGGESTED]
            if one.label and len(one.value) <= _LONGEST_SUGGESTED
        ]

    async def _answer(
        self,
        interaction: Interaction,
        name: str,
        options: Mapping[str, str],
        about: MessageRef | None = None,
        attached: Mapping[str, discord.Attachment] = _NOTHING,
    ) -> None:
        """Have something answered. What a button or a form says can be anything: a client sends what somebody has made it send."""
        if command := command_named(name):
            options = _as_held(interaction, command, options)
        await self._answering.answer(interaction, name, options, reply_to=about, attached=attached)

    async def _show_form(
        self, interaction: Interaction, command: Command, asks: Sequence[str], options: Mapping[str, str]
    ) -> None:
        """Open a form; who may not send it is told so at once, and fills nothing in."""
        if command.is_managing and not (person_of(interaction).may_manage or place_of(interaction).person):
            await self._answering.answer(interaction, command.name, options)
            return
        try:
            filled = await self._filled(interaction, command, {key: options[key] for key in options if key != _ABOUT})
            await interaction.response.send_modal(form_of(command, asks, options, filled))
        except (discord.HTTPException, *PASSING) as error:
            if not is_answered(error):
                _LOG.warning("a form could not be shown: %s", error)

    async def _filled(self, interaction: Interaction, command: Command, known: Mapping[str, str]) -> dict[str, str]:
        """What stands in some fields of a form, until somebody changes it; with what is known of it already."""
        filled: dict[str, str] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                for option in command.options:
                    if option.is_prefilled and (found := await self._suggested(interaction, command, option, known)):
                        filled[option.name] = found[0].value
        return filled

    async def _suggested(
        self, interaction: Interaction, command: Command, option: Option, typed: Mapping[str, str]
    ) -> Sequence[Suggestion]:
        place, person = place_of(interaction), person_of(interaction)
        about = first_of(place, interaction.channel)
        options = _as_held(interaction, command, typed)
        request = Request(str(interaction.id), command.name, place, person, interaction.created_at, options, about)
        return await self._handler.suggest(request, option.name)


def _channel_of(interaction: Interaction, id_: str) -> str:
    """The id of a channel of this server that who asks can see; what is none is given on as what is no id."""
    data: Mapping[str, Any] = interaction.data or {}
    # What was chosen in a picker Discord describes, with what who chose it may do there.
    chosen = data.get("resolved", {}).get("channels", {}).get(id_)
    channel = interaction.guild.get_channel(int(id_)) if interaction.guild and id_.isdecimal() else None
    may = discord.Permissions(int(chosen["permissions"]) if chosen else 0)
    if not chosen and channel and isinstance(interaction.user, discord.Member):
        may = channel.permissions_for(interaction.user)
    return id_ if may.view_channel or place_of(interaction).person else f"#{id_}"


def _role_of(interaction: Interaction, typed: str) -> str:
    """The id of the role that somebody chose or whose name they typed; what names none is given on as what is no id."""
    name = typed.strip().removeprefix("@").casefold()
    mention = _MENTION.fullmatch(typed.strip())
    wanted = mention[1] if mention else name
    found = (id_ for label, id_ in _callable(interaction) if wanted in {id_, label.removeprefix("@").casefold()})
    return next(found, f"@{name}")


# What makes an id of what was given for an option that holds one.
_IDS: Mapping[Holds, Callable[[Interaction, str], str]] = {Holds.CHANNEL: _channel_of, Holds.ROLE: _role_of}


def _as_held(interaction: Interaction, command: Command, options: Mapping[str, str]) -> Mapping[str, str]:
    """Options of a command, with the ids of what was given for those that hold one."""
    held = {option.name: _IDS[option.holds] for option in command.options if option.holds in _IDS}
    return {key: held[key](interaction, one) if key in held else one for key, one in options.items()}


def _roles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The roles that fit what is typed."""
    fit = [one for one in _callable(interaction) if typed.casefold() in one[0].casefold()]
    return [app_commands.Choice(name=name[:_LONGEST_SUGGESTED], value=id_) for name, id_ in fit[:_MOST_SUGGESTED]]


def _callable(interaction: Interaction) -> Sequence[tuple[str, str]]:
    """The names and ids of the roles that can be called, and of nobody; everybody can't."""
    roles = interaction.guild.roles[:0:-1] if interaction.guild else []
    return [("nobody", _NOBODY), *((f"@{role.name}", str(role.id)) for role in roles if not role.managed)]


def _ref(interaction: Interaction, message: str) -> MessageRef | None:
    return MessageRef(place_of(interaction), message) if message else None


def _text_of(message: discord.Message) -> str:
    """What a message says and leads to."""
    return "\n".join([message.content, *(embed.url or "" for embed in message.embeds)]).strip()
