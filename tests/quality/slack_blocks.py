"""Whether all that Slack is sent is within its limits, by its own models and by its pages: a figure of docs/quality.md.

    python -m tests.quality.slack_blocks [COUNT]

COUNT digests are generated, 10,000 if it is not given. Each message they take, each modal and each home they are shown in, and each
command as a form is checked by slack_sdk's models and by `tests.adapters.slack_kit`.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from bot.adapters.slack.forms import Origin, answer_view, form_of, waiting_view
from bot.adapters.slack.home import home_view
from bot.adapters.slack.rendering import fallback, pages
from bot.commands import COMMANDS
from tests.adapters.generated import HOSTILE, generated_for_slack
from tests.adapters.slack_kit import problems_of_blocks, problems_of_view, refused

__all__ = ["main"]

_ORIGIN = Origin("C0123ABCD", "1764489600.000100", "1764489600.000200", " ".join(HOSTILE))
_LONGEST_FALLBACK = 4_000
_MOST_SHOWN = 10
# A view is large, and most of it is what messages have too: of so many digests one is shown in one.
_ONE_IN = 10


def main(arguments: list[str]) -> int:
    """Print how much was checked, what is largest, and what is wrong; returns the exit code."""
    if len(arguments) > 1:
        print("usage: python -m tests.quality.slack_blocks [COUNT]", file=sys.stderr)
        return 2
    count = int(arguments[0]) if arguments else 10_000
    checked: Counter[str] = Counter()
    largest: dict[str, tuple[int, int]] = {}
    wrong: list[str] = []
    for kind, name, blocks, problems in chain(_messages(count), _views(count), _forms()):
        checked[kind] += 1
        most, longest = largest.get(kind, (0, 0))
        largest[kind] = max(most, len(blocks)), max(longest, len(json.dumps(blocks, ensure_ascii=False)))
        wrong += [f"{kind} {name}: {'; '.join(problems)}"] if problems else []
    print(
        f"{count:,} digests: {', '.join(f'{many:,} {kind}s' for kind, many in checked.items())}; {len(wrong):,} wrong"
    )
    for kind, (most, longest) in largest.items():
        print(f"largest {kind}: {most} blocks, {longest:,} characters")
    for line in wrong[:_MOST_SHOWN]:
        print(line)
    return 1 if wrong else 0


_Checked = tuple[str, str, list[Any], list[str]]


def _messages(count: int) -> Iterator[_Checked]:
    """The messages that generated digests take."""
    for seed in range(count):
        message = generated_for_slack(seed)
        text = fallback(message)
        is_fine = 0 < len(text) <= _LONGEST_FALLBACK and not set(text) & set("<>")
        for number, blocks in enumerate(pages(message)):
            problems = [*problems_of_blocks(blocks), *refused(blocks), *([] if is_fine else ["fallback"])]
            yield "message", f"{seed}-{number}", blocks, problems


def _views(count: int) -> Iterator[_Checked]:
    """Generated digests as the answer in a modal, and as the home of the app."""
    for seed in range(0, count, _ONE_IN):
        message = generated_for_slack(seed)
        yield _view("modal", str(seed), answer_view(HOSTILE[seed % len(HOSTILE)], message, _ORIGIN))
        yield _view("home", str(seed), home_view(message))


def _forms() -> Iterator[_Checked]:
    """Each command as a form that asks for all it takes, with whatever may stand in it."""
    for command in COMMANDS:
        names = [option.name for option in command.options]
        for number, text in enumerate(HOSTILE):
            view = form_of(command, names, {"message": "m1", "about": text}, dict.fromkeys(names, text), _ORIGIN)
            yield _view("form", f"{command.name} {number}", view)
    for number, text in enumerate(HOSTILE):
        yield _view("modal", f"waiting {number}", waiting_view(text, text, _ORIGIN))


def _view(kind: str, name: str, view: Mapping[str, Any]) -> _Checked:
    return kind, name, [*view["blocks"]], problems_of_view(view)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
