"""Score the core on development data that is not part of the project.

    python -m tests.quality.development FOLDER

FOLDER holds the data and its evaluators (quotes/, reading/, summary/); what they print is printed. The figures of
docs/quality.md are from here. Summaries need the package rouge-score beside the project's own.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["main"]

_METHODS = ("salience", "lead", "lexrank", "textrank", "lsa", "luhn", "kl", "sumbasic", "reduction")
_REPOSITORY = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Run every evaluator there is data for; returns the exit code."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print(
            "usage: python -m tests.quality.development FOLDER (a folder of development data and evaluators)",
            file=sys.stderr,
        )
        return 2
    folder = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        for title, *commands in (*_quotes(folder, scratch), *_reading(folder, scratch), *_summaries(folder, scratch)):
            print(f"\n=== {title}", flush=True)
            for command in commands:
                subprocess.run([sys.executable, *command], cwd=_REPOSITORY, check=False)
    return 0


def _quotes(folder: Path, scratch: str) -> Iterator[tuple[str, *tuple[list[str], ...]]]:
    for gold in sorted((folder / "quotes").glob("*.jsonl")):
        found = f"{scratch}/{gold.name}"
        evaluator = str(folder / "quotes" / "quotes_eval.py")
        yield (
            f"quotes: {gold.stem}",
            ["-m", "digest", "quotes", "--jsonl", str(gold), found],
            [evaluator, str(gold), found],
        )


def _reading(folder: Path, scratch: str) -> Iterator[tuple[str, *tuple[list[str], ...]]]:
    reading = folder / "reading"
    path = ["--path", str(_REPOSITORY)]
    if not reading.is_dir():
        return
    entries = "tests.quality.entries"
    plain = [str(reading / "plain_eval.py"), "--gold", str(reading / "plaintext"), "--entry", f"{entries}:plain", *path]
    yield "plain text", plain
    feeds = [str(reading / "feeds_eval.py"), "--gold", str(reading / "feeds"), "--entry", f"{entries}:feed", *path]
    yield "feeds", feeds
    gold = str(reading / "feeds" / "discovery.jsonl")
    yield "feeds of pages", [str(reading / "disc_eval.py"), "--gold", gold, "--entry", f"{entries}:discover", *path]
    gold, evaluator, found = str(reading / "extract"), str(reading / "extract_eval.py"), f"{scratch}/pages.jsonl"
    run = [evaluator, "run", "--gold", gold, "--entry", f"{entries}:extract", "--out", found, *path]
    yield "pages", run, [evaluator, "score", "--gold", gold, "--pred", found]


def _summaries(folder: Path, scratch: str) -> Iterator[tuple[str, *tuple[list[str], ...]]]:
    evaluator = str(folder / "summary" / "summary_eval.py")
    for gold in sorted((folder / "summary").glob("*_dev.jsonl")):
        if not gold.stem.startswith(("single", "multi")):
            continue
        for method in _METHODS:
            found = f"{scratch}/{method}.jsonl"
            yield (
                f"summaries: {gold.stem}, {method}",
                ["-m", "digest", "summarize", "--method", method, "--jsonl", str(gold), found],
                [evaluator, str(gold), found],
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
