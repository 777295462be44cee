"""What several commands let people choose, and how they end."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from bot.role import Role

__all__ = [
    "FINE",
    "SOMETHING_FAILED",
    "add_choices",
    "add_config",
    "add_form",
    "add_names",
    "add_role",
    "add_semantic",
    "ending",
]

# Exit codes, as the help states them.
FINE = 0
SOMETHING_FAILED = 1


def ending(failed: str, fine: str = "0 if all that was named could be read") -> str:
    """What the help says of a command's exit codes."""
    return f"Exit code: {fine}; 1 if {failed}; 2 for wrong usage."


def add_config(parser: argparse.ArgumentParser) -> None:
    """The configuration."""
    parser.add_argument(
        "config",
        nargs="?",
        type=Path,
        default=Path("config.toml"),
        metavar="CONFIG",
        help="the configuration (default: %(default)s); config.example.toml explains it",
    )


def add_role(parser: argparse.ArgumentParser, help_: str) -> None:
    """What a process does."""
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.ALL.value, help=help_)


def add_names(parser: argparse.ArgumentParser, count: str) -> None:
    """What a digest, answers or quotations are made of; `count` as argparse has it."""
    parser.add_argument(
        "names",
        nargs=count,
        metavar="FILE|URL|FEED",
        help="a text or HTML file, the URL of an article, an RSS, Atom or JSON feed (file or URL), an OPML list of feeds; - is standard input",
    )


def add_choices(parser: argparse.ArgumentParser) -> None:
    """What can be chosen of a digest."""
    from digest import DEFAULT_METHOD, Length, Style, methods

    parser.add_argument(
        "--length",
        choices=[length.value for length in Length],
        default=Length.STANDARD.value,
        help="how much to show (default: %(default)s)",
    )
    parser.add_argument(
        "--style",
        choices=[style.value for style in Style],
        default=Style.SUMMARY.value,
        help="how to tell a story: in a paragraph, a line a sentence, or by headline alone (default: %(default)s)",
    )
    parser.add_argument(
        "--method",
        choices=["default", *methods()],
        default="default",
        metavar="METHOD",
        help=f"how to summarize: {', '.join(methods())} (default: {DEFAULT_METHOD})",
    )
    parser.add_argument(
        "--since",
        metavar="WHEN",
        help="only what is newer: 36h, 7d, 2w or a date like 2026-11-20 (default: all there is)",
    )
    parser.add_argument(
        "--about",
        action="append",
        default=[],
        metavar="WORDS",
        help="a word or name whose stories come earlier; can be given again",
    )
    for name, words in (("--hide", "leave out what is about it"), ("--only", "leave out everything else")):
        parser.add_argument(
            name,
            action="append",
            default=[],
            metavar="FILTER",
            help=f"{words}: a word, a phrase, or a pattern like 'elect*'; can be given again (docs/filters.md)",
        )
    add_semantic(parser)
    parser.add_argument("--why", action="store_true", help="say of each story why it stands where it stands")


def add_semantic(parser: argparse.ArgumentParser) -> None:
    """The optional model."""
    parser.add_argument(
        "--semantic",
        action="store_true",
        help="go by what texts mean as well; make semantic installs what it takes",
    )
    parser.add_argument("--model", default="", metavar="FOLDER", help="the same, with the model of a folder")


def add_form(parser: argparse.ArgumentParser) -> Any:
    """How it is printed: a group, of which one can be chosen, and to which a command may add."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="no colours, and addresses printed instead of links")
    form.add_argument(
        "--json", action="store_true", help="as JSON: each text with its place in its article, and the articles"
    )
    return form
