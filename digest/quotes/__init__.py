"""Quotations: what was said, who said it, and which of it is worth showing."""

from digest.quotes.attribution import attribute
from digest.quotes.passages import find_passages
from digest.quotes.picking import pick_quotes
from digest.quotes.scene import Scene
from digest.types import Article, Quote

__all__ = ["find_quotes", "pick_quotes"]


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """The direct quotations of an article's body, in order, each with its speaker.

    Titles, mottos and single words held at arm's length are not among them. How they are found, and how sure a speaker
    is: docs/quotes.md.
    """
    passages, others = find_passages(article)
    if not passages:
        return ()
    speakers = attribute(Scene(article, passages, others))
    return tuple(
        Quote(article, passage.inside, speaker, passage.kind)
        for passage, speaker in zip(passages, speakers, strict=True)
    )
