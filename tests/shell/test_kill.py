"""The real program, killed in the middle of posts. `python -m tests.bench.kill_loop` does it for longer."""

import asyncio
from pathlib import Path

from bot.store import Store
from tests.shell.killed import Figures, kill_again_and_again


def test_a_program_that_is_killed_again_and_again_posts_all_of_it_once(tmp_path: Path) -> None:
    async def run() -> list[Figures]:
        databases = {kind: tmp_path / f"{kind}.db" for kind in ("key", "history")}
        for path in databases.values():
            async with Store(path):
                pass
        # Both at a time: what takes time is that leases pass.
        return await asyncio.gather(
            *(kill_again_and_again(path, kind, 5, digests=4) for kind, path in databases.items())
        )

    for figures in asyncio.run(run()):
        assert figures.posts == 40
        assert (figures.lost, figures.twice, figures.disordered, figures.unsettled) == (0, 0, 0, 0)
        assert (figures.overlaps, figures.outside) == (0, 0)
        assert figures.amid > 0
