"""Libraries that find sentences, on the hard cases. Needs nupunkt, sentencex and pysbd; see docs/quality.md."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.quality.sentence_cases import CASES

__all__ = ["main"]

_MARKS = frozenset('“”‘"«»„「」()')
_PYSBD = "am ar bg da de el en es fa fr hi hy it ja kk mr my nl pl ru sk ur zh".split()

Splitter = Callable[[str, str], Iterable[str]]


def main() -> None:
    """Print how many cases each splitter gets exactly right: all, English, English without quotations and brackets."""
    english = [case for language, case in CASES if language == "en"]
    neutral = [case for case in english if not _MARKS & set("".join(case))]
    print(f"{'':<10}{len(CASES):>5}{len(english):>5}{len(neutral):>5}")
    for name, split in _splitters().items():
        right = [case for language, case in CASES if _split(split, language, case) == case]
        of = [sum(case in right for case in cases) for cases in (english, neutral)]
        print(f"{name:<10}{len(right):>5}{of[0]:>5}{of[1]:>5}")


def _split(split: Splitter, language: str, case: tuple[str, ...]) -> tuple[str, ...]:
    paragraph = ("" if language in {"ja", "zh"} else " ").join(case)
    return tuple(text for part in split(paragraph, language) if (text := part.strip()))


def _splitters() -> dict[str, Splitter]:
    import nupunkt
    import pysbd
    import sentencex

    from digest.sentences import split_sentences

    segmenters = {language: pysbd.Segmenter(language=language, clean=False) for language in _PYSBD}
    return {
        "ours": lambda text, language: [span.of(text) for span in split_sentences(text, language)],
        "pysbd": lambda text, language: segmenters.get(language, segmenters["en"]).segment(text),
        "sentencex": lambda text, language: sentencex.segment(language, text),
        "nupunkt": lambda text, _: nupunkt.sent_tokenize(text),
    }


if __name__ == "__main__":
    main()
