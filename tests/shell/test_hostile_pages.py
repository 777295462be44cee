"""Pages and feeds made to be hard to read: each ends with an outcome, within the memory, and the next one is read."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from tests.chosen import fewer
from tests.quality.seeds import SEEDS
from tests.shell.apart import processes, read_apart

PAGE = (SEEDS / "articles" / "ferry-courier.html").read_bytes()
TEXT = b"The council of Dorn voted on Wednesday to remove the old weir, ending a dispute that began two winters ago. "
PARAGRAPHS = b"<p>" + TEXT * 5 + b"</p>"
MOST_MB = 250


@pytest.fixture(scope="module")
def apart() -> Iterator[ProcessPoolExecutor]:
    with processes() as pool:
        yield pool


def read(apart: ProcessPoolExecutor, body: bytes) -> tuple[Read | Problem, int]:
    """What comes of some bytes, and how many MB reading them took; a page that is read after them is whole."""
    tasks = [Task("it", body, "https://courier.example/it"), Task("next", PAGE, "https://courier.example/ferry")]
    (outcome, following), peak = apart.submit(read_apart, tasks).result()
    assert isinstance(following, Read)
    assert following.articles[0].authors == ("Ines Harrow",)
    return outcome, peak


def page(body: bytes) -> bytes:
    return b"<html><head><title>Weir to go</title></head><body>" + body + PARAGRAPHS + b"</body></html>"


def feed(items: bytes, head: bytes = b"") -> bytes:
    return (
        b"<?xml version='1.0'?>"
        + head
        + b"<rss version='2.0'><channel><title>Mail</title>"
        + items
        + b"</channel></rss>"
    )


def entities(count: int) -> bytes:
    """Each ten times the one before."""
    more = b"".join(b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, count))
    return b"<!DOCTYPE rss [<!ENTITY a0 'weir'>" + more + b"]>"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "200,000 links": lambda: page(b"".join(b"<a href='/%d'>weir</a> " % number for number in range(200_000))),
    "as many tags as may be": lambda: page(b"<a href=/>weir</a> " * fewer(49_000)),
    "two million paragraphs": lambda: page(b"<p>a" * 2_000_000),
    "90,000 divs, one in the other": lambda: page(b"<div>" * 90_000),
    "many attributes": lambda: page(b"<div " + b" ".join(b"a%d=''" % number for number in range(fewer(50_000))) + b">"),
    "14 MB in one attribute": lambda: page(b"<p class='" + b"x " * 7_000_000 + b"'>"),
    "14 MB in one paragraph": lambda: page(b"<p>" + TEXT * 130_000),
    "14 MB of brackets": lambda: page(b"&lt;" * 3_500_000),
    "a remark without end": lambda: page(b"<!--" + b"x" * 14_000_000),
    "JSON, one in the other": lambda: page(b"<script type='application/ld+json'>" + b"[" * 5_000_000 + b"</script>"),
    "14 MB in one line": lambda: TEXT * 130_000,
    "as many short lines as may be": lambda: b"a\n" * fewer(490_000, 16),
    "a million quotation marks": lambda: "“".encode() * 330_000,
    "an entity bomb": lambda: feed(b"<item><title>&a11;</title></item>", entities(12)),
    "an entity, many times": lambda: feed(
        b"<item><title>" + b"&a;" * 100_000 + b"</title></item>", b"<!DOCTYPE rss [<!ENTITY a '" + b"x" * 100_000 + b"'>]>"
    ),
    "many entries": lambda: feed(b"<item><title>Weir to go</title><link>/weir</link></item>" * fewer(200_000)),
    "100,000 entries, one in the other": lambda: feed(b"<item>" * 100_000),
    "an entry of many links": lambda: feed(
        b"<item><title>x</title><description>" + b"&lt;a href='/x'&gt;weir&lt;/a&gt;" * fewer(200_000) + b"</description></item>"
    ),
    "a list of many feeds": lambda: b"<opml><body>" + b"<outline xmlUrl='https://mail.example/f'/>" * fewer(200_000) + b"</body></opml>",
    "an encoding that is none": lambda: b"<?xml version='1.0' encoding='weir'?>" + feed(b"<item><title>x</title></item>")[21:],
    "an encoding that lies": lambda: b"<?xml version='1.0' encoding='utf-16'?>" + feed(b"<item><title>x</title></item>")[21:],
    "an encoding that sends": lambda: b"<?xml version='1.0' encoding='utf-7'?>" + feed(b"<item><title>x</title></item>")[21:],
}  # fmt: skip


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux keeps a process to its memory, and tells how much it had"
)
@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_made_to_be_hard_to_read_ends_and_the_next_page_is_read(apart: ProcessPoolExecutor, what: str) -> None:
    _, peak = read(apart, HOSTILE[what]())
    assert peak <= MOST_MB


@pytest.mark.parametrize("what", ["200,000 links", "two million paragraphs", "14 MB in one line"])
def test_what_is_too_wide_is_too_large(apart: ProcessPoolExecutor, what: str) -> None:
    outcome, _ = read(apart, HOSTILE[what]())
    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.TOO_LARGE


def test_a_feed_reads_no_file(apart: ProcessPoolExecutor, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the keys of the weir", encoding="utf-8")
    head = f"<!DOCTYPE rss [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>".encode()
    outcome, _ = read(apart, feed(b"<item><title>Weir to go &a;</title></item>", head))
    assert "the keys" not in str(outcome)


def test_a_link_that_is_a_script_is_no_link(apart: ProcessPoolExecutor) -> None:
    outcome, _ = read(apart, feed(b"<item><title>Weir to go</title><link>javascript:alert(1)</link></item>"))
    assert isinstance(outcome, Read)
    assert outcome.articles[0].url == ""
