"""Vectors of what articles mean, and which are nearest: used where a model is given, and nowhere else."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from digest.types import Article

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Embed", "Meanings", "meaning_text"]

Embed = Callable[[Sequence[str]], Sequence[Any]]
"""Vectors of length 1, one for each of some texts; `digest.embedding.Embedder` is one."""

# How much of an article is embedded, behind its headline, in characters: what the model reads of it.
_READ = 600


def meaning_text(article: Article) -> str:
    """What of an article is embedded: its headline and its beginning."""
    title = article.title.of(article.text) if article.title else ""
    body = "\n".join(span.of(article.text) for span in article.paragraphs)
    return f"{title}. {body[:_READ]}"


class Meanings:
    """Vectors by the ids of their articles."""

    def __init__(self) -> None:
        """Begin without any."""
        self._ids: list[str] = []
        self._rows: list[np.ndarray[Any, Any]] = []
        self._matrix: np.ndarray[Any, Any] | None = None

    @property
    def ids(self) -> set[str]:
        """Of all articles."""
        return set(self._ids)

    def add(self, articles: Sequence[str], vectors: Sequence[Any]) -> None:
        """Keep the vectors of articles."""
        self._ids += articles
        self._rows += vectors
        self._matrix = None

    def forget(self, articles: Collection[str]) -> None:
        """Drop the vectors of articles."""
        kept = [(one, row) for one, row in zip(self._ids, self._rows, strict=True) if one not in articles]
        self._ids, self._rows = [one for one, _ in kept], [row for _, row in kept]
        self._matrix = None

    def nearest(self, vector: Any, count: int) -> list[tuple[str, float]]:
        """The articles whose vectors are most like one, itself among them, and how like they are."""
        import numpy as np

        if not self._rows:
            return []
        if self._matrix is None:
            self._matrix = np.stack(self._rows)
        likeness = self._matrix @ vector
        best = np.argsort(-likeness, kind="stable")[:count]
        return [(self._ids[number], float(likeness[number])) for number in best]
