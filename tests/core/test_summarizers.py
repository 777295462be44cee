import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import UnknownMethod, methods, read_article, sentences_of, summarize
from digest.summarizers import choose, leans_on_another, told_span
from digest.summarizers.sumy_methods import MOST_SENTENCES, SUMMARIZERS, rank
from digest.types import Sentence, Span

ARTICLE = read_article(
    "Weir to go\n\nThe council of Dorn voted on Wednesday to remove the old weir. The weir was built for three mills in 1874. "
    "Taking the weir out will cost the town 700,000 crowns. Repairing it would cost the council far more than that. "
    "“Six jars of mud is not a survey.” Sea trout could reach the upper river once the weir is gone. "
    "The council of Dorn voted on Wednesday to remove the old weir. Objections can be filed until the end of December."
)


def sentence(text: str) -> Sentence:
    return Sentence(text, Span(0, max(1, len(text))), 0)


def prose(count: int, seed: int = 0) -> list[Sentence]:
    """Sentences of words drawn at random, some of them common."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    words = [f"word{number}" for number in range(500)]
    return [sentence(f"Number {n} " + " ".join(draw.choices(words, k=12)) + ".") for n in range(count)]


def test_the_methods_of_sumy_are_there_beside_ours() -> None:
    assert {"lead", "lexrank", "textrank", "lsa", "luhn", "kl", "sumbasic", "reduction"} <= set(methods())


def test_an_unknown_method_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(UnknownMethod, match=r"no summarizer is called 'best'; there are: .*lexrank"):
        summarize(ARTICLE, method="best")


# What every summarizer keeps to, whichever file it comes from.


@pytest.mark.parametrize("method", methods())
def test_a_summary_is_some_sentences_of_the_article_in_order_each_once(method: str) -> None:
    chosen = summarize(ARTICLE, method=method)
    sentences = sentences_of(ARTICLE)
    texts = [sentences[index].text for index in chosen]
    assert 1 <= len(chosen) <= 3
    assert list(chosen) == sorted(set(chosen))
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("method", methods())
def test_a_summary_keeps_to_its_words_but_for_a_first_sentence_that_is_longer(method: str) -> None:
    sentences = sentences_of(ARTICLE)
    within = summarize(ARTICLE, method=method, max_words=25)
    assert sum(len(sentences[index].text.split()) for index in within) <= 25
    assert len(summarize(ARTICLE, method=method, max_words=1)) == 1


@pytest.mark.parametrize("method", methods())
def test_a_quotation_without_its_speaker_is_no_summary(method: str) -> None:
    sentences = sentences_of(ARTICLE)
    chosen = summarize(ARTICLE, method=method, max_sentences=20, max_words=1000)
    assert "“Six jars of mud is not a survey.”" not in [sentences[index].text for index in chosen]


@pytest.mark.parametrize("method", methods())
def test_where_there_are_only_quotations_without_their_speakers_there_is_no_summary(method: str) -> None:
    sentences = [sentence("“We will rebuild all of it.”"), sentence("“Nobody will be left behind.”")]
    assert choose(sentences, "en", method, 3, 90) == ()
    assert choose([*sentences, sentence("Too short.")], "en", method, 3, 90) == (2,)


@pytest.mark.parametrize("method", methods())
@pytest.mark.parametrize(
    "texts",
    [
        ["One sentence of no great length."],
        ["Alpha beta gamma delta epsilon.", "Zeta eta theta iota kappa."],
        ["THE COUNCIL OF DORN VOTED TODAY.", "THE WEIR HAS TO GO NOW."],
        ["no", "full", "sentence"],
        ["…", "!", "?"],
        ["の堰を撤去することを決めた。", "来年の春に工事が始まる。"],
    ],
)
def test_every_method_copes_with_little(method: str, texts: list[str]) -> None:
    chosen = choose([sentence(text) for text in texts], "", method, 3, 90)
    assert chosen
    assert set(chosen) <= set(range(len(texts)))


@pytest.mark.parametrize("method", methods())
def test_no_sentences_give_no_summary(method: str) -> None:
    assert choose([], "en", method, 3, 90) == ()
    assert choose([sentence("One sentence of no great length.")], "en", method, 0, 90) == ()


@pytest.mark.parametrize("method", methods())
def test_a_summary_is_the_same_every_time(method: str) -> None:
    assert len({summarize(ARTICLE, method=method) for _ in range(3)}) == 1


@pytest.mark.parametrize("method", methods())
def test_a_long_article_is_summarised_by_every_method(method: str) -> None:
    chosen = choose(prose(1_000), "en", method, 3, 90)
    assert len(chosen) == 3


# sumy in particular.


@pytest.mark.parametrize("method", sorted(MOST_SENTENCES))
def test_up_to_their_limit_sentences_are_ranked_as_sumy_ranks_them(method: str) -> None:
    sentences = prose(30)
    theirs = _sumy(method, sentences)
    assert [sentences[number].text for number in sorted(rank(method, sentences, "en")[:5])] == theirs


def _sumy(method: str, sentences: list[Sentence]) -> list[str]:
    """What sumy itself chooses, through its own parser, with our words and sentences."""
    from importlib import import_module

    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.utils import get_stop_words

    from digest.words import split_words

    class Tokenizer:
        def to_sentences(self, paragraph: str) -> list[str]:
            return paragraph.split("\n")

        def to_words(self, text: str) -> list[str]:
            return split_words(text)

    modules = {"lexrank": "lex_rank", "textrank": "text_rank", "sumbasic": "sum_basic"}
    module = import_module(f"sumy.summarizers.{modules.get(method, method)}")
    class_name = next(name for name in dir(module) if name.lower() == f"{method}summarizer")
    summarizer = getattr(module, class_name)(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    document = PlaintextParser.from_string("\n\n".join(s.text for s in sentences), Tokenizer()).document
    return [str(chosen) for chosen in summarizer(document, 5)]


def test_where_lexrank_has_no_number_the_order_of_the_article_decides() -> None:
    sentences = [sentence("Alpha beta gamma delta epsilon."), sentence("Zeta eta theta iota kappa.")]
    assert list(rank("lexrank", sentences, "en")) == [0, 1]


@pytest.mark.parametrize("method", sorted(MOST_SENTENCES))
def test_beyond_its_limit_a_method_ranks_that_many(method: str) -> None:
    most = MOST_SENTENCES[method]
    ranking = rank(method, prose(3 * most), "en")
    assert len(ranking) == len(set(ranking)) == most
    assert set(range(most // 3)) <= set(ranking)


TEXTS = {
    "en": "The council voted on Wednesday to remove the old weir. McAdam was against it in 1874. Taking it out costs the town money.",
    "de": "Der Rat stimmte am Mittwoch für den Abriss des Wehrs. Das Wehr von 1874 gehört der Stadt. Der Abriss kostet Geld.",
    "fr": "Le conseil a voté la fin du vieux barrage. Le barrage date de 1874. L’enlever coûtera cher à la ville.",
    "el": "Το συμβούλιο ψήφισε να αφαιρέσει το παλιό φράγμα. Το φράγμα χτίστηκε το 1874. Η αφαίρεση θα κοστίσει στην πόλη.",
    "cs": "Rada McAdam hlasovala pro odstranění starého jezu. Jez stojí od roku 1874. Odstranění bude město stát peníze.",
    "uk": "Рада проголосувала за знесення старої греблі. Гребля стоїть з 1874 року. Знесення коштуватиме місту грошей.",
    "zh": "市议会决定拆除旧水坝。水坝建于1874年。拆除将花费城市的钱。",
    "ja": "市議会は古い堰の撤去を決めた。堰は1874年に造られた。撤去には町の費用がかかる。",
    "ar": "صوت المجلس على إزالة السد القديم. بني السد عام 1874. ستكلف إزالة السد المدينة مالا.",
    "": "Kanselo ya voti na Dorn. Weir ya 1874 na Dorn. Weir ya Dorn na mbongo.",
    "xx": "Kanselo ya voti na Dorn. Weir ya 1874 na Dorn. Weir ya Dorn na mbongo.",
}


@pytest.mark.parametrize("method", methods())
@pytest.mark.parametrize("language", TEXTS)
def test_every_method_summarises_every_language_without_a_warning(method: str, language: str) -> None:
    # Warnings are errors here. A text may also be in another language than it was taken for.
    for text in TEXTS.values():
        sentences = [sentence(part) for part in re.split(r"(?<=[.。])\s*", text) if part]
        assert len(choose(sentences, language, method, 2, 90)) == 2


@given(
    st.lists(st.text(max_size=40), min_size=1, max_size=6),
    st.sampled_from(sorted(SUMMARIZERS)),
    st.sampled_from([*TEXTS]),
)
def test_a_method_ranks_all_sentences_whatever_they_are_made_of(texts: list[str], method: str, language: str) -> None:
    assert sorted(rank(method, [sentence(text) for text in texts], language)) == list(range(len(texts)))


# Which sentences may stand in a summary, whatever the method.


@pytest.mark.parametrize(
    "unfit",
    [
        "Not a whole sentence that goes on",
        "Too short for it.",
        f"It is{' very' * 60} long.",
        "feeds go in and nobody knows what comes out.",
        "But who is going to pay for all of this?",
        "Last updated at 1:25 AM on 3rd August 2011.",
        "Scroll down for video The macaque from Tibet has a rounded face.",
        "Editor's note: Ann Gray is a contributor to this newspaper.",
        "Photograph: Tom Brill/Harbour News The man accused of it was still in hospital.",
        "Sign up here for our weekly newsletter about rivers and weirs.",
    ],
    ids=[
        "no sentence",
        "too short",
        "too long",
        "the end of one",
        "question",
        "stamp",
        "scroll",
        "note",
        "credit",
        "letter",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_left_out_while_there_are_others(unfit: str) -> None:
    fit = "The council voted to remove the weir."
    assert choose([sentence(unfit), sentence(fit)], "en", "lead", 3, 900) == (1,)
    assert choose([sentence(unfit)], "en", "lead", 3, 900) == (0,)


def test_a_sentence_behind_a_stamp_is_not_lost_with_it() -> None:
    text = "Updated Jul 7, 2012 6:40 PM ET The council of Dorn voted to remove the old weir."
    assert choose([sentence(text), sentence("The mayor was against it for years.")], "en", "lead", 1, 90) == (0,)


def test_the_default_takes_a_later_sentence_that_says_much_more() -> None:
    texts = [
        "The council of Dorn voted on Wednesday to remove the old weir of 1874.",
        "People came and people went and the evening was long.",
        "Removing the weir of Dorn will cost the council 700,000 crowns, Mayor Ann Gray said.",
    ]
    assert choose([sentence(text) for text in texts], "en", "default", 2, 90) == (0, 2)
    assert choose([sentence(text) for text in texts], "en", "lead", 2, 90) == (0, 1)


def test_what_is_said_in_nearly_the_same_words_is_said_once() -> None:
    one = "The council of Dorn voted on Wednesday to remove the old weir."
    other = "The council of Dorn voted on Wednesday night to remove the old weir."
    assert choose([sentence(one), sentence(other)], "en", "lead", 3, 90) == (0,)


def chosen(body: str, method: str = "default", **limits: int) -> list[str]:
    article = read_article(body, title="Weir to go", language="en")
    sentences = sentences_of(article)
    return [sentences[number].text for number in summarize(article, method=method, **limits)]


def test_a_sentence_that_leans_on_another_comes_with_it_or_not_at_all() -> None:
    body = (
        "The council of Dorn voted to remove the old weir on Wednesday. It was built in 1874 for three mills there.\n\n"
        "“Nobody has told me anything at all.” But the mayor of the town was against it for years. "
        "The work on the river begins in the spring of next year."
    )
    assert chosen(body) == [
        "The council of Dorn voted to remove the old weir on Wednesday.",
        "It was built in 1874 for three mills there.",
        "The work on the river begins in the spring of next year.",
    ]


def test_where_every_sentence_leans_the_first_one_stands() -> None:
    assert chosen("He was late for the meeting on Wednesday night. But he came in the end after all.") == [
        "He was late for the meeting on Wednesday night."
    ]


def test_no_two_sentences_say_the_same_in_nearly_the_same_words() -> None:
    body = (
        "The council of Dorn voted on Wednesday to remove the old weir.\n\n"
        "The council of Dorn voted late on Wednesday to remove the old Kessel weir. Work begins in the spring of next year."
    )
    assert chosen(body) == [
        "The council of Dorn voted on Wednesday to remove the old weir.",
        "Work begins in the spring of next year.",
    ]


@pytest.mark.parametrize(
    ("language", "first", "stands", "leans"),
    [
        ("it", "Il sindaco di Dorna ha parlato mercoledì sera.", "Il vecchio sbarramento sarà demolito in estate.", "Ma lui non era d'accordo con nessuno."),
        ("pt", "A câmara de Dorna votou na quarta-feira à noite.", "Mais de duzentas pessoas estavam na sala cheia.", "Mas ele não estava na sala cheia."),
        ("de", "Der Rat von Dorn hat am Mittwoch abgestimmt.", "Das alte Wehr wird im Sommer abgerissen.", "Er war nicht in dem vollen Saal."),
    ],
)  # fmt: skip
def test_what_leans_is_told_by_the_language(language: str, first: str, stands: str, leans: str) -> None:
    article = read_article(f"{stands}\n\n“Xx.”\n\n{leans}\n\n{first}", title="Dorn", language=language)
    sentences = sentences_of(article)
    told = [sentences[number].text for number in summarize(article)]
    assert stands in told
    assert leans not in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("WASHINGTON (AP) — The council voted.", "The council voted."),
        ("DORN, Nov. 18 (MNW) - The council voted.", "The council voted."),
        ("Cleveland (AFP) – The council voted.", "The council voted."),
        ("US-China trade talks resumed on Monday.", ""),
        ("COVID-19 cases rose sharply.", ""),
        ("CDU-Chef Friedrich Merz hat es gesagt.", ""),
        ("NASA — America's space agency — has delayed it.", ""),
        ("Apple (AAPL) — The company said so.", ""),
        ("U.S. President Trump - who was there - said so.", ""),
    ],
)
def test_a_dateline_is_cut_and_nothing_else(text: str, told: str) -> None:
    assert told_span(sentence(text)).of(text) == (told or text)


@pytest.mark.parametrize(
    "text",
    [
        "Der „Spiegel“ berichtet, dass Merz am Montag zurücktreten will.",
        "Statsministern kallade förslaget ”orimligt” under en presskonferens.",
        "The 6'2\" forward scored “twice” in the first half of it.",
        "Le ministre a parlé d’une « catastrophe » devant les députés.",
    ],
)
def test_a_sentence_that_quotes_is_fit_to_be_told(text: str) -> None:
    assert choose([sentence("The mayor was against it for years."), sentence(text)], "", "lead", 2, 90) == (0, 1)


def test_marks_that_nothing_closes_are_not_looked_for_again_and_again() -> None:
    torn = sentence("He said " + "``" * 300_000 + " of it.")
    assert choose([sentence("The mayor was against it for years."), torn], "", "lead", 2, 90) == (0,)


@pytest.mark.parametrize(
    "text", ["He went home on Wednesday night.", "It was built in 1874 by three men.", "“They are late,” he said."]
)
def test_what_leans_is_known(text: str) -> None:
    assert leans_on_another(text, "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("IT workers at the bank went on strike.", "en"),
        ("E.ON ha aumentato i prezzi.", "it"),
        ("Anna said so.", "en"),
        ("彼は言った。", "ja"),
    ],
)
def test_what_only_looks_like_leaning_does_not(text: str, language: str) -> None:
    assert not leans_on_another(text, language)
