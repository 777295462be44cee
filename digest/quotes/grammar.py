"""What a word can be in a sentence: the few classes that show who is the subject of which verb.

There is no parser. A word's class is looked up in short lists of function words and verbs, common knowledge written for
this project; what stands in no list is a content word. English and German in depth, the other languages as far as a
speaker beside a verb of saying needs them.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from digest.verbs import IRREGULAR_FORMS, REPORTING_PARTICIPLES, reporting_verbs

__all__ = ["classify_in", "is_person_noun", "known_words", "pronoun_gender"]

# The letters that stand for classes; phrases.py adds those for what is more than one word.
_LISTS: dict[str, dict[str, str]] = {
    "en": {
        "p": "he she they i we it",
        "o": "him them me us himself herself themselves itself you",
        "D": """a an the one another some several many both most few his her their its our my your this these those
            each every any no two three four five six seven eight nine ten dozens hundreds thousands all other others
            someone somebody everyone everybody nobody anyone""",
        "i": """of in at from for with on near about against between among like toward towards over under into onto after
            before during since until through across around behind beside beyond without within inside outside amid
            despite upon per via than off up down out along throughout""",
        "t": "to",
        "b": "by",
        "c": "and or nor & but plus",
        "h": "that whether if because as when while although though where how why unless so what",
        "w": "who whom whose which",
        "X": """is are was were be been being am has have had having do does did will would can could shall should may might must
            isn't isn’t wasn't wasn’t hasn't hasn’t""",
        "a": """not never also then later now once often still again even only just already soon yet here there too ever
            instead rather perhaps maybe simply merely further meanwhile however thus indeed first recently today
            yesterday tomorrow earlier afterward afterwards back didn't didn’t doesn't doesn’t won't won’t""",
    },
    "de": {
        "p": "er sie es ich wir man",
        "o": "ihn ihm ihnen mich mir uns sich euch dich dir",
        "D": """der die das dem den des ein eine einer einem einen eines kein keine keiner keinem keinen sein seine seiner seinem
            seinen seines ihr ihre ihrer ihrem ihren ihres unser unsere unserer dieser diese dieses diesem diesen jener jene
            mehrere viele einige beide zwei drei vier fünf alle andere""",
        "i": """in im an am auf aus bei beim bis für gegen gegenüber mit nach seit über um unter vom vor zu zum zur zwischen
            während wegen trotz ohne durch neben hinter ins ans per als wie""",
        "b": "von durch",
        "c": "und oder sowie aber doch sondern denn",
        "h": "dass daß ob weil wenn wo wie was damit obwohl nachdem bevor da",
        "w": "welcher welche welches wer deren dessen",
        "X": """ist sind war waren sei seien wäre hat haben hatte hatten habe hätte wird werden wurde wurden würde worden kann können
            konnte könne könnte soll sollen sollte will wollen wolle wollte muss müssen müsse musste darf dürfe dürfen""",
        "a": """nicht auch nur noch schon dann dort hier jetzt heute gestern morgen zudem außerdem jedoch allerdings so sogar
            wieder weiter ferner ebenfalls dabei dazu damals zuvor später bereits etwa rund sehr mehr selbst""",
    },
    "fr": {
        "p": "il elle ils elles on je nous",
        "o": "se me te vous lui leur y en s' m'",
        "D": "le la les l' un une des ce cet cette ces son sa ses leurs notre nos votre aucun plusieurs certains deux trois",
        "i": "de du d' dans sur pour avec sans chez à au aux vers contre entre depuis pendant sous après avant",
        "b": "par",
        "c": "et ou mais",
        "h": "que qu' comme quand si lorsque puisque où",
        "w": "qui dont",
        "X": "est sont était étaient a ont avait avaient sera serait peut doit fut",
        "a": "ne n' pas plus aussi toujours encore déjà notamment ensuite puis ainsi alors hier",
    },
    "es": {
        "p": "él ella ellos ellas yo nosotros",
        "o": "se me te nos le les lo",
        "D": "el la los las un una unos unas su sus este esta estos estas ese esa varios algunos dos tres",
        "i": "de del en a al con sin para desde hasta sobre entre contra tras durante según",
        "b": "por",
        "c": "y e o u pero",
        "h": "que cuando si como porque aunque mientras donde",
        "w": "quien quienes cuyo",
        "X": "es son era eran fue fueron ha han había habían será está están puede debe",
        "a": "no también ya además entonces después luego ayer hoy",
    },
    "it": {
        "p": "lui lei egli ella loro io noi",
        "o": "si mi ti ci vi gli ne",
        "D": "il lo la i gli le l' un uno una un' suo sua suoi sue questo questa questi queste alcuni due tre",
        "i": "di del della dei delle dello degli in nel nella nei nelle a al alla ai alle con su sul sulla per tra fra",
        "b": "da dal dalla dai dalle dagli dallo",
        "c": "e ed o ma",
        "h": "che quando se come perché mentre dove",
        "w": "cui quale",
        "X": "è sono era erano ha hanno aveva avevano sarà può deve",
        "a": "non anche poi già ancora più inoltre oggi ieri",
    },
    "pt": {
        "p": "ele ela eles elas eu nós",
        "o": "se me te nos lhe lhes",
        "D": "o a os as um uma uns umas seu sua seus suas este esta esse essa vários alguns dois três",
        "i": "de do da dos das em no na nos nas ao à aos às com sem para até sobre entre contra após durante",
        "b": "por pelo pela pelos pelas",
        "c": "e ou mas",
        "h": "que quando se como porque embora onde",
        "w": "quem cujo cuja",
        "X": "é são era eram foi foram tem têm tinha será está estão pode deve",
        "a": "não também já ainda mais depois então hoje ontem",
    },
    "nl": {
        "p": "hij zij ze ik wij we",
        "o": "zich hem haar hun mij me ons",
        "D": "de het een zijn haar hun deze dit die geen enkele twee drie",
        "i": "van in op met voor bij aan uit naar over tegen tijdens tussen na onder zonder",
        "b": "door",
        "c": "en of maar",
        "h": "dat als toen omdat terwijl waar hoe",
        "w": "wie wiens",
        "X": "is zijn was waren heeft hebben had hadden wordt worden werd werden kan zal moet",
        "a": "niet ook nog al dan toen wel nu gisteren vandaag",
    },
    "ru": {
        "p": "он она они я мы",
        "o": "его её ее ему ей им их себя",
        "i": "в во на с со из о об по от к за для при после до",
        "c": "и а но или",
        "h": "что как когда если чтобы потому",
        "w": "который которая которые",
        "X": "был была было были есть будет",
        "a": "не также уже ещё еще тоже затем",
    },
}
_PUNCTUATION = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "–": "-", "—": "-", "-": "-", "…": ";", "，": ",", "、": ",", "：": ":"}  # fmt: skip
_GENDER = {
    **dict.fromkeys("he er il él lui egli ele он hij".split(), "m"),
    **dict.fromkeys("she sie elle ella lei ela она zij ze".split(), "f"),
}
_ADVERB = re.compile(r"[a-z]{2,}ly")
_NO_ADVERBS = frozenset(
    "family ally rally bully july italy supply reply apply early daily weekly friendly elderly likely".split()
)
_PAST = re.compile(r"[a-z]{2,}ed")
_NO_PAST = frozenset("hundred united unnamed need seed feed deed speed breed embed shed sacred".split())
_PARTICIPLE = re.compile(r"[a-z]{2,}ing")
_NO_PARTICIPLES = frozenset(
    "thing something anything nothing everything morning evening spring meeting briefing hearing building".split()
)
# What people are called by: endings, what else is known, and what only looks so.
_PERSON = re.compile(
    r".{2,}(?:man|men|person|people|ist|ian|eer|crat|tor|ser|ger|cher|yer|ner|ker|der|ler|mer|rer|ster|hter)s?"
)
_PEOPLE = frozenset(
    """one man men woman women person people aide aides agent agents analyst analysts attorney author boss ceo chair chief clerk coach
    colleague colleagues correspondent critic critics deputy executive executives envoy expert experts father friend friends
    general graduate guard head host judge king mother nominee nurse official officials opponent parent parents patient
    principal president professor queen rival scholar secretary son brother wife husband source sources student students
    surgeon teen user veteran victim victims witness witnesses youth resident residents participant participants governor
    mayor republican republicans democrats survivor survivors voter voters reporter reporters supporter supporters driver
    drivers writer writers fighter fighters officer officers sprecherin ministerin präsidentin kanzlerin lehrerin leiterin anwalt anwältin
    arzt ärztin vorsitzende vorsitzender chefin chef""".split()
)
_NO_PERSON = frozenset(
    """answer banner border broker browser cooler computer corner counter danger dinner disorder drawer error factor filter finger
    folder gender ginger hammer hunger ladder laser layer letter list lists longer manner mirror monitor motor number order orders
    paper papers pepper planner poker poster posters powder quarter reactor roller sector shoulder summer tanker tender
    timber tractor trailer trigger twitter wonder reminder remainder folders tumor newsletter""".split()
)


@cache
def classify_in(language: str) -> Callable[[str], str]:
    """The classifier of a language: a lower-case word or mark to a letter; "n" for a content word.

    Args:
        language: ISO 639-1 code; English if empty.
    """
    known = known_words(language)
    if language not in {"", "en"}:
        return lambda word: known.get(word, "n")
    return lambda word: known.get(word) or _by_ending(word)


@cache
def known_words(language: str) -> Mapping[str, str]:
    """The words of a language that are looked up, each with its letter: function words, verbs and marks.

    Args:
        language: ISO 639-1 code; English if empty.
    """
    language = language or "en"
    known: dict[str, str] = dict(_PUNCTUATION)
    for letter, words in _LISTS.get(language, {}).items():
        for word in words.split():
            known.setdefault(word, letter)
    for verb in reporting_verbs(language):
        known.setdefault(verb, "S")
    if language == "en":
        known.update(dict.fromkeys(REPORTING_PARTICIPLES, "G"))
        for form in IRREGULAR_FORMS:
            known.setdefault(form, "V")
    return known


@cache
def _by_ending(word: str) -> str:
    if _PAST.fullmatch(word) and word not in _NO_PAST:
        return "V"
    if _PARTICIPLE.fullmatch(word) and word not in _NO_PARTICIPLES:
        return "I"
    if _ADVERB.fullmatch(word) and word not in _NO_ADVERBS:
        return "a"
    return "n"


def is_person_noun(word: str) -> bool:
    """Whether a noun, by its ending or being well known, is what people are called: "spokesman", "strategist"."""
    lower = word.lower()
    return lower in _PEOPLE or (bool(_PERSON.fullmatch(lower)) and lower not in _NO_PERSON)


def pronoun_gender(word: str) -> str:
    """Of whom a pronoun speaks: "m", "f", or empty if it does not say."""
    return _GENDER.get(word.lower(), "")
