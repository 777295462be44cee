"""What was chosen for a run of the tests: how much is tried, and by which engine."""

from dataclasses import dataclass

__all__ = ["CHOSEN", "ENGINES", "fewer"]

ENGINES = ("local", "many")
"""In this process, or by a queue in PostgreSQL."""


@dataclass
class _Chosen:
    """Chosen before any test is collected.

    Attributes:
        is_deep: Whether all is tried.
        engine: What does the jobs where a test does not say it; one of `ENGINES`.
    """

    is_deep: bool = False
    engine: str = ENGINES[0]


CHOSEN = _Chosen()


def fewer(count: int, part: int = 4) -> int:
    """So many, or by default only a part of them."""
    return count if CHOSEN.is_deep else count // part
