"""A process that does nothing but say that it is there: `python -m tests.shell.beating DATABASE ROLE`; "there" stands on its output once it did."""

import asyncio
import signal
import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.heartbeat import Heartbeat
from bot.store import Process, Store


class _Telling(SystemClock):
    """Waits as the system's clock does, and says so: before the first time, the process has written that it is there."""

    async def sleep(self, seconds: float) -> None:
        print("there", flush=True)
        await super().sleep(seconds)


async def _run(where: Path | str, role: str) -> None:
    process = Process(role, role, "dorn", 1, "0.1.0", tokens=("slack:9f86",))
    async with Store(where) as store:
        running = asyncio.ensure_future(Heartbeat(store, lambda: process, _Telling()).run())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
        await asyncio.wait({running})


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1]), sys.argv[2]))
