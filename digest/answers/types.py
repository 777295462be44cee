"""The words of answers: frozen values; a thread is plain enough to be stored."""

from dataclasses import dataclass
from enum import StrEnum

from digest.types import Article, Citation, Speaker

__all__ = ["Answer", "Band", "LookedAt", "Thread", "Turn"]


class Band(StrEnum):
    """How sure an answer is."""

    ANSWER = "answer"
    CLOSEST = "closest"
    DONT_SAY = "dont_say"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a thread.

    Attributes:
        asked: As it was typed.
        read_as: As it was read.
        told: What was shown as its answer; empty if nothing was.
    """

    asked: str
    read_as: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a follow-up question can lean on.

    Attributes:
        articles: Ids of the articles that the thread is about; none for all that are indexed.
        turns: The last questions, in order.
        speaker: Who was last spoken of: whom "he" or "she" means; empty if nobody.
        shown: What was shown: id of the article, start and end in its text.
    """

    articles: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    speaker: str = ""
    shown: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What was looked at for an answer.

    Attributes:
        articles: How many articles.
        mentions: The names, numbers and rarest words of the question, each with how many of these articles have it.
    """

    articles: int
    mentions: tuple[tuple[str, int], ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Those that none of the articles has."""
        return tuple(word for word, count in self.mentions if not count)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sources say to a question.

    Attributes:
        question: As it was asked.
        read_as: As it was read; the same if nothing was added.
        band: Whether these are answers, the closest the sources come, or nothing.
        citations: One to three sentences, with the ones they lean on, in the order to be shown; none if the sources don't say.
        confidence: The chance, 0 to 1, that the sources answer the question, were half of all questions answered by them.
        looked_at: What was looked at, and what of the question is missing there.
        thread: For the next question.
        speaker: Who said what is shown, or who somebody is, where the question asks for that; None if it does not, or if the
            articles don't make it clear.
        is_comparison: Whether the citations stand side by side, one for each outlet or person named.
        ranking: The sentences that came nearest, the best first, at most ten, shown or not.
        articles: The articles that came nearest, the best first, at most ten.
    """

    question: str
    read_as: str
    band: Band
    citations: tuple[Citation, ...]
    confidence: float
    looked_at: LookedAt
    thread: Thread
    speaker: Speaker | None = None
    is_comparison: bool = False
    ranking: tuple[Citation, ...] = ()
    articles: tuple[Article, ...] = ()
