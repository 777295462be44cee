"""`pullquote db takedown`: what must not be shown any more."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import ending
from bot.cli.stored import add_config_option, told
from bot.plain import plain
from bot.streams import agrees

if TYPE_CHECKING:
    from bot.config import Config
    from bot.fetch import Fetcher
    from bot.messages import MessageRef
    from bot.store import Store, Takedown

__all__ = ["add"]

_KINDS = ("outlet", "url", "host", "person")


def add(commands: Any) -> None:
    """Say what can be typed."""
    takedown = commands.add_parser(
        "takedown",
        help="take articles out for good, and never keep them again",
        description=(
            "Take out the articles of an outlet (by its whole name) or a host (with all below it), of one page, or those that "
            "name a person as their author or anywhere in their text, in the words that are given. They go in every wording, "
            "those that messages cite too, and are not kept again. What stands in chat already is listed: delete it there."
        ),
        epilog=ending("not, and why is said", "0 if it was done"),
    )
    takedown.add_argument("kind", nargs="?", choices=_KINDS, metavar="KIND", help=", ".join(_KINDS))
    takedown.add_argument("what", nargs="?", metavar="WHAT", help="which; in quotation marks, if it has spaces")
    takedown.add_argument("--reason", default="", metavar="WORDS", help="why, to be read in the list")
    takedown.add_argument("--yes", action="store_true", help="do not ask first")
    instead = takedown.add_mutually_exclusive_group()
    instead.add_argument("--lift", action="store_true", help="let it come again, from when a feed next gives it")
    instead.add_argument("--list", action="store_true", help="only say what was taken down")
    add_config_option(takedown)
    takedown.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    from bot.errors import RequestError

    if arguments.list:
        return told(arguments, _listed)
    if not arguments.what:
        message = "name what is to be taken down, as in: pullquote db takedown host mail.example; --list says what was"
        raise RequestError(message)

    async def work(store: Store, _: Config) -> list[str]:
        return await (_lift(store, arguments) if arguments.lift else _take_down(store, arguments))

    return told(arguments, work)


async def _listed(store: Store, _: Config) -> list[str]:
    return [_line(one) for one in await store.takedowns.all()] or ["nothing was taken down"]


async def _lift(store: Store, arguments: argparse.Namespace) -> list[str]:
    from bot.errors import RequestError
    from bot.store import TakedownKind

    if not await store.takedowns.lift(TakedownKind(arguments.kind), arguments.what):
        message = f"{arguments.kind} {arguments.what} was not taken down; --list says what was"
        raise RequestError(message)
    return ["it is kept again from when a feed next gives it"]


async def _take_down(store: Store, arguments: argparse.Namespace) -> list[str]:
    from bot.errors import RequestError
    from bot.store import TakedownKind

    kind = TakedownKind(arguments.kind)
    if not arguments.yes:
        found = await store.takedowns.would_take(kind, arguments.what)
        question = (
            f"{found.articles} articles go for good, {len(found.messages)} messages in chat cite them. Go on? [y/N] "
        )
        if not agrees(question, "--yes"):
            message = "nothing was taken down"
            raise RequestError(message)
    taken = await store.take_down(kind, arguments.what, await store.processes.now(), arguments.reason)
    lines = [f"{taken.articles} articles taken out; none of them is kept again"]
    if taken.messages:
        lines.append(f"{len(taken.messages)} messages in chat still show something of them:")
    return lines + [f"  {_named(ref)}" for ref in taken.messages]


def _line(takedown: Takedown) -> str:
    reason = f"  ({plain(takedown.reason)})" if takedown.reason else ""
    return f"{takedown.at:%Y-%m-%d}  {takedown.kind} {plain(takedown.what)}{reason}"


def _named(ref: MessageRef) -> str:
    """A message by what its platform knows it by."""
    place = ref.place
    parts = {"workspace": place.workspace, "channel": place.channel, "thread": place.thread, "message": ref.id}
    return plain(f"{place.platform}: " + ", ".join(f"{name} {id_}" for name, id_ in parts.items() if id_))
