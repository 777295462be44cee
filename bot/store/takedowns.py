"""What must not be shown any more is taken out, in every wording, and stays out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select, update

from bot.messages import MessageRef
from bot.store import search
from bot.store import tables as t
from bot.store.articles import stored
from bot.store.barred import Facts, Takedown, TakedownKind, all_takedowns, allowed, in_form, is_meant, is_outlet
from bot.store.database import Database
from bot.store.refs import ref_of
from digest import Article

__all__ = ["Takedowns", "TakenDown"]


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What a takedown takes out.

    Attributes:
        articles: How many articles, in whatever wordings.
        messages: The platforms' messages that cite them: they are there still, and only their platforms can delete them.
    """

    articles: int
    messages: tuple[MessageRef, ...]


class Takedowns:
    """All that was taken down."""

    def __init__(self, database: Database) -> None:
        """Take where it is kept."""
        self._database = database

    async def all(self) -> tuple[Takedown, ...]:
        """All of it, in the order in which it was taken down."""
        return await self._database.read(all_takedowns)

    async def would_take(self, kind: TakedownKind, what: str) -> TakenDown:
        """What a takedown would take out that is there now.

        Raises:
            RequestError: If it is nothing that can be taken down.
        """
        articles = await self._meant(kind, in_form(kind, what))
        refs: set[MessageRef] = set()
        for some in t.portions(articles):
            refs |= (await self._database.read(partial(_citing, articles=some)))[1]
        return TakenDown(len(articles), _sorted(refs))

    async def add(self, kind: TakedownKind, what: str, at: datetime, reason: str = "") -> TakenDown:
        """Take down what is meant, and keep nothing of it again; done again, it takes out what was left after a failure.

        Args:
            kind: What sort of thing it is.
            what: As somebody writes it.
            at: When, aware.
            reason: Why; empty if that is not to be told.

        Raises:
            RequestError: If it is nothing that can be taken down.
        """
        takedown = Takedown(kind, in_form(kind, what), at, reason)
        # First this: what comes meanwhile is not kept, so that nothing is left when all that is there has been looked at.
        await self._database.write(lambda connection: _write_down(connection, takedown))
        articles = await self._meant(kind, takedown.what)
        refs: set[MessageRef] = set()
        for some in t.portions(articles):
            refs |= await self._database.write(partial(_take_out, articles=some))
        return TakenDown(len(articles), _sorted(refs))

    async def lift(self, kind: TakedownKind, what: str) -> bool:
        """Let come again what was taken down; what was taken out stays out until a feed gives it anew. Whether it was taken down."""
        statement = t.takedowns.delete().filter_by(kind=kind, what=in_form(kind, what))
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def allowed(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        """Of articles that have just been read, those that were not taken down."""
        return await self._database.read(lambda connection: tuple(allowed(connection, articles)))

    async def _meant(self, kind: TakedownKind, what: str) -> list[str]:
        """Ids of the articles that are there and meant; a few are looked at at a time, as it takes long to read all of them."""
        if kind is TakedownKind.OUTLET:
            return await self._database.read(lambda connection: _of_outlet(connection, what))
        meant: dict[str, None] = {}
        after = ""
        while rows := await self._database.read(partial(stored, after=after)):
            meant |= dict.fromkeys(article.id for _, article in rows if is_meant(kind, what, Facts(article)))
            after = rows[-1][0]
        return list(meant)


def _of_outlet(connection: Connection, what: str) -> list[str]:
    """Ids of the articles of an outlet, by whatever feed it is called so."""
    meant: dict[str, None] = {}
    for table in (t.articles, t.feed_articles):
        names = connection.execute(select(table.c.outlet).distinct()).scalars()
        its = [name for name in names if is_outlet(what, name)]
        meant |= dict.fromkeys(connection.execute(select(table.c.article).where(table.c.outlet.in_(its))).scalars())
    return list(meant)


def _write_down(connection: Connection, takedown: Takedown) -> None:
    # Whoever is just keeping articles has to be done, or has to see this.
    t.lock(connection, t.articles)
    row = {"kind": takedown.kind, "what": takedown.what, "at": takedown.at, "reason": takedown.reason}
    again = {"at": takedown.at, "reason": takedown.reason}
    new = t.insert(connection, t.takedowns).values(row)
    connection.execute(new.on_conflict_do_update(index_elements=["kind", "what"], set_=again))


def _take_out(connection: Connection, articles: Sequence[str]) -> set[MessageRef]:
    """Take articles out with all that hangs on them. The platforms' messages that cite them."""
    t.lock(connection, t.articles)
    messages, refs = _citing(connection, articles)
    for some in t.portions(messages):
        is_one = t.messages.c.id.in_(some)
        connection.execute(update(t.messages).where(is_one).values(is_taken_down=True))
        # What is not posted yet is made anew, and what may be there is not posted again.
        is_open = t.deliveries.c.look_at.is_not(None)
        connection.execute(update(t.deliveries).where(t.deliveries.c.message.in_(some), is_open).values(data=""))
        # Why they say it may repeat what they say.
        connection.execute(t.receipts.delete().where(t.receipts.c.message.in_(some)))
    wordings = select(t.articles.c.revision).where(t.articles.c.article.in_(articles))
    revisions = connection.execute(wordings).scalars().all()
    search.remove(connection, revisions)
    for table in (t.cites, t.analyses):
        connection.execute(table.delete().where(table.c.revision.in_(wordings)))
    is_of_it = t.feed_articles.c.article.in_(articles)
    connection.execute(update(t.feed_articles).where(is_of_it).values(revision=None, outlet=""))
    connection.execute(t.articles.delete().where(t.articles.c.article.in_(articles)))
    return refs


def _citing(connection: Connection, articles: Sequence[str]) -> tuple[list[str], set[MessageRef]]:
    """The messages that cite articles, and what they are on their platforms."""
    of_these = select(t.cites.c.message).join(t.articles, t.articles.c.revision == t.cites.c.revision).distinct()
    messages = list(connection.execute(of_these.where(t.articles.c.article.in_(articles))).scalars())
    refs = {
        ref_of(row)
        for some in t.portions(messages)
        for row in connection.execute(select(t.refs).where(t.refs.c.message.in_(some)))
    }
    return messages, refs


def _sorted(refs: Iterable[MessageRef]) -> tuple[MessageRef, ...]:
    return tuple(sorted(refs, key=lambda ref: (ref.place.platform, ref.place.workspace, ref.place.home, ref.id)))
