"""A conversation about a digest: questions and their follow-ups, answered from its articles alone."""

from collections.abc import Mapping, Sequence

from bot.answer_blocks import answer_message
from bot.gathering import Gatherer
from bot.messages import Heading, Message, Note, Paragraph, Sources, Visibility
from bot.problems import Problem
from bot.progress import Progress
from bot.render import quotes_message
from bot.story_blocks import link_to
from bot.threads import in_thread
from digest import Answer, Article, Digest, Embed, Index, Thread, answer, find_quotes, index_articles, pick_quotes

__all__ = ["GREETING", "Conversation", "answer_of"]

GREETING = Message(
    (Note("Ask about these stories; /help tells what else there is, and an empty line or Ctrl-D ends it."),)
)
"""What somebody at a terminal is told first."""

_HELP: Mapping[str, str] = {
    "a question": "Who said what? When was it? How many? It is answered in sentences of these articles, or not at all. "
    "The next one may lean on it: “What else did he say?”, “And in Georgia?”, “Why?”",
    "/quotes": "Who said what in these stories",
    "/sources": "The articles, and where to read them",
    "/help": "This",
    "/quit": "End it",
}
# Quotations of an article.
_QUOTES = 5


class Conversation:
    """What is asked about a digest, and what came before it."""

    def __init__(self, digest: Digest, embed: Embed | None = None) -> None:
        """Take the digest; its articles are indexed when the first question comes."""
        self._articles = tuple({one.id: one for story in digest.stories for one in story.articles}.values())
        self._embed = embed
        self._index: Index | None = None
        self._thread = Thread()

    def reply(self, line: str) -> Message | None:
        """Answer what somebody typed; None if it ends the conversation."""
        match line.strip().lower():
            case "" | "/quit" | "/exit" | "/q":
                return None
            case "/help" | "help" | "?":
                return Message(
                    tuple(Paragraph(f"{name}: {words}.") for name, words in _HELP.items()), Visibility.PRIVATE
                )
            case "/quotes":
                said = ((one, pick_quotes(find_quotes(one), one, _QUOTES)) for one in self._articles)
                return quotes_message([pair for pair in said if pair[1]], Visibility.PRIVATE)
            case "/sources":
                return _sources(self._articles)
            case command if command.startswith("/"):
                return Message(
                    (Note(f"I know {', '.join(name for name in _HELP if name[0] == '/')}; all else is a question."),)
                )
            case _:
                return answer_message(self._ask(line))

    def _ask(self, question: str) -> Answer:
        if self._index is None:
            self._index = index_articles(self._articles, embed=self._embed)
        found = answer(question, self._index, self._thread)
        self._thread = found.thread
        return found


async def answer_of(
    gatherer: Gatherer,
    names: Sequence[str],
    *,
    question: str,
    embed: Embed | None = None,
    progress: Progress | None = None,
) -> tuple[Answer, tuple[Problem, ...]]:
    """Answer a question from files and URLs.

    Args:
        gatherer: Gets hold of them.
        names: Paths, URLs of pages, feeds and lists of feeds, or "-".
        question: Any text.
        embed: Tells what texts mean; None for words alone.
        progress: Told of each of them that is done; nobody if not given.

    Returns:
        The answer, and what was wrong with names that gave nothing.
    """
    gathered = await gatherer.gather(names, progress)
    index = await in_thread(index_articles, gathered.articles, embed=embed)
    return await in_thread(answer, question, index), gathered.problems


def _sources(articles: Sequence[Article]) -> Message:
    blocks: list[Heading | Sources] = []
    for article in articles:
        title = article.title.of(article.text) if article.title else article.text.partition("\n")[0]
        date = [f"{article.published.day} {article.published:%b %Y}"] if article.published else []
        blocks += [Heading(title), Sources((link_to(article),), tuple(date))]
    return Message(tuple(blocks), Visibility.PRIVATE)
