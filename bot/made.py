"""What the command line makes of files and URLs: a digest, quotations; and the optional model."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.errors import RequestError
from bot.gathering import Gatherer
from bot.inputs import is_url
from bot.problems import Problem
from bot.progress import Progress
from bot.threads import in_thread
from digest import (
    Article,
    Digest,
    Embed,
    Length,
    NoModel,
    Preferences,
    Quote,
    Skipped,
    Style,
    Window,
    find_quotes,
    load_embedder,
    make_digest,
)

__all__ = ["digest_of", "embedder", "quotes_of"]

# Some clocks are wrong.
_AHEAD = timedelta(hours=12)


async def digest_of(
    gatherer: Gatherer,
    names: Sequence[str],
    *,
    now: datetime,
    length: Length = Length.STANDARD,
    style: Style = Style.SUMMARY,
    method: str = "default",
    since: datetime | None = None,
    preferences: Preferences | None = None,
    embed: Embed | None = None,
    progress: Progress | None = None,
) -> tuple[Digest, tuple[Problem, ...]]:
    """Make a digest of files and URLs.

    Args:
        gatherer: Gets hold of them.
        names: Paths, URLs of pages, feeds and lists of feeds, or "-".
        now: Aware.
        length: How much to show.
        style: How to tell the stories.
        method: How to summarize.
        since: From when on, aware; None for all there is. What is undated is kept.
        preferences: What is wanted more of.
        embed: Tells what texts mean; None for words alone.
        progress: Told of each of them that is done; nobody if not given.

    Returns:
        The digest, and what was wrong with those of the names that gave nothing; the digest says so too.

    Raises:
        UnknownMethod: If there is no such method.
    """
    gathered = await gatherer.gather(names, progress)
    window = Window(since, now + _AHEAD) if since else None
    digest = await in_thread(
        make_digest,
        gathered.articles,
        now=now,
        window=window,
        length=length,
        style=style,
        method=method,
        preferences=preferences,
        embed=embed,
    )
    skipped = (*digest.skipped, *gathered.skipped, *map(_as_skipped, gathered.problems))
    return replace(digest, skipped=skipped), gathered.problems


async def quotes_of(
    gatherer: Gatherer, names: Sequence[str], *, progress: Progress | None = None
) -> tuple[tuple[tuple[Article, tuple[Quote, ...]], ...], tuple[Problem, ...]]:
    """Find all quotations of files and URLs, whether their speaker is clear or not.

    Args:
        gatherer: Gets hold of them.
        names: Paths, URLs of pages, feeds and lists of feeds, or "-".
        progress: Told of each of them that is done; nobody if not given.

    Returns:
        Each article with its quotations, those without any left out; and what was wrong with names that gave nothing.
    """
    gathered = await gatherer.gather(names, progress)
    found = [(article, await in_thread(find_quotes, article)) for article in gathered.articles]
    return tuple(pair for pair in found if pair[1]), gathered.problems


def embedder(folder: str) -> Embed:
    """What tells what texts mean: the model of a folder or, if none is named, of the extra "semantic".

    Raises:
        RequestError: If it is not there.
    """
    try:
        return load_embedder(folder)
    except NoModel as error:
        raise RequestError(str(error)) from error


def _as_skipped(problem: Problem) -> Skipped:
    return Skipped(problem.source, problem.words, problem.source if is_url(problem.source) else "")
