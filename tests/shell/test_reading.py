import asyncio
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot import reading
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Reader, Task
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
    page, feed, listed, text, in_json = read(
        Task("page", PAGE, url="https://courier.example/ferry"),
        Task("feed", FEED, url="https://dornpost.example/feed"),
        Task("list", b'<opml><body><outline title="Mail" xmlUrl="https://mail.example/feed"/></body></opml>'),
        Task("text", "The weir goes for good.".encode("utf-16")),
        Task(
            "in JSON",
            b'{"version": "https://jsonfeed.org/version/1", "items": [{"title": "Weir to go", "url": "/weir"}]}',
            "https://mail.example/",
        ),
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
    assert isinstance(in_json, Read)
    assert [(article.text, article.url) for article in in_json.articles] == [
        ("Weir to go", "https://mail.example/weir")
    ]


def test_a_known_outlet_is_kept() -> None:
    (page,) = read(Task("page", PAGE, source=Source("The Courier")))
    assert isinstance(page, Read)
    assert page.articles[0].source.outlet == "The Courier"


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", ProblemKind.EMPTY, "empty"),
        (b"%PDF-1.7", ProblemKind.BINARY, "not text"),
        (b"<html><body></body></html>", ProblemKind.NO_ARTICLE_TEXT, "no article text on it"),
        (b"<opml></opml>", ProblemKind.NOT_A_FEED, "not an OPML list of feeds"),
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": []}',
            ProblemKind.NOT_A_FEED,
            "not an RSS, Atom or JSON feed",
        ),
        (b"The weir goes. " * 70_000, ProblemKind.TOO_LARGE, "longer than the 1,000,000 characters"),
        (b"Share this article", ProblemKind.NO_ARTICLE_TEXT, "no article text in it"),
    ],
)
def test_what_holds_no_article_is_a_problem_in_words(body: bytes, kind: ProblemKind, words: str) -> None:
    problem = reading.read(Task("it", body))
    assert isinstance(problem, Problem)
    assert (problem.source, problem.kind) == ("it", kind)
    assert words in problem.words


def test_a_feed_with_an_empty_entry_gives_the_others() -> None:
    feed = reading.read(Task("feed", FEED.replace(b"<channel>", b"<channel><item><title> </title></item>")))
    assert isinstance(feed, Read)
    assert len(feed.articles) == 3


def test_of_a_feed_the_newest_are_read_in_whatever_order_it_lists_them() -> None:
    items = "".join(
        f"<item><title>Story {day}</title><pubDate>{day:02} Nov 2026 06:30:00 GMT</pubDate></item>"
        for day in range(1, 31)
    )
    task = Task(
        "feed.xml", f"<rss version='2.0'><channel><link>https://x.example/</link>{items}</channel></rss>".encode()
    )
    feed = reading.read(task)
    assert isinstance(feed, Read)
    assert [article.text for article in feed.articles] == [f"Story {day}" for day in range(30, 10, -1)]
    (older,) = feed.skipped
    assert (older.what, older.why) == ("10 older articles of feed.xml", "of a feed, the newest 20 are read")


def test_no_page_and_no_entry_is_longer_than_an_article_may_be() -> None:
    text = "The council voted on Wednesday to remove the old weir, ending a dispute that began long ago. " * 11_000
    page = reading.read(Task("page", f"<html><head><title>x</title></head><body><p>{text}</p></body></html>".encode()))
    assert isinstance(page, Problem)
    assert page.kind is ProblemKind.TOO_LARGE
    items = f"<item><title>Long</title><link>/long</link><description>{text}</description></item><item><title>Short</title></item>"
    feed = reading.read(
        Task("feed", f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "https://x.example/")
    )
    assert isinstance(feed, Read)
    assert [article.text for article in feed.articles] == ["Short"]
    (left,) = feed.skipped
    assert (left.what, left.url) == ("Long", "https://x.example/long")
    assert left.why == page.words == "longer than the 1,000,000 characters that are read of an article"


def test_a_feed_of_thousands_is_sent_on_without_them() -> None:
    text = "The council voted on Wednesday to remove the old weir, ending a dispute that began two winters ago. " * 20
    items = "".join(f"<item><title>Story {n}</title><description>{text}</description></item>" for n in range(2_000))
    feed = reading.read(
        Task("feed", f"<rss version='2.0'><channel><title>Mail</title>{items}</channel></rss>".encode())
    )
    assert len(pickle.dumps(feed)) < 200_000


def test_what_a_reader_chokes_on_is_a_problem_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def choke(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "read_page", choke)
    problem = reading.read(Task("it", PAGE))
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.permanent) == (ProblemKind.UNPARSABLE, True)


def test_a_worker_that_takes_too_long_is_killed_and_replaced() -> None:
    silent = (sys.executable, "-c", "import sys; sys.stdin.read()")

    async def run() -> tuple[Read | Problem, int | None, Read | Problem]:
        async with Reader(timeout_s=0.2, child=silent) as reader:
            child = reader._child  # noqa: SLF001 - the process that is killed
            slow = await reader.read(Task("slow", PAGE))
            assert child
            return slow, child.returncode, await reader.read(Task("again", PAGE))

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
        async with Reader(timeout_s=60) as reader:
            assert reader._child  # noqa: SLF001 - the process that is killed
            os.kill(reader._child.pid, signal.SIGKILL)  # noqa: SLF001
            await reader._child.wait()  # noqa: SLF001
            return await reader.read(Task("it", PAGE))

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
    return Reader(timeout_s=60, child=(sys.executable, "-P", "-c", f"from bot import reading\n{code}"))


def test_what_a_library_prints_does_not_get_into_the_answer() -> None:
    noisy = "read = reading.read\nreading.read = lambda task: print('noise', flush=True) or read(task)\nreading.main()"

    async def run() -> Read | Problem:
        async with child(noisy) as reader:
            return await reader.read(Task("it", b"The weir goes for good."))

    assert isinstance(asyncio.run(run()), Read)


def test_a_reading_that_takes_too_much_memory_is_a_problem_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "read_page", grow)
    problem = reading.read(Task("it", PAGE))
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.words) == (ProblemKind.TOO_LARGE, "takes more memory to read than it may")


def test_a_worker_has_only_so_much_memory() -> None:
    limit = "resource.getrlimit(resource.RLIMIT_AS)[0]"
    told = f"import resource\nreading.read = lambda task: reading.Problem(str({limit}), '', '')\nreading.main()"

    async def run() -> Read | Problem:
        async with child(told) as reader:
            return await reader.read(Task("it", PAGE))

    outcome = asyncio.run(run())
    assert isinstance(outcome, Problem)
    assert outcome.source == f"{2 * 1024**3}"


def test_a_worker_that_is_done_waits_as_long_as_it_has_to() -> None:
    told = "reading.main()\nimport signal, sys\nsys.stderr.write(str(signal.getitimer(signal.ITIMER_REAL)[0]))"
    command = (sys.executable, "-P", "-c", f"from bot import reading\n{told}")
    given = reading.frame(Task("it", b"The weir goes."), patience_s=60)
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    assert done.stderr == b"0.0"


def test_readings_that_are_asked_for_at_once_get_each_its_own_answer() -> None:
    async def run() -> list[Read | Problem]:
        async with Reader(timeout_s=60) as reader:
            tasks = [Task(str(number), f"Weir number {number}".encode()) for number in range(8)]
            return await asyncio.gather(*map(reader.read, tasks))

    texts = [outcome.articles[0].text for outcome in asyncio.run(run()) if isinstance(outcome, Read)]
    assert texts == [f"Weir number {number}" for number in range(8)]


# Of an encoding that only its declaration tells: everything else in it is English.
ABROAD = (
    "The council of Łódź voted on Wednesday to remove the old weir, ending a dispute of two winters.",
    "Taking it out will cost the town 700,000 crowns, of which the province has offered to pay half.",
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{}\n\n{}", "text/plain"),
        ("<html><body><article><p>{}</p><p>{}</p></article></body></html>", "text/html"),
        ("<rss><channel><title>x</title><item><description>{}\n\n{}</description></item></channel></rss>", "text/xml"),
        ("Notice: x\n<rss><channel><item><description>{}\n\n{}</description></item></channel></rss>", "text/xml"),
    ],
    ids=["text", "page", "feed", "feed behind a notice"],
)
def test_what_the_server_declares_is_used_whatever_is_read(body: str, content_type: str) -> None:
    encoded = body.format(*ABROAD).encode("iso-8859-2")
    outcome = reading.read(Task("it", encoded, "https://x.example/", f"{content_type}; charset=iso-8859-2"))
    assert isinstance(outcome, Read)
    assert outcome.articles[0].text.startswith(ABROAD[0])


def test_a_list_and_a_text_are_from_the_address_they_were_read_at() -> None:
    listed = reading.read(
        Task("list", b'<opml><body><outline xmlUrl="/feed"/></body></opml>', "https://mail.example/list")
    )
    assert isinstance(listed, Read)
    assert listed.lists == (Source("", "https://mail.example/feed"),)
    text = reading.read(Task("text", b"The weir goes.", "https://mail.example/weir", source=Source("Mail")))
    assert isinstance(text, Read)
    assert (text.articles[0].url, text.articles[0].source.outlet) == ("https://mail.example/weir", "Mail")


def test_what_is_left_out_of_a_feed_says_where_it_is() -> None:
    long = "The council voted on Wednesday to remove the old weir, ending a dispute that began long ago. " * 11_000
    items = f"<item><link>/long</link><description>{long}</description></item>" + "<item><title>x</title></item>" * 20
    feed = reading.read(
        Task("feed", f"<rss><channel><title>Mail</title>{items}</channel></rss>".encode(), "https://x.example/f")
    )
    assert isinstance(feed, Read)
    assert [(skipped.what, skipped.url) for skipped in feed.skipped] == [
        ("https://x.example/long", "https://x.example/long"),
        ("1 older article of Mail", "https://x.example/f"),
    ]
