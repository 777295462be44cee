"""`pullquote schedule show|set|...` and `pullquote why`: what comes by itself to a place, what became of it, and why."""

from __future__ import annotations

from typing import Any

from bot.cli.place import ENDING, add_place

__all__ = ["add"]

_HELP = {
    "show": "when digests come by themselves to a place",
    "log": "what became of the last digests there, and why",
    "set": "let a digest come by itself",
    "preview": "the next digest as it would be now",
    "pause": "no digests by themselves for now",
    "resume": "digests by themselves again",
    "remove": "no digests by themselves any more",
}
_LENGTHS = ("brief", "standard", "full")
_CHOICES = ("times", "days", "zone", "length", "quiet", "silent", "publish", "role")


def add(commands: Any) -> None:
    """Say what can be typed."""
    schedule = commands.add_parser(
        "schedule", help="when digests come by themselves to a place, and what became of them"
    )
    kinds = schedule.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, words in _HELP.items():
        parser = kinds.add_parser(name, help=words, description=f"{words.capitalize()}.", epilog=ENDING)
        options: dict[str, str] = {}
        if name == "set":
            _add_choices(parser)
            options = {one: one for one in _CHOICES}
        add_place(parser, f"schedule {name}", options)
    words = "why a digest is as it is, or why none came"
    why = commands.add_parser("why", help=words, description=f"Say {words}, as /why does in chat.", epilog=ENDING)
    why.add_argument(
        "what", nargs="*", metavar="WHAT", help="a story's number, or words of a headline; nothing for all of it"
    )
    why.add_argument(
        "--when",
        metavar="WHEN",
        help="which digest: today, yesterday, mon or 2026-11-30, with an hour or without, like 'today 07:00' (default: the last one)",
    )
    add_place(why, "why", {"what": "what", "when": "when"})


def _add_choices(parser: Any) -> None:
    """What can be chosen of a digest that comes by itself."""
    parser.add_argument("times", nargs="+", metavar="TIMES", help="hours of the day, like 07:00 18:30")
    parser.add_argument(
        "--days", metavar="DAYS", help="daily (the default), weekdays, weekends, or names like mon,wed,fri or mon-thu"
    )
    parser.add_argument(
        "--zone", metavar="ZONE", help="whose hours: a name like Europe/Berlin (default: that of the place)"
    )
    parser.add_argument("--length", choices=_LENGTHS, help="how much of it (default: brief)")
    parser.add_argument(
        "--quiet",
        metavar="HOURS",
        help="hours in which nothing comes by itself, like 22:00-06:30, or none (default: as it was)",
    )
    parser.add_argument("--silent", choices=("no", "yes"), help="whether it comes without a sound (default: as it was)")
    parser.add_argument(
        "--publish",
        choices=("no", "yes"),
        help="whether it goes on to servers that follow the channel (default: as it was)",
    )
    parser.add_argument("--role", metavar="ROLE", help="the id of who is called to it, or none (default: as it was)")
