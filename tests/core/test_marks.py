import pytest

from digest.marks import find_quoted
from digest.types import Span


def paragraphs(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def outermost(text: str) -> list[str]:
    """What stands within the outermost quotation marks, a | between paragraphs."""
    found = find_quoted(text, paragraphs(text))
    return [q.inside.of(text) if q.inside else "" for quoted in found for q in quoted if q.depth == 0]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("“Yes,” he said. “No.”", ["Yes,", "No."]),
        ('"Yes," he said. "No."', ["Yes,", "No."]),
        ("‘Yes,’ he said. ‘No.’", ["Yes,", "No."]),
        ("'Yes,' he said. 'No.'", ["Yes,", "No."]),
        ("``Yes,'' he said. ``No.''", ["Yes,", "No."]),
        ("''Yes,'' he said.", ["Yes,"]),
        ("„Ja“, sagte er. „Nein.“", ["Ja", "Nein."]),
        ("„Ja”, powiedział. „Nie”.", ["Ja", "Nie"]),
        ("»Ja«, sagte er. »Nein.«", ["Ja", "Nein."]),
        ("«Oui», dit-il. «Non.»", ["Oui", "Non."]),
        ("« Oui », dit-il. « Non. »", ["Oui", "Non."]),
        ("‹Oui›, dit-il.", ["Oui"]),
        ("”Ja”, sade han. ”Nej.”", ["Ja", "Nej."]),
        ("「はい」と言った。『いいえ』", ["はい", "いいえ"]),
        ("他说：“好。”然后走了。", ["好。"]),
        ("قال: «نعم».", ["نعم"]),
    ],
)
def test_every_convention_is_read(text: str, inside: list[str]) -> None:
    assert outermost(text) == inside


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('“Yes," he said.', ["Yes,"]),
        ('"Yes,” he said.', ["Yes,"]),
        ("He said “no“ and left.", ["no"]),
        ("The dog—“Rex”—barked.", ["Rex"]),
        ("(“Yes.”)", ["Yes."]),
    ],
)
def test_marks_of_one_kind_close_each_other_whatever_their_shape(text: str, inside: list[str]) -> None:
    assert outermost(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "It’s the members’ own boat, and they won’t sell.",
        "It's the members' own boat, and they won't sell.",
        "Back in the ’90s, rock ’n’ roll was ’til dawn.",
        "Back in the '90s, 'twas so.",
        "Hawai‘i is far, and O‘ahu too.",
        'The board is 6" wide.',
        "He is 5'10 tall.",
    ],
)
def test_apostrophes_clipped_words_and_inches_are_no_quotations(text: str) -> None:
    assert outermost(text) == []


def test_a_plural_apostrophe_does_not_close_a_single_quotation() -> None:
    text = "‘If I could withdraw my members’ labour without anyone noticing, I would,’ she said."
    assert outermost(text) == ["If I could withdraw my members’ labour without anyone noticing, I would,"]


def test_a_quotation_within_a_quotation_is_deeper() -> None:
    text = "“He said, ‘Coats on, please.’”"
    (quoted,) = find_quoted(text, paragraphs(text))
    assert [(q.depth, q.inside.of(text) if q.inside else "") for q in quoted] == [
        (0, "He said, ‘Coats on, please.’"),
        (1, "Coats on, please."),
    ]


def test_a_stray_mark_costs_no_more_than_itself() -> None:
    assert outermost('He said "no and left. "Go," she said.') == ["Go,"]
    assert outermost("He left.” “Go,” she said.") == ["Go,"]


def test_a_stray_mark_does_not_reach_the_next_paragraph() -> None:
    assert outermost('A stray " mark.\nShe said: "Go."') == ["Go."]


def test_a_quotation_that_is_opened_again_in_the_next_paragraph_goes_on_without_a_closing_mark() -> None:
    text = "He said: “I opened the gates.\n“I know the wall.\n“I’m sorry,” he said."
    first, second, third = find_quoted(text, paragraphs(text))
    assert [(q.is_closed, q.inside.of(text) if q.inside else "") for q in (*first, *second, *third)] == [
        (False, "I opened the gates."),
        (False, "I know the wall."),
        (True, "I’m sorry,"),
    ]


def test_an_empty_quotation_has_no_inside() -> None:
    text = "He said “” and left."
    assert [q.inside for q in find_quoted(text, paragraphs(text))[0]] == [None]


def test_a_paragraph_of_nothing_but_marks_is_not_worth_pairing() -> None:
    text = '"' * 100_000
    assert find_quoted(text, [Span(0, len(text))]) == ((),)
