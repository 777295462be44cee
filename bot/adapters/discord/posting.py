"""Posting on Discord what comes by itself, and what goes on behind a message that is there."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import discord

from bot.adapters.discord.allowed import missing
from bot.adapters.discord.failures import PASSING, UNKNOWN_MESSAGE, post_error
from bot.adapters.discord.places import called, messageable, place_in
from bot.adapters.discord.rendering import Page, pages, without_pictures
from bot.adapters.discord.views import files, view
from bot.errors import PostError
from bot.messages import Heading, Manner, Message, MessageRef, Place
from bot.plain import plain
from bot.ports import Terms

__all__ = ["TERMS", "Post", "go_on", "post", "posts"]

_LOG = logging.getLogger(__name__)

TERMS = Terms(
    # https://docs.discord.com/developers/topics/rate-limits: so many requests a second of one bot.
    per_second=50.0,
    # Documented nowhere, and long observed: five messages in five seconds of one channel (discord-api-docs, issue 20).
    place_pause_s=1.0,
    # https://docs.discord.com/developers/resources/message: who sends a nonce again within "the past few minutes" is given the
    # message that is there. How many is not said; one surely is.
    key_lives=timedelta(minutes=1),
    has_history=True,
    has_pointers=True,
)

# https://docs.discord.com/developers/resources/channel: of the name of a thread.
_LONGEST_NAME = 100
_UNNAMED = "Digest"
# https://docs.discord.com/developers/topics/opcodes-and-status-codes: the message has a thread already.
_HAS_THREAD = 160_004
# Likewise: something in the message is not as it has to be.
_INVALID_FORM = 50_035
# Likewise: it is a forum, in which all stands in posts of their own.
_NO_TEXT = 50_008
_PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class Post:
    """A message of Discord, and how it is posted.

    Attributes:
        page: What it shows.
        name: What its thread is called, if it gets one.
        manner: Of the first of several; what goes on behind it has none of its own.
    """

    page: Page
    name: str
    manner: Manner = _PLAIN


def posts(message: Message) -> tuple[Post, ...]:
    """The messages of Discord that a message takes."""
    name = _name_of(message)
    first, *others = pages(message)
    return Post(first, name, message.manner), *(Post(page, name) for page in others)


async def post(client: discord.Client, place: Place, part: Post, key: str, first: MessageRef | None) -> MessageRef:
    """Post a part; with the key of one that was posted just before it is that one.

    Raises:
        PostError: See `bot.ports.Adapter.post`.
    """
    where = await _behind(client, first, part.name) if first else place
    try:
        return await _sent(client, where, part, key)
    except PostError as error:
        if where == place or not error.permanent or error.is_everywhere or error.is_of_message:
            raise
        # Somebody has closed or deleted the thread; the place is there all the same.
        return await _sent(client, place, part, key)


async def _sent(client: discord.Client, place: Place, part: Post, key: str, fetched: object = None) -> MessageRef:
    channel = fetched or _known(client, place)
    try:
        target = await messageable(client, place)
    except (discord.HTTPException, *PASSING) as error:
        raise post_error(place, error, is_sent=False) from error
    try:
        if isinstance(channel, discord.ForumChannel):
            return await _begin(channel, part, key)
        sent = await target.send(
            view=view(part.page, key),
            files=files(part.page),
            nonce=key,
            silent=part.manner.is_silent,
            allowed_mentions=_calling(part.page),
        )
    except (discord.HTTPException, *PASSING) as error:
        code = error.code if isinstance(error, discord.HTTPException) else 0
        # So Discord answers to a nonce whose message was deleted since (discord-api-docs, pull request 6647): it was there.
        if isinstance(error, discord.NotFound) and code == UNKNOWN_MESSAGE:
            return MessageRef(place, key)
        if code == _NO_TEXT and channel is None and (forum := await _forum(client, place)):
            return await _sent(client, place, part, key, forum)
        bare = replace(part, page=without_pictures(part.page))
        if code == _INVALID_FORM and bare != part:
            # What Discord has against a picture is documented nowhere; without it, all is said as well.
            return await _sent(client, place, bare, key, channel)
        raise _with_names(client, place, part.manner, post_error(place, error, is_sent=True)) from error
    await _go_with(client, place, channel, sent, part)
    return MessageRef(place, str(sent.id))


def _known(client: discord.Client, place: Place) -> object:
    """What a place is, where that matters and is known without asking: a channel of a server whose shard this client has."""
    return None if place.person or place.thread else client.get_channel(int(place.channel))


async def _channel(client: discord.Client, place: Place) -> object:
    """What a place is, where that matters; where another process has its shard, Discord is asked."""
    if place.person or place.thread:
        return None
    return _known(client, place) or await client.fetch_channel(int(place.channel))


async def _forum(client: discord.Client, place: Place) -> discord.ForumChannel | None:
    """The forum that a place of another process's shard turns out to be; None if it is none.

    Raises:
        PostError: If that can't be found out now.
    """
    try:
        channel = await _channel(client, place)
    except (discord.HTTPException, *PASSING) as error:
        raise post_error(place, error, is_sent=False) from error
    return channel if isinstance(channel, discord.ForumChannel) else None


async def go_on(client: discord.Client, first: MessageRef, message: Message, more: Sequence[Page]) -> list[MessageRef]:
    """Go on behind an answer that is there, as far as the bot may write: in its thread, which it is given if the place wants that.

    Args:
        client: What connects us.
        first: What its first page is.
        message: The answer.
        more: Its other pages.
    """
    if not more and not message.manner.has_thread:
        return []
    place, refs = first.place, list[MessageRef]()
    try:
        place = await _behind(client, first, _name_of(message))
    except PostError as error:
        _LOG.warning("%s", error)
    try:
        target = await messageable(client, place)
        for number, page in enumerate(more, 1):
            sent = await target.send(view=view(page), files=files(page), nonce=f"{first.id}-{number}")
            refs.append(MessageRef(place, str(sent.id)))
    except (discord.HTTPException, *PASSING) as error:
        _LOG.warning("an answer in channel %s goes on where it was asked for: %s", place.home, error)
    return refs


async def _begin(forum: discord.ForumChannel, part: Post, key: str) -> MessageRef:
    """Begin a post of a forum, with a tag where it has to have one."""
    # Some tags only moderators may give.
    tags = sorted(forum.available_tags, key=lambda tag: tag.moderated)[:1] if forum.flags.require_tag else []
    made = await forum.create_thread(
        name=part.name,
        view=view(part.page, key),
        files=files(part.page),
        applied_tags=tags,
        silent=part.manner.is_silent,
        allowed_mentions=_calling(part.page),
    )
    return MessageRef(place_in(made.thread), str(made.message.id))


async def _behind(client: discord.Client, first: MessageRef, name: str) -> Place:
    """Where what belongs to a message goes on: in its thread, which is made if there is none; where none can be, behind it.

    Raises:
        PostError: If that can't be found out now.
    """
    place = first.place
    # One that was deleted has no id that anybody knows.
    if place.person or place.thread or not first.id.isdecimal():
        return place
    thread = Place(place.platform, place.workspace, place.channel, first.id)
    if client.get_channel(int(first.id)):
        return thread
    try:
        channel = await _channel(client, place)
        if not isinstance(channel, discord.TextChannel):
            return place
        await channel.get_partial_message(int(first.id)).create_thread(name=name)
    except (discord.HTTPException, *PASSING) as error:
        if isinstance(error, discord.HTTPException) and error.code == _HAS_THREAD:
            return thread
        wrong = post_error(place, error, is_sent=False)
        if not wrong.permanent:
            raise wrong from error
        # It may not, or there are too many.
        return place
    return thread


async def _go_with(client: discord.Client, place: Place, channel: object, sent: discord.Message, part: Post) -> None:
    """What is done with a message once it is there; it stays there, whatever comes of that."""
    manner = part.manner
    if not (manner.is_published or manner.has_thread):
        return
    try:
        channel = channel or await _channel(client, place)
        is_news = isinstance(channel, discord.TextChannel) and channel.is_news()
        if manner.is_published and is_news:
            await sent.publish()
        if manner.has_thread and isinstance(channel, discord.TextChannel):
            await _behind(client, MessageRef(place_in(channel), str(sent.id)), part.name)
    except (discord.HTTPException, PostError, *PASSING) as error:
        _LOG.warning(
            "message %s in channel %s is there, and not all that goes with it: %s", sent.id, sent.channel.id, error
        )


def _calling(page: Page) -> discord.AllowedMentions:
    """The one role that may be called, as somebody who manages the place has said so; else nobody."""
    roles = [discord.Object(int(page.role))] if page.role else False
    return discord.AllowedMentions(everyone=False, users=False, roles=roles, replied_user=False)


def _with_names(client: discord.Client, place: Place, manner: Manner, error: PostError) -> PostError:
    """An error that names the permissions that are missing, where they are known."""
    channel = None if place.person else client.get_channel(int(place.home))
    if not error.permanent or error.is_everywhere or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return error
    names = missing(client, channel, manner)
    if not names:
        return error
    words = f"Discord does not let the bot post in {called(client, place)}; grant it {', '.join(names)} there"
    return PostError(words, permanent=True)


def _name_of(message: Message) -> str:
    heading = next((block.text for block in message.blocks if isinstance(block, Heading)), _UNNAMED)
    return plain(heading, _LONGEST_NAME).strip() or _UNNAMED
