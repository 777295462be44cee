"""Reading what came in, in a process of its own: what runs there, and what is said to it.

No library that reads the web is safe from every page: some take minutes, some take the machine's memory. So they run in
a child that is given so much of both, and is replaced when it has used it up (`bot.workers`). Parent and child speak in
frames over the child's standard input and output: eight bytes of length, then a pickle. The child never gets anything
but what its parent sends.
"""

from __future__ import annotations

import contextlib
import mmap
import pickle
import signal
import struct
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from bot.problems import Problem, ProblemKind
from digest import (
    Article,
    Feed,
    FeedItem,
    Format,
    FoundFeed,
    NotAFeed,
    ReadingError,
    Skipped,
    Source,
    TooLong,
    decode_text,
    find_feeds,
    item_id,
    newest_items,
    read_article,
    read_feed,
    read_item,
    read_opml,
    read_page,
    recognise,
)

__all__ = ["CHILD", "LENGTH", "Read", "Task", "Wanted", "frame", "main", "read"]

CHILD = (sys.executable, "-P", "-c", "from bot.reading import main; main()")
"""The command of the child. -P: a folder called bot or digest where the person happens to be is not ours."""

LENGTH = struct.Struct(">Q")
"""Of a frame, in bytes; in front of it."""

_MB = 1024 * 1024
# What a child may have of its own, in bytes; with the libraries that it shares with others, this is 250 MB. Of 650 news
# pages, read one after the other by one child, none takes it beyond 170.
_MOST_DATA = 225 * _MB
# All addresses, where the system does not count the child's own: there, this is all that holds it.
_MOST_ADDRESSES = 2048 * _MB
# Beyond this, a child is replaced: libraries keep what they once took, and the next page would find less.
_SPENT = 150 * _MB
# The largest of 650 news pages has 20,000 tags. Trees of many more take minutes and gigabytes.
_MOST_TAGS = 100_000
# Of a feed, its newest entries: what a day brings. The rest is said to be left out.
_MOST_OF_A_FEED = 20
# More are read of it only where they are short: a million characters of whole articles take up to four seconds.
_MOST_OF_ENTRIES = 1_000_000
# Of a headline that stands for an entry nobody reads.
_LONGEST_NAME = 200
# Of a mark; with so many, two of a thousand million entries have the same by chance once in a thousand times.
_MARK_BYTES = 9
_KINDS = {NotAFeed: ProblemKind.NOT_A_FEED, TooLong: ProblemKind.TOO_LARGE}


class Wanted(Enum):
    """What is looked for in what is read."""

    ARTICLES = "articles"
    FEEDS = "feeds"
    """Of a page, the feeds it names; of a feed, itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something to read.

    Attributes:
        name: What to call it when something is wrong.
        body: Its bytes.
        url: Where it is from; empty for a file.
        content_type: As its server declares it.
        source: The outlet it is from, where that is known. What a feed says of itself counts before it, but for its URL.
        wanted: What is looked for in it.
        most: How many entries of a feed are read, the newest first; fewer where they are long.
        known: The marks of entries that need not be read again (`Read.marks`).
    """

    name: str
    body: bytes
    url: str = ""
    content_type: str = ""
    source: Source | None = None
    wanted: Wanted = Wanted.ARTICLES
    most: int = _MOST_OF_A_FEED
    known: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Attributes:
        articles: One of a page or a text, many of a feed: those of its newest entries, excerpts among them.
        feed: Where they are from, if it was a feed; without its entries.
        skipped: What of a feed is not among them.
        marks: By their articles' ids, what entries of a feed are known by as long as they say the same, to this version of the program.
        unchanged: Likewise those that were known, and so are not among the articles.
        older: Ids of the articles of a feed's other entries.
        lists: The feeds that an OPML list names.
        found: The feeds that a page names, the best first.
    """

    articles: tuple[Article, ...] = ()
    feed: Feed | None = None
    skipped: tuple[Skipped, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    unchanged: Mapping[str, str] = field(default_factory=dict)
    older: tuple[str, ...] = ()
    lists: tuple[Source, ...] = ()
    found: tuple[FoundFeed, ...] = ()


def frame(task: Task, *, patience_s: float) -> bytes:
    """A task as the child takes it.

    Args:
        task: What to read.
        patience_s: After how many seconds the child ends itself, in case nobody is left to do it.
    """
    body = pickle.dumps((task, patience_s))
    return LENGTH.pack(len(body)) + body


def read(task: Task) -> Read | Problem:
    """Read something in this process."""
    try:
        return _read(task)
    except ReadingError as error:
        return Problem(task.name, _KINDS.get(type(error), ProblemKind.NO_ARTICLE_TEXT), error.reason)
    except MemoryError:
        return _too_much(task)
    except Exception:  # noqa: BLE001 - whatever a parser does with what it was given, the digest goes on
        return Problem(task.name, ProblemKind.UNPARSABLE, "can't be read; it may be damaged")


def _too_much(task: Task) -> Problem:
    return Problem(task.name, ProblemKind.TOO_LARGE, "takes more memory to read than it may")


def _read(task: Task) -> Read | Problem:
    match recognise(task.body, task.content_type):
        case Format.EMPTY:
            return Problem(task.name, ProblemKind.EMPTY, "empty")
        case Format.BINARY:
            return Problem(task.name, ProblemKind.ENCRYPTED_OR_BINARY, "not text; save the article as text or HTML")
        case Format.OPML:
            return Read(lists=read_opml(task.body, task.url))
        case Format.FEED | Format.JSON_FEED:
            feed = read_feed(task.body, task.url, {"content-type": task.content_type} if task.content_type else None)
            feed = replace(feed, source=_completed(feed.source, task.source)) if task.source else feed
            return _newest(feed, task)
        case Format.PAGE if task.body.count(b"<") > _MOST_TAGS:
            words = f"more than the {_MOST_TAGS:,} tags that are read of a page; name the page of a single article"
            return Problem(task.name, ProblemKind.TOO_LARGE, words)
        case Format.PAGE if task.wanted is Wanted.FEEDS:
            return Read(found=find_feeds(task.body, task.url, task.content_type))
        case Format.PAGE:
            return Read((read_page(task.body, task.url, content_type=task.content_type, source=task.source),))
        case Format.TEXT:
            text = decode_text(task.body, task.content_type)
            return Read((read_article(text, url=task.url, source=task.source),))


def _completed(source: Source, known: Source) -> Source:
    """An outlet as its feed tells it, with what is known of it otherwise."""
    return Source(
        source.outlet or known.outlet,
        known.feed or source.feed,
        source.site or known.site,
        source.publisher or known.publisher,
    )


def _newest(feed: Feed, task: Task) -> Read:
    """The newest entries of a feed. Only they are made articles, of which a feed may have thousands, and sent on."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    marks: dict[str, str] = {}
    unchanged: dict[str, str] = {}
    newest = newest_items(feed)
    lengths = accumulate(len(item.content) + len(item.summary) for item in newest[: task.most])
    short = sum(length <= _MOST_OF_ENTRIES for length in lengths)
    taken = max(short, min(len(newest), task.most, _MOST_OF_A_FEED))
    ids = [item_id(item, feed) for item in newest[:taken]]
    # Of two entries of one article, the one that is read last counts: neither is left out.
    once = {id_ for id_, count in Counter(ids).items() if count == 1}
    for id_, item in zip(ids, newest[:taken], strict=True):
        mark = _mark(item, feed) if id_ in once else ""
        if mark and mark in task.known:
            unchanged[id_] = mark
            continue
        try:
            articles.append(read_item(item, feed))
            marks[id_] = mark
        except TooLong as error:
            skipped.append(Skipped(item.title[:_LONGEST_NAME] or item.url or task.name, error.reason, item.url))
        except ReadingError:  # An entry without a word in it is nothing to report.
            continue
    older = tuple(item_id(item, feed) for item in newest[taken:])
    if older:
        what = f"{len(older)} older {'article' if len(older) == 1 else 'articles'} of {feed.source.outlet or task.name}"
        skipped.append(Skipped(what, f"of a feed, the newest {taken} are read", feed.source.feed))
    return Read(tuple(articles), replace(feed, items=()), tuple(skipped), marks, unchanged, older)


def _mark(item: FeedItem, feed: Feed) -> str:
    """What an entry is known by: whatever its article depends on."""
    told = repr((_release(), item, feed.source, feed.language))
    return b64encode(blake2b(told.encode(errors="replace"), digest_size=_MARK_BYTES).digest()).decode()


@cache
def _release() -> str:
    return version("pullquote")


def main() -> None:
    """Be the child: answer frames until standard input ends.

    An answer is what was read, and whether the child is to be replaced now.
    """
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not get between the frames.
    sys.stdout = sys.stderr
    while header := requests.read(LENGTH.size):
        # From our own parent.
        task, patience_s = pickle.loads(_exactly(requests, LENGTH.unpack(header)[0]))  # noqa: S301
        _end_in(patience_s)
        answer = _answer(task)
        _end_in(0)
        answers.write(LENGTH.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _answer(task: Task) -> bytes:
    try:
        return pickle.dumps((read(task), _is_spent()))
    except MemoryError:  # What was read is there, and there is no room to say so.
        return pickle.dumps((_too_much(task), True))


def _exactly(file: BinaryIO, length: int) -> bytes:
    body = file.read(length)
    if len(body) < length:
        raise EOFError
    return body


def _end_in(seconds: float) -> None:
    """Have the system end this process, whatever it is busy with, after some seconds; 0 takes it back."""
    if hasattr(signal, "setitimer"):  # Not on Windows.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Not on Windows.
        return
    for limit, most in ((resource.RLIMIT_DATA, _MOST_DATA), (resource.RLIMIT_AS, _MOST_ADDRESSES)):
        with contextlib.suppress(ValueError, OSError):  # A lower limit is set already, or the system has none.
            resource.setrlimit(limit, (most, most))


def _is_spent() -> bool:
    """Whether this process still holds so much memory that another one had better go on."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):  # Only Linux tells it, and only Linux keeps to the limit.
        return False
    return pages * mmap.PAGESIZE > _SPENT
