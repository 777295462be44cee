"""The worker that runs the core's readers on what came in, in a process of its own that can be killed.

No library that reads the web is safe from every page: some take minutes, some take the machine's memory. So they run in
a child that answers within a time or is replaced. Parent and child speak in frames over the child's standard input and
output: eight bytes of length, then a pickle. The child never gets anything but what its parent sends.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import signal
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, BinaryIO, Self

from bot.problems import Problem, ProblemKind
from digest import (
    Article,
    Feed,
    Format,
    NotAFeed,
    ReadingError,
    Skipped,
    Source,
    TooLong,
    decode_text,
    newest_items,
    read_article,
    read_feed,
    read_item,
    read_opml,
    read_page,
    recognise,
)

__all__ = ["CHILD", "Read", "Reader", "Task", "frame", "main", "read"]

_TIMEOUT_S = 10.0
# The parent ends a child that is too slow. Only if it is gone itself, the child waits for this time more.
_GRACE_S = 5.0
# A child may have died of what it read before, or of the system's need for memory: once, another one tries.
_MOST_TRIES = 2
# Address space, in bytes; a page of the size limit needs about a third of it.
_MOST_MEMORY = 2 * 1024**3
# Of a feed, its newest entries: what a day brings. The rest is said to be left out.
_MOST_OF_A_FEED = 20
# Of a headline that stands for an entry nobody reads.
_LONGEST_NAME = 200
_KINDS = {NotAFeed: ProblemKind.NOT_A_FEED, TooLong: ProblemKind.TOO_LARGE}
_LENGTH = struct.Struct(">Q")
# -P: a folder called bot or digest where the person happens to be is not ours.
CHILD = (sys.executable, "-P", "-c", "from bot.reading import main; main()")


@dataclass(frozen=True, slots=True)
class Task:
    """Something to read.

    Attributes:
        name: What to call it when something is wrong.
        body: Its bytes.
        url: Where it is from; empty for a file.
        content_type: As its server declares it.
        source: The outlet it is from, where that is known.
    """

    name: str
    body: bytes
    url: str = ""
    content_type: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Attributes:
        articles: One of a page or a text, many of a feed: those of its newest entries, excerpts among them.
        feed: Where they are from, if it was a feed; without its entries.
        skipped: What of a feed is not among them.
        lists: The feeds that an OPML list names.
    """

    articles: tuple[Article, ...] = ()
    feed: Feed | None = None
    skipped: tuple[Skipped, ...] = ()
    lists: tuple[Source, ...] = ()


class Reader:
    """Reads in a child process. An async context manager; one reading at a time."""

    def __init__(self, *, timeout_s: float = _TIMEOUT_S, child: Sequence[str] = CHILD) -> None:
        """Set how to read.

        Args:
            timeout_s: How long one reading may take, in seconds.
            child: The command of the child. For tests.
        """
        self._timeout_s = timeout_s
        self._command = child
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        """Start the child, so that it is ready when the first page is there."""
        await self._start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the child."""
        await self._stop()

    async def read(self, task: Task) -> Read | Problem:
        """Read something, whatever it is; it never raises for what is in it."""
        async with self._turn:
            for _ in range(_MOST_TRIES):
                try:
                    return await asyncio.wait_for(self._ask(task), self._timeout_s)
                except TimeoutError:
                    await self._stop()
                    words = f"not read within {self._timeout_s:g} seconds, and given up"
                    return Problem(task.name, ProblemKind.TOO_SLOW, words)
                except asyncio.CancelledError:
                    await self._stop()  # Else its answer would be taken for that to the next task.
                    raise
                except (OSError, EOFError, pickle.UnpicklingError):
                    await self._stop()
            return Problem(task.name, ProblemKind.UNPARSABLE, "can't be read; it may be damaged")

    async def _ask(self, task: Task) -> Read | Problem:
        child = self._child or await self._start()
        if child.stdin is None or child.stdout is None:
            raise EOFError
        child.stdin.write(frame(task, patience_s=self._timeout_s + _GRACE_S))
        await child.stdin.drain()
        (length,) = _LENGTH.unpack(await child.stdout.readexactly(_LENGTH.size))
        # A pickle from our own child, which was given nothing but bytes to read.
        answer: Read | Problem = pickle.loads(await child.stdout.readexactly(length))  # noqa: S301
        return answer

    async def _start(self) -> asyncio.subprocess.Process:
        self._child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        return self._child

    async def _stop(self) -> None:
        child, self._child = self._child, None
        if child and child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()


def frame(task: Task, *, patience_s: float) -> bytes:
    """A task as the child takes it.

    Args:
        task: What to read.
        patience_s: After how many seconds the child ends itself, in case nobody is left to do it.
    """
    body = pickle.dumps((task, patience_s))
    return _LENGTH.pack(len(body)) + body


def read(task: Task) -> Read | Problem:
    """Read something in this process."""
    try:
        return _read(task)
    except ReadingError as error:
        return Problem(task.name, _KINDS.get(type(error), ProblemKind.NO_ARTICLE_TEXT), error.reason)
    except MemoryError:
        return Problem(task.name, ProblemKind.TOO_LARGE, "takes more memory to read than it may")
    except Exception:  # noqa: BLE001 - whatever a parser does with what it was given, the digest goes on
        return Problem(task.name, ProblemKind.UNPARSABLE, "can't be read; it may be damaged")


def _read(task: Task) -> Read | Problem:
    match recognise(task.body, task.content_type):
        case Format.EMPTY:
            return Problem(task.name, ProblemKind.EMPTY, "empty")
        case Format.BINARY:
            return Problem(task.name, ProblemKind.BINARY, "not text; save the article as text or HTML")
        case Format.OPML:
            return Read(lists=read_opml(task.body, task.url))
        case Format.FEED | Format.JSON_FEED:
            feed = read_feed(task.body, task.url, {"content-type": task.content_type} if task.content_type else None)
            feed = replace(feed, source=task.source) if task.source and not feed.source.outlet else feed
            return _newest(feed, task.name)
        case Format.PAGE:
            return Read((read_page(task.body, task.url, content_type=task.content_type, source=task.source),))
        case Format.TEXT:
            text = decode_text(task.body, task.content_type)
            return Read((read_article(text, url=task.url, source=task.source),))


def _newest(feed: Feed, name: str) -> Read:
    """The newest entries of a feed. Only they are made articles, of which a feed may have thousands, and sent on."""
    articles: list[Article] = []
    skipped: list[Skipped] = []
    newest = newest_items(feed)
    for item in newest[:_MOST_OF_A_FEED]:
        try:
            articles.append(read_item(item, feed))
        except TooLong as error:
            skipped.append(Skipped(item.title[:_LONGEST_NAME] or item.url or name, error.reason, item.url))
        except ReadingError:  # An entry without a word in it is nothing to report.
            continue
    if (older := len(newest) - _MOST_OF_A_FEED) > 0:
        what = f"{older} older {'article' if older == 1 else 'articles'} of {feed.source.outlet or name}"
        skipped.append(Skipped(what, f"of a feed, the newest {_MOST_OF_A_FEED} are read", feed.source.feed))
    return Read(tuple(articles), replace(feed, items=()), tuple(skipped))


def main() -> None:
    """Be the child: answer frames until standard input ends."""
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not get between the frames.
    sys.stdout = sys.stderr
    while header := requests.read(_LENGTH.size):
        # From our own parent.
        task, patience_s = pickle.loads(_exactly(requests, _LENGTH.unpack(header)[0]))  # noqa: S301
        _end_in(patience_s)
        answer = pickle.dumps(read(task))
        _end_in(0)
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


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
    limits: Any = (_MOST_MEMORY, _MOST_MEMORY)
    with contextlib.suppress(ValueError, OSError):  # A lower limit is set already, or the system has none.
        resource.setrlimit(resource.RLIMIT_AS, limits)
