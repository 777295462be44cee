"""What people write below a digest without speaking to the bot: a question of its news, or talk of their own. Pure; English and German."""

import re
from enum import StrEnum

__all__ = ["Overheard", "overheard"]


class Overheard(StrEnum):
    """What some words are."""

    QUESTION = "question"
    """They ask for something, as far as words alone show it."""
    NAME = "name"
    """They name something, which may be meant as a question: "Otto Brandt", "cost of the weir"."""
    TALK = "talk"


# What is longer is no question.
_LONGEST, _MOST_WORDS = 300, 40
_MOST_NAMED = 6
# What is none of the words: links, emoji by their names, and what is quoted.
_ASIDE = re.compile(r"https?://\S+|:[a-z0-9_+-]+:|[“„\"«][^”“\"»]*[”“\"»]", re.IGNORECASE)
# Somebody else is spoken to.
_TO_SOMEBODY = re.compile(r"\s*(?:@\w|<@)")
# Asked in a roundabout way, it is a question all the same.
_POLITELY = re.compile(
    r"^\W*(?:(?:ok|okay|so|hey|hm+|and|but|und|aber|also)\b\W*)*"
    r"(?:please\W+)?(?:(?:can|could|would) (?:you|anyone|anybody|someone) (?:please )?(?:tell|remind|show) (?:me|us)|"
    r"(?:do|does|did) (?:you|we|anyone|anybody) know|(?:any idea|anyone know|i wonder|i(?:['’]d| would) like to know)|"
    r"(?:wei(?:ß|ss)t du|wei(?:ß|ss) (?:jemand|wer)|wisst ihr|kannst du (?:mir|uns) sagen|kann (?:mir|uns) jemand sagen))\b\W*",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:i|me|my|mine|we|us(?-i:(?<!US))|our|ours|you|your|yours|anyone|anybody|someone|somebody|everyone|everybody|guys|"
    r"ich|mir|mich|mein(?:e[rmns]?)?|wir|uns|unser(?:e[rmns]?)?|du|dir|dich|dein(?:e[rmns]?)?|(?:habt|seid|kommt|könnt|wollt|geht|macht|meint|findet) ihr|euch|euer|eure|jemand)\b",
    re.IGNORECASE,
)
_AND = r"(?:(?:ok|okay|so|and|but|or|und|aber|oder|also)\b\W*)*"
_IS = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|must)\b|"
    r"(?:ist|sind|war|waren|hat|haben|hatten?|wird|werden|wurden?|kann|können|konnten?|soll(?:en|te|ten)?|muss|müssen|gibt|gab)\b"
)
# With what a question begins. A word alone that asks is one as well: "why?".
_BEGINS = re.compile(
    rf"^\W*{_AND}(?:"
    rf"(?:what|when|where|why|how)(?:['’]s|\s+(?:exactly\s+)?(?:{_IS}|else|about|happen(?:s|ed)\b))|"
    r"what\s+(?:kind|sort|number|share|percentage|year|day|date|time)\b|"
    r"how\s+(?:many|much|long|old|far|often|big|large|high|late|soon|come)\b|since\s+when\b|"
    r"(?:who(?!\s+(?:cares|knows)\b)|whom|whose|which(?!\s+(?:is|was)\s+(?:why|what|how|when)\b)|by\s+whom|to\s+whom)\s+\w|"
    r"(?:wer|wen|wem|wessen|welche[rmns]?|wann|warum|wieso|weshalb|wo|wohin|woher|wie\s+(?:viele?|oft|lange|alt|hoch|gro(?:ß|ss)|teuer))\s+\w|"
    rf"(?:was|wie)\s+(?:{_IS}|noch|sag(?:t|te)|meint(?:e)?|kostet(?:e)?|passiert(?:e)?|gescha?h|hei(?:ß|ss)t|bedeutet)|seit\s+wann\b|"
    r"(?:who|when|where|why|how|how\s+many|how\s+much|wer|wann|wo|warum|wieso|weshalb|wie\s+viele?)\W*$"
    r")",
    re.IGNORECASE,
)
# A verb before what it is said of, where it is clear that this is no order and no wish.
_WHETHER = re.compile(
    rf"^\W*{_AND}(?:is|are|was|were|does|did|has|had|will|would|can|could|should)\s+(?:it|he|she|they|there|this|that|these|those|the)\b",
    re.IGNORECASE,
)
# What a follow-up leaves to the question before it: "and in Georgia", "what else". Possessive, as one long word would be tried in all parts
# that it can be divided into.
_ELLIPTIC = re.compile(
    r"^\W*(?:(?:and|but|or|und|aber|oder)\s+(?:in|on|at|for|from|by|with|to|about|of|since|before|after|bei|für|von|vom|mit|zu|zum|zur|nach|"
    r"aus|auf|über|seit|im|am)\s+(?:\w\S*+\W*+){1,4}+|(?:what|how)\s+about\s+\S.*|(?:who|what|anything|was|wer)\s+(?:else|noch)\b.*)$",
    re.IGNORECASE,
)
# What somebody said is repeated in their words, who speak of themselves.
_WHO_SAID = re.compile(
    rf"^\W*{_AND}(?:who|wer)\s+(?:said|says|told|claimed|sagte?|behauptete?|meinte?)\b", re.IGNORECASE
)
_TELL = re.compile(
    r"^\W*(?:please\s+|bitte\s+)?(?:tell\s+(?:me|us)\s+(?:more|about|who|what|when|where|why|how)|more\s+(?:on|about)\s+\w|explain\s+\w|"
    r"mehr\s+(?:zu[mr]?|über)\s+\w|erkläre?\s+\w)",
    re.IGNORECASE,
)
_MARK = re.compile(r"\w\W*\?(?=[\s?!)”\"’']*$|\s)")
# A question mark behind a statement asks for agreement.
_TAG = re.compile(
    r"(?:^|[,.;–—-])\W*(?:right|no|yes|really|seriously|sure|what|ok|okay|huh|eh|correct|agreed|isn['’]?t\s+it|or\s+what|"
    r"oder|nicht(?:\s+wahr)?|ne|gell|echt|wirklich|ja|nein)\W*\?\W*$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^(?:the\s+|der\s+|die\s+|das\s+)?[\w’'-]+(?:\s+[\w’'-]+)?\s+(?:of|in|for|about|von|des|der|für|über|im)\s+[\w’'-]+(?:\s+[\w’'-]+){0,2}\s*$",
    re.IGNORECASE,
)
_NAMES = re.compile(r"^[A-ZÄÖÜ][\w’'.-]+(?:\s+(?:of|de|von|van|der|den|al)|\s+[A-ZÄÖÜ][\w’'.-]+)*\s+[A-ZÄÖÜ][\w’'-]+$")
_SAYINGS = re.compile(
    r"^(?:good|guten?|thank|happy|well|many|vielen|best|kind|lots?|sort|out|part|all|most|some|one|none|what|was|such|so|wie)\b",
    re.IGNORECASE,
)


def overheard(words: str) -> Overheard:
    """What some words are that nobody addressed to the bot.

    Args:
        words: As they were written.
    """
    if len(words) > _LONGEST or len(words.split()) > _MOST_WORDS or _TO_SOMEBODY.match(words):
        return Overheard.TALK
    said = " ".join(_ASIDE.sub(" … ", words).split())
    asked, is_polite = _POLITELY.subn("", said)
    if _TELL.match(asked) or _WHO_SAID.match(asked):
        return Overheard.QUESTION
    # What people ask of each other, they answer each other.
    if _PERSONAL.search(asked):
        return Overheard.TALK
    if is_polite or any(pattern.match(asked) for pattern in (_BEGINS, _WHETHER, _ELLIPTIC)):
        return Overheard.TALK if asked.endswith("!") else Overheard.QUESTION
    if _MARK.search(asked):
        return Overheard.TALK if _TAG.search(asked) else Overheard.QUESTION
    is_name = len(asked.split()) <= _MOST_NAMED and not _SAYINGS.match(asked)
    return Overheard.NAME if is_name and (_OF.match(asked) or _NAMES.match(asked)) else Overheard.TALK
