"""Everything of one article that is looked at to tell who speaks."""

from collections.abc import Sequence

from digest.names import Who, names_in
from digest.quotes.passages import Passage
from digest.quotes.people import People
from digest.quotes.phrases import write_row
from digest.sentences import sentences_of
from digest.types import Article, Span

__all__ = ["Scene"]


class Scene:
    """An article's quotations, its row of phrases, and its people.

    Attributes:
        article: The article.
        passages: Its quotations, in order.
        sentences: Its sentences.
        row: Its phrases.
        people: Who is who among them.
        parts: For each number of a quotation, where its parts stand in the row.
    """

    def __init__(self, article: Article, passages: Sequence[Passage], others: Sequence[Span]) -> None:
        """Take an article, its quotations, and what else stands in quotation marks."""
        names = names_in(article.text, article.language)
        quoted = [(span, number) for number, passage in enumerate(passages) for span in passage.outer]
        quoted += [(span, -1) for span in others]
        self.article = article
        self.passages = passages
        self.sentences = sentences_of(article)
        self.row = write_row(article, self.sentences, names, sorted(quoted, key=lambda one: one[0]))
        self.people = People(article.text, self.row, Who(names), article.language)
        self.parts: dict[int, list[int]] = {}
        for at, phrase in enumerate(self.row.phrases):
            if phrase.letter == "Q":
                self.parts.setdefault(phrase.passage, []).append(at)
