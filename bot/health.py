"""What is wrong with a feed, in words for its readers: said once it is certain, and not of every hiccup."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.problems import Problem, ProblemKind
from bot.store import UNDATED, StoredSource

__all__ = ["Trouble", "TroubleKind", "trouble"]

# What is not there is not there; but hosts that are being mended say so too, so it is asked for once more.
_PERMANENT_FAILURES = 2
# By the rhythm in which feeds are tried again (`bot.rhythm`), so many failures take a day.
_PASSING_FAILURES = 7
# What has news once a week may leave out one.
_SILENCE = timedelta(days=14)
# A feed that has news once a month is silent when it left out two.
_PAUSES = 3
_STATUS = re.compile(r"\(([1-5]\d\d(?: [A-Z][A-Za-z' -]*)?)\)")
_WHY = {
    ProblemKind.NOT_FOUND: "it is not there",
    ProblemKind.BAD_SCHEME: "its address leads to nothing on the web",
    ProblemKind.BLOCKED_ADDRESS: "it is at a private address, and only public ones are read",
    ProblemKind.UNREACHABLE: "its host can’t be reached",
    ProblemKind.TIMEOUT: "its host does not answer in time",
    ProblemKind.TOO_LARGE: "it is too large to be read",
    ProblemKind.FORBIDDEN: "its host lets no program read it",
    ProblemKind.RATE_LIMITED: "its host asks for fewer requests",
    ProblemKind.SERVER_ERROR: "its host has trouble of its own",
    ProblemKind.EMPTY: "there is nothing in it",
    ProblemKind.NOT_A_FEED: "what is there is not a feed",
    ProblemKind.TOO_SLOW: "it takes too long to read",
}
_WHY_ELSE = "what is there can’t be read"


class TroubleKind(StrEnum):
    """Kinds of trouble, the worst first. Which one it is stays the same for as long as it lasts."""

    GONE = "gone"
    """It is not there, for good, and is not asked for again."""
    UNREADABLE = "unreadable"
    SILENT = "silent"
    """It can be read, and nothing new comes."""
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a feed.

    Attributes:
        kind: By which it is known whether it was told before.
        words: To be read behind the feed's name; they hold no address.
        since: Until when all was well, aware; None if it never was, or nobody knows.
    """

    kind: TroubleKind
    words: str
    since: datetime | None = None


def trouble(source: StoredSource, now: datetime, *, pause: timedelta | None = None) -> Trouble | None:
    """What readers of a feed should know about how it is, if anything.

    Args:
        source: The feed, as it is known.
        now: Aware; days are told in its zone.
        pause: The usual time between two days on which it has something new; None if that is not known.

    Returns:
        The worst; None if all is well, or may soon be again.
    """
    problem = source.health.problem
    if problem and problem.kind is ProblemKind.GONE:
        at = source.health.last_tried
        words = f"is gone for good{_since(at, now)}{_status(problem)}, and is not asked for any more"
        return Trouble(TroubleKind.GONE, words, at)
    if problem and source.health.failures >= (_PERMANENT_FAILURES if problem.permanent else _PASSING_FAILURES):
        return _unreadable(source.health.last_read, problem, now)
    return _silent(source, now, pause) or _undated(source)


def _unreadable(last_read: datetime | None, problem: Problem, now: datetime) -> Trouble:
    so_far = f"has not been readable{_since(last_read, now)}" if last_read else "could not be read so far"
    why = _WHY.get(problem.kind, _WHY_ELSE)
    return Trouble(TroubleKind.UNREADABLE, f"{so_far}: {why}{_status(problem)}", last_read)


def _silent(source: StoredSource, now: datetime, pause: timedelta | None) -> Trouble | None:
    """The trouble of a feed in which nothing comes while it is read; when it was not, nobody knows."""
    last_read, last_new = source.health.last_read, source.health.last_new
    if last_read is None:
        return None
    if last_new is None:
        return Trouble(TroubleKind.SILENT, "has had no article so far")
    if last_read - last_new < max(_SILENCE, _PAUSES * (pause or timedelta(0))):
        return None
    return Trouble(TroubleKind.SILENT, f"has had nothing new{_since(last_new, now)}", last_new)


def _undated(source: StoredSource) -> Trouble | None:
    if source.note != UNDATED:
        return None
    return Trouble(TroubleKind.UNDATED, "dates none of its articles, so each counts as new when it comes first")


def _since(at: datetime | None, now: datetime) -> str:
    """A day: " since 21 Nov", with the year if it is another one; nothing if it is not known."""
    if at is None:
        return ""
    day = at.astimezone(now.tzinfo)
    return f" since {day.day} {day:%b}" + (f" {day.year}" if day.year != now.year else "")


def _status(problem: Problem) -> str:
    """What the host says by its number, if the problem's words have it: of them, it is what tells nothing but that."""
    found = _STATUS.search(problem.words)
    return f" ({found[1]})" if found else ""
