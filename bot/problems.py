"""What can be wrong with a source, as values: the service passes them on and never catches them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Problem", "ProblemKind", "Refusal"]


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
    ENCRYPTED_OR_BINARY = "encrypted_or_binary"
    NOT_A_FEED = "not_a_feed"
    NO_ARTICLE_TEXT = "no_article_text"
    UNPARSABLE = "unparsable"
    TOO_SLOW = "too_slow"


class Refusal(StrEnum):
    """By what a host keeps programs out."""

    STATUS = "status"
    ROBOTS = "robots"
    CHALLENGE = "challenge"


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
        source: The file or URL, as the person named it; without a name and a password in front of its host.
        kind: What is wrong.
        words: The same in words, with the way out; to be read behind the source and a colon.
        why: Of what is forbidden, by what; also where robots.txt itself can't be read. None of everything else.
        until: Before when the host wants no request, aware; None if it does not say.
    """

    source: str
    kind: ProblemKind
    words: str
    why: Refusal | None = None
    until: datetime | None = None

    @property
    def permanent(self) -> bool:
        """Whether trying again soon would fail again."""
        return self.kind not in _PASSING
