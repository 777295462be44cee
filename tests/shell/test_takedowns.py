"""What must not be shown any more is gone, in every wording, and does not come back."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import RequestError, StoreError
from bot.messages import MessageRef, Place
from bot.store import Scope, Store, Takedown, TakedownKind, TakenDown
from digest import Article, Source, read_article
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)
MAIL, PAID = "https://mail.example/feed", "https://paid.example/feed"
NEWS, THREAD = Place("slack", "T1", "C1"), Place("slack", "T1", "C1", "1.1")


def article(name: str, text: str, outlet: str = "The Dorn Mail", feed: str = MAIL, by: str = "") -> Article:
    byline = f"By {by}\n\n" if by else ""
    url = f"https://www.mail.example/2026/{name}?id=7"
    return read_article(f"{name} in Dorn\n\n{byline}{text}", url=url, source=Source(outlet, feed))


WEIR = article("weir", "The council of Dorn voted on Friday, said José García of the harbour.")
WEIR_BEFORE = article("weir", "The council of Dorn may vote.")
WEIR_PAID = article("weir", "The council of Dorn voted on Friday, and the mayor wept.", "For me", PAID)
WALL = article("wall", "The wall of Marenna fell, and nobody was hurt.", by="José García")
MILL = article("mill", "The mill of Marenna stays as it is, said Jose Garciano.", "The Post")


def take(kind: TakedownKind, what: str, reason: str = "") -> Callable[[Store], Awaitable[TakenDown]]:
    return lambda store: store.take_down(kind, what, NOW + DAY, reason)


def keep(*articles: Article, at: datetime = NOW) -> Callable[[Store], Awaitable[frozenset[str]]]:
    return lambda store: store.articles.keep(articles, at)


def left(where: Path | str) -> set[str]:
    """The articles that are there, by the ends of their addresses."""
    ((found),) = kept(where, lambda store: store.articles.newest(99))
    return {one.url.rpartition("/")[2].partition("?")[0] for one in found}


def test_an_article_goes_in_every_wording_with_all_that_hangs_on_it(where: Path | str) -> None:
    everything = Scope(frozenset({MAIL, PAID}))
    *_, taken, cited, rest, receipt, was, was_not, found, analyses, faults, shown = kept(
        where,
        keep(WEIR_BEFORE),
        keep(WEIR, WALL, WEIR_PAID, at=NOW + DAY),
        lambda store: store.analyses.keep({WEIR.revision: "{}", WALL.revision: "{}"}, 1),
        lambda store: store.record("m1", NEWS, [WEIR_BEFORE, WALL], NOW, is_public=True, receipt="{}"),
        lambda store: store.record("m2", NEWS, [WEIR_PAID], NOW, is_public=True),
        lambda store: store.record("m3", NEWS, [WALL], NOW, is_public=True, receipt="{}"),
        lambda store: store.posted("m1", [MessageRef(NEWS, "17"), MessageRef(NEWS, "18")]),
        lambda store: store.posted("m2", [MessageRef(THREAD, "19")]),
        lambda store: store.posted("m3", [MessageRef(NEWS, "20")]),
        take(TakedownKind.URL, "http://mail.example/2026/weir?id=7&utm_source=x#top"),
        lambda store: store.cited("m2"),
        lambda store: store.cited("m1"),
        lambda store: store.receipt("m1"),
        lambda store: store.was_taken_down("m1"),
        lambda store: store.was_taken_down("m3"),
        lambda store: store.articles.search("council mayor", 9, everything),
        lambda store: store.analyses.get([WEIR.revision, WALL.revision], 1),
        lambda store: store.check(),
        lambda store: store.shown(NEWS),
    )
    assert taken == TakenDown(1, (MessageRef(THREAD, "19"), MessageRef(NEWS, "17"), MessageRef(NEWS, "18")))
    assert (cited, rest, receipt, was, was_not) == ((), (WALL,), None, True, False)
    assert (found, analyses, faults, shown) == ((), {WALL.revision: "{}"}, (), {WALL.id})
    assert kept(where, lambda store: store.articles.count(everything), lambda store: store.receipt("m3")) == [1, "{}"]


def test_what_was_taken_down_is_never_kept_again_until_it_is_lifted(where: Path | str) -> None:
    *_, again, allowed, _, twice, lifted, not_there, none, back = kept(
        where,
        keep(WEIR_BEFORE, WALL),
        take(TakedownKind.URL, "www.mail.example/2026/weir?id=7"),
        keep(WEIR_BEFORE, WEIR, at=NOW + DAY),
        lambda store: store.takedowns.allowed([WEIR, WALL]),
        keep(WEIR_PAID, at=NOW + DAY),
        lambda store: store.articles.newest(9, Scope(frozenset({MAIL, PAID}))),
        lambda store: store.takedowns.lift(TakedownKind.URL, WEIR.url),
        lambda store: store.takedowns.lift(TakedownKind.URL, WALL.url),
        lambda store: store.takedowns.all(),
        keep(WEIR, at=NOW + 2 * DAY),
    )
    assert (again, allowed, twice) == (frozenset(), (WALL,), (WALL,))
    assert (lifted, not_there, none) == (True, False, ())
    # It is there again, and not new: the feed had given it.
    assert back == frozenset()
    assert left(where) == {"weir", "wall"}


@pytest.mark.parametrize(
    ("kind", "what", "stay"),
    [
        (TakedownKind.OUTLET, "the  DORN mail", {"mill"}),
        (TakedownKind.OUTLET, "Dorn", {"weir", "wall", "mill"}),
        (TakedownKind.OUTLET, "For me", {"wall", "mill"}),
        (TakedownKind.HOST, "mail.example", set()),
        (TakedownKind.HOST, "https://www.mail.example/anything", set()),
        (TakedownKind.HOST, "www.mail.example:8080?x", set()),
        (TakedownKind.HOST, "ail.example", {"weir", "wall", "mill"}),
        (TakedownKind.PERSON, "jose garcia", {"mill"}),
        (TakedownKind.PERSON, "José", set()),
        (TakedownKind.PERSON, "García José", {"weir", "wall", "mill"}),
    ],
)
def test_what_is_meant_is_told_by_outlet_host_and_name(
    where: Path | str, kind: TakedownKind, what: str, stay: set[str]
) -> None:
    *_, preview, taken = kept(
        where,
        keep(WEIR, WALL, MILL, WEIR_PAID),
        lambda store: store.takedowns.would_take(kind, what),
        take(kind, what),
    )
    assert preview == taken == TakenDown(3 - len(stay), ())
    assert left(where) == stay


def test_what_was_taken_down_is_told_with_the_reason(where: Path | str) -> None:
    *_, all_of_it = kept(
        where,
        take(TakedownKind.HOST, "Mail.Example", "a letter of 20 November"),
        lambda store: store.take_down(TakedownKind.PERSON, "José García", NOW),
        take(TakedownKind.HOST, "www.mail.example", "a court"),
        lambda store: store.takedowns.all(),
    )
    assert all_of_it == (
        Takedown(TakedownKind.PERSON, "jose garcia", NOW),
        Takedown(TakedownKind.HOST, "mail.example", NOW + DAY, "a court"),
    )


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        (TakedownKind.HOST, "com"),
        (TakedownKind.HOST, "no host!"),
        (TakedownKind.URL, "https://"),
        (TakedownKind.PERSON, "—"),
        (TakedownKind.OUTLET, ""),
    ],
)
def test_what_can_not_be_taken_down_is_refused_in_words(tmp_path: Path, kind: TakedownKind, what: str) -> None:
    with pytest.raises(RequestError, match=f"is no {kind} that could be taken down; write one like"):
        kept(tmp_path / "pullquote.db", take(kind, what))


def test_a_message_that_was_being_made_of_it_is_not_written_down(where: Path | str) -> None:
    kept(where, keep(WEIR, WALL), take(TakedownKind.URL, WEIR.url))
    with pytest.raises(StoreError, match="taken down meanwhile"):
        kept(where, lambda store: store.record("m1", NEWS, [WALL, WEIR], NOW, is_public=True))
    assert kept(where, lambda store: store.cited("m1")) == [()]


def test_more_is_taken_down_than_goes_into_one_statement(where: Path | str) -> None:
    many = [article(f"n{number}", "Dorn counts its weirs.") for number in range(1_100)]
    *_, taken, count, faults = kept(
        where,
        keep(*many, WALL),
        lambda store: store.record("m1", NEWS, many, NOW, is_public=True),
        lambda store: store.posted("m1", [MessageRef(NEWS, "17")]),
        take(TakedownKind.PERSON, "counts its weirs"),
        lambda store: store.articles.count(),
        lambda store: store.check(),
    )
    assert (taken, count, faults) == (TakenDown(1_100, (MessageRef(NEWS, "17"),)), 1, ())
