import pytest

from digest import NamedBy
from tests.core.quoting import FILLER, quotes, said


@pytest.mark.parametrize(
    ("sentence", "speaker", "role"),
    [
        ("“We are fond of it,” Theo Abernathy said.", "Theo Abernathy", ""),
        ("“We are fond of it,” said Theo Abernathy.", "Theo Abernathy", ""),
        ("“We are fond of it,” said Capt. Henrike Salter, the harbour master.", "Henrike Salter", "Capt."),
        ("“We are fond of it,” Theo Abernathy, who moved the motion, told the meeting.", "Theo Abernathy", ""),
        (
            "“We are fond of it,” Nuala Prentice, 34, a nurse on her way to work, told the Courier.",
            "Nuala Prentice",
            "a nurse on her way to work",
        ),
        (
            "“We are fond of it,” said Desmond Quill, 67, a retired loom fitter.",
            "Desmond Quill",
            "a retired loom fitter",
        ),
        (
            "“We are fond of it,” said Florian Beck, secretary of the Dorn club.",
            "Florian Beck",
            "secretary of the Dorn club",
        ),
        (
            "“We are fond of it,” the harbour master, Henrike Salter, told the Courier.",
            "Henrike Salter",
            "the harbour master",
        ),
        ("“We are fond of it,” said Dorn resident Whit Symms.", "Whit Symms", "Dorn resident"),
        (
            "“We are fond of it,” the economist Jared Bell, a former adviser to the Dorn council, wrote.",
            "Jared Bell",
            "the economist",
        ),
        (
            "“We are fond of it,” according to Solveig Trent, master of the tug Bulwark.",
            "Solveig Trent",
            "master of the tug Bulwark",
        ),
        ("Theo Abernathy told the meeting: “We are fond of it.”", "Theo Abernathy", ""),
        ("Anselm Whitlock is against it on any terms: “We are fond of it.”", "Anselm Whitlock", ""),
        ("According to Theo Abernathy, “we are very fond of it”.", "Theo Abernathy", ""),
        ("Theo Abernathy left early, saying “we are very fond of it”.", "Theo Abernathy", ""),
        ("Theo Abernathy has said “we are very fond of it”, and left.", "Theo Abernathy", ""),
        ("“We are fond of it,” the union said in a statement.", "the union", "the union"),
        ("“We are fond of it,” the Boat Owners’ Association said.", "Boat Owners’ Association", ""),
        ("“We are fond of it,” said one resident, who left early.", "one resident", "one resident"),
        (
            "“We are fond of it,” one man in the border city of Uralsk told the site.",
            "one man in the border city of Uralsk",
            "one man in the border city of Uralsk",
        ),
    ],
)
def test_the_speaker_is_whoever_the_words_beside_the_quotation_name(sentence: str, speaker: str, role: str) -> None:
    (quote,) = quotes(f"{FILLER}\n\n{sentence}")
    assert (quote.speaker.name, quote.speaker.role) == (speaker, role)
    assert quote.speaker.is_known


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Theo Abernathy moved the motion. “We are fond of it,” he said.", "Theo Abernathy"),
        ("Theo Abernathy moved the motion.\n\n“We are fond of it,” he said.", "Theo Abernathy"),
        ("“It goes,” said Ann Gray. Nobody moved for a while. “We are fond of it,” she said.", "Ann Gray"),
        ("Hillary Lund met Theo Abernathy. “We are fond of it,” he said.", "Theo Abernathy"),
        (
            "A deckhand who asked not to be named said the crew had complained. “We are fond of it,” he said.",
            "A deckhand who asked not to be named",
        ),
        (
            "Una Bracken, who keeps ewes on North Head, said she needed a fold. “We are fond of it,” she said.",
            "Una Bracken",
        ),
    ],
)
def test_a_pronoun_stands_for_the_person_the_text_is_about(body: str, speaker: str) -> None:
    quote = quotes(f"{FILLER}\n\n{body}")[-1]
    assert quote.speaker.name == speaker
    assert quote.speaker.named_by is NamedBy.PRONOUN


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # In the passive, whoever is told or described does not speak.
        ("Theo Abernathy was told by Ann Gray: “You will have to wait for the money.”", "Ann Gray"),
        ("“You will have to wait for it,” Theo Abernathy was told by Ann Gray.", "Ann Gray"),
        ("“You will have to wait for it,” Theo Abernathy was told.", ""),
        ("Theo Abernathy has been called “a good man with a bad wall” by Ann Gray.", "Ann Gray"),
        ("Theo Abernathy was described as “a good man with a bad wall”.", ""),
        # What was not said.
        ("Theo Abernathy never said “we will have to wait for the money”.", ""),
        ("Theo Abernathy denied saying “we will have to wait for the money”.", ""),
        ("Had Theo Abernathy said “you will have to wait for the money”, nobody would have minded.", ""),
        ("Theo Abernathy recalled what his father used to say: “You will have to wait for the money.”", ""),
        ("If Theo Abernathy says “we will have to go home now”, we go.", ""),
        ("Never has Theo Abernathy said “we will have to go home now”.", ""),
        ("Theo Abernathy should have said: “We will have to go home now.”", ""),
        # Who is quoted by somebody.
        ("Ann Gray quoted Theo Abernathy as saying: “We will have to go home now.”", "Theo Abernathy"),
        ("The police quoted him as saying “we will have to go home now”.", ""),
        ("Ann Gray, whom Theo Abernathy called “a very nice person indeed”, left.", "Theo Abernathy"),
        # What somebody else says, or something.
        ("Ann Gray accused Theo Abernathy of saying: “You will have to wait for the money.”", ""),
        ("Theo Abernathy got a text saying: “Pay us by noon or else we come.”", ""),
        ("Theo Abernathy wore a shirt saying “pay us by noon or else”.", ""),
        ("Theo Abernathy read aloud from the letter: “Pay us by noon or else we come.”", ""),
        ("Theo Abernathy heard someone shout: “Pay us by noon or else we come.”", ""),
        ("Theo Abernathy faces “a very long time in jail”.", ""),
        # Two who say it.
        ("“We will have to wait for the money,” said Theo Abernathy and Ann Gray.", ""),
        ("“We will have to wait for the money,” Theo Abernathy and Ann Gray said in a joint statement.", ""),
        ("Neither Theo Abernathy nor Ann Gray said: “We will have to wait for the money.”", ""),
        # A verb behind the quotation that belongs to the next clause.
        ("Theo Abernathy said “the money is in the bank”, but Ann Gray said it was not.", "Theo Abernathy"),
        ("Theo Abernathy called it “a very bad day for us”, and Ann Gray said she was sorry.", "Theo Abernathy"),
        ("According to Theo Abernathy, Ann Gray said: “You will have to wait for the money.”", "Ann Gray"),
        # A name that only says whose, from where or which.
        ("“You will have to wait for the money,” said Theo Abernathy’s sister, Ann Gray.", "Ann Gray"),
        ("“You will have to wait for the money,” said Dorn United’s Ann Gray.", "Ann Gray"),
        ("“You will have to wait for the money,” Theo Abernathy’s lawyer said.", "Theo Abernathy’s lawyer"),
        ("“It took nine hours in all,” said U.S. Sen. Ann Gray, D-Ore.", "Ann Gray"),
        ("“It took nine hours in all,” said Dorn University professor of history Ann Gray.", "Ann Gray"),
        ("“It took nine hours in all,” said Dorn resident and fisherman Theo Abernathy.", "Theo Abernathy"),
        ("“It took nine hours in all,” the man who beat Theo Abernathy said.", "the man who beat Theo Abernathy"),
    ],
)
def test_who_stands_beside_a_quotation_is_not_always_its_speaker(sentence: str, speaker: str) -> None:
    (quote,) = quotes(f"{FILLER}\n\n{sentence}")
    assert (quote.speaker.name if quote.speaker.is_known else "") == speaker


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        (
            "“It is too low,” Ann Gray said.\n\nTheo Abernathy shook his head.\n\n“You never lived here,” she said.",
            "Ann Gray",
        ),
        ("“It is too low,” Theo Abernathy said.\n\n“That is not for you to say,” she answered at once.", ""),
        (
            "“Theo Abernathy is a good sailor,” Chris Brill said.\n\n“I am not a good sailor,” he replied.",
            "",
        ),
        ("“It is too low,” Ann Gray said.\n\n“It is high enough for any sea,” he said.", ""),
    ],
)
def test_a_pronoun_agrees_with_its_person_and_a_reply_is_of_another(body: str, speaker: str) -> None:
    quote = quotes(f"{FILLER}\n\n{body}")[-1]
    assert (quote.speaker.name if quote.speaker.is_known else "") == speaker


def test_a_surname_stands_for_the_full_name() -> None:
    (quote,) = quotes(f"{FILLER} Theo Abernathy moved the motion.\n\n“We are fond of it,” Mr. Abernathy said.")
    assert (quote.speaker.name, quote.speaker.named_by) == ("Theo Abernathy", NamedBy.SURNAME)


def test_a_surname_that_two_people_have_stays_as_it_is_printed() -> None:
    body = f"{FILLER} Josef Mare worked the sluices. Anna Mare has hired out boats.\n\n“We are fond of it,” Mare said."
    assert quotes(body)[-1].speaker.name == "Mare"


def test_a_title_tells_two_of_one_surname_apart() -> None:
    body = (
        f"{FILLER} Josef Mare worked the sluices. Anna Mare has hired out boats.\n\n“We are fond of it,” Mr. Mare said."
    )
    assert quotes(body)[-1].speaker.name == "Josef Mare"


@pytest.mark.parametrize(
    "body",
    [
        "“We are fond of it,” they said.",
        "“We are fond of it,” he said.",
        "“We are fond of it.” The weir is old.",
    ],
)
def test_a_speaker_who_is_not_clear_is_nobody(body: str) -> None:
    quote = quotes(f"The weir is old and the wall is cracked.\n\n{body}")[-1]
    assert not quote.speaker.is_known


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        # A comma within the marks leads on to who said it, whatever stands before them.
        ("Nothing came of what Ann Gray said: “We will wait for the money,” Theo Abernathy wrote.", "Theo Abernathy"),
        # A verb right before the marks says who, whatever is said behind them.
        ("Theo Abernathy said “we will have to wait” of the plan that Ann Gray announced.", "Theo Abernathy"),
        # What is denied in another clause is not what was said.
        ("Angry that he was not paid, Theo Abernathy said: “We will have to wait for it.”", "Theo Abernathy"),
        # Of two who are named, the second does something else.
        ("“We will have to wait for it,” said Theo Abernathy and Ann Gray nodded.", "Theo Abernathy"),
        # Somebody who is told something behind it does not unsay who stands before it.
        ("Theo Abernathy called it “a very bad day for us” before the council was told.", "Theo Abernathy"),
        # A quotation alone is of who spoke in the sentence before it.
        ("Theo Abernathy said it was late. “We will have to wait for the money.”", "Theo Abernathy"),
        ("Theo Abernathy said it was late.\n\n“We will have to wait for the money.”", "Theo Abernathy"),
        ("Theo Abernathy said it was late. On the wall stood “we will have to wait”.", ""),
        ("The harbour master said: “We will have to wait for the money.”", "The harbour master"),
        ("Theo Abernathy was late. He said: “We will have to wait for the money.”", "Theo Abernathy"),
    ],
)
def test_the_words_around_a_quotation_are_weighed(sentence: str, speaker: str) -> None:
    (quote,) = quotes(f"{FILLER}\n\n{sentence}")
    assert (quote.speaker.name if quote.speaker.is_known else "") == speaker


def test_nobody_is_nobody_without_a_doubt() -> None:
    (quote,) = quotes(f"{FILLER}\n\n“We are fond of it,” they said.")
    assert (quote.speaker.name, quote.speaker.confidence) == ("", 0)


@pytest.mark.parametrize(
    ("body", "speaker", "role"),
    [
        # Who is too far back, an organisation, a place, or named only behind the pronoun.
        ("Sallow Bay Radio was late. “We are fond of it,” she said.", "", ""),
        ("The ship left from Port Sallow. “We are fond of it,” he said.", "", ""),
        ("“We are fond of it,” she told Ann Gray.", "", ""),
        # A name that something comes from is a person's all the same if it speaks or is described.
        ("A letter came from Ann Gray. Ann Gray said it was late. “We are fond of it,” she said.", "Ann Gray", ""),
        (
            "A letter came from Ann Gray, a nurse on the island. “We are fond of it,” she said.",
            "Ann Gray",
            "a nurse on the island",
        ),
        (
            "Una Bracken, a farmer on North Head, came late. “We are fond of it,” she said.",
            "Una Bracken",
            "a farmer on North Head",
        ),
    ],
)
def test_a_pronoun_is_looked_up_no_further_than_it_reaches(body: str, speaker: str, role: str) -> None:
    quote = quotes(f"The weir is old and the wall is cracked.\n\n{body}")[-1]
    assert (quote.speaker.name, quote.speaker.role) == (speaker, role)


def test_a_verb_on_the_other_side_of_a_quotation_belongs_to_that_one() -> None:
    behind = "“We will wait for the money” stood on one wall, “nobody has to pay” on the other, Ann Gray said."
    assert not quotes(f"{FILLER}\n\n{behind}")[0].speaker.is_known


@pytest.mark.parametrize(
    "sentence",
    [
        "“Let them eat cake,” Ann Gray never said.",
        "“It goes at once, all of it,” Ann Gray did not say.",
        "“It goes at once, all of it,” Ann Gray denied saying.",
        "“It goes at once, all of it,” said neither Ann Gray nor Theo Beck.",
        "“It goes at once, all of it,” said Ann Gray, Theo Beck and Jim Hall in a letter.",
        "“It goes at once, all of it,” said Ann Gray and her husband.",
        "Quoting Churchill, Ann Gray said: “It goes at once, all of it.”",
        "“We are more than that,” stood on a banner of Ann Gray’s.",
        "“It goes at once, all of it,” some said.",
        "“Was it there before the flood?” “It was there,” Ann Gray said.",
    ],
)
def test_nobody_is_named_where_the_words_around_forbid_it(sentence: str) -> None:
    first = quotes(f"{FILLER}\n\n{sentence}")[0]
    assert not first.speaker.is_known


@pytest.mark.parametrize(
    ("sentence", "speaker", "role"),
    [
        ("Theo Abernathy was quoted as saying: “It goes at once, all of it.”", "Theo Abernathy", ""),
        ("“I can’t breathe down there,” Theo Abernathy said, according to Ann Gray.", "Theo Abernathy", ""),
        ("“It goes at once,” said former President Theo Abernathy.", "Theo Abernathy", "former President"),
        ("“It goes at once,” said Theo Abernathy, a lawyer for Ms. Gray.", "Theo Abernathy", "a lawyer for Ms. Gray"),
        ("“It goes at once,” said Secretary of State Theo Abernathy.", "Theo Abernathy", "Secretary of State"),
        (
            "“It goes at once,” said Dorn Water Board President Theo Abernathy.",
            "Theo Abernathy",
            "Dorn Water Board President",
        ),
        (
            "“It goes at once,” a father of four in the queue said.",
            "a father of four in the queue",
            "a father of four in the queue",
        ),
    ],
)
def test_a_role_is_printed_whole_and_the_name_without_it(sentence: str, speaker: str, role: str) -> None:
    (quote,) = quotes(f"{FILLER}\n\n{sentence}")
    assert (quote.speaker.name, quote.speaker.role) == (speaker, role)
    assert quote.speaker.is_known


def test_a_sentence_may_end_with_a_title() -> None:
    body = f"{FILLER}\n\n“He lied to us,” said the Senator. Theo Beck said nothing. “We know it all,” said Beck."
    assert [quote.speaker.name for quote in quotes(body)] == ["the Senator", "Theo Beck"]


@pytest.mark.parametrize(
    ("pronoun", "speaker"), [("she", ""), ("he", "A father in the queue")], ids=["a father is no she", "but he"]
)
def test_a_description_tells_a_man_from_a_woman(pronoun: str, speaker: str) -> None:
    body = f"{FILLER}\n\nA father in the queue was late. “We are fond of it,” {pronoun} said."
    (quote,) = quotes(body)
    assert (quote.speaker.name if quote.speaker.is_known else "") == speaker


@pytest.mark.parametrize("dash", ["―", "—", "–", "-"])
def test_a_signature_behind_a_dash_is_the_speakers(dash: str) -> None:
    body = f"{FILLER}\n\n“The first one says it is gone.” {dash} Ann Gray\n\n“The second one says it stays as it is.” {dash} Theo Beck, Dorn"
    assert said(body) == [
        (("The first one says it is gone.",), "Ann Gray"),
        (("The second one says it stays as it is.",), "Theo Beck"),
    ]


def test_a_dash_that_goes_on_is_no_signature() -> None:
    body = f"{FILLER}\n\n“The wall has to go by May.” – Ann Gray has never said so in the council, said Theo Beck."
    assert quotes(body)[0].speaker.confidence != pytest.approx(0.95)
