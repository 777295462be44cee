"""The real program, killed between what Slack has kept and what is written down of it. `python -m tests.bench.slack_kill_loop` does it for longer."""

import asyncio
from pathlib import Path

from tests.adapters.slack_killed import kill_again_and_again


def test_a_program_that_is_killed_behind_posts_that_slack_has_kept_posts_all_of_it_once_where_it_belongs(
    tmp_path: Path,
) -> None:
    figures = asyncio.run(kill_again_and_again(tmp_path / "pullquote.db", 3, digests=2, parts=2))
    assert figures.between == 3
    assert figures.posts == 3 * 2 * 2
    assert (figures.lost, figures.twice, figures.disordered, figures.astray, figures.unsettled) == (0, 0, 0, 0, 0)
