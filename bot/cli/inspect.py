"""`pullquote read` and `pullquote sources`: what is read, and where it comes from."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import ending
from bot.cli.place import add_sources

if TYPE_CHECKING:
    from bot.fetch import Fetcher

__all__ = ["add"]

_ENDING = ending("not, and why is said", "0 if it could be read")


def add(commands: Any) -> None:
    """Say what can be typed."""
    _add(
        commands,
        "read",
        "name",
        "FILE|URL",
        what="a text, a page, a feed or a list of feeds; - is standard input",
        help_="show what is read of an article, a page or a feed: what is kept, what is left out and why",
        description="Show what is read of a file or a URL: the article, what was left out and why, and where each thing known of it is from.",
    )
    sources = commands.add_parser(
        "sources", help="the sources of a place; find the feeds of a site, and see how one does"
    ).add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_sources(sources)
    _add(
        sources,
        "find",
        "url",
        "URL",
        what="of the site, or of any page of it; or of a list of feeds",
        help_="the feeds of a site, the best first",
        description="Find the feeds of a site, and try each.",
    )
    _add(
        sources,
        "test",
        "url",
        "URL",
        what="of the feed",
        help_="what a feed gives",
        description="Read a feed once, and say what it gives.",
    )


def _add(commands: Any, name: str, named: str, metavar: str, *, what: str, help_: str, description: str) -> None:
    parser = commands.add_parser(name, help=help_, description=description, epilog=_ENDING)
    parser.add_argument(named, metavar=metavar, help=what)
    parser.add_argument("--json", action="store_true", help="the same as JSON, whole")
    parser.set_defaults(run=_inspecting(name))


def _inspecting(name: str) -> Callable[[argparse.Namespace, Fetcher | None], int]:
    def run(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
        from bot.cli import inspected

        command: Callable[[argparse.Namespace, Fetcher | None], int] = getattr(inspected, name)
        return command(arguments, fetcher)

    return run
