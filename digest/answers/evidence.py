"""What speaks for a sentence as the answer to a question: features, each a number that a reader can understand.

What each one means and weighs is in docs/answers.md; the weights are in `digest.answers.weights`.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from digest.answers.index import Index, Passage
from digest.answers.kinds import is_counting, is_introducing, kinds_in, names_somebody, stands_before_verb
from digest.answers.questions import Asks, Question, Term
from digest.answers.related import related_to
from digest.answers.speech import said_by
from digest.answers.words import tokens_in
from digest.summarizers import told_span

__all__ = ["Candidates", "Evidence", "Features", "article_scores", "gather"]

Features = dict[str, float]

# Sentences that are looked at closely: more cost time and find hardly anything (swept 40 to 120 on newspaper questions).
_MOST = 80
# What an article's score counts beside its sentence's, when these are chosen (swept 0.5 to 1.2).
_ARTICLE_SHARE = 0.8
# Of the articles that score best, all sentences at the beginning are looked at, of a few more the first ones.
_BEST_ARTICLES, _MORE_ARTICLES = 4, 8
_BEGINNING, _FIRST_FEW = 30, 3
# In a thread of no more sentences than this, every one is looked at.
_SMALL = 400
# Okapi BM25 over articles.
_K1, _B = 1.2, 0.75
# A word is alike if so much of its beginning is the same, in characters.
_ALIKE = 4
_QUOTATION_MARKS = frozenset('"“”„«»')


@dataclass(frozen=True, slots=True)
class Candidates:
    """Sentences that may answer a question.

    Attributes:
        numbers: Of the passages, the likeliest by their words first.
        scores: Passages by BM25; those without any term of the question are not there.
        articles: Articles by BM25, of all that the question is asked of.
    """

    numbers: Sequence[int]
    scores: Mapping[int, float]
    articles: Mapping[int, float]


def gather(question: Question, index: Index, within: Collection[int] | None = None) -> Candidates:
    """Find the sentences that may answer a question.

    Args:
        question: As it was read.
        index: What is asked.
        within: Numbers of the articles that count; None for all.
    """
    scores = index.scores({form: term.rarity for term in question.terms for form in sorted(term.forms)}, within)
    articles = article_scores(question.terms, index, within)
    pool = list(dict.fromkeys([*scores, *_openings(index, articles, within)]))
    best, best_article = max(scores.values(), default=1.0), max(articles.values(), default=0.0) or 1.0

    def likely(number: int) -> float:
        article = articles.get(index.passages[number].article, 0.0)
        return scores.get(number, 0.0) / best + _ARTICLE_SHARE * article / best_article

    return Candidates(sorted(pool, key=lambda number: (-likely(number), number))[:_MOST], scores, articles)


def _openings(index: Index, articles: Mapping[int, float], within: Collection[int] | None) -> Iterable[int]:
    """Sentences to look at for where they stand, whatever their words."""
    if within is not None and sum(len(index.of_article(article)) for article in within) <= _SMALL:
        return [number for article in within for number in index.of_article(article)]
    ranked = sorted(articles, key=lambda article: (-articles[article], article))[:_MORE_ARTICLES]
    return [
        number
        for rank, article in enumerate(ranked)
        for number in index.of_article(article)[: _BEGINNING if rank < _BEST_ARTICLES else _FIRST_FEW]
    ]


def article_scores(terms: Sequence[Term], index: Index, within: Collection[int] | None) -> dict[int, float]:
    """Articles scored by the terms they have, headline and outlet included (Okapi BM25).

    Args:
        terms: Of the question.
        index: What is asked.
        within: Numbers of the articles that count; None for all.
    """
    scores: dict[int, float] = dict.fromkeys(within if within is not None else (), 0.0)
    mean = sum(index.lengths) / max(1, len(index.articles)) or 1.0
    for term in terms:
        counts = index.article_counts(term.forms)
        rarity = math.log(1 + (len(index.articles) - len(counts) + 0.5) / (len(counts) + 0.5)) * term.weight
        for article, times in counts.items():
            if within is None or article in scores:
                length = index.lengths[article] / mean
                part = rarity * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))
                scores[article] = scores.get(article, 0.0) + part
    return scores


class _Around:
    """The words of an article: computed once for all its sentences that are looked at."""

    def __init__(self, index: Index, article: int) -> None:
        self._passages = [index.passages[number] for number in index.of_article(article)]
        self.heading = index.headings[article]

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many of its sentences each term stands."""
        return Counter(term for passage in self._passages for term in set(passage.terms))

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each term stands in it."""
        return Counter(term for passage in self._passages for term in passage.terms)

    @cached_property
    def terms(self) -> AbstractSet[str]:
        """All its terms, those of headline and outlet included."""
        return self.counts.keys() | self.heading

    def at(self, place: int) -> frozenset[str]:
        """The terms of one of its sentences; of none that is not there."""
        return frozenset(self._passages[place].terms) if 0 <= place < len(self._passages) else frozenset()


class Evidence:
    """What speaks for each of the sentences that may answer a question."""

    def __init__(
        self, question: Question, index: Index, candidates: Candidates, meaning: Sequence[float] | None
    ) -> None:
        """Take a question and the sentences.

        Args:
            question: As it was read.
            index: What is asked.
            candidates: The sentences.
            meaning: How near to the question each passage of the index is, by what they mean; None if that is not known.
        """
        self.question, self.index, self.candidates = question, index, candidates
        self._meaning = meaning
        self._around: dict[int, _Around] = {}
        self._asked = {form for term in question.terms for form in term.forms}
        self._names = [term for term in question.terms if term.is_name and term.weight >= 1]
        self._others = [term for term in question.terms if not term.is_name]
        self._rarest = max(question.terms, key=lambda term: term.rarity, default=None)
        self._total = sum(term.rarity for term in question.terms) or 1.0
        self._best = max(candidates.scores.values(), default=1.0)
        self._best_article = max(candidates.articles.values(), default=0.0) or 1.0
        topic = (index.forms_of(token, question.language) for token in tokens_in(question.topic))
        self._topic = [forms for forms in topic if forms]
        self._known = self._known_terms()
        self._said = self._said_in({index.passages[number].article for number in candidates.numbers})

    def around(self, article: int) -> _Around:
        """The words of an article."""
        if article not in self._around:
            self._around[article] = _Around(self.index, article)
        return self._around[article]

    def is_known(self, term: Term) -> bool:
        """Whether a word of the question stands anywhere in what is asked."""
        return any(form in self._known for form in term.forms)

    @cached_property
    def rows(self) -> list[Features]:
        """The features of each sentence, in order."""
        return [self._features(self.index.passages[number]) for number in self.candidates.numbers]

    def covered(self, terms: AbstractSet[str]) -> float:
        """The share of the question that some words have, the rarer words counting more."""
        return self._share(self.question.terms, terms)

    def _features(self, passage: Passage) -> Features:
        article = self.around(passage.article)
        own, before, behind = article.at(passage.place), article.at(passage.place - 1), article.at(passage.place + 1)
        return {
            **self._by_words(passage, own, before, behind, article),
            **self._by_place(passage, own, article),
            **self._by_kind(passage),
            **self._by_speech(passage, own, own | before | behind),
            **self._by_meaning(passage),
        }

    def _by_words(
        self,
        passage: Passage,
        own: AbstractSet[str],
        before: AbstractSet[str],
        behind: AbstractSet[str],
        article: _Around,
    ) -> Features:
        """How much of the question stands in the sentence, beside it and in its article."""
        score = self.candidates.scores.get(passage.number, 0.0)
        terms = self.question.terms
        pairs = set(zip(passage.terms, passage.terms[1:], strict=False))
        next_score = self.candidates.scores.get(passage.number + 1, 0.0) if behind else 0.0
        return {
            "bm25": score / (self._total * (_K1 + 1)),
            "bm25_share": score / self._best,
            "bm25_behind": next_score / self._best,
            "coverage": self.covered(own),
            "coverage_before": self.covered(own | before),
            "coverage_behind": self.covered(own | behind),
            "coverage_article": self.covered(article.terms),
            "names": self._share(self._names, own),
            "names_article": self._share(self._names, article.terms),
            "others": self._share(self._others, own),
            "all_words": float(all(term.forms & own for term in terms)),
            "rarest": float(self._rarest is not None and bool(self._rarest.forms & own)),
            "pairs": len(self.question.pairs & pairs) / max(1, len(self.question.pairs)),
            "related": self._missed(own, lambda form: bool(related_to(form) & own)),
            "alike": self._missed(own, lambda form: _is_alike(form, own)),
        }

    def _by_place(self, passage: Passage, own: AbstractSet[str], article: _Around) -> Features:
        """Which article it is of, where it stands in it, and how much it is about what that is about."""
        score = self.candidates.articles.get(passage.article, 0.0)
        new = own - self._asked
        # Summed exactly: the order in which a set gives its terms is another in each process.
        rarity = math.fsum(self.index.idf(term) for term in own) or 1.0
        return {
            "bm25_article": score / self._best_article,
            "best_article": float(score >= self._best_article),
            "first": float(passage.place == 0),
            "early": 1 / (1 + passage.place),
            "late": math.log(1 + passage.place),
            "length": math.log(1 + len(passage.terms)),
            "new_words": math.log(1 + len(new)),
            "central": math.fsum(math.log(article.counts[term]) * self.index.idf(term) for term in own) / rarity,
            "recurring": math.fsum(math.log(article.spread[term]) for term in new) / (len(new) + 3),
            "single": sum(article.spread[term] == 1 for term in new) / (len(own) + 3),
        }

    def _by_kind(self, passage: Passage) -> Features:
        """Whether it has what is asked for: a name, a date, a place, a number that the question does not give."""
        text = told_span(passage.sentence).of(self.index.articles[passage.article].text)
        asks = self.question.asks
        found = kinds_in(text, asks, self._asked)
        verbs = {form for term in self._others for form in term.forms}
        verbs |= {word for form in verbs for word in related_to(form)}
        return {
            "fits": float(bool(found) or asks in {Asks.WHAT, Asks.HOW, Asks.WHETHER, Asks.OUTLET_SAYS}),
            "fits_when": float(asks is Asks.WHEN and bool(found)),
            "fits_where": float(asks is Asks.WHERE and bool(found)),
            "fits_how_many": float(asks is Asks.HOW_MANY and bool(found)),
            "counted": float(asks is Asks.HOW_MANY and is_counting(text, found, self._asked)),
            "somebody": float(asks in {Asks.WHO, Asks.WHO_IS} and names_somebody(text, self._asked)),
            "subject": float(asks is Asks.WHO and stands_before_verb(text, found, verbs)),
            "introduced": float(asks is Asks.WHO_IS and is_introducing(text, self._names)),
        }

    def _by_speech(self, passage: Passage, own: AbstractSet[str], near: AbstractSet[str]) -> Features:
        """Whose words it gives, and whether about what is asked."""
        said = self._said.get(passage.number, 0.0)
        return {
            "said_by": said,
            "said_about": said * self._about(own),
            "topic": self._about(own),
            "topic_near": self._about(near),
            "quotation": float(any(mark in passage.sentence.text for mark in _QUOTATION_MARKS)),
        }

    def _by_meaning(self, passage: Passage) -> Features:
        if self._meaning is None:
            return {}
        own = self._meaning[passage.number]
        beside = [
            self._meaning[number]
            for number in (passage.number - 1, passage.number + 1)
            if number in self.index.of_article(passage.article)
        ]
        best = max(self._meaning[number] for number in self.candidates.numbers)
        return {"meaning": own, "meaning_gap": own - best, "meaning_near": max(beside, default=0.0)}

    def _known_terms(self) -> AbstractSet[str]:
        """The words of the question that stand in one of the articles asked."""
        articles = self.candidates.articles
        return {
            form for form in self._asked if any(article in articles for article in self.index.article_counts([form]))
        }

    def _said_in(self, articles: AbstractSet[int]) -> dict[int, float]:
        """The sentences that quote whom the question asks about, each with how sure that is."""
        found: dict[int, float] = {}
        if not self.question.speaker:
            return found
        for article, quote, sure in said_by(self.question.speaker, self.index, sorted(articles)):
            for number in self.index.of_article(article):
                if any(part.overlaps(self.index.passages[number].sentence.span) for part in quote.spans):
                    found[number] = max(found.get(number, 0.0), sure)
        return found

    def _about(self, have: AbstractSet[str]) -> float:
        """The share of the topic that is there; half, if there is none."""
        return sum(not forms.isdisjoint(have) for forms in self._topic) / len(self._topic) if self._topic else 0.5

    def _share(self, terms: Sequence[Term], have: AbstractSet[str]) -> float:
        """The share of some terms that is there; half, if there are none."""
        whole = sum(term.rarity for term in terms)
        return sum(term.rarity for term in terms if term.forms & have) / whole if whole else 0.5

    def _missed(self, own: AbstractSet[str], is_met: Callable[[str], bool]) -> float:
        """The share of the question that is not there itself, but met in another way."""
        missed = (term for term in self.question.terms if not term.forms & own)
        return sum(term.rarity for term in missed if any(map(is_met, term.forms))) / self._total


def _is_alike(form: str, own: AbstractSet[str]) -> bool:
    """Whether a word begins as one of these does: "conscript" and "conscription"."""
    start = form[: max(_ALIKE, len(form) - 2)]
    return len(form) >= _ALIKE and any(word.startswith(start) for word in own)
