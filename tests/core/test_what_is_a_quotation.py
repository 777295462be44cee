"""Which words are a quotation, and which of them are worth showing."""

import pytest

from digest import QuoteKind, find_quotes, pick_quotes, read_article
from tests.core.quoting import FILLER, quotes, said


@pytest.mark.parametrize(
    "body",
    [
        "Theo Abernathy asked: “Where is the money for it?” Ann Gray answered: “It was never in there.”",
        "Theo Abernathy said, “Where is the money for it,” and Ann Gray said, “It was never in there.”",
        "“Where is the money for it,” Theo Abernathy asked, and Ann Gray said: “It was never in there.”",
    ],
)
def test_a_question_and_its_answer_are_two_quotations(body: str) -> None:
    assert [speaker for _, speaker in said(f"{FILLER}\n\n{body}")] == ["Theo Abernathy", "Ann Gray"]


def test_a_quotation_cut_by_its_speaker_is_one() -> None:
    assert said(f"{FILLER}\n\n“It goes,” said Ann Gray. “We are fond of it.” Theo Beck agreed.") == [
        (("It goes,", "We are fond of it."), "Ann Gray"),
    ]
    assert said(f"{FILLER}\n\n“It goes,” Ann Gray said, “and we are fond of it.”") == [
        (("It goes,", "and we are fond of it."), "Ann Gray"),
    ]


def test_quotations_of_two_people_are_two() -> None:
    body = f"{FILLER}\n\n“It goes,” said Ann Gray. “It stays,” said Theo Beck."
    assert said(body) == [(("It goes,",), "Ann Gray"), (("It stays,",), "Theo Beck")]


def test_a_motto_left_open_does_not_join_what_follows_to_somebody_else() -> None:
    body = f"{FILLER}\n\n“It goes,” said Ann Gray.\n\nA banner read “Leave Our Water\n\n“We are fond of it,” said Theo Beck."
    assert said(body) == [(("It goes,",), "Ann Gray"), (("We are fond of it,",), "Theo Beck")]


def test_a_quotation_over_several_paragraphs_is_one() -> None:
    body = (
        f"{FILLER}\n\nJosef Mare took his time.\n\n“I opened the gates.\n\n“I know the wall.\n\n“I’m sorry,” he said."
    )
    assert said(body) == [(("I opened the gates.", "I know the wall.", "I’m sorry,"), "Josef Mare")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The so-called “recovery Saturdays” begin in May.",
        "Her film “The Weaver’s Lamp” opens on Friday.",
        "A banner in the gallery read “Leave Our Water Alone”.",
        "It was a “quiet” night, the police said.",
        "The report, “Purring in the Wall”, was published on Friday.",
    ],
)
def test_titles_mottos_and_words_at_arms_length_are_nobodys_quotation(sentence: str) -> None:
    assert quotes(f"{FILLER}\n\n{sentence}") == ()


def test_a_short_shout_with_a_speaker_is_a_quotation() -> None:
    assert said(f"{FILLER} Ann Gray turned.\n\n“Stop!” Ann Gray shouted.") == [(("Stop!",), "Ann Gray")]


def test_a_part_of_a_sentence_is_a_fragment() -> None:
    (quote,) = quotes(f"{FILLER}\n\nGethin Aubrey called the rise “a rounding error” and will campaign against it.")
    assert (quote.kind, quote.speaker.name) == (QuoteKind.FRAGMENT, "Gethin Aubrey")


def test_what_is_cut_off_as_furniture_is_never_a_quotation() -> None:
    body = f"{FILLER}\n\n{FILLER}\n\nDear reader,\n\n“You were my eyes again,” Winifred Ajayi told us."
    assert quotes(body) == ()


@pytest.mark.parametrize(
    ("language", "body", "texts", "speaker"),
    [
        ("de", "„Wir hängen sehr daran“, sagte Theo Abendroth.", ("Wir hängen sehr daran",), "Theo Abendroth"),
        ("de", "»Wir hängen sehr daran«, erklärte Theo Abendroth.", ("Wir hängen sehr daran",), "Theo Abendroth"),
        (
            "fr",
            "« Nous y sommes très attachés », a déclaré Théo Martin.",
            ("Nous y sommes très attachés",),
            "Théo Martin",
        ),
        ("es", "«Le tenemos mucho cariño», dijo Teo García.", ("Le tenemos mucho cariño",), "Teo García"),
        ("it", "«Ci siamo molto affezionati», spiega Teo Rossi.", ("Ci siamo molto affezionati",), "Teo Rossi"),
        ("pt", "“Gostamos muito dela”, disse Téo Silva.", ("Gostamos muito dela",), "Téo Silva"),
        ("ru", "«Мы к ней очень привыкли», — сказал Фёдор Иванов.", ("Мы к ней очень привыкли",), "Фёдор Иванов"),
        ("ja", "市長は「私たちはあの堰にとても愛着がある」と述べた。", ("私たちはあの堰にとても愛着がある",), ""),
    ],
)
def test_other_languages_are_quoted_and_no_speaker_is_invented(
    language: str, body: str, texts: tuple[str, ...], speaker: str
) -> None:
    assert said(body, language) == [(texts, speaker)]


def test_the_best_quotes_are_of_known_speakers_and_several() -> None:
    article = read_article(
        f"Weir to go\n\n{FILLER}\n\n“We keep a wall because we are fond of it,” said Ann Gray. “I am fond of it too.”\n\n"
        "“It is the second thing I have to say today,” Ann Gray added later.\n\n"
        "“Nobody knows what lies in the mud behind it,” said Theo Beck.\n\n"
        "“Somebody has to pay for all of this work,” they said."
    )
    found = find_quotes(article)
    assert [quote.speaker.name for quote in pick_quotes(found, found[0].article, 2)] == ["Ann Gray", "Theo Beck"]
    assert [quote.speaker.name for quote in pick_quotes(found, found[0].article, 5)] == [
        "Ann Gray",
        "Ann Gray",
        "Theo Beck",
    ]
    assert pick_quotes(found, found[0].article, 0) == ()


def test_what_the_summary_says_already_is_not_picked_again() -> None:
    article = read_article(f"Weir to go\n\n{FILLER}\n\n“We keep a wall because we are fond of it,” said Ann Gray.")
    found = find_quotes(article)
    assert pick_quotes(found, article, 2, shown=[found[0].spans[0]]) == ()
    assert len(pick_quotes(found, article, 2, shown=[article.body[0]])) == 1


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        # More than who said it stands between them.
        ("“It goes,” said Ann Gray of the “stony river to come”.", [("It goes,",), ("stony river to come",)]),
        ("“It is over.” Ann Gray said nothing. “It is not over.”", [("It is over.",), ("It is not over.",)]),
        (
            f"“It goes,” said Ann Gray{' and the old weir' * 12}. “It stays for good.”",
            [("It goes,",), ("It stays for good.",)],
        ),
        # A comma behind the marks is of speech, also where the words look like a title.
        ("“Leave Our Water Alone”, Ann Gray shouted.", [("Leave Our Water Alone",)]),
        # One or two words are somebody's only if it is said at once whose.
        ("Everybody knew it as “the mill,” and nobody had been in it.", []),
        ("Everybody knew it as “the mill,” which was empty since the old council said no.", []),
        ("Nobody had been in “the mill.”\n\nAnn Gray said it was late.", []),
    ],
)
def test_what_stands_around_marks_tells_whether_they_quote_and_how_much(
    body: str, texts: list[tuple[str, ...]]
) -> None:
    assert [found for found, _ in said(f"{FILLER}\n\n{body}")] == texts


@pytest.mark.parametrize("words", ["A rounding error in all", "a rounding error in a very large budget,"])
def test_a_few_words_are_a_fragment_however_they_begin_or_end(words: str) -> None:
    (quote,) = quotes(f"{FILLER}\n\nGethin Aubrey called the rise “{words}” and will campaign against it.")
    assert quote.kind is QuoteKind.FRAGMENT


@pytest.mark.parametrize(
    ("body", "picked"),
    [
        ("“It goes now,” said Ann Gray.", []),
        ("“It goes,” said Ann Gray. “We are all fond of it.”", ["It goes,"]),
        (f"“We are{' very' * 58} fond,” said Ann Gray.", []),
        ("“We did four hymns in the fog,” said his daughter.", []),
        (
            "Ann Gray has said “nothing at all about the mud”.\n\n“Nobody has told me about the mud,” said Theo Beck.",
            ["Nobody has told me about the mud,"],
        ),
    ],
    ids=["too short", "short in parts", "too long", "nobody knows whose daughter", "a statement before a fragment"],
)
def test_only_a_quotation_that_can_stand_alone_is_picked(body: str, picked: list[str]) -> None:
    found = quotes(f"{FILLER}\n\n{body}")
    assert [quote.texts[0] for quote in pick_quotes(found, found[0].article, 1)] == picked
