"""Answers -> blocks: who it was, the sentences with their outlets, and what was looked at."""

from collections.abc import Iterator

from bot.messages import Block, Message, Note, Paragraph, Sources, Summary, Told, Visibility
from bot.story_blocks import link_to
from digest import Answer, Band, looked_at_words, named_surely

__all__ = ["answer_message"]


def answer_message(answer: Answer, seen_by: Visibility = Visibility.PRIVATE, *, note: str = "") -> Message:
    """Lay out an answer, or that the sources don't say; with a note before it, if there is one."""
    return Message((*((Note(note),) if note else ()), *_blocks(answer)), seen_by)


def _blocks(answer: Answer) -> Iterator[Block]:
    if answer.read_as != answer.question.strip():
        yield Note(f"Read as: {answer.read_as}")
    match answer.band:
        case Band.DONT_SAY:
            yield Paragraph(
                _REFUSAL if answer.question.strip() else "Ask something: who said it, when it was, how many there were."
            )
        case Band.CLOSEST:
            yield Paragraph("The closest the sources come:")
        case Band.ANSWER:
            pass
    if answer.speaker:
        yield Summary((Told(named_surely(answer.speaker)),))
    if answer.citations:
        outlets = {citation.article.source.outlet for citation in answer.citations}
        is_mixed = answer.is_comparison or len(outlets) > 1
        told = (Told(one.text, link_to(one.article).text if is_mixed else "") for one in answer.citations)
        yield Summary(tuple(told), is_list=is_mixed)
        links = {link_to(citation.article): None for citation in answer.citations}
        yield Sources(tuple(links))
    if answer.band is not Band.ANSWER:
        yield Note(f"Looked at {looked_at_words(answer.looked_at)}.")


_REFUSAL = "The sources don’t say."
