"""What the bot may do in a channel of Discord, and what to grant it where it may not."""

from collections.abc import Iterator

import discord

from bot.messages import Manner, Place

__all__ = ["missing", "obstacle"]

_NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "read_message_history": "Read Message History",
}


def obstacle(client: discord.Client, place: Place, manner: Manner) -> str:
    """See `bot.ports.Adapter.obstacle`; what is not known of a channel, and whether a person takes direct messages, shows only when something is posted."""
    if place.person:
        return ""
    channel = client.get_channel(int(place.home))
    guild = client.get_guild(int(place.workspace)) if place.workspace else None
    if channel is None and guild is not None and not place.thread:
        return f"I can't see that channel; grant me {_NAMES['view_channel']} and {_NAMES['send_messages']} there."
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ""
    if names := missing(client, channel, manner):
        return f"I can't post in that channel yet: grant me {_listed(names)} there."
    if manner.is_published and not _is_news(channel):
        return "Only what is posted in an announcement channel can be published to other servers."
    return _unheard(client, channel, manner.role)


def missing(client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread, manner: Manner) -> list[str]:
    """The names of the permissions that the bot lacks to post in a channel in some manner, as Discord shows them; none if that is not known."""
    has = _permissions(client, channel)
    if has is None:
        return []
    return [_NAMES[name] for name in _needed(channel, manner) if not getattr(has, name)]


def _needed(channel: discord.abc.GuildChannel | discord.Thread, manner: Manner) -> Iterator[str]:
    yield "view_channel"
    is_thread = isinstance(channel, discord.Thread)
    yield "send_messages_in_threads" if is_thread else "send_messages"
    # For the bot's own messages, after a crash.
    yield "read_message_history"
    if manner.has_thread and isinstance(channel, discord.TextChannel):
        yield "create_public_threads"
    # What is long goes on in a post of a forum; without that, it would have to begin another one.
    if isinstance(channel, discord.ForumChannel) or (manner.has_thread and isinstance(channel, discord.TextChannel)):
        yield "send_messages_in_threads"


def _is_news(channel: object) -> bool:
    return isinstance(channel, discord.TextChannel) and channel.is_news()


def _permissions(
    client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread
) -> discord.Permissions | None:
    own = channel.guild.get_member(client.user.id) if client.user else None
    return channel.permissions_for(own) if own else None


def _unheard(client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread, role_id: str) -> str:
    """Why nobody would hear that a role is called; empty if they would."""
    if not role_id:
        return ""
    role = channel.guild.get_role(int(role_id)) if role_id.isdecimal() else None
    has = _permissions(client, channel)
    if role is None:
        return "The role to be called is not there any more."
    if role.mentionable or has is None or has.mention_everyone:
        return ""
    return f"Nobody would be called: let everybody mention the role {role.name}, or grant me Mention All Roles in that channel."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
