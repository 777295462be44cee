"""python -m digest: the core alone, on files and standard input.

The one place of the core that opens a file or reads a clock. The shell has a better command line; this one serves those
who use the core as a library, and the evaluators: `--jsonl IN OUT` takes an article a line.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from digest.answers import answer, index_articles
from digest.articles import read_article
from digest.decoding import decode_text
from digest.embedding import load_embedder
from digest.errors import DigestError, NoArticleText, ReadingError
from digest.export import quote_data
from digest.export_answers import answer_as_data, answer_as_text
from digest.meanings import Embed
from digest.quotes import find_quotes
from digest.reading import Format, read_page, recognise
from digest.rows import (
    Questioned,
    Row,
    article_of,
    as_given,
    has_articles,
    quotes_row,
    reading_row,
    rows_in,
    story_summary,
)
from digest.sentences import sentences_of
from digest.stories import group_stories
from digest.summarizers import methods, summarize
from digest.types import Article, Span, Speaker

__all__ = ["main"]

_STANDARD_INPUT = "-"
_MOST_WORDS, _MOST_WORDS_OF_STORY = 90, 60


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        if "run" in arguments:
            code: int = arguments.run(arguments)
            return code
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
    quotes.set_defaults(show=_show_quotes, row=_quotes_row, nothing={"quotes": []}, needed=("text",))
    summary = commands.add_parser("summarize", help="the sentences that tell each article")
    summary.set_defaults(show=_show_summary, row=_summary_row, nothing={"summary": []}, needed=("text", "articles"))
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
    stories.set_defaults(run=_group)
    _add_semantic(stories)
    _add_ask(commands)
    return parser


def _add_ask(commands: Any) -> None:
    ask = commands.add_parser("ask", help="a question, answered in the articles' own sentences or not at all")
    ask.add_argument("question", nargs="?", help="in any words; with --jsonl and --rewrites there is none")
    ask.add_argument("files", nargs="*", metavar="FILE", help="text or HTML; standard input if none is named, or for -")
    ask.add_argument("--json", action="store_true", help="as a JSON document")
    ask.add_argument(
        "--jsonl",
        nargs=3,
        metavar=("CORPUS", "QUERIES", "OUT"),
        help='read articles as lines {"id", "text", "title", "source", "published"} and questions as lines {"id", "question", '
        '"scope", "thread"}: ids of the articles asked, and the questions before it; write a line for each',
    )
    ask.add_argument(
        "--rewrites",
        nargs=2,
        metavar=("CONVERSATIONS", "OUT"),
        help='read conversations as lines {"id", "turns": [{"raw", "response"}]} and write how each question is read',
    )
    _add_semantic(ask)
    ask.set_defaults(run=_ask)


def _add_semantic(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--semantic", action="store_true", help="by what texts mean as well: with the model of the extra"
    )
    command.add_argument("--model", default="", metavar="FOLDER", help="the same, with the model of a folder")


def _embedder(arguments: argparse.Namespace) -> Embed | None:
    return load_embedder(arguments.model) if arguments.semantic or arguments.model else None


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
    code = 0
    row: Callable[[Row, argparse.Namespace], dict[str, Any]] = arguments.row
    with _opened(source, target) as (lines, out):
        for where, given in rows_in(source, lines, *arguments.needed):
            try:
                found = row(given, arguments)
            except DigestError as error:
                print(f"digest: {where}: {error}", file=sys.stderr)
                found, code = dict(arguments.nothing), 1
            _write(out, given, found)
    return code


def _quotes_row(row: Row, _: argparse.Namespace) -> dict[str, Any]:
    return quotes_row(row)


def _summary_row(row: Row, arguments: argparse.Namespace) -> dict[str, Any]:
    start = time.process_time()
    if has_articles(row):
        most = arguments.max_words or _MOST_WORDS_OF_STORY
        chosen = story_summary(
            row["articles"], method=arguments.method, max_sentences=arguments.max_sentences, max_words=most
        )
    else:
        article = read_article(str(row["text"]), title=str(row.get("title") or ""))
        chosen = [as_given(article, span, str(row["text"])) for span in _chosen(article, arguments)]
    return {"summary": chosen, "cpu_s": round(time.process_time() - start, 4)}


def _group(arguments: argparse.Namespace) -> int:
    """Group articles, of files or of lines that may give "title", "published" and "source" as well."""
    embed = _embedder(arguments)
    if not arguments.jsonl:
        index = group_stories((_read(name) for name in arguments.files or [_STANDARD_INPUT]), embed=embed)
        groups = [[_headline(article) for article in story.articles] for story in index.stories]
        print(json.dumps(groups, ensure_ascii=False) if arguments.json else "\n".join(map(_listed, groups)))
        return 0
    source, target = arguments.jsonl
    with _opened(source, target) as (lines, out):
        rows = [row for _, row in rows_in(source, lines, "text")]
        articles = [article_of(row) for row in rows]
        index = group_stories(articles, embed=embed)
        for row, article in zip(rows, articles, strict=True):
            _write(out, row, {"story": index.story_of(article).id})
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    """Answer a question, or many."""
    if arguments.rewrites:
        return _read_rows(*arguments.rewrites)
    if arguments.jsonl:
        corpus, queries, target = arguments.jsonl
        return _answer_rows(corpus, queries, target, _embedder(arguments))
    if arguments.question is None:
        message = "no question; write one, then the files it is about"
        raise ValueError(message)
    articles = [_read(name) for name in arguments.files or [_STANDARD_INPUT]]
    found = answer(arguments.question, index_articles(articles, embed=_embedder(arguments)))
    print(json.dumps(answer_as_data(found), ensure_ascii=False) if arguments.json else answer_as_text(found))
    return 0


def _answer_rows(corpus: str, queries: str, target: str, embed: Embed | None) -> int:
    _check_apart(corpus, target)
    with Path(corpus).open(encoding="utf-8-sig") as lines:
        asked = Questioned((row for _, row in rows_in(corpus, lines, "text")), embed)
    with _opened(queries, target) as (lines, out):
        for _, query in rows_in(queries, lines, "question"):
            thread = asked.thread_of(query)
            start = time.process_time()
            found = answer(str(query["question"]), asked.index, thread)
            cost = round((time.process_time() - start) * 1_000, 2)
            _write(out, query, {**asked.row_of(found), "ms": cost})
    return 0


def _read_rows(source: str, target: str) -> int:
    with _opened(source, target) as (lines, out):
        for _, row in rows_in(source, lines, "turns"):
            _write(out, row, reading_row(row))
    return 0


@contextmanager
def _opened(source: str, target: str) -> Iterator[tuple[TextIO, TextIO]]:
    """Lines to read and lines to write.

    Raises:
        ValueError: If they are the same file.
    """
    _check_apart(source, target)
    with Path(source).open(encoding="utf-8-sig") as lines, Path(target).open("w", encoding="utf-8") as out:
        yield lines, out


def _write(out: TextIO, row: Row, found: Mapping[str, Any]) -> None:
    out.write(json.dumps({"id": row["id"], **found}) + "\n")


def _headline(article: Article) -> str:
    return article.title.of(article.text) if article.title else article.text.split("\n", 1)[0]


def _listed(headlines: Sequence[str]) -> str:
    return "\n".join(("* " if number == 0 else "  ") + line for number, line in enumerate(headlines))


def _check_apart(source: str, target: str) -> None:
    if Path(target).exists() and Path(source).samefile(target):
        message = f"{target}: would be written over what is read from it; name another file"
        raise ValueError(message)


if __name__ == "__main__":
    sys.exit(main())
