"""The first sentences: how news is written to be cut."""

from collections.abc import Sequence

from digest.types import Sentence

__all__ = ["SUMMARIZERS"]


def lead(sentences: Sequence[Sentence], language: str) -> Sequence[int]:  # noqa: ARG001 - the protocol's signature
    """In order of the article."""
    return range(len(sentences))


SUMMARIZERS = {"lead": lead}
