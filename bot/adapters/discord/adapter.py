"""The connection to Discord."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from inspect import Parameter, Signature
from typing import Any, Literal
from urllib.parse import parse_qsl

import discord
from discord import app_commands

from bot.adapters.discord.posting import PASSING, TERMS, find, post, view
from bot.adapters.discord.rendering import BUTTON, Page, pages
from bot.commands import COMMANDS, GROUPS, Command, Option, visibility
from bot.errors import PlatformError, PostError, RequestError
from bot.messages import Manner, Message, MessageRef, Note, Person, Place, Request, Visibility
from bot.ports import Handler, Terms

__all__ = ["DiscordAdapter"]

_LOG = logging.getLogger(__name__)
_SORRY = "Something went wrong on my side. Whoever runs me finds the reason in the log."
# So long discord.py waits by itself where Discord asks it to; the least that it can be told.
_LONGEST_WAIT_S = 30.0
_Interaction = discord.Interaction[discord.Client]


class DiscordAdapter:
    """Discord, as `bot.ports.Adapter`."""

    platform = "discord"

    def __init__(self, token: str) -> None:
        """Take the bot's token."""
        self._token = token
        self._client: _Client | None = None

    def connect(self, handler: Handler) -> discord.Client:
        """The client that passes on to a handler what people ask; it is not started."""
        self._client = _Client(handler)
        return self._client

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`."""
        async with self.connect(handler) as client:
            try:
                await client.start(self._token)
            except discord.LoginFailure:
                words = "Discord does not accept the token; copy it anew from the Bot page of the developer portal into DISCORD_TOKEN"
                raise PlatformError(words) from None
            except PASSING as error:
                words = f"Discord can't be reached ({error}); check the connection"
                raise PlatformError(words, permanent=False) from error
            except discord.DiscordException as error:
                words = f"Discord refuses the connection ({error})"
                raise PlatformError(words) from error

    @property
    def terms(self) -> Terms:
        """See `bot.ports.Adapter.terms`."""
        return TERMS

    def lay_out(self, message: Message) -> Sequence[Page]:
        """See `bot.ports.Adapter.lay_out`."""
        return pages(message)

    async def obstacle(self, place: Place, manner: Manner) -> str:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.obstacle`."""
        return ""

    async def post(self, place: Place, part: Page, key: str, first: MessageRef | None = None) -> MessageRef:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.post`."""
        return await post(self._connected(), place, part, key)

    async def reconcile(
        self,
        place: Place,
        keys: Sequence[str],
        since: datetime,
        first: MessageRef | None = None,  # noqa: ARG002 - the protocol's
    ) -> Mapping[str, MessageRef]:
        """See `bot.ports.Adapter.reconcile`."""
        return await find(self._connected(), place, keys, since)

    def _connected(self) -> discord.Client:
        if self._client is None or not self._client.is_ready():
            words = "the bot is not connected to Discord just now"
            raise PostError(words, permanent=False, is_everywhere=True)
        return self._client


class _Client(discord.Client):
    """Offers all commands, and passes on what people ask."""

    def __init__(self, handler: Handler) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=_LONGEST_WAIT_S,
        )
        self._handler = handler
        self.tree = app_commands.CommandTree(self)
        groups = {name: app_commands.Group(name=name, description=words) for name, words in GROUPS.items()}
        for command in COMMANDS:
            (groups[command.group] if command.group else self.tree).add_command(self._app_command(command))
        for group in groups.values():
            self.tree.add_command(group)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_interaction(self, interaction: _Interaction) -> None:
        """Answer a press on one of our buttons, however old its message; commands go through the tree."""
        data: Any = interaction.data or {}
        name = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.component and name.startswith(BUTTON):
            command, _, options = name.removeprefix(BUTTON).partition("?")
            await self._answer(interaction, command, dict(parse_qsl(options)))

    def _app_command(self, command: Command) -> app_commands.Command[Any, ..., None]:
        async def callback(interaction: _Interaction, **options: str | None) -> None:
            await self._answer(interaction, command.name, {key: value for key, value in options.items() if value})

        # discord.py reads a command's options off the signature of its function.
        parameters = [Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)]
        parameters += map(_parameter, command.options)
        callback.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # what inspect looks at first
        described = app_commands.describe(**{option.name: option.help for option in command.options})(callback)
        name = command.name.removeprefix(command.group).strip()
        return app_commands.Command(name=name, description=command.help, callback=described)

    async def _answer(self, interaction: _Interaction, command: str, options: dict[str, str]) -> None:
        """Tell Discord at once that we heard, then answer; errors only to who asked."""
        is_private = visibility(command, options) is Visibility.PRIVATE
        await interaction.response.defer(ephemeral=is_private, thinking=True)
        try:
            message = await self._handler.answer(_request(interaction, command, options))
        except RequestError as error:
            await self._tell(interaction, str(error), is_private=is_private)
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("/%s failed", command)
            await self._tell(interaction, _SORRY, is_private=is_private)
        else:
            await self._show(interaction, message, is_private=is_private)

    async def _show(self, interaction: _Interaction, message: Message, *, is_private: bool) -> None:
        refs: list[MessageRef] = []
        try:
            for page in pages(message):
                sent = await interaction.followup.send(view=view(page), ephemeral=is_private, wait=True)
                refs.append(MessageRef(_place(interaction), str(sent.id)))
        except (discord.HTTPException, *PASSING):
            _LOG.exception("an answer could not be shown")
        finally:
            await (self._handler.posted(message, refs) if refs else self._handler.not_posted(message))

    async def _tell(self, interaction: _Interaction, words: str, *, is_private: bool) -> None:
        """Say something to who asked and nobody else, even where the answer was to be public.

        Who sees the first message after a deferral is settled by the deferral; only a second one can be for one person.
        Deleted before that, the first takes the rest with it (discord-api-docs, issues 2739 and 2866).
        """
        if not is_private:
            await interaction.edit_original_response(content="…")
        page = pages(Message((Note(words),)))[0]
        try:
            await interaction.followup.send(view=view(page), ephemeral=True)
        finally:
            if not is_private:
                await interaction.delete_original_response()


def _parameter(option: Option) -> Parameter:
    """An option as discord.py reads it off a signature."""
    value: Any = Literal.__getitem__(option.choices) if option.choices else str
    if option.is_required:
        return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=value)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=None, annotation=value | None)


def _request(interaction: _Interaction, command: str, options: dict[str, str]) -> Request:
    place = _place(interaction)
    person = Person(str(interaction.user.id), interaction.user.display_name, interaction.permissions.manage_guild)
    return Request(str(interaction.id), command, place, person, interaction.created_at, options)


def _place(interaction: _Interaction) -> Place:
    channel = interaction.channel
    if interaction.guild_id is None:
        return Place.of_person("discord", "", str(interaction.user.id))
    workspace = str(interaction.guild_id)
    if isinstance(channel, discord.Thread):
        return Place("discord", workspace, str(channel.parent_id), str(channel.id))
    return Place("discord", workspace, str(interaction.channel_id or ""))
