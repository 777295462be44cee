"""Where something is asked on Discord, by whom, and what is meant by it."""

from typing import TypeAlias

import discord

from bot.messages import MessageRef, Person, Place
from bot.ports import by_id

__all__ = [
    "PLATFORM",
    "Interaction",
    "called",
    "first_of",
    "is_guest",
    "messageable",
    "person_of",
    "place_in",
    "place_of",
    "ref_of",
    "written_by",
]

PLATFORM = "discord"

Interaction: TypeAlias = discord.Interaction[discord.Client]


def place_of(interaction: Interaction) -> Place:
    """Where an interaction is; where the bot is nobody's member, it is with the person alone."""
    channel = interaction.channel
    if interaction.guild_id is None or is_guest(interaction):
        return Place.of_person(PLATFORM, "", str(interaction.user.id))
    if isinstance(channel, discord.Thread):
        return place_in(channel)
    return Place(PLATFORM, str(interaction.guild_id), str(interaction.channel_id or ""))


def place_in(channel: "discord.abc.MessageableChannel", person: str = "") -> Place:
    """A channel or a thread as a place; direct messages are those of a person, by their id."""
    guild = channel.guild
    if guild is None:
        return Place.of_person(PLATFORM, "", person)
    if isinstance(channel, discord.Thread):
        return Place(PLATFORM, str(guild.id), str(channel.parent_id), str(channel.id))
    return Place(PLATFORM, str(guild.id), str(channel.id))


def called(client: discord.Client, place: Place, role: str = "") -> str:
    """See `bot.ports.Adapter.called`; roles are looked for in the place's server."""
    if role:
        guild = client.get_guild(int(place.workspace)) if place.workspace else None
        found = guild.get_role(int(role)) if guild and role.isdecimal() else None
        return f"@{found.name}" if found else by_id(place, role)
    channel = None if place.person else client.get_channel(int(place.home))
    return f"#{channel.name}" if isinstance(channel, discord.abc.GuildChannel | discord.Thread) else by_id(place)


async def messageable(client: discord.Client, place: Place) -> discord.abc.Messageable:
    """Where a place's messages go; of a person, their direct messages, which are opened if they are not."""
    if place.person:
        return await client.create_dm(discord.Object(int(place.person)))
    return client.get_partial_messageable(int(place.home))


def is_guest(interaction: Interaction) -> bool:
    """Whether only the person has the bot here, and not the server or the group: it can answer, and do nothing else."""
    if interaction.guild_id is None:
        return interaction.context.private_channel
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def person_of(interaction: Interaction) -> Person:
    """Who asks."""
    user = interaction.user
    return Person(str(user.id), user.display_name, interaction.permissions.manage_guild)


def written_by(message: discord.Message) -> Person:
    """Who wrote a message."""
    author = message.author
    may_manage = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    return Person(str(author.id), author.display_name, may_manage)


def ref_of(message: discord.Message) -> MessageRef | None:
    """What a message was written beside: the one it replies to, else the one that its thread began with; None if it stands alone."""
    place = place_in(message.channel, str(message.author.id))
    reference = message.reference
    if reference and reference.message_id and reference.type is discord.MessageReferenceType.reply:
        return MessageRef(place, str(reference.message_id))
    return first_of(place, message.channel)


def first_of(place: Place, channel: object) -> MessageRef | None:
    """The message that a thread began with, whose id is the thread's own; None if it is no thread."""
    # Of a thread in which only a person has the bot, nothing is known.
    if not isinstance(channel, discord.Thread) or not place.thread:
        return None
    # A post of a forum stands in its own thread, any other where the thread branches off.
    is_post = isinstance(channel.parent, discord.ForumChannel)
    return MessageRef(place if is_post else Place(place.platform, place.workspace, place.channel), place.thread)
