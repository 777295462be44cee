"""What readers want none of, or nothing but."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import Article, Preferences, SkipReason, Source, make_digest, read_article
from digest.errors import BadFilter
from digest.filters import LONGEST_FILTER, first_match, read_filter

_TEXT = """\
Bridge at Dorn closes for two years

Interest rates stay high, and the élection in Müllerstadt is near, so the province pays for the ferry.

The football club of Marenna will have to row to its games."""


def _article(text: str = _TEXT, outlet: str = "The Dorn Mail") -> Article:
    return read_article(text, source=Source(outlet))


@pytest.mark.parametrize(
    "typed",
    [
        "bridge",
        "BRIDGE",
        "“bridge”",
        "interest rates",
        '"Interest Rates"',
        "election",
        "mullerstadt",
        "elect*",
        "*bridge*",
        "*stadt",
        "mu*st*dt",
        "interest rate*",
        "outlet: dorn mail",
        "Outlet:The Dorn Mail",
        "title: bridge",
        "text: football",
        "text: foot*",
        "kind: news",
    ],
)
def test_an_article_is_found_by_what_it_is_about(typed: str) -> None:
    assert read_filter(typed).matches(_article())


@pytest.mark.parametrize(
    "typed",
    [
        "bridg",
        "football",
        "rates interest",
        "bridge*x",
        "elec",
        "title: ferry",
        "outlet: mailing",
        "kind: opinion",
        "ridge*",
    ],
)
def test_an_article_is_not_found_by_half_a_word_or_by_what_it_only_mentions(typed: str) -> None:
    assert not read_filter(typed).matches(_article())


def test_a_phrase_lies_within_one_part_of_an_article() -> None:
    assert not read_filter("two years interest").matches(_article())


def test_words_are_found_in_writing_without_spaces() -> None:
    article = _article("東京で会議が開かれる\n\n首相は火曜日に東京で記者団に語った。会議は三日間続く予定である。")
    assert read_filter("東京").matches(article)
    assert not read_filter("大阪").matches(article)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "no word"),
        (" \n ", "no word"),
        ("…!", "no word"),
        ("*", "nearly everything"),
        ("a*", "nearly everything"),
        ("**", "nearly everything"),
        ("a*b*c*d*e", "stars"),
        ("one two three four five six seven eight nine", "more than 8 words"),
        ("x" * (LONGEST_FILTER + 1), "longer than"),
        ("colour: red", "outlet, author, section, title, kind, text"),
        ("outlet:", "no word"),
    ],
)
def test_a_filter_that_means_nothing_or_everything_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(BadFilter, match=words):
        read_filter(typed)


def test_a_filter_is_shown_in_one_form_that_reads_back_as_itself() -> None:
    shown = read_filter("  Outlet:   DORN   Ma*l ").text
    assert shown == "outlet: dorn ma*l"
    assert read_filter(shown) == read_filter("outlet: dorn ma*l")


def test_the_first_filter_that_matches_is_told() -> None:
    filters = [read_filter("football"), read_filter("ferry"), read_filter("bridge")]
    found = first_match(filters, _article())
    assert found is not None
    assert found.text == "ferry"
    assert first_match(filters[:1], _article()) is None


@given(st.text(max_size=120))
def test_whatever_is_typed_is_a_filter_or_refused_and_reads_back_as_itself(typed: str) -> None:
    try:
        one = read_filter(typed)
    except BadFilter:
        return
    assert read_filter(one.text) == one
    one.matches(_article())


@given(st.text("ab", max_size=40), st.lists(st.text("ab", max_size=4), min_size=2, max_size=4))
def test_stars_stand_for_any_letters_and_for_none(word: str, pieces: list[str]) -> None:
    if sum(map(len, pieces)) < 2:
        return
    pattern = "*".join(pieces)
    article = _article(
        f"Headline of nothing\n\n{word or 'x'} is what they said on Tuesday in the town of Dorn, and no more."
    )
    expected = _globs(pieces, word or "x")
    others = any(
        _globs(pieces, one)
        for one in "headline of nothing is what they said on tuesday in the town dorn and no more".split()
    )
    assert read_filter(pattern).matches(article) == (expected or others)


def _globs(pieces: list[str], word: str) -> bool:
    """Every way to lay the pieces out, tried one by one."""
    states = {len(pieces[0])} if word.startswith(pieces[0]) else set()
    for piece in pieces[1:]:
        states = {
            at + len(piece) for start in states for at in range(start, len(word) + 1) if word.startswith(piece, at)
        }
    return len(word) in states


def test_a_digest_leaves_out_what_its_readers_filter_and_says_by_what() -> None:
    bridge = _article()
    football = _article(
        "Marenna wins the cup\n\nThe football club of Marenna won the cup on Saturday by two goals to none."
    )
    now = datetime(2026, 11, 20, tzinfo=UTC)
    hidden = make_digest([bridge, football], now=now, preferences=Preferences(hidden=(read_filter("football"),)))
    assert [story.articles for story in hidden.stories] == [(bridge,)]
    assert [(one.what, one.reason) for one in hidden.skipped] == [("Marenna wins the cup", SkipReason.FILTERED)]
    assert "“football”" in hidden.skipped[0].why
    only = make_digest([bridge, football], now=now, preferences=Preferences(only=(read_filter("football"),)))
    assert [story.articles for story in only.stories] == [(football,)]
    assert [one.reason for one in only.skipped] == [SkipReason.FILTERED]
