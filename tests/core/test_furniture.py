"""What surrounds an article, and what only looks like it."""

import pytest

from digest import DropReason, NoArticleText, read_article
from tests.core.read_texts import BODY, body, dropped


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share this article", DropReason.SHARE),
        ("SHARE | SAVE | 112 COMMENTS", DropReason.SHARE),
        ("Advertisement", DropReason.ADVERTISEMENT),
        ("Article continues below", DropReason.ADVERTISEMENT),
        ("We use cookies to keep this site running. Accept all / Manage choices", DropReason.COOKIES),
        ("Sign up for our morning newsletter", DropReason.NEWSLETTER),
        ("Photo: R. Vane / The Marenna Courier", DropReason.CREDIT),
        ("Read more: Five floods and a fire", DropReason.RELATED),
        ("Lesen Sie auch: Fünf Fluten", DropReason.RELATED),
        ("37 comments", DropReason.COMMENTS),
        ("© Dorn Mail 2026. All rights reserved.", DropReason.COPYRIGHT),
        ("Cookies | Privacy | Complaints | Contact", DropReason.NAVIGATION),
        ("The post Weir to go appeared first on Dorn Mail.", DropReason.NAVIGATION),
        ("Follow us on Facebook and Instagram for more.", DropReason.SHARE),
        ("Skip the ad", DropReason.ADVERTISEMENT),
        ("We may earn a commission from links on this page.", DropReason.ADVERTISEMENT),
        ("Accept all cookies", DropReason.COOKIES),
        ("Thank you for signing up to our evening letter.", DropReason.NEWSLETTER),
        ("Join the conversation.", DropReason.COMMENTS),
        ("Comments are closed on this story.", DropReason.COMMENTS),
        ("Read more: How the wall was built and why it cracked.", DropReason.RELATED),
        ("[Related: Five floods and a fire]", DropReason.RELATED),
        ("This material may not be published, broadcast or redistributed.", DropReason.COPYRIGHT),
        ("Province > Towns > Dorn", DropReason.NAVIGATION),
        ("Von Anna Grau | Dorn", DropReason.BYLINE),
    ],
)
def test_furniture_between_paragraphs_is_dropped_with_its_reason(line: str, reason: DropReason) -> None:
    first, second, third = BODY.split("\n\n")
    raw = f"Weir to go\n\n{first}\n\n{second}\n\n{line}\n\n{third}"
    article = read_article(raw)
    assert body(article) == BODY
    assert dropped(article, raw) == {line: reason}


@pytest.mark.parametrize(
    "note",
    [
        "Ann Gray covers schools and public services for the Courier.",
        "Marguerite Noor is Sallow Bay Radio’s west coast correspondent.",
        "(Reporting by Ann Gray; editing by J. P. Lund)",
        "Ann Gray and J. P. Lund contributed to this report.",
        "This article was amended on 20 November 2026.",
    ],
)
def test_what_is_said_of_authors_and_article_behind_it_is_dropped(note: str) -> None:
    raw = f"Weir to go\n\n{BODY}\n\n{note}\n\nShare this article"
    article = read_article(raw)
    assert body(article) == BODY
    assert dropped(article, raw)[note] is DropReason.AUTHOR
    before = read_article(f"Weir to go\n\n{BODY}\n\n{note}\n\n{BODY}")
    assert note in body(before)


@pytest.mark.parametrize(
    "sentence",
    [
        "Facebook said on Monday that it would subscribe to the news agency’s photo service.",
        "By six votes to five, the council turned down a proposal to keep a section as a monument.",
        "Read more books, the minister told children at the school on Tuesday.",
        "The new mayor takes office on Tuesday 1 December. She must first resign from her post.",
        "Subscribers to the theatre pay 40 crowns a year and get to continue in their seats.",
        "The cookies were baked by volunteers, who sold them for a crown each.",
        "Photographs of the wall were shown to the council.",
        "Sweden, which is already a member of the European Union, did not vote.",
        "“You have got to set the birds free,” she said.",
        "Now is the time to act, the minister said.",
        "Why we need a new wall is plain to see from the bridge.",
        "The bill would support local journalism with two million crowns a year.",
        "The report is available to members of the council from Monday.",
        "Dear friends, the letter began, and went on for nine pages.",
        "The deal gives fishermen unlimited access to the port from next month.",
        "Voters must register at the town hall to continue receiving ballots.",
        "Liverpool play Chelsea at Anfield on Saturday in front of 50,000 people.",
        "The trial of Tom Brill opens on Monday in Dorn.",
        "President Hale arrives in Berlin on Tuesday for talks with the chancellor.",
        "Voters in Marenna cast their ballots on Sunday.",
        "By Friday, the water had reached the second step of the town hall.",
        "By Monday, police had arrested 12 people.",
        "From London, the ship went on to Dorn.",
        "Di Maria, 36, scored twice in the second half.",
        "Jamal Karim was a Saudi journalist who was killed in the consulate.",
        "Medicare covers the cost of the operation for most patients.",
        "Photos from Kyiv showed a hole in the roof.",
        "Shares in Shutterstock rose by 4 per cent.",
        "Her name may not be published for legal reasons.",
        "Copyright law in Europe is about to change again.",
        "Auch interessant ist die Frage, wer das bezahlt.",
        "More on that in a moment.",
    ],
)
def test_a_sentence_about_such_things_is_none_of_them(sentence: str) -> None:
    end = f"Weir to go\n\n{BODY}\n\n{sentence}\n\nThat was the end of the matter for now."
    assert body(read_article(end)) == f"{BODY}\n\n{sentence}\n\nThat was the end of the matter for now."
    lead = read_article(f"Weir to go\n\n{sentence}\n\n{BODY}")
    assert body(lead) == f"{sentence}\n\n{BODY}"
    assert not lead.excerpt_only


@pytest.mark.parametrize(
    "last", ["„Das ist genug. Wir gehen jetzt.“", "»Das ist genug.«", "“That is enough. We go now.”", "‚Das reicht.‘"]
)
def test_a_paragraph_that_ends_with_any_closing_mark_is_no_menu(last: str) -> None:
    assert body(read_article(f"Weir to go\n\n{BODY}\n\n{last}")) == f"{BODY}\n\n{last}"


@pytest.mark.parametrize(
    "line", ["> " * 300 + ".", "A" * 5_000 + ",", "©" * 5_000, "a " * 5_000 + "|", "Read more: " * 400]
)
def test_a_line_made_to_be_slow_is_not(line: str) -> None:
    last = "The council said that all of the weir will be gone by the end of May."
    assert body(read_article(f"Weir to go\n\n{BODY}\n\n{line}\n\n{last}")).endswith(last)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("You have read 3 of 5 free articles this month.", DropReason.PAYWALL),
        ("Subscribe to continue reading", DropReason.PAYWALL),
        ("Three free articles left", DropReason.PAYWALL),
        ("Dear reader,", DropReason.LETTER),
        ("A word from the editor", DropReason.LETTER),
        ("Thank you for reading the Dorn Mail.", DropReason.LETTER),
        ("Before you go", DropReason.LETTER),
    ],
)
def test_nothing_after_an_appeal_belongs_to_the_article_however_good_the_prose(line: str, reason: DropReason) -> None:
    letter = "“You were my eyes again,” Mrs. Ajayi of Mill Lane told us on Thursday, and we have thought of it since."
    raw = f"Weir to go\n\n{BODY}\n\n{line}\n\n{letter}"
    article = read_article(raw)
    assert body(article) == BODY
    assert dropped(article, raw) == {line: reason, letter: reason}


@pytest.mark.parametrize("line", ["Subscribe to continue reading", "Dear reader,"])
def test_an_appeal_above_the_article_does_not_end_it(line: str) -> None:
    assert body(
        read_article(f"{line}\n\nThis report took one reporter and most of a Wednesday night.\n\n{BODY}")
    ).endswith(BODY)
    assert body(read_article(f"Weir to go\n\n{line}\n\n{BODY}")) == BODY


def test_a_caption_under_the_headline_is_dropped_and_the_same_words_in_the_body_are_not() -> None:
    caption = "Josef Mare stands beside the Kessel weir in Dorn on Thursday."
    raw = f"Weir to go\n\n{caption}\n\n{BODY}"
    assert dropped(read_article(raw), raw) == {caption: DropReason.CAPTION}
    assert body(read_article(f"Weir to go\n\n{BODY}\n\n{caption}")).endswith(caption)


def test_a_caption_at_a_credit_is_dropped_anywhere() -> None:
    last = "The council said that all of the weir will be gone by the end of May."
    raw = f"Weir to go\n\n{BODY}\n\nA volunteer serves soup in Ketterby on Wednesday.\nPhoto: L. Rask\n\n{last}"
    assert body(read_article(raw)) == f"{BODY}\n\n{last}"


def test_a_list_of_other_stories_ends_with_the_next_paragraph() -> None:
    first, *rest = BODY.split("\n\n")
    raw = "\n\n".join(["Weir to go", first, "Related stories", "Fog on the bay", "What became of the ferry?", *rest])
    assert body(read_article(raw)) == BODY


def test_menus_behind_the_last_sentence_are_dropped_and_lists_of_the_article_are_not() -> None:
    assert body(read_article(f"Weir to go\n\n{BODY}\n\nFish market\n\nTide tables")) == BODY
    with_list = f"{BODY}\n\nHeight: 3.5 metres\n\nWidth: 61 metres"
    assert body(read_article(f"Weir to go\n\n{with_list}")) == with_list


def test_if_next_to_nothing_would_remain_the_cuts_are_taken_back() -> None:
    raw = "Weir to go\n\nRelated stories\n\nFog on the bay\n\nThe weir goes."
    assert body(read_article(raw)) == "Related stories\n\nFog on the bay\n\nThe weir goes."


def test_what_is_cut_off_at_a_paywall_is_an_excerpt() -> None:
    assert read_article(f"Weir to go\n\n{BODY}\n\nSubscribe to continue reading").excerpt_only
    assert not read_article(f"Weir to go\n\n{BODY}\n\nYou have read 3 of 5 free articles this month.").excerpt_only


def test_nothing_but_furniture_is_an_error_that_says_so() -> None:
    with pytest.raises(NoArticleText, match="no article text in it"):
        read_article("Share this article\n\n© 2026 Dorn Mail. All rights reserved.")


def test_a_row_of_a_table_with_one_cell_like_a_label_is_no_bar_of_links() -> None:
    row = "Weather | 12 days of rain in the month of May | 3 in June | none at all in July and August"
    assert row in body(read_article(f"Weir to go\n\n{BODY}\n\n{row}\n\n{BODY}"))


def test_what_goes_on_for_more_than_two_sentences_is_no_caption() -> None:
    scene = "Josef Mare stands beside the weir on Thursday. It is cold. He waits for the council to come."
    assert body(read_article(f"Weir to go\n\n{scene}\n\n{BODY}")) == f"{scene}\n\n{BODY}"


def test_what_somebody_says_at_a_credit_is_no_caption() -> None:
    told = "The pond opens to swimmers on Monday, the council said."
    raw = f"Weir to go\n\n{BODY}\n\n{told}\nPhoto: L. Rask\n\nThe weir goes."
    assert told in body(read_article(raw))


def test_a_caption_that_says_where_in_the_picture_somebody_is_is_dropped_under_the_headline() -> None:
    caption = "Ann Gray (left) with Theo Beck at the weir."
    raw = f"Weir to go\n\n{caption}\n\n{BODY}"
    assert dropped(read_article(raw), raw) == {caption: DropReason.CAPTION}


def test_a_stub_before_a_paywall_is_kept_and_what_is_behind_it_is_not_taken_back() -> None:
    first = BODY.split("\n\n", maxsplit=1)[0]
    letter = "“You were my eyes again,” Mrs. Ajayi of Mill Lane told us on Thursday, and we have thought of it since."
    article = read_article(f"Weir to go\n\n{first}\n\nSubscribe to continue reading\n\n{letter}\n\n{letter}")
    assert body(article) == first
    assert article.excerpt_only


def test_an_appeal_ends_a_long_enough_article_however_much_comes_behind_it() -> None:
    letter = "We have thought of Mrs. Ajayi of Mill Lane on every day of the week since she wrote to us about it."
    long = "\n\n".join([BODY] * 2)
    assert body(read_article(f"Weir to go\n\n{long}\n\nDear reader,\n\n" + f"{letter}\n\n" * 10)) == long


def test_a_short_sentence_ends_a_list_of_other_stories() -> None:
    more = "The council said so in the hall on Friday.\n\nAnglers called the pond the best in the province, and asked the council to keep it."
    raw = f"Weir to go\n\n{BODY}\n\nRelated stories\n\nFog on the bay\n\n{more}"
    assert body(read_article(raw)) == f"{BODY}\n\n{more}"


def test_a_short_article_keeps_its_cuts_if_they_are_no_longer_than_it() -> None:
    assert body(read_article("Weir to go\n\nThe weir goes.\n\n37 comments")) == "The weir goes."


@pytest.mark.parametrize(
    ("line", "outlet"), [("© 2026 Dorn Mail", "Dorn Mail"), ("© R. Vane/Courier", ""), ("© AFP/Getty Images", "")]
)
def test_a_copyright_line_names_the_outlet_and_a_credit_does_not(line: str, outlet: str) -> None:
    text = f"Weir to go\n\n{line}\n\nThe council of Dorn voted on Wednesday to remove the old weir at last.\n\nIt goes in spring."
    assert read_article(text).source.outlet == outlet
