"""python -m digest: the core alone, on files and standard input.

The one place of the core that opens a file or reads a clock. The shell has a better command line; this one serves those
who use the core as a library, and the evaluators: `--jsonl IN OUT` takes an article a line.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from digest.articles import read_article
from digest.decoding import decode_text
from digest.errors import DigestError, NoArticleText, ReadingError
from digest.export import quote_data
from digest.quotes import find_quotes
from digest.reading import Format, read_page, recognise
from digest.sentences import sentences_of
from digest.summarizers import methods, summarize
from digest.types import Article, Quote, Span

__all__ = ["main"]

_STANDARD_INPUT = "-"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.jsonl:
            source, target = arguments.jsonl
            _convert(source, target, arguments)
        else:
            for name in arguments.files or [_STANDARD_INPUT]:
                arguments.show(_read(name), arguments)
    except (DigestError, OSError, ValueError) as error:
        print(f"digest: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m digest", description="Quotes and summaries of articles in text or HTML files."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    quotes = commands.add_parser("quotes", help="the quotations of each article and who said them")
    quotes.set_defaults(show=_show_quotes, row=_quotes_row)
    summary = commands.add_parser("summarize", help="the sentences that tell each article")
    summary.set_defaults(show=_show_summary, row=_summary_row)
    summary.add_argument("--method", choices=["default", *methods()], default="default")
    summary.add_argument("--max-sentences", type=int, default=3)
    summary.add_argument("--max-words", type=int, default=90)
    for command in (quotes, summary):
        command.add_argument(
            "files", nargs="*", metavar="FILE", help="text or HTML; standard input if none is named, or for -"
        )
        command.add_argument("--json", action="store_true", help="a JSON document for each article")
        command.add_argument(
            "--jsonl",
            nargs=2,
            metavar=("IN", "OUT"),
            help='read articles as lines {"id", "text", "title"} and write a line for each',
        )
    return parser


def _read(name: str) -> Article:
    body = sys.stdin.buffer.read() if name == _STANDARD_INPUT else Path(name).read_bytes()
    try:
        match recognise(body):
            case Format.PAGE:
                return read_page(body)
            case Format.TEXT:
                return read_article(decode_text(body))
            case other:
                raise ReadingError(name, f"{other.value}, not an article in text or HTML")
    except NoArticleText as error:
        raise ReadingError(name, error.reason) from error


def _show_quotes(article: Article, arguments: argparse.Namespace) -> None:
    quotes = find_quotes(article)
    if arguments.json:
        print(json.dumps([quote_data(quote) for quote in quotes], ensure_ascii=False))
        return
    for quote in quotes:
        name = quote.speaker.name if quote.speaker.is_known else "nobody that the article makes clear"
        print(" … ".join(f"“{text}”" for text in quote.texts), f"    — {name}", sep="\n")


def _show_summary(article: Article, arguments: argparse.Namespace) -> None:
    chosen = _chosen(article, arguments)
    print(json.dumps(chosen, ensure_ascii=False) if arguments.json else "\n".join(chosen))


def _chosen(article: Article, arguments: argparse.Namespace) -> list[str]:
    sentences = sentences_of(article)
    indexes = summarize(
        article, method=arguments.method, max_sentences=arguments.max_sentences, max_words=arguments.max_words
    )
    return [sentences[index].text for index in indexes]


def _convert(source: str, target: str, arguments: argparse.Namespace) -> None:
    row: Callable[[Mapping[str, Any], argparse.Namespace], dict[str, Any]] = arguments.row
    with Path(target).open("w", encoding="utf-8") as out:
        rows = ({"id": given["id"], **row(given, arguments)} for given in _rows(source))
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)


def _rows(source: str) -> Iterator[Mapping[str, Any]]:
    with Path(source).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                message = f"{source}, line {number}: not JSON ({error})"
                raise ValueError(message) from error
            if not isinstance(row, dict) or not {"id", "text"} <= row.keys():
                message = f"{source}, line {number}: needs an object with id and text"
                raise ValueError(message)
            yield row


def _quotes_row(given: Mapping[str, Any], _: argparse.Namespace) -> dict[str, Any]:
    article = read_article(str(given["text"]))
    return {"quotes": [_quote_row(quote, str(given["text"])) for quote in find_quotes(article)]}


def _quote_row(quote: Quote, raw: str) -> dict[str, Any]:
    """A quotation by its place in the raw text, with the best guess at its speaker, whatever its confidence."""
    spans = [place for span in quote.spans for place in quote.article.raw_span(span)]
    whole = Span(spans[0].start, spans[-1].end)
    speaker = quote.speaker
    mention = quote.article.raw_span(speaker.mention) if speaker.mention else ()
    said_by = Span(mention[0].start, mention[-1].end) if mention else None
    return {
        "start": whole.start,
        "end": whole.end,
        "spans": [[span.start, span.end] for span in spans],
        "text": whole.of(raw),
        "speaker_text": said_by.of(raw) if said_by else None,
        "speaker_start": said_by.start if said_by else None,
        "speaker_end": said_by.end if said_by else None,
        "speaker_name": speaker.name or None,
        "confidence": speaker.confidence,
    }


def _summary_row(given: Mapping[str, Any], arguments: argparse.Namespace) -> dict[str, Any]:
    start = time.process_time()
    article = read_article(str(given["text"]), title=str(given.get("title") or ""))
    return {"summary": _chosen(article, arguments), "cpu_s": round(time.process_time() - start, 4)}


if __name__ == "__main__":
    sys.exit(main())
