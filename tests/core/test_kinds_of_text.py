"""Texts that are no news reports: all of them is kept, though much of it looks like what surrounds an article."""

import pytest

from digest import read_article

_INTERVIEW = """\
"I stopped counting the letters"
By Mirela Tass
For eleven years Oda Brandt has answered the mail of the lighthouse at Dorn. She talks about ink, salt and patience.
Q: How many letters come in a week?
A: Forty in winter. More in summer, when people remember the sea.
Q: Do you answer all of them?
A: All that have an address.
Q: What do people want to know?
A: Whether the light is still on.
Q: And is it?
A: Come and see.
Q: Thank you for your time.
A: You're welcome."""
_TIMELINE = """\
The night of the flood, hour by hour
By Mirela Tass
Eleven hours lay between the first warning and the moment when the dam above Dorn held after all.
9:10 p.m.
The gauge at the mill passes the red mark.
10:40 p.m.
The mayor has the bridge closed. Nobody is hurt.
1:15 a.m.
The lower streets are under water.
5 May
The river falls by a metre."""
_OPEN_LETTER = """\
To the minister of works
Dear Minister,
You promised us a bridge four years ago, and you promised it again in spring, and we are still rowing.
Our children go to school by boat. Our doctor comes when the wind allows.
You have never seen our village.
We invite you to row with us."""
_POEM = """\
November
By Alda Finn
The boats have gone without a word,
the gate swings open in the rain,
and somewhere in the reeds a bird
begins its little song again."""
_HOW_TO = """\
How to mend a dripping tap
By Gard Nolan
A dripping tap wastes five thousand litres of water in a year, and half an hour is enough to mend it.
What it takes
A spanner
A new washer
A towel
Turn off the water. The valve is under the sink.
Unscrew the handle. Put the towel under it so that no screw is lost.
Take out the old washer and put in the new one."""
_OPINION = """\
Trust is not a product
By Nadia Karst
Every morning I open six newsletters, and every morning five of them ask me for money.
I do not blame them. I run one myself.
In 2012 there were eleven reporters in the press room. Today there are two, and one of them is an intern.
Your subscription went up by 60 percent in that time.
Publish the books. Every newsroom should tell its subscribers what it earns and what it spends on reporting.
If we want you to pay, we have to show you the bill.
The rest was mine. Thank you."""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name)
        for name, text in {
            "an interview": _INTERVIEW,
            "a timeline": _TIMELINE,
            "an open letter": _OPEN_LETTER,
            "a poem": _POEM,
            "a manual": _HOW_TO,
            "an opinion about newsletters": _OPINION,
        }.items()
    ],
)
def test_all_of_a_text_that_is_no_report_is_kept(text: str) -> None:
    title, *rest = text.split("\n")
    article = read_article(text)
    assert article.title is not None
    assert article.title.of(article.text) == title
    expected = [line for line in rest if not line.startswith("By ")]
    assert [span.of(article.text) for span in article.paragraphs] == expected


_REPORT = """\
{}
By Ana Petrov
The council of Dorn voted on Tuesday to close the bridge for two years, and the ferry will run at night from May.
{}
"We will be late for everything," said Mira Kovic, who lives on the other side and works in the mill at Marenna.
The council said that the repair costs nine million crowns, of which the province pays the larger part.
The ferry takes forty people and no cars."""


@pytest.mark.parametrize(
    "sentence",
    [
        "To continue reading her messages she would have had to pay $30.",
        "Before you go, you give away your plants. That is what my mother told me, and she had left three countries.",
        "A court ruled on Monday that the content is reserved for subscribers and may not be shown in bars.",
        "A company in Lyon is selling unlimited digital access to 300 museums for $9 a month, and they are not happy.",
        "Support independent journalism where you can find it. Buy a paper. Pay for a newsletter. It is the price of a coffee.",
        "Cancel anytime, the advertisement had promised, and so she had tried to cancel it for the better part of a year.",
    ],
)
def test_a_sentence_of_news_that_sounds_like_a_paywall_ends_no_article(sentence: str) -> None:
    article = read_article(_REPORT.format("Bridge at Dorn to close for two years", sentence))
    kept = [span.of(article.text) for span in article.paragraphs]
    assert sentence in kept
    assert kept[-1] == "The ferry takes forty people and no cars."
    assert not article.excerpt_only


@pytest.mark.parametrize(
    "title",
    [
        "Prices fall again.",
        "The bridge is closed. The ferry isn't.",
        "What we know so far about the bridge:",
        (
            "Two people were taken to hospital and a dozen more were treated at the scene after a bus with children on board "
            "hit the wall of the old mill in Dorn on Monday"
        ),
    ],
)
def test_the_line_above_the_byline_is_the_headline_however_it_looks(title: str) -> None:
    article = read_article(_REPORT.format(title, "Nobody is hurt."))
    assert article.title is not None
    assert article.title.of(article.text) == title


def test_a_word_above_the_headline_is_not_the_headline() -> None:
    article = read_article("POLITICS\nElections\n" + _REPORT.format("Fisk wins a second term by a hair", "It rained."))
    assert article.title is not None
    assert article.title.of(article.text) == "Fisk wins a second term by a hair"


def test_what_only_looks_unlike_the_article_is_said_to_be_dropped_for_that() -> None:
    text = _REPORT.format("Bridge at Dorn to close for two years", "It rained.")
    article = read_article(
        f"{text}\nShare\nMost wanted kettles of the year so far\nTen lamps nobody needs\nSix gifts for him"
    )
    reasons = {dropped.text: str(dropped.reason) for dropped in article.dropped}
    assert reasons["Ten lamps nobody needs"] == "unlike the article"
