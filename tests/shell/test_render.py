from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.messages import Heading, Link, Note, Paragraph, Saying, Sources, Summary, Told
from bot.render import digest_message
from bot.story_blocks import speaker_words
from digest import Digest, Kind, Length, Skipped, SkipReason, Source, Style, find_quotes, make_digest, read_article

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
TEXT = (
    "Weir to go\n\nThe council voted on Wednesday to remove the old weir. It was built in 1874 for three mills.\n\n"
    "It has driven none since 1991, and nobody has found another use for it.\n\n"
    "“We are all very fond of it,” said Capt. Henrike Salter, the harbour master. “It goes.”"
)


def digest(*, kind: Kind = Kind.NEWS, excerpt_only: bool = False) -> Digest:
    published = datetime(2026, 11, 9, tzinfo=UTC)
    article = read_article(TEXT, url="https://mail.example/weir", source=Source("Dorn Mail"), published=published)
    return make_digest([replace(article, kind=kind, excerpt_only=excerpt_only)], now=NOW)


def test_a_story_is_headline_summary_quotes_and_sources_in_this_order() -> None:
    title, heading, summary, saying, sources, *_ = digest_message(digest(), "Pullquote").blocks
    assert title == Heading("Pullquote", level=1)
    assert heading == Heading("1 · Weir to go")
    assert summary == Summary(
        (
            Told("The council voted on Wednesday to remove the old weir."),
            Told("It was built in 1874 for three mills."),
            Told("It has driven none since 1991, and nobody has found another use for it."),
        )
    )
    assert saying == Saying(("We are all very fond of it", "It goes."), "Capt. Henrike Salter")
    assert sources == Sources((Link("Dorn Mail", "https://mail.example/weir"),), ("9 Nov 2026", "1 source"))


@pytest.mark.parametrize(
    ("kind", "excerpt_only", "badges"),
    [
        (Kind.NEWS, False, ()),
        (Kind.OPINION, False, ("opinion",)),
        (Kind.LIVE, True, ("excerpt only", "live")),
    ],
)
def test_what_a_reader_should_know_at_once_stands_at_the_headline(
    kind: Kind, *, excerpt_only: bool, badges: tuple[str, ...]
) -> None:
    heading = digest_message(digest(kind=kind, excerpt_only=excerpt_only), "").blocks[1]
    assert heading == Heading("1 · Weir to go", badges=badges)


@pytest.mark.parametrize(
    ("images", "shown"),
    [
        (("", "https://mail.example/a.jpg", "https://mail.example/b.jpg"), "https://mail.example/a.jpg"),
        (
            ("javascript:alert(1)", "data:image/png;base64,AA", "https://mail.example/a b.jpg"),
            "https://mail.example/a%20b.jpg",
        ),
        ((f"https://mail.example/{'x' * 2_048}", "", ""), ""),
    ],
)
def test_a_story_has_the_first_picture_of_its_articles_that_can_be_shown(images: tuple[str, ...], shown: str) -> None:
    made = digest()
    (story,) = made.stories
    articles = tuple(replace(story.articles[0], image=image) for image in images)
    pictured = replace(made, stories=(replace(story, articles=articles),))
    heading = digest_message(pictured, "").blocks[1]
    assert isinstance(heading, Heading)
    assert heading.image == shown


def test_a_story_of_a_headline_alone_has_no_empty_paragraph() -> None:
    blocks = digest_message(make_digest([read_article("", title="Weir to go")], now=NOW), "").blocks
    assert not [block for block in blocks if isinstance(block, Paragraph | Saying)]


def test_what_was_left_out_is_named_by_reason_and_many_are_counted() -> None:
    skipped = (*(Skipped(f"Story {number}", "too old") for number in range(6)), Skipped("a.txt", "empty"))
    blocks = digest_message(replace(digest(), skipped=skipped), "").blocks
    assert blocks[-4:] == (
        Heading("Left out"),
        Note("Story 0; Story 1; Story 2; Story 3 and 2 more: too old"),
        Note("a.txt: empty"),
        Note("1 story from 1 article · 7 left out · every sentence and quotation is the outlet's own"),
    )


def test_a_name_without_end_is_shown_as_far_as_anybody_reads() -> None:
    article = read_article(TEXT, url="https://mail.example/weir", source=Source("x" * 100_000))
    skipped = (Skipped("y" * 100_000, "z" * 100_000),)
    blocks = digest_message(replace(make_digest([article], now=NOW), skipped=skipped), "").blocks
    assert Sources((Link("x" * 199 + "…", "https://mail.example/weir"),), ("1 source",)) in blocks
    assert Note("y" * 199 + "…: " + "z" * 399 + "…") in blocks


def test_an_empty_digest_says_so() -> None:
    blocks = digest_message(make_digest([], now=NOW), "Pullquote").blocks
    assert Paragraph("No stories: there was nothing to read.") in blocks


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("said President Kassym Tokayev.", "President Kassym Tokayev"),
        ("said Mr. Kassym Tokayev.", "Kassym Tokayev"),
        ("said Pilar Anstey, the cox.", "Pilar Anstey, the cox"),
        ("said Dorn resident Whit Symms.", "Dorn resident Whit Symms"),
        ("one resident said.", "one resident"),
        ("said Harbour Master Henrike Salter.", "Harbour Master Henrike Salter"),
        ("the harbour master, Henrike Salter, said.", "Henrike Salter, the harbour master"),
    ],
)
def test_a_title_stands_before_a_name_and_a_description_behind_it(sentence: str, words: str) -> None:
    (quote,) = find_quotes(read_article(f"The weir is old.\n\n“We are all very fond of it,” {sentence}", title="Weir"))
    assert speaker_words(quote) == words


def test_between_a_role_and_a_name_may_stand_a_form_of_address() -> None:
    text = "Weir\n\nThe mediator, Prof. Dagny Stern, was content. “We are all very fond of it,” Stern said."
    (quote,) = find_quotes(read_article(text))
    described = replace(quote, speaker=replace(quote.speaker, role="The mediator"))
    assert speaker_words(described) == "The mediator, Dagny Stern"


@pytest.mark.parametrize("comma", ["", ","])
def test_a_role_that_begins_a_sentence_stays_where_its_capital_belongs(comma: str) -> None:
    text = f"Weir\n\nThe harbour master{comma} Henrike Salter{comma} said: “We are all very fond of it.”"
    (quote,) = find_quotes(read_article(text))
    assert speaker_words(quote) == f"The harbour master{comma} Henrike Salter"


def test_a_title_is_shown_before_the_whole_name_where_it_was_printed_before_a_part_of_it() -> None:
    text = "Weir\n\nAnna Mare came on Wednesday. “We are all very fond of it,” President Mare said."
    (quote,) = find_quotes(read_article(text))
    assert speaker_words(quote) == "President Anna Mare"


def test_a_description_with_a_capital_stays_behind_the_name_it_was_printed_behind() -> None:
    text = "Weir\n\n“We are all very fond of it,” said Anna Mare, President of Dorn."
    (quote,) = find_quotes(read_article(text))
    described = replace(quote, speaker=replace(quote.speaker, role="President of Dorn"))
    assert speaker_words(described) == "Anna Mare, President of Dorn"


def test_whose_daughter_she_is_is_left_to_the_article() -> None:
    text = "Weir\n\nDesmond Quill sings bass. His daughter, Bethan Quill, said it was cold. “We did four hymns in the fog,” she said."
    (quote,) = find_quotes(read_article(text))
    assert quote.speaker.role == "His daughter"
    assert speaker_words(quote) == "Bethan Quill"


def test_as_many_as_are_named_are_not_counted() -> None:
    skipped = tuple(Skipped(f"Story {number}", "too old") for number in range(4))
    blocks = digest_message(replace(digest(), skipped=skipped), "").blocks
    assert Note("Story 0; Story 1; Story 2; Story 3: too old") in blocks


def test_an_outlet_leads_to_the_address_its_page_gives_as_its_own() -> None:
    article = replace(digest().stories[0].articles[0], canonical_url="https://mail.example/weir-to-go")
    sources = digest_message(make_digest([article], now=NOW), "").blocks[-3]
    assert isinstance(sources, Sources)
    assert sources.links == (Link("Dorn Mail", "https://mail.example/weir-to-go"),)


def test_a_story_of_two_articles_has_the_newest_date_and_counts_those_that_report_on_their_own() -> None:
    whole = digest()
    (story,) = whole.stories
    older = replace(story.articles[0], id="older", published=datetime(2026, 11, 8, tzinfo=UTC), source=Source("Post"))
    both = replace(story, articles=(*story.articles, older), outlets=("Dorn Mail", "Post"), independent=1)
    *_, sources, _, note = digest_message(replace(whole, stories=(both,)), "").blocks
    assert isinstance(sources, Sources)
    assert sources.details == ("9 Nov 2026", "since 8 Nov", "2 sources, 1 independent")
    assert isinstance(note, Note)
    assert note.text.startswith("1 story from 2 articles")


@pytest.mark.parametrize(
    ("text", "role", "words"),
    [
        ("LordMayor Anna left. Mayor Annabel Orr stayed.", "Mayor", "Anna Mare, Mayor"),
        ("The C.E.O. (acting) Anna Mare left.", "C.E.O. (acting)", "C.E.O. (acting) Anna Mare"),
    ],
    ids=["within other words", "with marks in it"],
)
def test_a_role_is_looked_for_as_it_is_printed_and_in_whole_words(text: str, role: str, words: str) -> None:
    (quote,) = find_quotes(read_article(f"Weir\n\n{text} “We are all very fond of it,” said Anna Mare."))
    assert speaker_words(replace(quote, speaker=replace(quote.speaker, role=role))) == words


POST = "About 100,000 people marched through Dorn on Sunday against the plan to remove the Kessel weir."
COURIER = (
    "Some 98,000 people marched through Dorn on Sunday to keep the Kessel weir where it is.\n\n"
    "“We are all very fond of the old weir,” said Ann Gray."
)
HERALD = f"{POST}\n\n“We are all so very fond of the old weir,” said Ann Gray. “We are staying here tonight,” said Theo Beck."


def of_several() -> Digest:
    texts = {"Post": POST, "Courier": COURIER, "Herald": f"A long day began at dawn.\n\n{HERALD}"}
    articles = [
        read_article(
            text,
            title="Dorn marches for its weir",
            url=f"https://{outlet}.example/1",
            source=Source(outlet),
            published=NOW,
        )
        for outlet, text in texts.items()
    ]
    return make_digest(articles, now=NOW, length=Length.BRIEF)


def test_of_several_outlets_each_sentence_and_quotation_says_whose_it_is() -> None:
    blocks = digest_message(of_several(), "", why=True).blocks
    (summary,) = (block for block in blocks if isinstance(block, Summary))
    assert summary.sentences[0].source.split(", ", 1)[0] in {"Post", "Courier", "Herald"}
    assert "also" in summary.sentences[0].source
    sayings = [block for block in blocks if isinstance(block, Saying)]
    assert [saying.speaker for saying in sayings] == [
        "Ann Gray (Herald)",
        "as Courier words it",
    ]
    notes = [block.text for block in blocks if isinstance(block, Note)]
    assert any(
        "“Some 98,000 people marched through Dorn on Sunday” (Courier)" in note and note.startswith("Numbers differ: ")
        for note in notes
    )
    assert "Why here: just out · 3 independent outlets" in notes


def test_bullets_updates_and_topics_are_shown() -> None:
    whole = of_several()
    (story,) = whole.stories
    updated = replace(story, is_update=True)
    message = digest_message(
        replace(whole, stories=(updated, updated), style=Style.BULLETS, topics=(("Town", 1), ("", 1))), ""
    )
    headings = [block for block in message.blocks if isinstance(block, Heading)]
    assert [heading.text for heading in headings] == [
        "",
        "Town",
        f"1 · {story.headline.text}",
        "Other news",
        f"2 · {story.headline.text}",
    ]
    assert headings[2].badges == ("update",)
    assert all(block.is_list for block in message.blocks if isinstance(block, Summary))


def test_an_outlet_is_named_once_for_sentences_in_a_row_and_leads_to_the_article_that_is_told() -> None:
    whole = of_several()
    (story,) = whole.stories
    (point,) = story.summary
    alone = replace(point, also=(), differences=())
    older = replace(
        story.articles[0], id="older", url="https://mail.example/older", canonical_url="https://mail.example/older"
    )
    told = replace(story, summary=(alone, alone), articles=(*story.articles, older))
    blocks = digest_message(replace(whole, stories=(told,)), "").blocks
    (summary,) = (block for block in blocks if isinstance(block, Summary))
    assert [bool(sentence.source) for sentence in summary.sentences] == [False, True]
    (sources,) = (block for block in blocks if isinstance(block, Sources))
    assert sources.links[0].url == story.articles[0].canonical_url
    bullets = digest_message(replace(whole, stories=(told,), style=Style.BULLETS), "").blocks
    (summary,) = (block for block in bullets if isinstance(block, Summary))
    assert all(sentence.source for sentence in summary.sentences)


def test_of_a_story_that_is_left_out_one_headline_is_named() -> None:
    why = "more than the 8 stories of a standard digest"
    skipped = tuple(Skipped(f"Story {n}", why, "", SkipReason.NO_ROOM, f"s{n // 2}") for n in range(4))
    assert Note(f"Story 0; Story 2: {why}") in digest_message(replace(digest(), skipped=skipped), "").blocks
