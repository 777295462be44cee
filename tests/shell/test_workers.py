import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot import reading
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from bot.workers import Reader, Worker
from digest import Source
from tests.quality.seeds import SEEDS

PAGE = (SEEDS / "articles" / "ferry-courier.html").read_bytes()
FEED = (SEEDS / "feeds" / "dornpost.xml").read_bytes()


def read(*tasks: Task, timeout_s: float = 60) -> list[Read | Problem]:
    async def run() -> list[Read | Problem]:
        async with Reader(timeout_s=timeout_s) as reader:
            return [await reader.read(task) for task in tasks]

    return asyncio.run(run())


def test_pages_feeds_lists_and_texts_are_read_in_the_worker() -> None:
    page, feed, listed, text = read(
        Task("page", PAGE, url="https://courier.example/ferry"),
        Task("feed", FEED, url="https://dornpost.example/feed"),
        Task("list", b'<opml><body><outline title="Mail" xmlUrl="https://mail.example/feed"/></body></opml>'),
        Task("text", "The weir goes for good.".encode("utf-16")),
    )
    assert isinstance(page, Read)
    assert page.articles[0].authors == ("Ines Harrow",)
    assert isinstance(feed, Read)
    assert feed.feed is not None
    assert len(feed.articles) == 3
    assert isinstance(listed, Read)
    assert listed.lists == (Source("Mail", "https://mail.example/feed"),)
    assert isinstance(text, Read)
    assert text.articles[0].text == "The weir goes for good."


def test_a_known_outlet_is_kept() -> None:
    (page,) = read(Task("page", PAGE, source=Source("The Courier")))
    assert isinstance(page, Read)
    assert page.articles[0].source.outlet == "The Courier"


def test_a_worker_that_takes_too_long_is_killed_and_replaced() -> None:
    silent = (sys.executable, "-c", "import sys; sys.stdin.read()")

    async def run() -> tuple[Read | Problem, int | None, Read | Problem]:
        worker = Worker(timeout_s=0.2, child=silent)
        child = await worker.start()
        slow = await worker.read(Task("slow", PAGE))
        return slow, child.returncode, await worker.read(Task("again", PAGE))

    slow, code, again = asyncio.run(run())
    assert isinstance(slow, Problem)
    assert (slow.kind, code) == (ProblemKind.TOO_SLOW, -signal.SIGKILL)
    assert isinstance(again, Problem)
    assert again.kind is ProblemKind.TOO_SLOW


def test_a_worker_that_talks_nonsense_is_a_problem_and_not_the_end() -> None:
    async def run() -> Read | Problem:
        async with Reader(child=(sys.executable, "-c", "print('x')")) as reader:
            return await reader.read(Task("it", PAGE))

    problem = asyncio.run(run())
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.UNPARSABLE


def test_a_worker_that_died_is_replaced_and_what_it_had_to_read_is_read() -> None:
    async def run() -> Read | Problem:
        worker = Worker(timeout_s=60)
        child = await worker.start()
        child.kill()
        await child.wait()
        try:
            return await worker.read(Task("it", PAGE))
        finally:
            await worker.stop()

    assert isinstance(asyncio.run(run()), Read)


def test_what_kills_one_worker_after_the_other_is_given_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    dying = f"open({str(log)!r}, 'a').write('x'); import sys; sys.stdin.buffer.read(8)"

    async def run() -> Read | Problem:
        async with Reader(timeout_s=60, child=(sys.executable, "-c", dying)) as reader:
            return await reader.read(Task("it", PAGE))

    problem = asyncio.run(run())
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.UNPARSABLE
    assert log.read_text() == "xx"


def test_whoever_gives_up_a_reading_leaves_no_answer_to_the_next() -> None:
    async def run() -> Read | Problem:
        async with Reader(timeout_s=60) as reader:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(Task("first", PAGE)), 0.01)
            return await reader.read(Task("second", b"The weir goes for good."))

    second = asyncio.run(run())
    assert isinstance(second, Read)
    assert second.articles[0].text == "The weir goes for good."


def test_a_worker_that_is_stopped_in_the_middle_of_a_long_answer_is_gone() -> None:
    talking = "import sys; sys.stdout.buffer.write(b'x' * 9_000_000)"

    async def run() -> bool:
        worker = Worker(child=(sys.executable, "-c", talking))
        child = await worker.start()
        assert child.stdout
        # More than is taken from it before somebody reads it.
        while not child.stdout._paused:  # type: ignore[attr-defined]  # noqa: ASYNC110, SLF001 - nobody tells
            await asyncio.sleep(0.01)
        stopping = asyncio.create_task(worker.stop())
        await asyncio.wait({stopping}, timeout=60)
        return stopping.done()

    assert asyncio.run(run())


def test_a_worker_ends_itself_if_nobody_is_left_to_do_it() -> None:
    task = reading.frame(Task("it", PAGE * 1_000), patience_s=0.001)
    with subprocess.Popen(reading.CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        child.stdin.write(task)
        child.stdin.flush()
        assert child.wait() == -signal.SIGALRM


def test_a_worker_ends_with_its_input() -> None:
    with subprocess.Popen(reading.CHILD, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        child.stdin.write(reading.frame(Task("it", PAGE), patience_s=60))
        answers, _ = child.communicate()
        assert child.returncode == 0
    assert b"Ines Harrow" in answers


def child(code: str) -> Reader:
    """A reader whose child runs some code with ours at hand."""
    return Reader(timeout_s=60, child=child_command(code))


def child_command(code: str) -> tuple[str, ...]:
    return (sys.executable, "-P", "-c", f"from bot import reading\n{code}")


def test_what_a_library_prints_does_not_get_into_the_answer() -> None:
    noisy = "read = reading.read\nreading.read = lambda task: print('noise', flush=True) or read(task)\nreading.main()"

    async def run() -> Read | Problem:
        async with child(noisy) as reader:
            return await reader.read(Task("it", b"The weir goes for good."))

    assert isinstance(asyncio.run(run()), Read)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process has of its own")
def test_a_worker_has_only_so_much_memory() -> None:
    greedy = """
def read(task):
    try:
        return reading.Problem(str(len(bytes(300_000_000))), "", "")
    except MemoryError:
        return reading.Problem("refused", "", "")
reading.read = read
reading.main()
"""

    async def run() -> Read | Problem:
        async with child(greedy) as reader:
            return await reader.read(Task("it", PAGE))

    outcome = asyncio.run(run())
    assert isinstance(outcome, Problem)
    assert outcome.source == "refused"


def test_an_answer_there_is_no_room_for_is_a_problem_that_says_so() -> None:
    crowded = """
class Crowd:
    def __reduce__(self):
        raise MemoryError
reading.read = lambda task: Crowd()
reading.main()
"""

    async def run() -> Read | Problem:
        async with child(crowded) as reader:
            return await reader.read(Task("it", PAGE))

    outcome = asyncio.run(run())
    assert isinstance(outcome, Problem)
    assert (outcome.source, outcome.kind) == ("it", ProblemKind.TOO_LARGE)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process has")
def test_a_worker_that_has_grown_is_replaced() -> None:
    grown = """
import os
def read(task):
    global room
    room = bytearray(170_000_000 if task.name == "large" else 0)
    room[::4096] = b"x" * len(room[::4096])
    return reading.Problem(str(os.getpid()), "", "")
reading.read = read
reading.main()
"""

    async def run() -> list[Read | Problem]:
        worker = Worker(timeout_s=60, child=child_command(grown))
        try:
            return [await worker.read(Task(name, b"")) for name in ("small", "small", "large", "small")]
        finally:
            await worker.stop()

    first, second, third, fourth = (problem.source for problem in asyncio.run(run()) if isinstance(problem, Problem))
    assert first == second == third
    assert fourth != first


def test_a_page_that_takes_all_its_time_holds_up_no_other() -> None:
    stubborn = """
import time
read = reading.read
def wait(task):
    while task.name == "slow":
        time.sleep(1)
    return read(task)
reading.read = wait
reading.main()
"""

    async def run() -> Read | Problem:
        async with Reader(timeout_s=60, child=child_command(stubborn)) as reader:
            slow = asyncio.create_task(reader.read(Task("slow", PAGE)))
            await asyncio.sleep(0)
            other = await reader.read(Task("other", b"The weir goes for good."))
            assert not slow.done()
            slow.cancel()
            await asyncio.gather(slow, return_exceptions=True)
            return other

    assert isinstance(asyncio.run(run()), Read)


def test_a_reader_takes_one_worker_as_long_as_one_is_enough() -> None:
    told = "import os\nreading.read = lambda task: reading.Problem(str(os.getpid()), '', '')\nreading.main()"

    async def run() -> list[Read | Problem]:
        async with child(told) as reader:
            return [await reader.read(Task("it", b"")) for _ in range(3)]

    assert len(set(asyncio.run(run()))) == 1


def test_a_worker_that_is_done_waits_as_long_as_it_has_to() -> None:
    told = "reading.main()\nimport signal, sys\nsys.stderr.write(str(signal.getitimer(signal.ITIMER_REAL)[0]))"
    given = reading.frame(Task("it", b"The weir goes."), patience_s=60)
    done = subprocess.run(child_command(told), input=given, capture_output=True, check=True)
    assert done.stderr == b"0.0"


def test_readings_that_are_asked_for_at_once_get_each_its_own_answer() -> None:
    async def run() -> list[Read | Problem]:
        async with Reader(timeout_s=60) as reader:
            tasks = [Task(str(number), f"Weir number {number}".encode()) for number in range(8)]
            return await asyncio.gather(*map(reader.read, tasks))

    texts = [outcome.articles[0].text for outcome in asyncio.run(run()) if isinstance(outcome, Read)]
    assert texts == [f"Weir number {number}" for number in range(8)]
