"""The head of a mail that was saved as text: who wrote to whom, when, and about what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.paragraphs import Paragraph
from digest.types import Span

__all__ = ["MailHead", "part_mail_head"]

# As mail programs write it in English, German, French and Spanish.
_SUBJECT = re.compile(r"(?:subject|betreff|objet|asunto):(?= \S)", re.IGNORECASE)
_FIELD = re.compile(r"(?:subject|from|to|cc|bcc|date|sent|betreff|von|an|datum|gesendet|objet|de|à|envoyé|asunto|para|fecha|enviado):(?: |$)", re.IGNORECASE)  # fmt: skip
# What programs tell each other; it counts only among the others.
_TECHNICAL = re.compile(r"(?:received|[a-z]+(?:-[a-z]+)+): ", re.IGNORECASE)
# One line that starts with "From:" may begin an article.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class MailHead:
    """The head of a mail.

    Attributes:
        paragraphs: Those of the whole text; the word that says that a subject follows is one of its own.
        length: How many of them, from the first one on, are head; 0 if the text is no mail.
        subject: Number of the one that says what the mail is about; None if none does.
    """

    paragraphs: Sequence[Paragraph]
    length: int = 0
    subject: int | None = None


def part_mail_head(paragraphs: Sequence[Paragraph]) -> MailHead:
    """Tell the head of a mail from the rest of a text; most texts have none."""
    length = known = 0
    for paragraph in paragraphs:
        is_known = _FIELD.match(paragraph.text)
        if not is_known and not _TECHNICAL.match(paragraph.text):
            break
        length, known = length + 1, known + bool(is_known)
    if known < _FEWEST:
        return MailHead(paragraphs)
    for number, paragraph in enumerate(paragraphs[:length]):
        if match := _SUBJECT.match(paragraph.text):
            parted = [*paragraphs[:number], *_parted(paragraph, match.end()), *paragraphs[number + 1 :]]
            return MailHead(parted, length + 1, number + 1)
    return MailHead(paragraphs, length)


def _parted(paragraph: Paragraph, at: int) -> tuple[Paragraph, Paragraph]:
    """A paragraph in two, the space between them left out."""
    first, second = [], []
    for piece in paragraph.pieces:
        if piece.start < at:
            first.append(replace(piece, length=min(piece.length, at - piece.start)))
        skipped = max(0, at + 1 - piece.start)
        if skipped < piece.length:
            start = piece.start + skipped - at - 1
            second.append(
                replace(piece, start=start, raw_start=piece.raw_start + skipped, length=piece.length - skipped)
            )
    raw_end = first[-1].raw_start + first[-1].length
    return (
        Paragraph(paragraph.text[:at], Span(paragraph.raw.start, raw_end), tuple(first)),
        Paragraph(paragraph.text[at + 1 :], Span(second[0].raw_start, paragraph.raw.end), tuple(second)),
    )
