"""The address by which somebody takes the bot into a server."""

from base64 import urlsafe_b64decode

import discord

from bot.config import DiscordConfig

__all__ = ["PERMISSIONS", "invitation"]

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
"""What the bot asks for; why each, docs/discord.md has."""

_SCOPES = ("bot", "applications.commands")


def invitation(settings: DiscordConfig) -> str:
    """The address; empty if the token does not tell whose it is. Nothing is asked over the network.

    The first part of a token is the id of its bot, written in base64, which is that of its application for all that were made
    since 2016 (https://docs.discord.com/developers/reference#authentication).
    """
    name = settings.token.get_secret_value().split(".", 1)[0]
    try:
        id_ = urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode("ascii")
    except ValueError:
        return ""
    return discord.utils.oauth_url(id_, permissions=PERMISSIONS, scopes=_SCOPES) if id_.isdecimal() else ""
