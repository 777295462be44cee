"""What people write below a digest without speaking to the bot: questions of its news are told from their own talk."""

import pytest

from bot.service.overhearing import Overheard, overheard

QUESTIONS = (
    "who said it?",
    "Who voted against it",
    "and in Georgia",
    "And in Georgia?",
    "und in Georgien",
    "in which year was that?",
    "why?",
    "Why",
    "how many",
    "ok, and how much does it cost",
    "what else did she say",
    "What about Sallow?",
    "what's the cost of that",
    "when does the pier open",
    "which outlets have it",
    "was the mayor there",
    "The council voted on what?",
    "Seven to four?",
    "since when is it closed",
    "do you know who paid for it",
    "Can you tell me when it opens?",
    "does anyone know whether it is open",
    "tell me more about the mill",
    "more on the pier",
    "Who said we will miss the sound of it?",
    "wer sagte, wir hätten das nie gewollt",
    "who said “I shall go to court”?",
    "Wer hat das gesagt?",
    "wer bezahlt das",
    "Was kostet der Abriss",
    "wie viele waren dafür",
    "weißt du, wann er öffnet",
    "warum wurde das Wehr entfernt",
    "wo liegt Sallow",
    "mehr zum Wehr",
    "was sagte ihr Anwalt?",
    "who else was there",
    "Look at https://example.org/a?b=c - who wrote that?",
)
NAMES = ("Otto Brandt", "cost of the weir", "the warden of the river", "Mayor of Sallow", "Ursula von der Leyen")
TALK = (
    "lol",
    "great, thanks",
    "Thank You",
    "Good Morning",
    "kind of funny",
    "I think the weir is ugly",
    "Does anybody want lunch?",
    "are you coming on Friday?",
    "What do you think?",
    "what should we make of it?",
    "was meinst du dazu?",
    "kommst du mit?",
    "kommt ihr mit?",
    "I will be there on Friday",
    "we should go there on Sunday",
    "Dorn votes again, nice",
    "The council of Dorn voted to remove the old weir",
    "That is crazy, right?",
    "really?",
    "Das ist doch verrückt, oder?",
    "What a day",
    "what a shame!",
    "How nice",
    "who cares",
    "which is why nothing works",
    "wie schön!",
    "Was für ein Unsinn",
    "@bob who said it?",
    "<@U0123> who said it?",
    "?",
    "???",
    "",
    ":tada:",
    "https://example.org/a?b=c",
    "https://example.org/who-said-it?",
    "who said it? " + "x" * 300,
    "why " * 41,
)


@pytest.mark.parametrize("words", QUESTIONS)
def test_what_asks_for_something_is_a_question(words: str) -> None:
    assert overheard(words) is Overheard.QUESTION


@pytest.mark.parametrize("words", NAMES)
def test_what_only_names_something_may_be_one(words: str) -> None:
    assert overheard(words) is Overheard.NAME


@pytest.mark.parametrize("words", TALK)
def test_what_people_say_to_each_other_is_none(words: str) -> None:
    assert overheard(words) is Overheard.TALK


@pytest.mark.parametrize(
    "words",
    [
        "and " * 70,
        "( " * 140,
        "?" * 300,
        "und in " + "a" * 290,
        "and in " + "a" * 280 + " b c d e",
        "A" * 300,
        "who\n" * 40,
        "„" * 300,
    ],
)
def test_odd_words_are_read_at_once(words: str) -> None:
    assert overheard(words) in Overheard
