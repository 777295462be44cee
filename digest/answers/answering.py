"""Questions answered: read, ranked, weighed, and handed on as sentences of the sources or not at all."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from digest.answers.carrying import is_general, points_back
from digest.answers.comparing import by_all_words, fused, parts_of
from digest.answers.evidence import Evidence, gather
from digest.answers.followups import FollowUp, follow_up, next_thread, person_in
from digest.answers.gate import confidence, gate_features, gate_name
from digest.answers.index import Index, Passage, meanings_near
from digest.answers.questions import Asks, Question, Term, read_question, scope_of
from digest.answers.ranker import Ranked, in_order
from digest.answers.related import related_to
from digest.answers.speech import Said, find_words, introduced, speaker_of
from digest.answers.types import Answer, Band, LookedAt, Thread
from digest.answers.weights import GATES
from digest.answers.words import terms_in, tokens_in
from digest.summarizers import leans_on_another, told_span
from digest.types import Citation, Speaker

__all__ = ["answer"]

# So few articles are of one story: what is asked about them need not say so. Of more, a question has to say what it means.
_THREAD = 6
# Sentences of an answer, and how near to the best one a further one has to come.
_MOST_SENTENCES, _NEAR_THE_BEST = 3, 0.6
# Of what somebody said, more is shown: each sentence is an answer.
_NEAR_IN_SPEECH = 0.25
_MOST_RANKED = 10
# How sure it is that words found in a quotation were said by its speaker, and words that stand outside of any.
_QUOTED, _UNQUOTED = 0.98, 0.9
# Of words that are not found, so much must stand in a sentence to show it as the closest.
_NEARLY_QUOTED = 0.75
# "in Georgia", "of the United States": what a question is restricted to.
_RESTRICTED = re.compile(r"\b(?:in|to|from|at|of|on|near|into) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_OF = re.compile(r"\bof (?:the |a |an )?([a-z][\w’'-]++)\W*+$")
_JUST_BELOW = 0.99
# Of two sentences with so many of their words in common, one is enough.
_SAME = 0.7
_LONGEST_QUESTION = 2_000
_MOST_MENTIONS, _FEW_MENTIONS = 4, 2


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be shown, before it is put into words."""

    passages: Sequence[Passage]
    band: Band
    confidence: float
    ranked: Ranked
    articles: Sequence[int]
    speaker: Speaker | None = None
    is_comparison: bool = False


def answer(question: str, index: Index, thread: Thread | None = None) -> Answer:
    """Answer a question with sentences of the sources, or not at all.

    Args:
        question: As it was typed: any text.
        index: The articles that are asked; see `index_articles`.
        thread: What the question may lean on, and which articles it is about; None for a question that stands by itself.
    """
    thread = thread or Thread()
    numbers = [number for one in thread.articles if (number := index.number_of(one)) is not None]
    at_hand = numbers if thread.articles else None
    text = question[:_LONGEST_QUESTION].strip()
    read, asked, found = _as_meant(text, index, thread, at_hand)
    citations = _citations(index, found, thread.shown) if found.band is not Band.DONT_SAY else ()
    speaker = found.speaker if citations else None
    read_as = _respelled(read.read_as, asked)
    return Answer(
        question,
        read_as,
        found.band,
        citations,
        found.confidence,
        _looked_at(asked, index, at_hand),
        next_thread(
            thread, text, read_as, citations, (speaker if found.band is Band.ANSWER else None) or _named(asked)
        ),
        speaker,
        found.is_comparison,
        tuple(_citation(index, passage) for passage in found.ranked.passages[:_MOST_RANKED]),
        tuple(index.articles[number] for number in found.articles[:_MOST_RANKED]),
    )


def _named(asked: Question) -> str:
    """Whom a question names: whose words it asks for, else the last person; nobody, if it says "he"."""
    return asked.speaker if asked.speaker[:1].isupper() else person_in(asked.text)


def _as_meant(
    text: str, index: Index, thread: Thread, at_hand: Sequence[int] | None
) -> tuple[FollowUp, Question, _Found]:
    """A question with what it leaves to the thread; by itself, if nothing in it points back and that is answered as well."""
    read = follow_up(text, thread)
    carried = _read_and_found(read, index, thread, at_hand)
    if read.read_as == text or read.text != text or points_back(text):
        return carried
    alone = _read_and_found(FollowUp(text), index, thread, at_hand)
    is_enough = alone[2].band is Band.ANSWER or alone[2].confidence >= carried[2].confidence
    return alone if is_enough else carried


def _read_and_found(
    read: FollowUp, index: Index, thread: Thread, at_hand: Sequence[int] | None
) -> tuple[FollowUp, Question, _Found]:
    # What stands nowhere in the articles was not answered before, and helps nobody now.
    known = {word: weight for word, weight in read.carried.items() if weight > 1 or index.has_word(word)}
    read = replace(read, carried=known)
    asked = read_question(read.text, index, known)
    if read.is_more and asked.asks is not Asks.WHAT_SAID and thread.speaker:
        asked = replace(asked, asks=Asks.WHAT_SAID, speaker=thread.speaker)
    shown = frozenset(thread.shown) if read.is_more else frozenset[tuple[str, int, int]]()
    return read, asked, _find(asked, index, at_hand, shown)


def _respelled(text: str, asked: Question) -> str:
    """A question with the words of the articles in place of those that seem to be misspelled."""
    for term in asked.terms:
        if term.respelled:
            text = re.sub(rf"(?<!\w){re.escape(term.word)}(?!\w)", term.respelled.replace("\\", ""), text)
    return text


def _find(
    asked: Question, index: Index, at_hand: Sequence[int] | None, shown: Collection[tuple[str, int, int]]
) -> _Found:
    within = scope_of(asked, index, at_hand)
    if asked.asks is Asks.WHO_SAID:
        return _who_said(asked, index, within)
    if parts := parts_of(asked, index):
        return _compared(asked, parts, index, at_hand)
    ranked = _without(_ranked(asked, index, within), index, shown)
    sure = _confidence(ranked, index, within, at_hand)
    band = _band(ranked, sure, index, at_hand)
    passages = _best(ranked, _NEAR_IN_SPEECH if asked.asks is Asks.WHAT_SAID else _NEAR_THE_BEST)
    articles: Sequence[int] = ranked.articles
    if asked.outlets or asked.dates:
        articles = fused([(2.0, by_all_words(asked, index, at_hand)), (1.0, articles)])
    return _Found(passages, band, sure, ranked, articles, _speaker(asked, index, passages))


def _ranked(asked: Question, index: Index, within: Sequence[int] | None) -> Ranked:
    return in_order(Evidence(asked, index, gather(asked, index, within), meanings_near(index, asked.text)))


def _without(ranked: Ranked, index: Index, shown: Collection[tuple[str, int, int]]) -> Ranked:
    """What was found but for what was shown already, by this outlet or in the same words by another."""
    told = [frozenset(terms_in(tokens_in(_shown_text(index, one)), index.languages[0])) for one in shown]
    kept = [
        place
        for place, passage in enumerate(ranked.passages)
        if not any(len(terms.intersection(passage.terms)) >= _SAME * len(terms.union(passage.terms)) for terms in told)
    ]
    return replace(
        ranked,
        passages=[ranked.passages[place] for place in kept],
        features=[ranked.features[place] for place in kept],
        shares=[ranked.shares[place] for place in kept],
    )


def _shown_text(index: Index, shown: tuple[str, int, int]) -> str:
    """What was shown; nothing, if its article is not here any more."""
    article_id, start, end = shown
    number = index.number_of(article_id)
    return "" if number is None else index.articles[number].text[start:end]


def _confidence(ranked: Ranked, index: Index, within: Sequence[int] | None, at_hand: Sequence[int] | None) -> float:
    """How sure it is that the sources answer; hardly at all if they have not a name, a number or an outlet asked for."""
    features = gate_features(ranked)
    if not features or (within is not None and not within):
        return 0.0
    weights, least, closest = GATES[gate_name(ranked, is_thread=_is_thread(index, at_hand))]
    sure = confidence(weights, features)
    if _lacks(ranked):
        return sure * closest
    is_about_else = bool(ranked.question.topic) and ranked.features[0]["topic_near"] == 0
    return min(sure, least * _JUST_BELOW) if is_about_else or _is_elsewhere(ranked) else sure


def _lacks(ranked: Ranked) -> bool:
    """Whether a name or number of the question stands nowhere in the articles asked."""
    terms = (term for term in ranked.question.terms if term.weight >= 1)
    return bool(ranked.question.unknown_outlet) or any(
        not ranked.evidence.is_known(term) for term in terms if term.word[0].isdigit() or term.is_name
    )


def _shares_names_alone(ranked: Ranked) -> bool:
    """Whether of what the question says of somebody not a word is met in the best sentence, or beside it.

    "Who killed Ann Gray?" is not answered by a sentence about her.
    """
    question, passage = ranked.question, ranked.passages[0]
    if question.asks in {Asks.WHO_IS, Asks.WHAT_SAID}:
        return False
    around = ranked.evidence.around(passage.article)
    near = around.at(passage.place - 1) | around.at(passage.place) | around.at(passage.place + 1)
    own = [term for term in question.terms if term.weight >= 1]
    said = [term for term in own if not term.is_name and not is_general(term.word)]
    row = ranked.features[0]
    return len(said) < len(own) and bool(said) and not row["alike"] and not any(_is_met(term, near) for term in said)


def _is_elsewhere(ranked: Ranked) -> bool:
    """Whether the question is about a place, or somebody, that the best sentence's article names once at the most, and elsewhere.

    "How many fled to Finland?" is not answered by how many fled, where Finland is named for something else; nor is "the
    price of oil" by other prices.
    """
    passage = ranked.passages[0]
    around = ranked.evidence.around(passage.article)
    here = around.at(passage.place) | around.at(passage.place - 1) | around.heading
    text = ranked.question.text
    places = {word for match in _RESTRICTED.finditer(text) for word in tokens_in(match[0])}
    things = {match[1] for match in _OF.finditer(text)}

    def times(term: Term) -> int:
        return sum(around.spread[form] for form in term.forms)

    missed = [term for term in ranked.question.terms if not term.forms & here]
    return any(
        (term.is_name and term.word in places and times(term) <= 1)
        or (term.word in things and not _is_met(term, around.terms))
        for term in missed
    )


def _is_met(term: Term, words: Collection[str]) -> bool:
    """Whether a word, or one that tells the same, is among others."""
    return any(form in words or not related_to(form).isdisjoint(words) for form in term.forms)


def _looked_at(asked: Question, index: Index, at_hand: Sequence[int] | None) -> LookedAt:
    """How many articles were asked, and how many of them have what the question names."""
    articles = range(len(index.articles)) if at_hand is None else at_hand
    own = [term for term in asked.terms if term.weight >= 1]
    telling = [term for term in own if term.is_name or term.word[0].isdigit()]
    rarest = sorted((term for term in own if not is_general(term.word)), key=lambda term: -term.rarity)[:_FEW_MENTIONS]
    words = (telling or rarest)[:_MOST_MENTIONS]
    having = [(term.word, index.article_counts(term.forms)) for term in words]
    counts = [(word, sum(article in counted for article in articles)) for word, counted in having]
    unknown = [(asked.unknown_outlet, 0)] if asked.unknown_outlet else []
    return LookedAt(len(articles), (*unknown, *counts))


def _is_thread(index: Index, at_hand: Sequence[int] | None) -> bool:
    return len(index.articles if at_hand is None else at_hand) <= _THREAD


def _band(ranked: Ranked, sure: float, index: Index, at_hand: Sequence[int] | None) -> Band:
    _, least, closest = GATES[gate_name(ranked, is_thread=_is_thread(index, at_hand))]
    if sure >= least and not _shares_names_alone(ranked):
        return Band.ANSWER
    return Band.CLOSEST if sure >= closest else Band.DONT_SAY


def _best(ranked: Ranked, least: float) -> list[Passage]:
    """The best sentence, and those that come near it; none twice."""
    chosen: list[Passage] = []
    for passage, share in zip(ranked.passages, ranked.shares, strict=True):
        if len(chosen) == _MOST_SENTENCES or share < least * ranked.shares[0]:
            break
        if not any(_are_same(passage, one) for one in chosen):
            chosen.append(passage)
    return chosen


def _are_same(one: Passage, other: Passage) -> bool:
    """Whether two sentences have nearly the same words."""
    words, others = frozenset(one.terms), frozenset(other.terms)
    return len(words & others) >= _SAME * len(words | others)


def _who_said(asked: Question, index: Index, within: Sequence[int] | None) -> _Found:
    """Who said some words: the speaker of the quotation that has them."""
    ranked = _ranked(asked, index, within)
    articles = _with_all(asked, index, within)
    places = sorted(find_words(asked.quoted, index, articles), key=_by_clarity)
    if places:
        best = places[0]
        passages = best.passages[:_MOST_SENTENCES]
        speaker = speaker_of(index, best)
        order = list(dict.fromkeys([*(one.article for one in places), *ranked.articles]))
        ahead = [*passages, *(one for one in ranked.passages if one not in passages)]
        sure = _QUOTED if best.quote else _UNQUOTED
        return _Found(passages, Band.ANSWER, sure, replace(ranked, passages=ahead), order, speaker)
    nearest = [
        passage
        for passage, row in zip(ranked.passages, ranked.features, strict=True)
        if row["coverage"] >= _NEARLY_QUOTED and row["quotation"] and len(asked.terms) > 1
    ]
    sure = 0.1 * max((row["coverage"] for row in ranked.features), default=0.0)
    band = Band.CLOSEST if nearest else Band.DONT_SAY
    return _Found(nearest[:1], band, sure, ranked, ranked.articles, _speaker_at(index, nearest[:1]))


def _by_clarity(said: Said) -> tuple[bool, bool, int]:
    """Those in quotations first, and of these the ones with a known speaker."""
    return said.quote is None, not (said.quote and said.quote.speaker.is_known), said.article


def _with_all(asked: Question, index: Index, within: Sequence[int] | None) -> list[int]:
    """The articles that have all words of a quotation: only there can it stand."""
    articles = set(range(len(index.articles)) if within is None else within)
    for term in (one for one in asked.terms if one.weight >= 1):
        articles &= index.article_counts(term.forms).keys()
    return sorted(articles)


def _speaker(asked: Question, index: Index, passages: Sequence[Passage]) -> Speaker | None:
    """The speaker of what is shown, or who somebody is, where that is asked for."""
    match asked.asks:
        case Asks.WHAT_SAID:
            return _speaker_at(index, passages)
        case Asks.WHO_IS:
            names = [term.word for term in asked.terms if term.is_name and term.weight >= 1]
            return introduced(index, passages[:1], names[-1]) if names else None
        case _:
            return None


def _speaker_at(index: Index, passages: Iterable[Passage]) -> Speaker | None:
    """Who is quoted in some sentences; nobody, if several people are."""
    speakers = {
        quote.speaker.name.split()[-1]: quote.speaker
        for passage in passages
        for quote in index.quotes_of(passage.article)
        if quote.speaker.is_known and any(part.overlaps(passage.sentence.span) for part in quote.spans)
    }
    return next(iter(speakers.values())) if len(speakers) == 1 else None


def _compared(asked: Question, parts: Sequence[Question], index: Index, at_hand: Sequence[int] | None) -> _Found:
    """The best sentence for each of what is compared, side by side."""
    whole = _ranked(asked, index, at_hand)
    found = [(part, _ranked(part, index, scope_of(part, index, at_hand))) for part in parts]
    sure = [_confidence(ranked, index, scope_of(part, index, at_hand), at_hand) for part, ranked in found]
    bands = [_band(ranked, one, index, at_hand) for (_, ranked), one in zip(found, sure, strict=True)]
    said = [ranked.passages[0] for (_, ranked), band in zip(found, bands, strict=True) if band is not Band.DONT_SAY]
    passages = list(dict.fromkeys(said))[: max(_MOST_SENTENCES, len(parts))]
    band = _band_of_comparison(bands) if passages else Band.DONT_SAY
    ahead = list(
        dict.fromkeys([*passages, *(one for _, ranked in found for one in ranked.passages[:2]), *whole.passages])
    )
    by_words = [
        sorted(scores, key=lambda one: (-scores[one], one))
        for scores in (one.evidence.candidates.articles for _, one in found)
    ]
    by_sentences = [ranked.articles for _, ranked in found]
    rankings = [(2.0, by_all_words(asked, index, at_hand)), *((1.0, one) for one in (*by_words, *by_sentences))]
    return _Found(
        passages,
        band,
        sum(sure) / len(sure),
        replace(whole, passages=ahead),
        fused(rankings),
        is_comparison=len(passages) > 1,
    )


def _band_of_comparison(bands: Sequence[Band]) -> Band:
    """An answer if every part has one; the closest if any has."""
    if all(band is Band.ANSWER for band in bands):
        return Band.ANSWER
    return Band.DONT_SAY if all(band is Band.DONT_SAY for band in bands) else Band.CLOSEST


def _citations(index: Index, found: _Found, shown: Collection[tuple[str, int, int]]) -> tuple[Citation, ...]:
    """The sentences to be shown, each behind the one it leans on, if that was not shown before."""
    cited: dict[int, Citation] = {}
    for passage in found.passages:
        language = index.articles[passage.article].language
        if passage.place and leans_on_another(passage.sentence.text, language):
            before = _citation(index, index.passages[passage.number - 1])
            if (before.article.id, before.span.start, before.span.end) not in shown:
                cited.setdefault(passage.number - 1, before)
        cited.setdefault(passage.number, _citation(index, passage))
    return tuple(cited.values())


def _citation(index: Index, passage: Passage) -> Citation:
    return Citation(index.articles[passage.article], told_span(passage.sentence))
