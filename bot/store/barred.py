"""What was taken down, and which articles are not to be kept because of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from sqlalchemy import Connection, select

from bot.errors import RequestError
from bot.store import tables as t
from bot.store.search import words_of
from digest import Article
from digest.urls import page_of, web_url

__all__ = ["Facts", "Takedown", "TakedownKind", "all_takedowns", "allowed", "in_form", "is_meant", "is_outlet"]


class TakedownKind(StrEnum):
    """What an article is taken down for."""

    OUTLET = "outlet"
    URL = "url"
    HOST = "host"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Takedown:
    """Something that is not to be shown any more.

    Attributes:
        kind: What sort of thing it is.
        what: An outlet's whole name; the address of a page; a host, those below it meant as well; the name of a person, as it
            stands among the authors or in the text. In the form in which it is compared: without case, accents, "www.".
        at: When it was taken down, aware.
        reason: Why, as it was given; empty if it was not.
    """

    kind: TakedownKind
    what: str
    at: datetime
    reason: str = ""


def in_form(kind: TakedownKind, what: str) -> str:
    """What is taken down in the form in which it is compared; the same of what is in it already.

    Raises:
        RequestError: If there is nothing of this kind in it.
    """
    page = page_of(web_url(what if "://" in what else f"https://{what}"))
    host = _host(page)
    forms = {
        TakedownKind.URL: page,
        # Without a point it would be all that ends in ".com".
        TakedownKind.HOST: host if "." in host else "",
    }
    form = forms.get(kind, " ".join(words_of(what)))
    if not form:
        message = f"{what!r} is no {kind} that could be taken down; write one like {_EXAMPLES[kind]}"
        raise RequestError(message)
    return form


class Facts:
    """What of an article is compared: worked out once, however much was taken down."""

    def __init__(self, article: Article) -> None:
        """Take the article."""
        self._article = article

    @cached_property
    def outlet(self) -> str:
        """Its outlet."""
        return " ".join(words_of(self._article.source.outlet))

    @cached_property
    def pages(self) -> frozenset[str]:
        """Its addresses."""
        return frozenset(map(page_of, filter(None, (self._article.url, self._article.canonical_url))))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Its authors and its text, a space before and behind each word."""
        return tuple(f" {' '.join(words_of(text))} " for text in (*self._article.authors, self._article.text))


def is_meant(kind: TakedownKind, what: str, facts: Facts) -> bool:
    """Whether an article is one of those that are taken down with something, in the form in which it is compared."""
    match kind:
        case TakedownKind.OUTLET:
            return facts.outlet == what
        case TakedownKind.URL:
            return what in facts.pages
        case TakedownKind.HOST:
            return any(f".{_host(page)}".endswith(f".{what}") for page in facts.pages)
        case TakedownKind.PERSON:
            return any(f" {what} " in text for text in facts.texts)


def is_outlet(what: str, name: str) -> bool:
    """Whether an outlet that is taken down is called so."""
    return " ".join(words_of(name)) == what


def allowed(connection: Connection, articles: Sequence[Article]) -> list[Article]:
    """The articles that were not taken down."""
    takedowns = all_takedowns(connection)
    return [one for one in articles if not _is_barred(Facts(one), takedowns)]


def all_takedowns(connection: Connection) -> tuple[Takedown, ...]:
    """All that was taken down, in the order in which it was."""
    rows = connection.execute(select(t.takedowns).order_by(t.takedowns.c.at, t.takedowns.c.kind, t.takedowns.c.what))
    return tuple(Takedown(TakedownKind(row.kind), row.what, row.at, row.reason) for row in rows)


def _is_barred(facts: Facts, takedowns: Sequence[Takedown]) -> bool:
    return any(is_meant(one.kind, one.what, facts) for one in takedowns)


def _host(page: str) -> str:
    return _BEHIND_HOST.split(page, 1)[0]


_BEHIND_HOST = re.compile("[/?:]")
_EXAMPLES: Mapping[TakedownKind, str] = {
    TakedownKind.OUTLET: "'The Dorn Mail'",
    TakedownKind.URL: "https://mail.example/2026/weir",
    TakedownKind.HOST: "mail.example",
    TakedownKind.PERSON: "'Ann Gray'",
}
