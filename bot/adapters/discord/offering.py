"""What the bot offers on Discord: every command with its options, and the menu of each message."""

from collections.abc import Awaitable, Callable, Mapping
from inspect import Parameter, Signature
from typing import Any, Literal

import discord
from discord import app_commands

from bot.adapters.discord.places import Interaction
from bot.commands import COMMANDS, GROUPS, SHORTCUTS, Command, Holds, Option, Shortcut

__all__ = ["CHANNELS", "Ask", "AskAbout", "Suggest", "offer"]

Ask = Callable[[Interaction, Command, Mapping[str, Any]], Awaitable[None]]
"""Answers a command, with what was chosen."""

AskAbout = Callable[[Interaction, Shortcut, discord.Message], Awaitable[None]]
"""Answers what is asked for about a message."""

Suggest = Callable[[Interaction, Command, Option, str], Awaitable[list[app_commands.Choice[str]]]]
"""What could stand in an option of which some is typed."""

CHANNELS = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
"""Where digests can be posted; a thread of them is asked in itself."""

# Who manages a server may let others have these as well, under Integrations; whether they may change anything, we ask ourselves.
_FOR_MANAGERS = discord.Permissions(manage_guild=True)
_HEALTH = "health"
_EVERYWHERE: Mapping[str, Any] = {
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
}


class _Channel(app_commands.Transformer):
    """A channel that the bot need not see: what is missing it can then say."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return CHANNELS

    async def transform(self, interaction: Interaction, value: Any, /) -> Any:  # noqa: ARG002 - the library's
        return value


_HELD: Mapping[Holds, Any] = {
    Holds.WORDS: str,
    Holds.CHANNEL: app_commands.Transform[Any, _Channel()],
    # Typed, with suggestions of ours: that nobody is called any more, the library's picker can't say.
    Holds.ROLE: str,
    Holds.DOCUMENT: discord.Attachment,
}


def offer(tree: app_commands.CommandTree[Any], ask: Ask, ask_about: AskAbout, suggest: Suggest) -> None:
    """Put all commands on a tree."""
    # Discord knows who sees something, and where, of what stands at the top alone.
    groups = {
        name: app_commands.Group(name=name, description=words, default_permissions=_FOR_MANAGERS, **_EVERYWHERE)
        for name, words in GROUPS.items()
    }
    for command in COMMANDS:
        (groups[command.group] if command.group else tree).add_command(_app_command(command, ask, suggest))
    for group in groups.values():
        tree.add_command(group)
    for shortcut in SHORTCUTS:
        tree.add_command(_menu(shortcut, ask_about))


def _app_command(command: Command, ask: Ask, suggest: Suggest) -> app_commands.Command[Any, ..., None]:
    async def callback(interaction: Interaction, **options: Any) -> None:
        await ask(interaction, command, {name: value for name, value in options.items() if value is not None})

    # discord.py reads a command's options off the signature of its function.
    parameters = [Parameter("interaction", Parameter.POSITIONAL_OR_KEYWORD, annotation=discord.Interaction)]
    parameters += map(_parameter, command.options)
    callback.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # what inspect looks at first
    described = app_commands.describe(**{option.name: option.help for option in command.options})(callback)
    name = command.name.removeprefix(command.group).strip()
    made: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=name, description=command.help, callback=described
    )
    if not command.group:
        made.allowed_contexts, made.allowed_installs = _EVERYWHERE.values()
        made.default_permissions = _FOR_MANAGERS if command.is_managing or name == _HEALTH else None
    for option in command.options:
        if option.is_suggested or option.holds is Holds.ROLE:
            made.autocomplete(option.name)(_suggesting(command, option, suggest))
    return made


def _parameter(option: Option) -> Parameter:
    """An option as discord.py reads it off a signature."""
    value: Any = Literal.__getitem__(option.choices) if option.choices else _HELD[option.holds]
    if option.is_required:
        return Parameter(option.name, Parameter.KEYWORD_ONLY, annotation=value)
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=None, annotation=value | None)


def _suggesting(command: Command, option: Option, suggest: Suggest) -> Any:
    async def autocomplete(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        return await suggest(interaction, command, option, current)

    return autocomplete


def _menu(shortcut: Shortcut, ask_about: AskAbout) -> app_commands.ContextMenu:
    async def callback(interaction: Interaction, message: discord.Message) -> None:
        await ask_about(interaction, shortcut, message)

    # discord.py reads what it is about off the annotation, and knows no alias of a class.
    callback.__annotations__["interaction"] = discord.Interaction
    return app_commands.ContextMenu(name=shortcut.label, callback=callback, **_EVERYWHERE)
