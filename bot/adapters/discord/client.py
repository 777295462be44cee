"""The client: what Discord tells the bot, passed on to whoever answers it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot.adapters.discord.answering import Answering
from bot.adapters.discord.asking import Asking
from bot.adapters.discord.failures import PASSING
from bot.adapters.discord.invitation import invitation
from bot.adapters.discord.offering import offer
from bot.adapters.discord.pace import evenly
from bot.adapters.discord.places import PLATFORM, Interaction, place_in
from bot.adapters.discord.rendering import pages
from bot.adapters.discord.talking import Talking
from bot.adapters.discord.underway import Underway
from bot.adapters.discord.views import view
from bot.config import DiscordConfig
from bot.messages import Place
from bot.ports import Handler

__all__ = ["Client", "Link"]

_LOG = logging.getLogger(__name__)
# So long discord.py waits by itself where Discord asks it to; the least that it can be told.
_LONGEST_WAIT_S = 30.0
_MOMENT_S = 0.1
# What is known of a server that the bot was sent away from is kept for 30 days, and taken up again if it was taken back while it
# was not running.
_NEW = timedelta(days=31)

# Nobody here speaks, and whoever runs the bot need not be told that it can't.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


@dataclass(frozen=True, slots=True)
class Link:
    """A part of the connection, as the client that is it sees it.

    Attributes:
        shards: The numbers of its shards; all, as many as Discord recommends, if empty.
        is_ours: Whether no other process can be connected by it.
        take_turn: Waits until a shard may say who it is.
    """

    shards: tuple[int, ...]
    is_ours: Callable[[], bool]
    take_turn: Callable[[int], Awaitable[None]]


class Client(discord.AutoShardedClient):
    """Offers all commands, and passes on what people ask and write, and where the bot is taken in or sent away.

    Attributes:
        underway: What is being answered.
        first_shard: The number of the first of its shards.
    """

    def __init__(
        self,
        handler: Handler,
        settings: DiscordConfig,
        link: Link | None = None,
        pace: aiohttp.TraceConfig | None = None,
    ) -> None:
        """Take who knows the answers, what config.toml says, what part of the connection this is, and how fast Discord is asked.

        Without a part, it is all that config.toml says, at a pace of its own.
        """
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = settings.message_content
        super().__init__(
            intents=intents,
            shard_count=settings.shard_count,
            shard_ids=list(link.shards if link else settings.shards) or None,  # type: ignore[arg-type] # None is what it is by default
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=_LONGEST_WAIT_S,
            http_trace=pace or evenly(),
            # What is remembered of messages and members is remembered by nobody here.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._handler = handler
        self._settings = settings
        self._link = link
        self.underway = Underway()
        self.first_shard = min(self.shard_ids or [0])
        self._asking = Asking(handler, Answering(handler))
        self._talking = Talking(handler, reads_all=settings.message_content)
        self.tree = _Tree(self)
        offer(
            self.tree,
            self._counted(self._asking.command),
            self._counted(self._asking.about_message),
            self._asking.suggestions,
        )

    @property
    def is_ours(self) -> bool:
        """Whether what Discord tells is told to this process alone."""
        return self._link is None or self._link.is_ours()

    async def setup_hook(self) -> None:
        """Let Discord know all commands, unless another client of this process does."""
        if self._link is None:
            await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Say who it is when it is its turn, and never where another process is by now."""
        if self._link is None:
            await super().before_identify_hook(shard_id, initial=initial)
            return
        await self._link.take_turn(shard_id or 0)
        while not self.is_ours:  # noqa: ASYNC110 - as time passes, and nobody is told
            # Whoever looks after it closes it in a moment, or is sure again.
            await asyncio.sleep(_MOMENT_S)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Pass nothing on that another process may be told by now."""
        if self.is_ours:
            super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Tell whoever runs the bot where it is, and how it comes to where it is not yet."""
        count, shards = len(self.guilds), self.shard_ids or []
        part = f", on shard{'s' if len(shards) > 1 else ''} {', '.join(map(str, shards))}" if shards else ""
        # Of what other shards have nothing is known here.
        is_new = not count and not shards
        way = f"; take it into one with {invitation(self._settings) or 'the address of the portal'}" if is_new else ""
        _LOG.info("on Discord as %s, in %d server%s%s%s", self.user, count, "" if count == 1 else "s", part, way)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press on one of our buttons, or a form of ours, however old; commands go through the tree."""
        data: Mapping[str, Any] = interaction.data or {}
        with self.underway.one():
            match interaction.type:
                case discord.InteractionType.component:
                    await self._asking.press(interaction, str(data.get("custom_id", "")))
                case discord.InteractionType.modal_submit:
                    await self._asking.form(interaction, data)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what was written to us."""
        if self.user:
            with self.underway.one():
                await self._talking.hear(message, self.user)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Begin anew in a server that took the bot in while it was not running."""
        own = guild.get_member(self.user.id) if self.user else None
        if own and own.joined_at and discord.utils.utcnow() - own.joined_at < _NEW:
            await self._greet(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say once how to begin."""
        await self._greet(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Let what came there come no more."""
        await self._handler.left(Place(PLATFORM, str(guild.id)))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Let what came there come no more."""
        await self._handler.left(Place(PLATFORM, str(channel.guild.id), str(channel.id)), f"#{channel.name}")

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Let what came there come no more."""
        place = Place(PLATFORM, str(payload.guild_id), str(payload.parent_id), str(payload.thread_id))
        await self._handler.left(place)

    def _counted(self, answer: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def counted(*asked: Any) -> None:
            with self.underway.one():
                await answer(*asked)

        return counted

    async def _greet(self, guild: discord.Guild) -> None:
        with self.underway.one():
            await self._say_hello(guild)

    async def _say_hello(self, guild: discord.Guild) -> None:
        channel = _first_channel(guild)
        place = place_in(channel) if channel else Place(PLATFORM, str(guild.id))
        message = await self._handler.joined(place)
        if message and channel:
            with suppress(discord.HTTPException, *PASSING):
                for page in pages(message):
                    await channel.send(view=view(page))


class _Tree(app_commands.CommandTree[Client]):
    """Passes on commands; they come to it by a way of their own."""

    async def interaction_check(self, interaction: discord.Interaction[Client], /) -> bool:  # noqa: ARG002 - the library's
        return self.client.is_ours


def _first_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """Where a server's news for its people go, else its first channel in which the bot may write; None if there is none."""
    return next(
        (
            channel
            for channel in [guild.system_channel, *guild.text_channels]
            if channel
            and channel.permissions_for(guild.me).send_messages
            and channel.permissions_for(guild.me).view_channel
        ),
        None,
    )
