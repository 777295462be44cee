"""What a summary costs beside sumy's LexRank by itself and newspaper4k's, on the same texts in one run.

    python tests/bench/summaries_beside_others.py

Needs sumy and newspaper4k; docs/performance.md has the command. The English sample articles are read, ten times over. Each
runs in a process of its own; what is timed is the work, without imports. sumy gets sentences and words from regular
expressions, as its own tokenizer, like newspaper4k's, needs a download.
"""

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))

__all__ = ["main"]

_TIMES = 10
_SENTENCES = 3
_BOUNDARY = re.compile(r"(?<=[.!?])\s+")


def main(arguments: list[str]) -> None:
    """Print the figures of all, and how many times as long as ours each takes."""
    if arguments[:1] == ["--only"]:
        print(json.dumps(_measure(arguments[1])))
        return
    figures = {}
    for name in _WAYS:
        done = subprocess.run([sys.executable, __file__, "--only", name], capture_output=True, check=True)
        figures[name] = json.loads(done.stdout)
        times = figures[name]["cpu_s"] / figures["ours"]["cpu_s"]
        print(f"{name:<22}{figures[name]}  {times:.1f} times ours")


def _measure(name: str) -> dict[str, float]:
    from tests.quality.seeds import all_seeds

    texts = [seed.article.text for seed in all_seeds() if seed.article.language == "en"] * _TIMES
    summarize = _WAYS[name]()
    summarize(texts[0])
    start = time.process_time()
    for text in texts:
        summarize(text)
    cpu_s = round(time.process_time() - start, 3)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"articles": len(texts), "cpu_s": cpu_s, "memory_mb": memory_mb}


def _ours(method: str = "default") -> Callable[[str], object]:
    from digest import read_article, summarize

    return lambda text: summarize(read_article(text), method=method)


def _ours_by_lexrank() -> Callable[[str], object]:
    return _ours("lexrank")


def _sumy() -> Callable[[str], object]:
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class _Tokenizer:
        def to_sentences(self, text: str) -> list[str]:
            return _BOUNDARY.split(text)

        def to_words(self, text: str) -> list[str]:
            return re.findall(r"\w+", text)

    summarizer: Any = LexRankSummarizer()
    return lambda text: summarizer(PlaintextParser.from_string(text, _Tokenizer()).document, _SENTENCES)


def _newspaper4k() -> Callable[[str], object]:
    from newspaper import nlp

    def split(text: str) -> list[str]:
        return _BOUNDARY.split(text)

    nlp.split_sentences = split
    stopwords = frozenset("the a an of in on to and for is was were be by with at from as that it".split())
    words: Any = type(
        "Words", (), {"stop_words": stopwords, "tokenizer": staticmethod(lambda text: re.findall(r"\w+", text))}
    )()
    return lambda text: nlp.summarize(text.split("\n", 1)[0], text, words, max_sents=_SENTENCES)


_WAYS: dict[str, Callable[[], Callable[[str], object]]] = {
    "ours": _ours,
    "ours by lexrank": _ours_by_lexrank,
    "sumy's LexRank": _sumy,
    "newspaper4k's": _newspaper4k,
}


if __name__ == "__main__":
    main(sys.argv[1:])
