"""The processes of a simulated day: started, and what they have used of CPU and have in memory."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.day_clock import FastClock
from tests.shell.postgres import Server

__all__ = ["Family", "Used", "families", "running"]

_HERE = Path(__file__).parents[2]

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Used:
    """What processes have used.

    Attributes:
        cpu_s: Of CPU, those that have ended included, in seconds.
        rss_mb: What they have in memory, what they share counted for each.
        pss_mb: Likewise, what they share divided among those that share it.
        count: How many there are.
    """

    cpu_s: float
    rss_mb: float
    pss_mb: float
    count: int


@dataclass(frozen=True, slots=True)
class Family:
    """A process and those that it started.

    Attributes:
        pid: Of the first.
        part: "own" for it alone; "children" for the others, those that have ended included; "all".
    """

    pid: int
    part: str = "all"

    def used(self) -> Used:
        """What it has used until now."""
        stats = _stats()
        children = _descendants(self.pid, stats)
        members = {"own": [self.pid], "children": children, "all": [self.pid, *children]}[self.part]
        cpu = sum(sum(stats[pid].cpu[:2]) for pid in members)
        # What its children used that have ended; theirs, who have ended themselves, is in it.
        cpu += sum(sum(stats[pid].cpu[2:]) for pid in ([self.pid, *children] if self.part != "own" else []))
        memory = [_memory(pid) for pid in members]
        return Used(cpu / _TICKS, sum(one[0] for one in memory), sum(one[1] for one in memory), len(members))


@dataclass(frozen=True, slots=True)
class _Stat:
    parent: int
    cpu: tuple[int, ...]


def _stats() -> Mapping[int, _Stat]:
    found = {}
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found[int(folder.name)] = _Stat(int(fields[1]), tuple(map(int, fields[11:15])))
    return found


def _descendants(pid: int, stats: Mapping[int, _Stat]) -> list[int]:
    found: list[int] = []
    new: Iterable[int] = [pid]
    while new := [one for one, stat in stats.items() if stat.parent in set(new)]:
        found += new
    return found


def _memory(pid: int) -> tuple[float, float]:
    """RSS and PSS of a process, in MB; nothing of one that has just ended."""
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    known = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
    return known["Rss"] / 1000, known["Pss"] / 1000


@asynccontextmanager
async def running(
    config: Path, url: str, clock: FastClock, port: int, roles: Mapping[str, Sequence[str]]
) -> AsyncIterator[dict[str, int]]:
    """The processes of a bot, and their numbers, as soon as all are ready.

    Args:
        config: The configuration.
        url: Of the database.
        clock: Of the day.
        port: Of the web.
        roles: The processes, by names that begin with a role each, and what else each is told (`tests.bench.day_role`).
    """
    processes = {}
    path = os.pathsep.join(filter(None, (str(_HERE), os.environ.get("PYTHONPATH"))))
    for name, told in roles.items():
        program = (sys.executable, "-m", "tests.bench.day_role", name.split()[0], str(config), str(clock), str(port))
        processes[name] = await asyncio.create_subprocess_exec(
            *program,
            *told,
            cwd=_HERE,
            env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": path},
            stderr=asyncio.subprocess.PIPE,
        )
    telling = []
    try:
        for process in processes.values():
            assert process.stderr
            while b"running " not in (line := await process.stderr.readline()):
                assert line, "a process has ended"
                sys.stderr.buffer.write(line)
            telling.append(asyncio.create_task(_pass_on(process.stderr)))
        yield {name: process.pid for name, process in processes.items()}
    finally:
        for process in processes.values():
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(process.wait() for process in processes.values()), *telling)


async def _pass_on(stream: asyncio.StreamReader) -> None:
    async for line in stream:
        sys.stderr.buffer.write(line)


def families(pids: Mapping[str, int], server: Server) -> dict[str, Family]:
    """The processes of a bot and of its database; the children of a worker, which read, apart from it."""
    known = {name: Family(pid, "own" if "worker" in name else "all") for name, pid in pids.items()}
    known |= {f"readers of {name}": Family(pid, "children") for name, pid in pids.items() if "worker" in name}
    return known | {"PostgreSQL": Family(_postmaster(server))}


def _postmaster(server: Server) -> int:
    """The first process of a PostgreSQL."""
    (pid,) = server.ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    return _stats()[pid].parent
