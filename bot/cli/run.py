"""`pullquote run`: the bot itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, add_config, add_role

if TYPE_CHECKING:
    from bot.fetch import Fetcher

__all__ = ["add"]

_HIGHEST_PORT = 65535


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
    run.add_argument(
        "--metrics-port",
        type=_port,
        metavar="PORT",
        help="where this process serves its figures, instead of at the port under [metrics]: of several on one machine, each needs one of its own",
    )
    run.set_defaults(run=_run_bot)


def _port(typed: str) -> int:
    """A port.

    Raises:
        argparse.ArgumentTypeError: If there is none of this number.
    """
    if typed.isascii() and typed.isdigit() and 0 < int(typed) <= _HIGHEST_PORT:
        return int(typed)
    message = f"{typed} is no port; give a number from 1 to {_HIGHEST_PORT}"
    raise argparse.ArgumentTypeError(message)


def _run_bot(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    from bot.role import Role
    from bot.running import run_bot

    running = run_bot(
        arguments.config,
        fetcher,
        is_plain=arguments.plain,
        role=Role(arguments.role),
        metrics_port=arguments.metrics_port,
    )
    asyncio.run(running)
    return FINE
