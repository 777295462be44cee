"""What was found in articles is kept beside them, by the version of who looked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store import Pruned
from digest import Source, read_article
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)
WEIR, WALL, MILL = (
    read_article(
        f"{name}\n\nThe council of Dorn voted.", url=f"https://mail.example/{name}", source=Source("Mail", "f")
    )
    for name in ("weir", "wall", "mill")
)
WEIR_AGAIN = read_article("weir\n\nThe council of Dorn has voted.", url=WEIR.url, source=WEIR.source)


def test_an_analysis_is_there_for_its_wording_and_its_version_only(where: Path | str) -> None:
    both = [WEIR.revision, WALL.revision]
    *_, first, other, _, newer, older = kept(
        where,
        lambda store: store.articles.keep([WEIR, WALL], NOW),
        lambda store: store.analyses.keep({WEIR.revision: "{1}", "of nothing": "{}"}, 1),
        lambda store: store.analyses.get([*both, "of nothing"], 1),
        lambda store: store.analyses.get(both, 2),
        lambda store: store.analyses.keep({WEIR.revision: "{2}", WALL.revision: "{3}"}, 2),
        lambda store: store.analyses.get(both, 2),
        lambda store: store.analyses.get(both, 1),
    )
    assert (first, other) == ({WEIR.revision: "{1}"}, {})
    assert (newer, older) == ({WEIR.revision: "{2}", WALL.revision: "{3}"}, {})


def test_what_was_not_looked_at_is_told_newest_first(where: Path | str) -> None:
    *_, lacking, few, newer, none = kept(
        where,
        lambda store: store.articles.keep([WEIR], NOW),
        lambda store: store.articles.keep([WALL], NOW + DAY),
        lambda store: store.articles.keep([WEIR_AGAIN, MILL], NOW + 2 * DAY),
        lambda store: store.analyses.keep({WALL.revision: "{}"}, 2),
        lambda store: store.analyses.lacking(2, 9),
        lambda store: store.analyses.lacking(2, 1),
        lambda store: store.analyses.lacking(3, 9),
        lambda store: store.analyses.lacking(3, 0),
    )
    assert (lacking, few) == ((MILL.revision, WEIR_AGAIN.revision), (MILL.revision,))
    assert (newer, none) == ((MILL.revision, WEIR_AGAIN.revision, WALL.revision), ())


def test_an_analysis_goes_with_its_article(where: Path | str) -> None:
    *_, pruned, left, faults = kept(
        where,
        lambda store: store.articles.keep([WEIR, WALL], NOW),
        lambda store: store.analyses.keep({WEIR.revision: "{}", WALL.revision: "{}"}, 1),
        lambda store: store.articles.keep([WALL], NOW + 20 * DAY),
        lambda store: store.prune(NOW + 40 * DAY),
        lambda store: store.analyses.get([WEIR.revision, WALL.revision], 1),
        lambda store: store.check(),
    )
    assert (pruned, left, faults) == (Pruned(articles=1), {WALL.revision: "{}"}, ())


def test_what_came_since_all_was_analysed_is_found_and_so_is_what_another_version_lacks(where: Path | str) -> None:
    _, _, none, _, new, other, _, still = kept(
        where,
        lambda store: store.articles.keep([WEIR, WALL], NOW),
        lambda store: store.analyses.keep({WEIR.revision: "{}", WALL.revision: "{}"}, 1),
        lambda store: store.analyses.lacking(1, 9),
        lambda store: store.articles.keep([MILL], NOW + DAY),
        lambda store: store.analyses.lacking(1, 9),
        lambda store: store.analyses.lacking(2, 9),
        lambda store: store.articles.keep([WEIR_AGAIN], NOW + DAY),
        lambda store: store.analyses.lacking(1, 9),
    )
    assert none == ()
    assert new == (MILL.revision,)
    assert other == (MILL.revision, WALL.revision, WEIR.revision)
    assert still == (WEIR_AGAIN.revision, MILL.revision)
