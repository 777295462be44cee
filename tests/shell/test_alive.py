"""Holders: no two alike, and gone once it is certain that they are."""

import os
import signal
import sys

import pytest

from bot.alive import is_gone, new_holder
from tests.shell.holders import one_that_is_gone, one_that_runs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is certain")


def test_no_two_holders_are_alike() -> None:
    assert len({new_holder() for _ in range(100)}) == 100


def test_who_runs_is_not_gone() -> None:
    with one_that_runs() as (holder, _):
        assert not is_gone(holder)
    assert not is_gone(new_holder())


def test_who_stands_still_is_not_gone() -> None:
    with one_that_runs() as (holder, process):
        process.send_signal(signal.SIGSTOP)
        assert not is_gone(holder)


def test_who_was_killed_is_gone() -> None:
    assert is_gone(one_that_is_gone())


def test_who_was_killed_is_gone_also_before_its_parent_has_heard_of_it() -> None:
    with one_that_runs() as (holder, process):
        process.kill()
        # Waits until it is dead, and leaves it as it is.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert is_gone(holder)


def test_whose_number_was_given_to_another_is_gone() -> None:
    host, number, name, world, born = new_holder().split()
    assert is_gone(" ".join((host, number, name, world, str(int(born) - 1))))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_who_ran_elsewhere_may_still_run(part: int) -> None:
    """On another machine, in another container or by another reckoning of time."""
    host, number, name, world, born = one_that_is_gone().split()
    parts = world.split("/")
    parts[part] = "1"
    assert not is_gone(" ".join((host, number, name, "/".join(parts), born)))


def test_who_did_not_know_where_it_ran_may_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    dead = one_that_is_gone().split()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        blind = new_holder()
        assert blind.split()[3] == "-"
        assert not is_gone(" ".join([*dead[:3], "-", dead[4]]))
    assert not is_gone(blind)


@pytest.mark.parametrize("words", ["", "a", "a b c d e", "a -1 c {} 5", "a 99999999999999999999 c {} -", "a ² c {} 5"])
def test_of_what_is_no_holder_nothing_is_known(words: str) -> None:
    assert not is_gone(words.format(new_holder().split()[3]))
