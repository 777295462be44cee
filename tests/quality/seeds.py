"""The sample articles and what is true of them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import digest
from digest import Article

__all__ = ["SEEDS", "Seed", "all_seeds"]

SEEDS = Path(__file__).parents[2] / "seeds"


@dataclass(frozen=True)
class Seed:
    """A sample article as it is read, and its truth: see seeds/README.md for the fields."""

    id: str
    article: Article
    raw: str
    truth: dict[str, Any]


@cache
def all_seeds() -> tuple[Seed, ...]:
    """All sample articles, by id."""
    return tuple(_seed(path) for path in sorted((SEEDS / "truth").glob("*.json")))


def _seed(path: Path) -> Seed:
    truth: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    body = (SEEDS / truth["file"]).read_bytes()
    if truth["file"].endswith(".xml"):
        feed = digest.read_feed(body, f"{truth['url'].split('/20')[0]}/feed")
        item = next(item for item in feed.items if item.url == truth["url"])
        return Seed(path.stem, digest.read_item(item, feed), item.content or item.summary, truth)
    if truth["file"].endswith(".html"):
        return Seed(path.stem, digest.read_page(body, truth["url"]), body.decode(), truth)
    text = digest.decode_text(body)
    return Seed(path.stem, digest.read_article(text), text, truth)
