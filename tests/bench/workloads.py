"""What is measured: each workload runs in a process of its own and prints what it cost.

    python -m tests.bench.workloads NAME [ARGUMENT ...]

The costs are CPU seconds of the work alone and the peak memory of the whole process, in MB, with what a bare
interpreter takes beside it.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest import Article

__all__ = ["WORKLOADS"]

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def texts(count: int, characters: int) -> list[str]:
    """Articles of about so many characters, of paragraphs of the sample articles in ever new order."""
    from tests.quality.seeds import all_seeds

    paragraphs = [paragraph for seed in all_seeds() for paragraph in seed.truth["body"]]
    draw = random.Random(count)  # noqa: S311 - nothing secret
    made = []
    for number in range(count):
        body: list[str] = []
        while sum(map(len, body)) < characters:
            body.append(draw.choice(paragraphs))
        made.append(f"Story number {number} of the day\n\n" + "\n\n".join(body)[:characters])
    return made


def sentences(count: int) -> str:
    """An article of so many sentences, of the sample articles', no two the same."""
    from digest import sentences_of
    from tests.quality.seeds import all_seeds

    known = [sentence.text for seed in all_seeds() for sentence in sentences_of(seed.article)]
    draw = random.Random(count)  # noqa: S311 - nothing secret
    lines = [f"On day {number} this was said. {draw.choice(known)}" for number in range(count // 2)]
    return "A very long day\n\n" + "\n\n".join(lines)


def digest_of(count: str, method: str) -> Callable[[], object]:
    from digest import Length, make_digest, read_article

    raw = texts(int(count), 5_000)
    return lambda: make_digest([read_article(text) for text in raw], now=NOW, length=Length.FULL, method=method)


def day_of(count: str, length: str) -> Callable[[], object]:
    """A day's articles of 4,000 characters, of 40 outlets, grouped and digested."""
    from digest import Length, make_digest

    articles = _of_outlets(int(count), 40)
    return lambda: make_digest(articles, now=NOW, length=Length(length))


def analysed_day(count: str, length: str) -> Callable[[], object]:
    """A day's articles of 20 outlets, analysed when they were stored, grouped and digested as a place asks for it."""
    from digest import Length, analyse, make_digest

    articles = _of_outlets(int(count), 20)
    analyses = {article.revision: analyse(article) for article in articles}
    return lambda: make_digest(articles, now=NOW, length=Length(length), most=25, analyses=analyses)


def analysing(count: str) -> Callable[[], object]:
    """Articles analysed as they are stored."""
    from digest import analyse

    articles = _of_outlets(int(count), 20)
    return lambda: [analyse(article) for article in articles]


def reading_analyses(count: str) -> Callable[[], object]:
    """The analyses of so many articles, read from what the store has of them."""
    from digest import analyse, read_analysis, write_analysis

    written = [write_analysis(analyse(article)) for article in _of_outlets(int(count), 20)]
    return lambda: list(map(read_analysis, written))


def _of_outlets(count: int, outlets: int) -> "list[Article]":
    """As many articles of 4,000 characters, of so many outlets."""
    from digest import Source, read_article

    return [
        read_article(
            raw, url=f"https://outlet{number % outlets}.example/{number}", source=Source(f"Outlet {number % outlets}")
        )
        for number, raw in enumerate(texts(count, 4_000))
    ]


def one_more(count: str) -> Callable[[], object]:
    """One more article joins so many; a hundred times."""
    from digest import group_stories

    known, more = group_stories(_hard(int(count))), _hard(int(count) + 100)[-100:]
    return lambda: [group_stories([article], known) for article in more]


def long_article(count: str, method: str) -> Callable[[], object]:
    from digest import make_digest, read_article

    raw = sentences(int(count))
    return lambda: make_digest([read_article(raw)], now=NOW, method=method)


def quotes_of(kilobytes: str) -> Callable[[], object]:
    from digest import find_quotes, read_article

    (raw,) = texts(1, int(kilobytes) * 1_000)
    return lambda: find_quotes(read_article(raw))


def quotes_of_articles(count: str) -> Callable[[], object]:
    from digest import find_quotes, read_article

    articles = [read_article(raw) for raw in texts(int(count), 4_700)]
    return lambda: [find_quotes(article) for article in articles]


def stories_of(count: str) -> Callable[[], object]:
    from digest import group_stories

    articles = _hard(int(count))
    return lambda: group_stories(articles)


def _hard(count: int) -> "list[Article]":
    """As many articles, five to a story: the same words in another order, and few words that others have."""
    from digest import read_article

    articles = []
    for number, raw in enumerate(texts(count, 3_000)):
        names = f"Dorn{number // 5} weir{number // 5 % 97} Mare{number // 5 % 53}"
        words = [f"{word}{(number // 5 + at) % 2_000}" for at, word in enumerate(raw.split())]
        shift = number % 5 * 40
        words = words[shift:] + words[:shift]
        articles.append(read_article(f"{names} {' '.join(words)}.", title=names, url=f"https://a.example/{number}"))
    return articles


def questions_of(count: str) -> Callable[[], object]:
    """A hundred questions of an index of so many articles, in a thread of ten of them every other time."""
    from digest import Thread, analyse, answer, index_articles
    from tests.quality.questions import ANSWERED, UNANSWERED

    articles = _of_outlets(int(count), int(count))
    index = index_articles(articles, analyses={article.revision: analyse(article) for article in articles})
    thread = Thread(articles=tuple(article.id for article in articles[:10]))
    asked = [*(question for question, _ in ANSWERED), *UNANSWERED] * 4
    return lambda: [answer(question, index, thread if at % 2 else None) for at, question in enumerate(asked[:100])]


def index_of(count: str) -> Callable[[], object]:
    from digest import index_articles, read_article

    articles = [
        read_article(raw, url=f"https://outlet{number}.example/") for number, raw in enumerate(texts(int(count), 4_000))
    ]
    return lambda: index_articles(articles)


def hostile(kind: str) -> Callable[[], object]:
    from digest import make_digest, read_article

    raw = {
        "marks": "“" * 1_000_000,
        "straight marks": '"a ' * 300_000,
        "names": "Anna Mare " * 10_000,
        "said": "“Yes,” said Anna Mare. " * 40_000,
        "lines": "a b\n" * 250_000,
        "capitals": " ".join(f"Anna{number} Mare" for number in range(5_000)),
        "phrases": "“It is over now,” said " + "the man in " * 50_000 + ".",
        "titles": "“It is over now,” Ann Gray " + "Secretary of State " * 10_000 + "said. “We go on,” he said.",
        "points": "a. " * 300_000,
        "spaces": "a" + " " * 999_998 + "b",
        "one word": "x" * 1_000_000,
    }[kind]
    return lambda: make_digest([read_article(raw, title="Slow")], now=NOW)


def pages(count: str) -> Callable[[], object]:
    from digest import read_page
    from tests.quality.seeds import SEEDS

    html = [path.read_bytes() for path in sorted((SEEDS / "articles").glob("*.html"))]
    read_page(html[0])  # What the import costs is measured elsewhere.
    return lambda: [read_page(html[number % len(html)]) for number in range(int(count))]


def import_core() -> Callable[[], object]:
    return lambda: __import__("digest")


WORKLOADS: dict[str, Callable[..., Callable[[], object]]] = {
    "digest": digest_of,
    "day": day_of,
    "analysed day": analysed_day,
    "analysing": analysing,
    "reading analyses": reading_analyses,
    "one more": one_more,
    "long article": long_article,
    "quotes": quotes_of,
    "quotes of articles": quotes_of_articles,
    "hostile": hostile,
    "stories": stories_of,
    "index": index_of,
    "questions": questions_of,
    "pages": pages,
    "import": import_core,
}


def main(name: str, *arguments: str) -> None:
    """Run a workload and print its costs."""
    work = WORKLOADS[name](*arguments)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    work()
    cpu = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"cpu_s": round(cpu, 3), "memory_mb": round(after / 1024), "before_mb": round(before / 1024)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
