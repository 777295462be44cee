"""`pullquote run`: the bot itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, add_config, add_role

if TYPE_CHECKING:
    from bot.fetch import Fetcher

__all__ = ["add"]

# Those of `bot.roles.Role`, which takes long to load.
_ROLES = ("all", "bot", "worker", "planner")


def add(commands: Any) -> None:
    """Say what can be typed."""
    run = commands.add_parser(
        "run",
        help="run the bot: answer in chat, and post digests by itself",
        description="Run the bot until it is stopped: on the platforms of the configuration, with tokens from the environment.",
        epilog="Exit code: 0 if it was stopped; 1 if it can't run, and why is said.",
    )
    add_config(run)
    run.add_argument(
        "--plain", action="store_true", help="no colours in the terminal, and addresses printed instead of links"
    )
    add_role(
        run,
        "what this process does, where a bot is several on one PostgreSQL database: bot speaks with people and posts, worker reads sources and makes digests, "
        "planner tells workers what is due; all, if it is not given: everything, in one process",
    )
    run.set_defaults(run=_run_bot)


def _run_bot(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    from bot.roles import Role
    from bot.running import run_bot

    asyncio.run(run_bot(arguments.config, fetcher, is_plain=arguments.plain, role=Role(arguments.role)))
    return FINE
