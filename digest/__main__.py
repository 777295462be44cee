"""python -m digest: the core alone, on files and standard input.

The one place of the core that opens a file or reads a clock. The shell has a better command line; this one serves those
who use the core as a library, and the evaluators: `--jsonl IN OUT` takes an article a line.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.articles import read_article
from digest.dates import find_date
from digest.decoding import decode_text
from digest.embedding import load_embedder
from digest.errors import DigestError, NoArticleText, ReadingError
from digest.export import quote_data, raw_quote_data
from digest.points import tell
from digest.quotes import find_quotes
from digest.reading import Format, read_page, recognise
from digest.sentences import sentences_of
from digest.stories import group_stories
from digest.summarizers import methods, summarize
from digest.types import Article, Source, Span, Speaker

__all__ = ["main"]

_STANDARD_INPUT = "-"
_MOST_WORDS, _MOST_WORDS_OF_STORY = 90, 60


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        if "group" in arguments:
            return _group(arguments)
        if arguments.jsonl:
            source, target = arguments.jsonl
            return _convert(source, target, arguments)
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
    quotes.set_defaults(show=_show_quotes, row=_quotes_row, nothing={"quotes": []}, or_articles=False)
    summary = commands.add_parser("summarize", help="the sentences that tell each article")
    summary.set_defaults(show=_show_summary, row=_summary_row, nothing={"summary": []}, or_articles=True)
    summary.add_argument("--method", choices=["default", *methods()], default="default")
    summary.add_argument("--max-sentences", type=int, default=3)
    summary.add_argument(
        "--max-words",
        type=int,
        help=f"at the most (default: {_MOST_WORDS}; {_MOST_WORDS_OF_STORY} where several outlets tell)",
    )
    stories = commands.add_parser("stories", help="which of several articles tell the same story")
    for command in (quotes, summary, stories):
        command.add_argument(
            "files", nargs="*", metavar="FILE", help="text or HTML; standard input if none is named, or for -"
        )
        command.add_argument("--json", action="store_true", help="a JSON document for each article")
        command.add_argument(
            "--jsonl",
            nargs=2,
            metavar=("IN", "OUT"),
            help='read articles as lines {"id", "text", "title"}, or for summaries {"id", "articles"}, and write a line for each',
        )
    stories.set_defaults(group=True)
    stories.add_argument(
        "--semantic", action="store_true", help="by what articles mean as well: with the model of the extra"
    )
    stories.add_argument("--model", default="", metavar="FOLDER", help="the same, with the model of a folder")
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
        print(" ".join(f"“{text}”" for text in quote.texts), f"    — {_speaker(quote.speaker)}", sep="\n")


def _speaker(speaker: Speaker) -> str:
    if not speaker.is_known:
        return "nobody that the article makes clear"
    return f"{speaker.name}, {speaker.role}" if speaker.role not in {"", speaker.name} else speaker.name


def _show_summary(article: Article, arguments: argparse.Namespace) -> None:
    chosen = [span.of(article.text) for span in _chosen(article, arguments)]
    print(json.dumps(chosen, ensure_ascii=False) if arguments.json else "\n".join(chosen))


def _chosen(article: Article, arguments: argparse.Namespace) -> list[Span]:
    sentences = sentences_of(article)
    indexes = summarize(
        article,
        method=arguments.method,
        max_sentences=arguments.max_sentences,
        max_words=arguments.max_words or _MOST_WORDS,
    )
    return [sentences[index].span for index in indexes]


def _convert(source: str, target: str, arguments: argparse.Namespace) -> int:
    """Take articles a line each; one that can't be read gets an empty line's answer, and is named. Returns the exit code."""
    _check_apart(source, target)
    code = 0
    row: Callable[[Mapping[str, Any], argparse.Namespace], dict[str, Any]] = arguments.row
    with Path(source).open(encoding="utf-8-sig") as lines, Path(target).open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            given = _given(f"{source}, line {number}", line, or_articles=arguments.or_articles)
            try:
                found = row(given, arguments)
            except DigestError as error:
                print(f"digest: {source}, line {number}: {error}", file=sys.stderr)
                found, code = dict(arguments.nothing), 1
            out.write(json.dumps({"id": given["id"], **found}) + "\n")
    return code


def _group(arguments: argparse.Namespace) -> int:
    """Group articles, of files or of lines that may give "title", "published" and "source" as well."""
    embed = load_embedder(arguments.model) if arguments.semantic or arguments.model else None
    if not arguments.jsonl:
        index = group_stories((_read(name) for name in arguments.files or [_STANDARD_INPUT]), embed=embed)
        groups = [[_headline(article) for article in story.articles] for story in index.stories]
        print(json.dumps(groups, ensure_ascii=False) if arguments.json else "\n".join(map(_listed, groups)))
        return 0
    source, target = arguments.jsonl
    _check_apart(source, target)
    with Path(source).open(encoding="utf-8-sig") as lines:
        rows = [_given(f"{source}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()]
    articles = [_article(row) for row in rows]
    index = group_stories(articles, embed=embed)
    with Path(target).open("w", encoding="utf-8") as out:
        out.writelines(
            json.dumps({"id": row["id"], "story": index.story_of(article).id}) + "\n"
            for row, article in zip(rows, articles, strict=True)
        )
    return 0


def _article(row: Mapping[str, Any]) -> Article:
    """An article of a line; where there is hardly any text, what there is."""
    title, text = str(row.get("title") or ""), str(row["text"])
    published = _time(str(row.get("published") or row.get("date") or ""))
    source = Source(str(row.get("source") or ""))
    try:
        read = read_article(text, title=title, source=source, published=published)
    except DigestError:
        heading = Span(0, len(title)) if title else None
        read = Article(id="", revision="", text=title or text, title=heading, source=source, published=published)
    return replace(read, id=f"{row['id']}")


def _time(words: str) -> datetime | None:
    """An ISO 8601 time; midnight UTC of a date, and None of what is neither."""
    try:
        time = datetime.fromisoformat(words)
    except ValueError:
        return find_date(words)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _headline(article: Article) -> str:
    return article.title.of(article.text) if article.title else article.text.split("\n", 1)[0]


def _listed(headlines: Sequence[str]) -> str:
    return "\n".join(("* " if number == 0 else "  ") + line for number, line in enumerate(headlines))


def _check_apart(source: str, target: str) -> None:
    if Path(target).exists() and Path(source).samefile(target):
        message = f"{target}: would be written over what is read from it; name another file"
        raise ValueError(message)


def _given(where: str, line: str, *, or_articles: bool = False) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        message = f"{where}: not JSON ({error})"
        raise ValueError(message) from error
    if not isinstance(row, dict) or "id" not in row or not (_has_text(row) or (or_articles and _has_articles(row))):
        message = f"{where}: needs an object with id and text{' or articles' if or_articles else ''}"
        raise ValueError(message)
    return row


def _has_text(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("text"), str)


def _has_articles(row: Mapping[str, Any]) -> bool:
    articles = row.get("articles")
    return isinstance(articles, list) and all(map(_has_text, articles))


def _quotes_row(given: Mapping[str, Any], _: argparse.Namespace) -> dict[str, Any]:
    article = read_article(str(given["text"]))
    return {"quotes": [raw_quote_data(quote, str(given["text"])) for quote in find_quotes(article)]}


def _summary_row(given: Mapping[str, Any], arguments: argparse.Namespace) -> dict[str, Any]:
    start = time.process_time()
    if _has_articles(given):
        chosen = _story_summary(given["articles"], arguments)
    else:
        article = read_article(str(given["text"]), title=str(given.get("title") or ""))
        chosen = [_as_given(article, span, str(given["text"])) for span in _chosen(article, arguments)]
    return {"summary": chosen, "cpu_s": round(time.process_time() - start, 4)}


def _story_summary(rows: Sequence[Mapping[str, Any]], arguments: argparse.Namespace) -> list[str]:
    """The sentences that tell a story of several outlets; an article that has no text is passed over."""
    raw: dict[Article, str] = {}
    for row in rows:
        with suppress(NoArticleText):
            source = Source(str(row.get("source") or ""))
            raw[read_article(str(row["text"]), title=str(row.get("title") or ""), source=source)] = str(row["text"])
    points = tell(
        tuple(raw),
        method=arguments.method,
        max_sentences=arguments.max_sentences,
        max_words=arguments.max_words or _MOST_WORDS_OF_STORY,
    )
    told = [point.citation for point in points]
    return [_as_given(one.article, one.span, raw[one.article]) for one in told]


def _as_given(article: Article, span: Span, raw: str) -> str:
    """A slice of an article as it stands in the text it was read from; its own text if that came beside it."""
    parts = [" ".join(part.of(raw).split()) for part in article.raw_span(span)]
    return " ".join(parts) or span.of(article.text)


if __name__ == "__main__":
    sys.exit(main())
