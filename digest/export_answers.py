"""Answers as plain data: for JSON, and in the rows that evaluators of other data score."""

from typing import TypedDict

from digest.answers import Answer, Band, LookedAt
from digest.export import CitationData, SpeakerData, citation_data, speaker_data
from digest.types import Article, Speaker

__all__ = ["AnswerData", "answer_as_data", "answer_as_text", "looked_at_words", "named", "named_surely"]

_HEADS = {Band.ANSWER: "", Band.CLOSEST: "The closest the sources come:", Band.DONT_SAY: "The sources don’t say."}


class AnswerData(TypedDict):
    """An answer; `mentions` are words of the question, each with how many of the articles looked at have it."""

    question: str
    read_as: str
    band: str
    confidence: float
    sentences: list[CitationData]
    speaker: SpeakerData | None
    is_comparison: bool
    articles_looked_at: int
    mentions: list[tuple[str, int]]
    missing: list[str]


def answer_as_data(answer: Answer) -> AnswerData:
    """An answer as plain data: every sentence with where it stands."""
    speaker = answer.speaker
    return {
        "question": answer.question,
        "read_as": answer.read_as,
        "band": answer.band.value,
        "confidence": round(answer.confidence, 4),
        "sentences": [citation_data(citation) for citation in answer.citations],
        "speaker": speaker_data(speaker, answer.citations[0].article) if speaker and answer.citations else None,
        "is_comparison": answer.is_comparison,
        "articles_looked_at": answer.looked_at.articles,
        "mentions": list(answer.looked_at.mentions),
        "missing": list(answer.looked_at.missing),
    }


def named(speaker: Speaker) -> str:
    """Somebody by the role and name that an article gives: "President Ann Gray", "Ann Gray, mayor of Dorn"."""
    name, role = speaker.name, speaker.role
    if role in {"", name}:
        return name
    return f"{role} {name}" if role[:1].isupper() else f"{name}, {role}"


def answer_as_text(answer: Answer) -> str:
    """An answer in lines, for a terminal."""
    lines = [f"Read as: {answer.read_as}"] if answer.read_as != answer.question.strip() else []
    lines += [_HEADS[answer.band]] if _HEADS[answer.band] else []
    lines += [f"{citation.text}\n    — {_source(citation.article)}" for citation in answer.citations]
    if answer.speaker:
        lines.append(named_surely(answer.speaker))
    return "\n".join([*lines, looked_at_words(answer.looked_at)])


def named_surely(speaker: Speaker) -> str:
    """The same with "Probably" before it, if the article does not make it clear."""
    return named(speaker) if speaker.is_known else f"Probably {named(speaker)}"


def looked_at_words(looked_at: LookedAt) -> str:
    """What was looked at: "12 articles, 3 mention Kazakhstan, none mentions NATO"."""
    count = looked_at.articles
    parts = [f"{count} article{'' if count == 1 else 's'}"]
    for word, times in looked_at.mentions:
        who = "none" if not times else "all" if times == count and count > 1 else str(times)
        parts.append(f"{who} mention{'s' if times <= 1 else ''} {word}")
    return ", ".join(parts)


def _source(article: Article) -> str:
    title = article.title.of(article.text) if article.title else ""
    return ", ".join(filter(None, (article.source.outlet, title))) or article.id
