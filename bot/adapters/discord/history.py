"""Finding again on Discord what the bot has posted there."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime

import discord

from bot.adapters.discord.failures import PASSING, post_error
from bot.adapters.discord.places import messageable, place_in
from bot.adapters.discord.views import mark, mark_of
from bot.errors import PostError
from bot.messages import MessageRef, Place

__all__ = ["find"]

# A hundred come at once; who wrote more since than this, in that place, has written for hours.
_MOST_READ = 1_000
# Of a forum, so many of its posts are looked at.
_MOST_POSTS = 100


async def find(
    client: discord.Client, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None
) -> Mapping[str, MessageRef]:
    """Look up pages by their keys, among what the bot wrote in a place and behind the first page, if that is there.

    Discord forgets a nonce, and tells none with a message that is read later (discord.py, issue 2451): what it keeps, and gives
    back without any privileged intent, are the components of our own messages.

    Raises:
        PostError: See `bot.ports.Adapter.reconcile`.
    """
    wanted = {mark(key): key for key in keys}
    found: dict[str, MessageRef] = {}
    try:
        if forum := await _checked(client, place):
            found |= await _posts(client, forum, wanted, since)
        else:
            found |= await _within(client, await messageable(client, place), place, wanted, since)
        threads = {ref.id for ref in [first, *found.values()] if ref and ref.id.isdecimal()}
        if len(found) < len(wanted) and not place.person and not place.thread and threads:
            found |= await _behind(client, place, threads, wanted, since)
    except (discord.HTTPException, *PASSING) as error:
        raise post_error(place, error, is_sent=False) from error
    return found


async def _checked(client: discord.Client, place: Place) -> discord.ForumChannel | None:
    """The forum that a place is, if it is one.

    Discord shows who may not read a history an empty one, and what is there would be posted again.

    Raises:
        PostError: If the bot may not.
    """
    if place.person:
        return None
    channel = client.get_channel(int(place.channel)) or await client.fetch_channel(int(place.channel))
    if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        may = await _permissions(client, channel)
        if not may.read_message_history:
            words = f"the bot may not read what was posted in channel {place.home}; grant it Read Message History there"
            raise PostError(words, permanent=True)
    return channel if isinstance(channel, discord.ForumChannel) and not place.thread else None


async def _permissions(
    client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread
) -> discord.Permissions:
    """What the bot may do in a channel, or in the one that a thread is of: asked for where another process has its shard."""
    assert client.user  # noqa: S101 - it is connected
    own = channel.guild.get_member(client.user.id)
    parent = channel.parent if isinstance(channel, discord.Thread) else channel
    if own and parent:
        return parent.permissions_for(own)
    guild = await client.fetch_guild(channel.guild.id, with_counts=False)
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
    return (await guild.fetch_channel(parent_id)).permissions_for(await guild.fetch_member(client.user.id))


async def _within(
    client: discord.Client,
    channel: discord.abc.Messageable,
    place: Place,
    wanted: Mapping[int, str],
    since: datetime,
) -> dict[str, MessageRef]:
    """What stands in a channel or a thread."""
    found: dict[str, MessageRef] = {}
    count = 0
    async for message in channel.history(limit=_MOST_READ, after=since, oldest_first=False):
        count += 1
        key = wanted.get(mark_of(message)) if message.author == client.user else None
        if key:
            found[key] = MessageRef(place, str(message.id))
        if len(found) == len(wanted):
            return found
    if count == _MOST_READ:
        words = f"too much was written in channel {place.home} since to look it all through"
        raise PostError(words, permanent=True)
    return found


async def _behind(
    client: discord.Client, place: Place, threads: Collection[str], wanted: Mapping[int, str], since: datetime
) -> dict[str, MessageRef]:
    """What stands in the threads that began with some messages; there need be none."""
    found: dict[str, MessageRef] = {}
    for thread in threads:
        there = Place(place.platform, place.workspace, place.channel, thread)
        try:
            found |= await _within(client, client.get_partial_messageable(int(thread)), there, wanted, since)
        except discord.NotFound:
            continue
    return found


async def _posts(
    client: discord.Client, forum: discord.ForumChannel, wanted: Mapping[int, str], since: datetime
) -> dict[str, MessageRef]:
    """What stands in the post of a forum that began with a digest; no two of one digest are there."""
    found: dict[str, MessageRef] = {}
    async for thread in _own_threads(client, forum, since):
        found |= await _within(client, thread, place_in(thread), wanted, since)
        if found:
            break
    return found


async def _own_threads(
    client: discord.Client, forum: discord.ForumChannel, since: datetime
) -> AsyncIterator[discord.Thread]:
    """The posts of a forum that the bot began since an instant, open ones and closed ones."""
    open_ones = [thread for thread in await forum.guild.active_threads() if thread.parent_id == forum.id]
    closed = [thread async for thread in forum.archived_threads(limit=_MOST_POSTS)]
    for thread in {thread.id: thread for thread in [*open_ones, *closed]}.values():
        is_ours = client.user is not None and thread.owner_id == client.user.id
        if is_ours and discord.utils.snowflake_time(thread.id) >= since:
            yield thread
