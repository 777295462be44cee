"""What fits what somebody has typed of it: by its beginning, the beginnings of its words, or within. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Choice", "fitting", "folded"]

_NOT = 4


class Choice(NamedTuple):
    """Something to choose: what is then given, and how it is shown; as it is given, if that is empty."""

    value: str
    label: str = ""


def fitting(typed: str, choices: Iterable[Choice]) -> Sequence[Choice]:
    """Those of some choices that fit, the best first, and of those that fit as well in their order; all if nothing is typed."""
    wanted = folded(typed)
    ranked = [(_rank(wanted, choice), choice) for choice in choices]
    return [choice for rank, choice in sorted(ranked, key=lambda one: one[0]) if rank < _NOT]


def folded(words: str) -> str:
    """Words by what is compared of them: in small letters without accents, with single spaces."""
    apart = unicodedata.normalize("NFKD", " ".join(words.split()))
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def _rank(wanted: str, choice: Choice) -> int:
    value, label = folded(choice.value), folded(choice.label)
    beginnings = f" {value} {label}".replace("-", " ")
    fits = (
        value.startswith(wanted),
        f" {wanted}" in f" {value}",
        all(f" {word}" in beginnings for word in wanted.split()),
        wanted in value or wanted in label,
    )
    return fits.index(True) if True in fits else _NOT
