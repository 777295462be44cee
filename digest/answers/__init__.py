"""Questions about articles, answered with their own sentences or not at all: docs/answers.md."""

from digest.answers.answering import answer
from digest.answers.followups import read_as
from digest.answers.index import Index, index_articles
from digest.answers.types import Answer, Band, LookedAt, Thread, Turn

__all__ = ["Answer", "Band", "Index", "LookedAt", "Thread", "Turn", "answer", "index_articles", "read_as"]
