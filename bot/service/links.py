"""The pages behind links that somebody gives: fetched politely, read by the child, and never news of the place."""

import asyncio
import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.addresses import is_blocked, web_address
from bot.entries import with_outlet
from bot.errors import RequestError
from bot.fetch import Purpose
from bot.masking import shown_address
from bot.messages import Place
from bot.ports import Tell
from bot.problems import Problem, ProblemKind
from bot.reading import Task
from bot.service.desk import Desk
from digest import Article

__all__ = ["Pages", "links_in", "read_pages"]

# Each is a request to somebody's host, and somebody waits for all of them.
_MOST = 5
_PATIENCE_S = 45.0
# Up to what can stand in no address that is written within words; Slack writes <address|words>, Discord <address>.
_LINK = re.compile(r"https?://[^\s<>|\"`“”„«»]+", re.IGNORECASE)
# What ends a sentence, and not the address in it.
_BEHIND = ".,;:!?…*_~'’"
_NOT_ALLOWED = "whoever runs me does not allow that host"
_PAIRS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Pages:
    """What is behind some links.

    Attributes:
        articles: In the order of the links; each of a feed that no place has, so that no place finds it by its sources.
        problems: Of the links that gave none.
        more: How many more links there were, which nobody followed.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...] = ()
    more: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the links that gave nothing, each a sentence."""
        more = f"Of {self.more + _MOST} links, the first {_MOST} were read." if self.more else ""
        return (*map(_problem_words, self.problems), *filter(None, [more]))


def links_in(words: str) -> tuple[str, ...]:
    """The addresses of the web in a text, each once, in order; without credentials and fragments."""
    found = (web_address(_whole(match[0])) for match in _LINK.finditer(words))
    return tuple(dict.fromkeys(filter(None, found)))


async def read_pages(desk: Desk, place: Place, words: str, tell: Tell, *, patience_s: float = _PATIENCE_S) -> Pages:
    """Read the pages behind the links in a text, the first few of them.

    Args:
        desk: What to read them with.
        place: Who wants them read.
        words: The text.
        tell: Told how far it is.
        patience_s: How long to wait for a page, in seconds.

    Raises:
        RequestError: If there is no link in it, or no page can be read.
    """
    links = links_in(words)
    if not links:
        message = "There is no link to a page in that; give one to five, like https://example.org/news."
        raise RequestError(message)
    wanted, done = links[:_MOST], 0

    async def one(link: str) -> Article | Problem:
        nonlocal done
        outcome = await _read(desk, link, patience_s)
        done += 1
        _tell(tell, done, len(wanted))
        return outcome

    _tell(tell, 0, len(wanted))
    outcomes = await asyncio.gather(*map(one, wanted))
    # Two links may lead to one article.
    read = {outcome.id: outcome for outcome in outcomes if isinstance(outcome, Article)}
    allowed = await desk.store.takedowns.allowed(list(read.values()))
    gone = read.keys() - {article.id for article in allowed}
    problems = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    problems += [_refused(read[id_].url, "taken down by whoever runs me") for id_ in read if id_ in gone]
    if not allowed:
        raise RequestError(" ".join(map(_problem_words, problems)))
    return Pages(tuple(_kept_apart(article, place) for article in allowed), tuple(problems), len(links) - len(wanted))


def _problem_words(problem: Problem) -> str:
    """Why a link gave nothing, as a sentence."""
    return f"{shown_address(problem.source)}: {problem.words}."


async def _read(desk: Desk, link: str, patience_s: float) -> Article | Problem:
    """The article behind a link, or why there is none."""
    try:
        async with asyncio.timeout(patience_s):
            return await _page(desk, link)
    except TimeoutError:
        return Problem(link, ProblemKind.TIMEOUT, f"not read within {patience_s:g} seconds; try again later")


async def _page(desk: Desk, link: str) -> Article | Problem:
    if is_blocked(link, desk.blocked):
        return _refused(link, _NOT_ALLOWED)
    fetched = await desk.fetcher.get(link, purpose=Purpose.PAGE)
    if isinstance(fetched, Problem):
        return fetched
    # Where a redirect leads is what would be read.
    if is_blocked(fetched.url, desk.blocked):
        return _refused(link, _NOT_ALLOWED)
    read = await desk.reader.read(Task(link, fetched.body, fetched.url or link, fetched.content_type))
    if isinstance(read, Problem):
        return read
    if read.feed or not read.articles:
        words = "not a page but a feed, or a list of feeds, which /sources add takes"
        return Problem(link, ProblemKind.NO_ARTICLE_TEXT, words)
    return with_outlet(read.articles[0], (urlsplit(link).hostname or "").removeprefix("www."))


def _refused(link: str, words: str) -> Problem:
    return Problem(link, ProblemKind.FORBIDDEN, words)


def _kept_apart(article: Article, place: Place) -> Article:
    """An article as one of a feed that is none: what a place sees and finds is what its own feeds gave."""
    return replace(article, source=replace(article.source, feed=f"read in {place.platform} {place.home}"))


def _tell(tell: Tell, done: int, count: int) -> None:
    tell(f"Reading {min(done + 1, count)} of {count} page{'' if count == 1 else 's'}")


def _whole(link: str) -> str:
    """An address without what ends the sentence it stands in, or the brackets around it."""
    while link:
        last = link[-1]
        is_bracket = last in _PAIRS and link.count(last) > link.count(_PAIRS[last])
        if last not in _BEHIND and not is_bracket:
            break
        link = link[:-1]
    return link
