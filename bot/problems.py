"""What can be wrong with a source, as values: the service passes them on and never catches them."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Problem", "ProblemKind"]


class ProblemKind(StrEnum):
    """Kinds of problem: first those of getting hold of something, then those of reading it."""

    NOT_FOUND = "not_found"
    NOT_A_FILE = "not_a_file"
    NO_PERMISSION = "no_permission"
    BAD_SCHEME = "bad_scheme"
    BLOCKED_ADDRESS = "blocked_address"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TOO_LARGE = "too_large"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"

    EMPTY = "empty"
    BINARY = "binary"
    NOT_A_FEED = "not_a_feed"
    NO_ARTICLE_TEXT = "no_article_text"
    UNPARSABLE = "unparsable"
    TOO_SLOW = "too_slow"


# What may have passed when the source is tried again.
_PASSING = frozenset({
    ProblemKind.UNREACHABLE,
    ProblemKind.TIMEOUT,
    ProblemKind.RATE_LIMITED,
    ProblemKind.SERVER_ERROR,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a source gave nothing.

    Attributes:
        source: The file or URL, as the person named it.
        kind: What is wrong.
        words: The same in words, with the way out; to be read behind the source and a colon.
    """

    source: str
    kind: ProblemKind
    words: str

    @property
    def permanent(self) -> bool:
        """Whether trying again soon would fail again."""
        return self.kind not in _PASSING
