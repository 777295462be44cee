"""The client: what Discord tells the bot, passed on to whoever answers it."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

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
from bot.adapters.discord.views import view
from bot.config import DiscordConfig
from bot.messages import Place
from bot.ports import Handler

__all__ = ["Client"]

_LOG = logging.getLogger(__name__)
# So long discord.py waits by itself where Discord asks it to; the least that it can be told.
_LONGEST_WAIT_S = 30.0
# What is known of a server that the bot was sent away from is kept for 30 days, and taken up again if it was taken back while it
# was not running.
_NEW = timedelta(days=31)

# Nobody here speaks, and whoever runs the bot need not be told that it can't.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Client(discord.AutoShardedClient):
    """Offers all commands, and passes on what people ask and write, and where the bot is taken in or sent away."""

    def __init__(self, handler: Handler, settings: DiscordConfig) -> None:
        """Take who knows the answers, and what config.toml says."""
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        intents.message_content = settings.message_content
        super().__init__(
            intents=intents,
            shard_count=settings.shard_count,
            shard_ids=list(settings.shards) or None,  # type: ignore[arg-type] # None is what it is by default
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=_LONGEST_WAIT_S,
            http_trace=evenly(),
            # What is remembered of messages and members is remembered by nobody here.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self._handler = handler
        self._settings = settings
        self._asking = Asking(handler, Answering(handler))
        self._talking = Talking(handler, reads_all=settings.message_content)
        self.tree = app_commands.CommandTree(self)
        offer(self.tree, self._asking.command, self._asking.about_message, self._asking.suggestions)

    async def setup_hook(self) -> None:
        """Let Discord know all commands."""
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Tell whoever runs the bot where it is, and how it comes to where it is not yet."""
        count = len(self.guilds)
        way = "" if count else f"; take it into one with {invitation(self._settings) or 'the address of the portal'}"
        _LOG.info("on Discord as %s, in %d server%s%s", self.user, count, "" if count == 1 else "s", way)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press on one of our buttons, or a form of ours, however old; commands go through the tree."""
        data: Mapping[str, Any] = interaction.data or {}
        match interaction.type:
            case discord.InteractionType.component:
                await self._asking.press(interaction, str(data.get("custom_id", "")))
            case discord.InteractionType.modal_submit:
                await self._asking.form(interaction, data)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what was written to us."""
        if self.user:
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

    async def _greet(self, guild: discord.Guild) -> None:
        channel = _first_channel(guild)
        place = place_in(channel) if channel else Place(PLATFORM, str(guild.id))
        message = await self._handler.joined(place)
        if message and channel:
            with suppress(discord.HTTPException, *PASSING):
                for page in pages(message):
                    await channel.send(view=view(page))


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
