from hypothesis import given
from hypothesis import strategies as st

from digest.paragraphs import read_paragraphs


def texts(raw: str) -> list[str]:
    return [paragraph.text for paragraph in read_paragraphs(raw)]


def test_blank_lines_and_line_breaks_part_paragraphs() -> None:
    assert texts("Weir to go\r\n\r\nThe weir goes.\nThe pond stays.\n\n\n") == [
        "Weir to go",
        "The weir goes.",
        "The pond stays.",
    ]


def test_a_paragraph_wrapped_at_a_fixed_width_is_one() -> None:
    raw = "The town council of Dorn voted 7-4 on Wednesday\nnight to remove the old Kessel weir, ending a\ndispute.\n\nNext."
    assert texts(raw) == [
        "The town council of Dorn voted 7-4 on Wednesday night to remove the old Kessel weir, ending a dispute.",
        "Next.",
    ]


def test_a_list_of_short_lines_is_not_one_paragraph() -> None:
    assert texts("Related stories\nFog on the bay\nFares to rise") == [
        "Related stories",
        "Fog on the bay",
        "Fares to rise",
    ]


def test_white_space_is_folded_and_what_nobody_sees_is_left_out() -> None:
    assert texts("The\u00a0\u00a0weir\t\u200bgo\u00ades \x1b[31mnow\u202e.") == ["The weir goes [31mnow."]


def test_the_joiners_that_scripts_are_spelt_with_stay() -> None:
    assert texts("می\u200cروم") == ["می\u200cروم"]


def test_nothing_visible_is_no_paragraph() -> None:
    assert read_paragraphs(" \n\u200b\n\t\x00 ") == ()


@given(st.text(st.sampled_from("ab \n\r\t\u00a0\u200b\u00ad\x00é。"), max_size=80))
def test_every_character_of_a_paragraph_stands_in_the_raw_text(raw: str) -> None:
    for paragraph in read_paragraphs(raw):
        covered = [False] * len(paragraph.text)
        for piece in paragraph.pieces:
            there = paragraph.text[piece.start : piece.start + piece.length]
            assert there == raw[piece.raw_start : piece.raw_start + piece.length]
            covered[piece.start : piece.start + piece.length] = [True] * piece.length
        assert all(
            is_covered or character == " " for is_covered, character in zip(covered, paragraph.text, strict=True)
        )
        assert paragraph.text == " ".join(paragraph.text.split())
