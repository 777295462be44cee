"""What is kept of an article says the same as the article."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from digest import (
    ANALYSIS_VERSION,
    Analysis,
    Analyst,
    Article,
    BadAnalysis,
    Digest,
    Length,
    Source,
    Window,
    analyse,
    answer,
    find_quotes,
    group_stories,
    index_articles,
    make_digest,
    read_analysis,
    read_article,
    sentences_of,
    write_analysis,
)
from tests.bench.workloads import texts
from tests.quality.questions import SAID
from tests.quality.seeds import all_seeds

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
REPOSITORY = Path(__file__).parents[2]
TEXT = "Dorn votes\n\nThe council voted on Wednesday. “We are all very fond of the weir,” said Ann Gray, the mayor."

# What each version finds in the sample articles. Whoever finds anything else raises the version and writes a line for it, so
# that nothing is mixed with what was kept before.
FOUND = {1: "04cc5117ab9106fb"}


@cache
def samples() -> tuple[Article, ...]:
    return tuple(seed.article for seed in all_seeds())


@cache
def days() -> tuple[Article, ...]:
    """Two days of six outlets: the paragraphs of the sample articles in ever new order."""
    return tuple(
        read_article(
            text,
            url=f"https://outlet{number % 6}.example/{number}",
            source=Source(f"Outlet {number % 6}"),
            published=NOW - timedelta(hours=2 * number),
        )
        for number, text in enumerate(texts(24, 1_200))
    )


@cache
def kept(articles: tuple[Article, ...]) -> Mapping[str, Analysis]:
    return {one.revision: read_analysis(write_analysis(analyse(one))) for one in articles}


def all_of(digest: Digest) -> str:
    """All that a digest says, and which articles it says it of."""
    articles = [[one.id for one in (*story.articles, *story.earlier)] for story in digest.stories]
    return f"{articles} {digest!r}"


@pytest.mark.parametrize("length", Length)
@pytest.mark.parametrize("some", [samples, days])
def test_a_digest_is_the_same_whether_its_articles_were_analysed_before_or_not(
    length: Length, some: Callable[[], tuple[Article, ...]]
) -> None:
    plain = make_digest(some(), now=NOW, length=length)
    half = dict(list(kept(some()).items())[::2])
    for analyses in (kept(some()), half):
        assert all_of(make_digest(some(), now=NOW, length=length, analyses=analyses)) == all_of(plain)


def test_what_is_new_since_the_last_digest_is_the_same_too() -> None:
    yesterday, window = days()[12:], Window(NOW - timedelta(days=1), NOW)
    plain, analysed = (
        make_digest(days(), now=NOW, window=window, earlier=yesterday, method="lead", analyses=analyses)
        for analyses in (None, kept(days()))
    )
    assert any(story.is_update for story in plain.stories)
    assert all_of(analysed) == all_of(plain)


def test_stories_and_answers_are_the_same_too() -> None:
    assert group_stories(samples(), analyses=kept(samples())).stories == group_stories(samples()).stories
    plain, analysed = index_articles(samples()), index_articles(samples(), analyses=kept(samples()))
    for question, *_ in SAID:
        assert answer(question, analysed) == answer(question, plain)


def test_sentences_and_quotations_are_those_of_the_article() -> None:
    analyst = Analyst(kept(samples()))
    for one in samples():
        assert analyst.sentences_of(one) == sentences_of(one)
        assert analyst.quotes_of(one) == find_quotes(one)


def test_what_was_found_is_not_looked_for_again() -> None:
    one = read_article(TEXT)
    silent = {one.revision: replace(analyse(one), quotations=())}
    (told,) = make_digest([one], now=NOW, length=Length.BRIEF).stories
    (untold,) = make_digest([one], now=NOW, length=Length.BRIEF, analyses=silent).stories
    assert (len(told.quotes), len(untold.quotes)) == (1, 0)


@pytest.mark.parametrize(
    "other",
    [
        read_article(TEXT, language="de"),
        replace(read_article(TEXT), title=None, standfirst=read_article(TEXT).title),
    ],
    ids=["language", "layout"],
)
def test_a_text_that_is_laid_out_otherwise_is_another_article(other: Article) -> None:
    one = read_article(TEXT)
    assert other.revision == one.revision
    assert Analyst({one.revision: analyse(one)}).sentences_of(other) == sentences_of(other)
    plain, analysed = (
        make_digest([other], now=NOW, analyses=analyses) for analyses in (None, {one.revision: analyse(one)})
    )
    assert all_of(analysed) == all_of(plain)


def test_an_analysis_reads_as_it_was_written() -> None:
    for one in samples():
        assert read_analysis(write_analysis(analyse(one))) == analyse(one)


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '{"version":1}', write_analysis(analyse(read_article(TEXT)))[:-9]]
)
def test_what_is_no_analysis_is_refused(text: str) -> None:
    with pytest.raises(BadAnalysis, match=r"can't be read .*; analyse the article anew"):
        read_analysis(text)


@pytest.mark.parametrize("version", [ANALYSIS_VERSION - 1, ANALYSIS_VERSION + 1])
def test_an_analysis_of_another_version_is_refused(version: int) -> None:
    data = json.loads(write_analysis(analyse(read_article(TEXT)))) | {"version": version}
    with pytest.raises(BadAnalysis, match=f"version {version}, and this is version {ANALYSIS_VERSION}"):
        read_analysis(json.dumps(data))


def found() -> str:
    """A hash of all that is found in the sample articles; confidences to six places, as processors differ beyond."""
    written = [json.loads(write_analysis(analyse(one))) for one in samples()]
    for data in written:
        for quotation in data["quotations"]:
            quotation[-1] = round(quotation[-1], 6)
    return sha256(json.dumps(written).encode()).hexdigest()[:16]


def test_the_version_is_raised_with_every_change_of_what_is_found() -> None:
    assert FOUND[ANALYSIS_VERSION] == found()


def test_analyses_and_digests_are_the_same_in_every_process() -> None:
    program = (
        "from tests.core.test_analysis import *;"
        "print([write_analysis(analyse(one)) for one in days()[:4]], all_of(make_digest(days()[:12], now=NOW)))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=REPOSITORY,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
