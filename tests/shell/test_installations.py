"""What platforms keep of workspaces, and what they told: by many processes, on each kind of database."""

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Pruned, Store
from tests.shell.chat import Chat, Stage
from tests.shell.stores import kept
from tests.shell.test_upkeep import changed

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def test_what_is_kept_of_a_workspace_is_there_until_it_is_removed(where: Path | str) -> None:
    def get(team: str, platform: str = "slack") -> Callable[[Store], Awaitable[str | None]]:
        return lambda store: store.installations.get(platform, team)

    nothing, _, _, _, first, second, elsewhere, teams, _, gone, left = kept(
        where,
        get("T1"),
        lambda store: store.installations.put("slack", "T1", "old"),
        lambda store: store.installations.put("slack", "T2", "ü\n'\"; --"),
        lambda store: store.installations.put("slack", "T1", "new"),
        get("T1"),
        get("T2"),
        get("T1", "other"),
        lambda store: store.installations.workspaces("slack"),
        lambda store: store.installations.remove("slack", "T1"),
        get("T1"),
        lambda store: store.installations.workspaces("slack"),
    )
    assert (nothing, first, second, elsewhere, list(teams)) == (None, "new", "ü\n'\"; --", None, ["T1", "T2"])
    assert (gone, list(left)) == (None, ["T2"])


def test_to_remove_what_is_not_there_does_nothing(where: Path | str) -> None:
    kept(where, lambda store: store.installations.remove("slack", "T1"))


def hears(id_: str, platform: str = "slack", at: datetime = NOW) -> Callable[[Store], Awaitable[bool]]:
    return lambda store: store.heard.first(platform, id_, at)


def test_something_is_told_for_the_first_time_once(where: Path | str) -> None:
    told = kept(
        where,
        *(hears("Ev1"), hears("Ev1"), hears("Ev1", "discord"), hears("Ev2"), hears("Ev\0\ud800")),
    )
    assert told == [True, False, True, True, True]


def test_of_all_who_hear_something_at_once_one_is_the_first(where: Path | str) -> None:
    async def all_at_once() -> list[bool]:
        async with Store(where) as one, Store(where) as other:
            return await asyncio.gather(*(store.heard.first("slack", "Ev1", NOW) for store in [one, other] * 20))

    assert sorted(asyncio.run(all_at_once())) == [False] * 39 + [True]


def hear(where: Path | str, count: int) -> list[bool]:
    return kept(where, *(hears(f"Ev{number}") for number in range(count)))


def test_of_all_processes_that_hear_the_same_one_is_the_first(where: Path | str) -> None:
    kept(where)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        heard = pool.starmap(hear, [(where, 20)] * 3)
    assert [sum(firsts) for firsts in zip(*heard, strict=True)] == [1] * 20


def test_what_was_heard_more_than_a_day_ago_is_forgotten(where: Path | str) -> None:
    *_, pruned, old, young = kept(
        where,
        hears("old", at=NOW - DAY - timedelta(seconds=1)),
        hears("young", at=NOW - DAY + timedelta(seconds=1)),
        lambda store: store.prune(NOW),
        hears("old"),
        hears("young"),
    )
    assert (pruned, old, young) == (Pruned(heard=1), True, False)


def test_a_backup_has_the_workspaces(tmp_path: Path) -> None:
    kept(
        tmp_path / "pullquote.db",
        lambda store: store.installations.put("slack", "T1", "sealed"),
        lambda store: store.back_up(tmp_path / "copy.db"),
    )
    assert kept(tmp_path / "copy.db", lambda store: store.installations.get("slack", "T1")) == ["sealed"]


def test_the_service_knows_what_it_was_told_and_what_is_kept(chat: Chat, stage: Stage) -> None:
    async def ask() -> tuple[list[bool], str | None]:
        await chat.service.installations.put("slack", "T1", "sealed")
        told = [await chat.service.is_new("slack", id_) for id_ in ("Ev1", "Ev1", "Ev2")]
        return told, await chat.service.installations.get("slack", "T1")

    assert stage.runner.run(ask()) == ([True, False, True], "sealed")


def test_what_can_not_be_looked_up_is_answered_rather_than_not(chat: Chat, stage: Stage, anywhere: Path | str) -> None:
    changed(anywhere, "DROP TABLE heard")
    assert stage.runner.run(chat.service.is_new("slack", "Ev1"))


def test_a_database_that_lacks_its_tables_is_told_in_words(where: Path | str) -> None:
    kept(where)
    changed(where, "DROP TABLE installations")
    with pytest.raises(StoreError, match="can't be used"):
        kept(where, lambda store: store.installations.get("slack", "T1"))
