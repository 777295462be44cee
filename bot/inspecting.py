"""What was read of a page, a text or a feed, and what was found of a site, for whoever wants to know why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.finding import Candidate, Tested
from bot.plain import plain
from bot.problems import Problem
from bot.reading import Read
from digest import Article, Feed, Source

__all__ = ["found_as_data", "found_lines", "read_as_data", "read_lines", "tested_as_data", "tested_lines"]

_WIDTH = 100
_LABEL = 14
_INDENT = " " * 4
# Of what was left out, as much of each line as tells what it was; --json has all of it.
_SHOWN_OF_A_CUT = 76
_MOST_ENTRIES = 5
_FACTS = ("authors", "published", "source", "section", "language", "image", "canonical_url")
_NAMES = {"source": "outlet", "canonical_url": "address"}


def read_lines(read: Read) -> Iterator[str]:
    """What was read, in lines: of an article what is kept, what is left out and why, and what is known of it."""
    if read.feed:
        yield from _feed_lines(read.feed, read)
    elif read.lists:
        yield f"A list of {_counted(len(read.lists), 'feed')}:"
        yield from (f"{_INDENT}{plain(source.outlet or '-')}  {plain(source.feed)}" for source in read.lists)
    else:
        for article in read.articles:
            yield from _article_lines(article)


def read_as_data(read: Read) -> dict[str, Any]:
    """The same for programs."""
    return {
        "articles": [_article_data(article) for article in read.articles],
        "feed": _feed_data(read.feed) if read.feed else None,
        "left_out": [{"what": skipped.what, "why": skipped.why} for skipped in read.skipped],
        "lists": [_source_data(source) for source in read.lists],
    }


def found_lines(candidates: Sequence[Candidate]) -> Iterator[str]:
    """The feeds of a site, in lines, the best first."""
    for number, candidate in enumerate(candidates, 1):
        found, outcome = candidate.found, candidate.outcome
        title = outcome.feed.source.outlet if isinstance(outcome, Tested) else found.title
        yield f"{number}. {plain(title or found.title or found.url)}  [{found.kind}]"
        yield f"{_INDENT}{plain(found.url)}"
        yield f"{_INDENT}{_state(outcome)}"


def found_as_data(candidates: Sequence[Candidate]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "feeds": [
            {
                "url": one.found.url,
                "title": one.found.title,
                "kind": str(one.found.kind),
                **(tested_as_data(one.outcome) if isinstance(one.outcome, Tested) else {"problem": _problem_data(one.outcome)}),
            }
            for one in candidates
        ]
    }  # fmt: skip


def tested_lines(tested: Tested, next_reading: datetime | None) -> Iterator[str]:
    """How a feed does, in lines."""
    yield from _feed_lines(tested.feed, tested.read)
    fetched = tested.fetched
    if fetched.moved_to:
        yield _fact("moved to", fetched.moved_to, "follow it there")
    validators = fetched.validators
    asks = " and ".join(
        name for name, value in (("ETag", validators.etag), ("Last-Modified", validators.last_modified)) if value
    )
    yield _fact(
        "unchanged", f"not sent again (by {asks})" if asks else "sent whole each time: the server names no version"
    )
    yield _fact("next reading", f"{next_reading:%Y-%m-%d %H:%M %Z}" if next_reading else "none")


def tested_as_data(tested: Tested) -> dict[str, Any]:
    """The same for programs."""
    fetched = tested.fetched
    return {
        "feed": _feed_data(tested.feed),
        "entries": [
            {"title": _title(one), "url": one.url, "published": _time(one.published)} for one in tested.read.articles
        ],
        "moved_to": fetched.moved_to,
        "etag": fetched.validators.etag,
        "last_modified": fetched.validators.last_modified,
        "problem": None,
    }


def _article_lines(article: Article) -> Iterator[str]:
    origins = dict(article.origins)
    yield plain(_title(article) or "No headline was found.")
    yield ""
    if article.title and "title" in origins:
        yield _fact("headline", "above", origins["title"])
    for name in _FACTS:
        value = _value(article, name)
        yield _fact(_NAMES.get(name, name), value or "-", origins.get("site" if name == "source" else name, ""))
    yield _fact("kind", str(article.kind))
    if article.excerpt_only:
        yield _fact("excerpt only", "the rest is not there to be read")
    yield ""
    yield f"Kept: {_counted(len(article.paragraphs), 'paragraph')}"
    for span in article.paragraphs:
        lines = textwrap.wrap(plain(span.of(article.text)), _WIDTH - len(_INDENT), break_long_words=False)
        yield from (f"{_INDENT}{line}" for line in lines)
        yield ""
    yield f"Left out: {_counted(len(article.dropped), 'line')}"
    for cut in article.dropped:
        yield f"{_INDENT}{cut.reason:<{_LABEL}} {plain(cut.text, _SHOWN_OF_A_CUT)}"


def _feed_lines(feed: Feed, read: Read) -> Iterator[str]:
    yield plain(feed.source.outlet or "A feed without a title")
    yield ""
    yield _fact("feed", feed.source.feed or "-")
    yield _fact("site", feed.source.site or "-")
    yield _fact("language", feed.language or "-")
    yield _fact("entries", _entries(read))
    if feed.ttl:
        yield _fact("asks", f"not to be read for {_span(feed.ttl)} after each reading")
    for article in read.articles[:_MOST_ENTRIES]:
        when = f"{article.published:%Y-%m-%d %H:%M}" if article.published else "undated"
        whole = "excerpt" if article.excerpt_only else "whole"
        yield f"{_INDENT}{when:<16}  {whole:<7}  {plain(_title(article) or '-', _SHOWN_OF_A_CUT)}"
    yield from (
        f"{_INDENT}left out: {plain(one.what, _SHOWN_OF_A_CUT)}: {plain(one.why)}"
        for one in read.skipped[:_MOST_ENTRIES]
    )


def _entries(read: Read) -> str:
    articles = read.articles
    undated = sum(article.published is None for article in articles)
    excerpts = sum(article.excerpt_only for article in articles)
    parts = [_counted(len(articles), "article") + " read"]
    parts += [f"{undated} undated"] if undated else []
    parts += [f"{excerpts} as excerpts"] if excerpts else []
    return ", ".join(parts)


def _state(outcome: Tested | Problem) -> str:
    if isinstance(outcome, Problem):
        return f"can't be followed: {plain(outcome.words)}"
    dates = [article.published for article in outcome.read.articles if article.published]
    newest = f", the newest of {max(dates):%Y-%m-%d %H:%M}" if dates else ""
    return f"{_entries(outcome.read)}{newest}"


def _fact(name: str, value: str, origin: str = "") -> str:
    parts = [f"{name:<{_LABEL}}", plain(value), f"({plain(origin)})" if origin else ""]
    return f"{_INDENT}{' '.join(filter(None, parts))}".rstrip()


def _value(article: Article, name: str) -> str:
    value: Any = getattr(article, name)
    match value:
        case Source():
            return value.outlet
        case datetime():
            return f"{value:%Y-%m-%d %H:%M %z}"
        case tuple():
            return ", ".join(value)
        case _:
            return str(value or "")


def _title(article: Article) -> str:
    return article.title.of(article.text) if article.title else ""


def _article_data(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": _title(article),
        "standfirst": article.standfirst.of(article.text) if article.standfirst else "",
        "paragraphs": [span.of(article.text) for span in article.body],
        "url": article.url,
        "canonical_url": article.canonical_url,
        "source": _source_data(article.source),
        "authors": list(article.authors),
        "published": _time(article.published),
        "language": article.language,
        "section": article.section,
        "kind": str(article.kind),
        "image": article.image,
        "excerpt_only": article.excerpt_only,
        "origins": dict(article.origins),
        "left_out": [{"text": cut.text, "why": str(cut.reason)} for cut in article.dropped],
    }


def _feed_data(feed: Feed) -> dict[str, Any]:
    return {
        "source": _source_data(feed.source),
        "language": feed.language,
        "ttl_s": feed.ttl.total_seconds() if feed.ttl else None,
        "skip_hours": sorted(feed.skip_hours),
        "skip_days": sorted(feed.skip_days),
    }


def _source_data(source: Source) -> Mapping[str, str]:
    return {"outlet": source.outlet, "feed": source.feed, "site": source.site}


def _problem_data(problem: Problem) -> Mapping[str, str]:
    return {"kind": str(problem.kind), "words": problem.words}


def _time(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _span(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    return _counted(minutes // 60, "hour") if minutes >= 120 and minutes % 60 == 0 else _counted(minutes, "minute")  # noqa: PLR2004 - from two hours on, in hours


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
