"""The quotations of a text of one paragraph, for tests."""

from digest import Quote, find_quotes, read_article

__all__ = ["FILLER", "quotes", "said"]

FILLER = "The council voted seven to four on Wednesday to remove the old weir at Dorn."


def quotes(body: str, language: str = "en") -> tuple[Quote, ...]:
    return find_quotes(read_article(body, title="Weir to go", language=language))


def said(body: str, language: str = "en") -> list[tuple[tuple[str, ...], str]]:
    return [(quote.texts, quote.speaker.name) for quote in quotes(body, language)]
