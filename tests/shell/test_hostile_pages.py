"""Pages and feeds made to be hard to read: each ends with an outcome, within the memory, and the next one is read."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from tests.quality.seeds import SEEDS

PAGE = (SEEDS / "articles" / "ferry-courier.html").read_bytes()
TEXT = b"The council of Dorn voted on Wednesday to remove the old weir, ending a dispute that began two winters ago. "
PARAGRAPHS = b"<p>" + TEXT * 5 + b"</p>"
MOST_MB = 250

# Reads what it is given with one reader, in a process that has no other children: so their peak is that of the reading.
SCRIPT = """
import asyncio, pickle, resource, sys
from bot.workers import Reader

async def run(tasks):
    async with Reader() as reader:
        return [await reader.read(task) for task in tasks]

outcomes = asyncio.run(run(pickle.load(sys.stdin.buffer)))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
sys.stdout.buffer.write(pickle.dumps((outcomes, peak)))
"""


def read(body: bytes) -> tuple[Read | Problem, int]:
    """What comes of some bytes, and how many MB reading them took; a page that is read after them is whole."""
    tasks = [Task("it", body, "https://courier.example/it"), Task("next", PAGE, "https://courier.example/ferry")]
    done = subprocess.run([sys.executable, "-c", SCRIPT], input=pickle.dumps(tasks), capture_output=True, check=True)
    (outcome, following), peak = pickle.loads(done.stdout)  # noqa: S301 - from the process started here
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


HOSTILE = {
    "200,000 links": page(b"".join(b"<a href='/%d'>weir</a> " % number for number in range(200_000))),
    "as many tags as may be": page(b"<a href=/>weir</a> " * 49_000),
    "two million paragraphs": page(b"<p>a" * 2_000_000),
    "90,000 divs, one in the other": page(b"<div>" * 90_000),
    "50,000 attributes": page(b"<div " + b" ".join(b"a%d=''" % number for number in range(50_000)) + b">"),
    "14 MB in one attribute": page(b"<p class='" + b"x " * 7_000_000 + b"'>"),
    "14 MB in one paragraph": page(b"<p>" + TEXT * 130_000),
    "14 MB of brackets": page(b"&lt;" * 3_500_000),
    "a remark without end": page(b"<!--" + b"x" * 14_000_000),
    "JSON, one in the other": page(b"<script type='application/ld+json'>" + b"[" * 5_000_000 + b"</script>"),
    "14 MB in one line": TEXT * 130_000,
    "a million short lines": b"a\n" * 490_000,
    "a million quotation marks": "“".encode() * 330_000,
    "an entity bomb": feed(b"<item><title>&a11;</title></item>", entities(12)),
    "an entity, many times": feed(
        b"<item><title>" + b"&a;" * 100_000 + b"</title></item>", b"<!DOCTYPE rss [<!ENTITY a '" + b"x" * 100_000 + b"'>]>"
    ),
    "200,000 entries": feed(b"<item><title>Weir to go</title><link>/weir</link></item>" * 200_000),
    "100,000 entries, one in the other": feed(b"<item>" * 100_000),
    "an entry of 200,000 links": feed(
        b"<item><title>x</title><description>" + b"&lt;a href='/x'&gt;weir&lt;/a&gt;" * 200_000 + b"</description></item>"
    ),
    "a list of 200,000 feeds": b"<opml><body>" + b"<outline xmlUrl='https://mail.example/f'/>" * 200_000 + b"</body></opml>",
    "an encoding that is none": b"<?xml version='1.0' encoding='weir'?>" + feed(b"<item><title>x</title></item>")[21:],
    "an encoding that lies": b"<?xml version='1.0' encoding='utf-16'?>" + feed(b"<item><title>x</title></item>")[21:],
    "an encoding that sends": b"<?xml version='1.0' encoding='utf-7'?>" + feed(b"<item><title>x</title></item>")[21:],
}  # fmt: skip


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux keeps a process to its memory, and tells how much it had"
)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_be_hard_to_read_ends_and_the_next_page_is_read(body: bytes) -> None:
    _, peak = read(body)
    assert peak <= MOST_MB


@pytest.mark.parametrize("what", ["200,000 links", "two million paragraphs", "14 MB in one line"])
def test_what_is_too_wide_is_too_large(what: str) -> None:
    outcome, _ = read(HOSTILE[what])
    assert isinstance(outcome, Problem)
    assert outcome.kind is ProblemKind.TOO_LARGE


def test_a_feed_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the keys of the weir", encoding="utf-8")
    head = f"<!DOCTYPE rss [<!ENTITY a SYSTEM '{secret.as_uri()}'>]>".encode()
    outcome, _ = read(feed(b"<item><title>Weir to go &a;</title></item>", head))
    assert "the keys" not in str(outcome)


def test_a_link_that_is_a_script_is_no_link() -> None:
    outcome, _ = read(feed(b"<item><title>Weir to go</title><link>javascript:alert(1)</link></item>"))
    assert isinstance(outcome, Read)
    assert outcome.articles[0].url == ""
