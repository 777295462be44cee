"""What a question costs beside SQLite's FTS5 and bm25s, on the same articles in one run.

    python tests/bench/answers_beside_others.py

Needs bm25s; docs/performance.md has the command. 300 articles of paragraphs of the sample articles are indexed, their
quotations known already, and asked the sample questions, ten times over; then the same of a thread of ten articles. Each
runs in a process of its own. The others find sentences by their words, and nothing more.
"""

import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))

__all__ = ["main"]

_ARTICLES, _CHARACTERS, _THREAD, _TIMES = 300, 4_000, 10, 10


def main(arguments: list[str]) -> None:
    """Print the figures of all."""
    if arguments[:1] == ["--only"]:
        print(json.dumps(_measure(arguments[1])))
        return
    figures: dict[str, dict[str, float]] = {}
    for name in _WAYS:
        done = subprocess.run([sys.executable, __file__, "--only", name], capture_output=True, check=True)
        figures[name] = json.loads(done.stdout)
        times = figures["ours"]["question_p50_ms"] / figures[name]["question_p50_ms"]
        print(f"{name:<18}{figures[name]}  ours takes {times:.1f} times as long")


def _measure(name: str) -> dict[str, float]:
    from digest import Source, analyse, read_article
    from tests.bench.workloads import texts
    from tests.quality.questions import ANSWERED, SAID, UNANSWERED

    articles = [
        read_article(text, url=f"https://outlet{number}.example/", source=Source(f"Outlet {number}"))
        for number, text in enumerate(texts(_ARTICLES, _CHARACTERS))
    ]
    analyses = {article.revision: analyse(article) for article in articles}
    questions = [*(question for question, _ in (*ANSWERED, *SAID)), *UNANSWERED] * _TIMES
    start = time.process_time()
    ask, ask_few = _WAYS[name](articles, analyses)
    index_s = time.process_time() - start
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    all_ms, few_ms = _timed(ask, questions), _timed(ask_few, questions)
    after_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "index_s": round(index_s, 3),
        "question_p50_ms": all_ms[len(all_ms) // 2],
        "question_p95_ms": all_ms[int(len(all_ms) * 0.95)],
        "thread_p50_ms": few_ms[len(few_ms) // 2],
        "grown_by_questions_mb": after_mb - before_mb,
    }


def _timed(ask: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """CPU milliseconds of each question, sorted."""
    taken = []
    for question in questions:
        start = time.process_time()
        ask(question)
        taken.append(round((time.process_time() - start) * 1_000, 3))
    return sorted(taken)


_Asking = tuple[Callable[[str], object], Callable[[str], object]]


def _ours(articles: Sequence[Any], analyses: Any) -> _Asking:
    from digest import Thread, answer, index_articles

    index = index_articles(articles, analyses=analyses)
    thread = Thread(articles=tuple(article.id for article in articles[:_THREAD]))
    return lambda question: answer(question, index), lambda question: answer(question, index, thread)


def _sentences(articles: Sequence[Any]) -> list[str]:
    from digest import sentences_of

    return [sentence.text for article in articles for sentence in sentences_of(article)]


def _fts5(articles: Sequence[Any], _: Any) -> _Asking:
    def table(sentences: Sequence[str]) -> Callable[[str], object]:
        database = sqlite3.connect(":memory:")
        database.execute("create virtual table sentences using fts5(text, tokenize='porter unicode61')")
        database.executemany("insert into sentences values (?)", [(sentence,) for sentence in sentences])
        command = "select text from sentences where sentences match ? order by bm25(sentences) limit 10"

        def ask(question: str) -> object:
            words = " OR ".join(f'"{word}"' for word in question.replace('"', " ").split())
            return database.execute(command, (words,)).fetchall()

        return ask

    return table(_sentences(articles)), table(_sentences(articles[:_THREAD]))


def _bm25s(articles: Sequence[Any], _: Any) -> _Asking:
    import bm25s

    def retriever(sentences: Sequence[str]) -> Callable[[str], object]:
        found = bm25s.BM25()
        found.index(bm25s.tokenize(list(sentences), show_progress=False), show_progress=False)
        return lambda question: found.retrieve(bm25s.tokenize(question, show_progress=False), k=10, show_progress=False)

    return retriever(_sentences(articles)), retriever(_sentences(articles[:_THREAD]))


_WAYS: dict[str, Callable[[Sequence[Any], Any], _Asking]] = {"ours": _ours, "SQLite FTS5": _fts5, "bm25s": _bm25s}


if __name__ == "__main__":
    main(sys.argv[1:])
