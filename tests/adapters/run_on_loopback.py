"""`pullquote run` on the platforms of the tests, and nowhere else.

    python -m tests.adapters.run_on_loopback http://127.0.0.1:PORT config.toml

It is the program itself, but for where discord.py takes Discord to be, and that feeds of this machine are read; where Slack is, the
configuration says. Whatever machine but this one it reaches for, it ends with words.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.__main__ import main
from bot.fetch import Fetcher
from tests.adapters.staying_here import stay_here

__all__ = ["point_at"]


def point_at(address: str) -> None:
    """Let discord.py take an address, "http://127.0.0.1:PORT", for Discord's."""
    # A program that is on Slack alone never loads it.
    import discord
    from yarl import URL

    discord.http.Route.BASE = f"{address}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(f"{address}/gateway").with_scheme("ws")


def _run(arguments: Sequence[str]) -> int:
    address, config = arguments
    stay_here()
    if "[discord]" in Path(config).read_text(encoding="utf-8"):
        point_at(address)
    return main(["run", config], fetcher=Fetcher(allow_loopback=True, pause_s=0))


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
