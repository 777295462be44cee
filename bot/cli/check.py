"""`pullquote check`: what would run, and what stands in its way."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, add_config, add_role
from bot.streams import output, print_json, print_lines

if TYPE_CHECKING:
    from bot.fetch import Fetcher

__all__ = ["add"]


def add(commands: Any) -> None:
    """Say what can be typed."""
    check = commands.add_parser(
        "check",
        help="look at all the bot needs, before it is run: configuration, tokens, database, sources, and what will come when",
        description="Look at a configuration and all it names, and change nothing.",
        epilog="Exit code: 0 if the bot can run with it, even where something is doubtful; 1 if not.",
    )
    add_config(check)
    add_role(check, "what the process is to do, as pullquote run has it (default: everything)")
    check.add_argument("--json", action="store_true", help="the same as JSON")
    check.set_defaults(run=_check)


def _check(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    from bot.checking import Verdict, as_data, check, lines_of
    from bot.fetch import Fetcher
    from bot.role import Role

    now = datetime.now(UTC)
    findings = asyncio.run(check(arguments.config, os.environ, fetcher or Fetcher(), now, Role(arguments.role)))
    with output():
        if arguments.json:
            print_json(as_data(findings))
        else:
            print_lines(lines_of(findings))
    return SOMETHING_FAILED if any(one.verdict is Verdict.WRONG for one in findings) else FINE
