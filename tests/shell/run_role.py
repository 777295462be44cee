"""`pullquote run --role ROLE` on this machine alone, where every name is this machine's and processes know of each other at once.

python -m tests.shell.run_role ROLE config.toml
"""

import asyncio
import sys
from pathlib import Path

from bot.fetch import Fetcher
from bot.role import Role
from bot.roles import Haste
from bot.running import run_bot
from tests.shell.polled import Everywhere

__all__ = ["HASTE"]

HASTE = Haste(heartbeat_s=0.2, lease_s=1.5, look_s=0.05, patience_s=2)


if __name__ == "__main__":
    role, config, *usual = sys.argv[1:]
    fetcher = Fetcher(allow_loopback=True, pause_s=0, resolver=Everywhere())
    asyncio.run(run_bot(Path(config), fetcher, role=Role(role), haste=Haste() if usual else HASTE))
