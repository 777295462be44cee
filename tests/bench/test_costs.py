"""What the core costs. Run by `make bench`, outside the default tests; the figures are in docs/performance.md."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from digest import methods

REPOSITORY = Path(__file__).parents[2]


class Cost:
    """What a workload cost."""

    def __init__(self, *workload: str) -> None:
        command = [sys.executable, "-m", "tests.bench.workloads", *workload]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
        figures = json.loads(done.stdout)
        self.cpu_s: float = figures["cpu_s"]
        self.memory_mb: int = figures["memory_mb"]
        self.grown_mb: int = figures["memory_mb"] - figures["before_mb"]
        print(
            f"\n{' '.join(workload):<28} {self.cpu_s:7.3f} s CPU   {self.memory_mb:4d} MB, of them {self.grown_mb:3d} for it",
            end="",
        )


def test_importing_the_core() -> None:
    assert Cost("import").cpu_s <= 0.3


@pytest.mark.parametrize("method", methods())
def test_a_digest_of_fifty_articles_of_5_000_characters(method: str) -> None:
    assert Cost("digest", "50", method).cpu_s <= 5


def test_a_digest_grows_linearly_with_its_articles() -> None:
    costs = {count: Cost("digest", str(count), "default") for count in (50, 100, 200, 500)}
    assert costs[500].cpu_s / 500 <= 1.5 * costs[50].cpu_s / 50
    assert costs[500].grown_mb <= 1.5 * 10 * max(costs[50].grown_mb, 4)


@pytest.mark.parametrize("method", methods())
def test_an_article_of_5_000_sentences(method: str) -> None:
    cost = Cost("long article", "5000", method)
    assert cost.cpu_s <= 3
    assert cost.memory_mb <= 200


def test_an_article_grows_linearly_with_its_sentences() -> None:
    costs = {count: Cost("long article", str(count), "default") for count in (1_000, 2_000, 5_000)}
    assert costs[5_000].cpu_s / 5_000 <= 1.5 * costs[1_000].cpu_s / 1_000


def test_finding_quotes_grows_linearly_with_the_text() -> None:
    costs = {kilobytes: Cost("quotes", str(kilobytes)) for kilobytes in (9, 90, 900)}
    assert costs[900].cpu_s <= 1.5 * 10 * costs[90].cpu_s


def test_the_quotes_of_200_articles_of_4_700_characters() -> None:
    cost = Cost("quotes of articles", "200")
    assert cost.cpu_s <= 10
    assert cost.grown_mb <= 60


@pytest.mark.parametrize(
    "kind",
    [
        "marks",
        "straight marks",
        "names",
        "said",
        "capitals",
        "phrases",
        "titles",
        "lines",
        "points",
        "spaces",
        "one word",
    ],
)
def test_text_made_to_be_slow(kind: str) -> None:
    assert Cost("hostile", kind).cpu_s <= 10


@pytest.mark.parametrize("kind", ["marks", "straight marks", "capitals"])
def test_marks_and_names_alone_are_done_at_once(kind: str) -> None:
    cost = Cost("hostile", kind)
    assert cost.cpu_s <= 2
    assert cost.memory_mb <= 100


def test_grouping_stories_grows_nearly_linearly_with_the_articles() -> None:
    costs = {count: Cost("stories", str(count)) for count in (1_000, 2_000, 4_000)}
    assert costs[1_000].cpu_s <= 20
    assert costs[4_000].cpu_s / 4_000 <= 2 * costs[1_000].cpu_s / 1_000


@pytest.mark.parametrize("length", ["standard", "full"])
def test_a_day_of_1_000_articles_is_grouped_and_digested(length: str) -> None:
    assert Cost("day", "1000", length).cpu_s <= 20


@pytest.mark.parametrize("length", ["brief", "standard"])
def test_a_day_of_500_analysed_articles_is_grouped_and_digested(length: str) -> None:
    assert Cost("analysed day", "500", length).cpu_s <= 2


def test_an_article_is_analysed() -> None:
    assert Cost("analysing", "100").cpu_s / 100 <= 0.1


def test_reading_500_analyses() -> None:
    cost = Cost("reading analyses", "500")
    assert cost.cpu_s <= 0.5
    assert cost.grown_mb <= 20


def test_one_more_article_joins_4_000() -> None:
    assert Cost("one more", "4000").cpu_s / 100 <= 0.02


def test_an_index_grows_linearly_with_its_articles() -> None:
    costs = {count: Cost("index", str(count)) for count in (300, 1_200)}
    assert costs[300].cpu_s <= 1
    assert costs[1_200].cpu_s <= 1.5 * 4 * costs[300].cpu_s


def test_a_hundred_questions_of_300_articles() -> None:
    cost = Cost("questions", "300")
    assert cost.cpu_s / 100 <= 0.05
    assert cost.grown_mb <= 10


def test_reading_pages() -> None:
    assert Cost("pages", "100").cpu_s <= 20
