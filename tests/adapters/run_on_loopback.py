"""`pullquote run` on the Discord of the tests, and nowhere else.

    python -m tests.adapters.run_on_loopback http://127.0.0.1:PORT config.toml

It is the program itself, but for where discord.py takes Discord to be, and that feeds of this machine are read. Whatever
machine but this one it reaches for, it ends with words.
"""

import sys
from collections.abc import Sequence

import discord
from yarl import URL

from bot.__main__ import main
from bot.fetch import Fetcher
from tests.adapters.staying_here import stay_here

__all__ = ["point_at"]


def point_at(address: str) -> None:
    """Let discord.py take an address, "http://127.0.0.1:PORT", for Discord's."""
    discord.http.Route.BASE = f"{address}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(f"{address}/gateway").with_scheme("ws")


def _run(arguments: Sequence[str]) -> int:
    address, config = arguments
    stay_here()
    point_at(address)
    return main(["run", config], fetcher=Fetcher(allow_loopback=True, pause_s=0))


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
