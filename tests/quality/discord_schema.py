"""Whether all that Discord is sent is within its own description of its API: a figure of docs/quality.md.

    python -m tests.quality.discord_schema OPENAPI [COUNT]

OPENAPI is https://github.com/discord/discord-api-spec/blob/main/specs/openapi.json. COUNT digests are generated, 10,000 if it is
not given; what is checked is the body of each request that discord.py makes of their pages, of the registration of all commands
and of all forms.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import discord
from discord.http import handle_message_parameters

from bot.adapters.discord.client import Client
from bot.adapters.discord.forms import form_of
from bot.adapters.discord.rendering import Page, pages
from bot.adapters.discord.views import files, view
from bot.commands import COMMANDS, Holds
from tests.adapters.generated import generated
from tests.adapters.harness import Answering
from tests.adapters.harness_discord import SETTINGS
from tests.quality.json_schema import Schemas

__all__ = ["body", "main"]

_SCHEMAS = {
    "message": "#/components/schemas/MessageCreateRequest",
    "command": "#/components/schemas/ApplicationCommandUpdateRequest",
    "form": "#/components/schemas/ModalInteractionCallbackRequest",
}
_MOST_FIELDS = 5
_MOST_SHOWN = 10


def main(arguments: list[str]) -> int:
    """Print how many bodies there were, and what is wrong with them; returns the exit code."""
    if len(arguments) not in {1, 2}:
        print("usage: python -m tests.quality.discord_schema OPENAPI [COUNT]", file=sys.stderr)
        return 2
    schemas = Schemas(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    count = int(arguments[1]) if len(arguments) == 2 else 10_000
    bodies: Counter[str] = Counter()
    wrong: list[str] = []
    for kind, name, sent in chain(_messages(count), _commands(), _forms()):
        bodies[kind] += 1
        problems = list(schemas.problems(sent, schemas.at(_SCHEMAS[kind])))
        wrong += [f"{kind} {name}: {'; '.join(problems)}"] if problems else []
    counted = ", ".join(f"{many:,} {kind}s" for kind, many in bodies.items())
    print(f"{count:,} digests: {counted}; {len(wrong):,} outside the schema")
    for line in wrong[:_MOST_SHOWN]:
        print(line)
    return 1 if wrong else 0


def _messages(count: int) -> Iterator[tuple[str, str, Any]]:
    """The pages of generated digests."""
    for seed in range(count):
        for number, page in enumerate(pages(generated(seed))):
            yield "message", f"{seed}-{number}", body(page, f"m{seed}-{number}")


def _commands() -> Iterator[tuple[str, str, Any]]:
    """What is offered, as it is made known to Discord."""
    client = Client(Answering({}), SETTINGS)
    for command in client.tree.get_commands():
        yield "command", command.name, json.loads(json.dumps(command.to_dict(client.tree)))


def _forms() -> Iterator[tuple[str, str, Any]]:
    """Each command as a form that asks for what it takes, five options at a time."""
    for command in COMMANDS:
        for asks in _batches([option.name for option in command.options if option.holds is not Holds.DOCUMENT]):
            form = form_of(command, asks, {"message": "0123456789abcdef", "visibility": "only-me"})
            yield "form", command.name, {"type": 9, "data": json.loads(json.dumps(form.to_dict()))}


def _batches(names: list[str]) -> Iterator[list[str]]:
    """Some at a time, as many as a form takes."""
    yield from (names[start : start + _MOST_FIELDS] for start in range(0, len(names), _MOST_FIELDS))


def body(page: Page, key: str) -> Any:
    """The body of the request by which discord.py posts a page, as JSON has it; ids that it writes as numbers, as strings.

    Discord takes both (https://docs.discord.com/developers/reference, "ID Serialization"), and its description knows strings.
    """
    called = [discord.Object(page.role)] if page.role else False
    mentions = discord.AllowedMentions(everyone=False, users=False, roles=called, replied_user=False)
    with handle_message_parameters(
        view=view(page, key), nonce=key, files=files(page), allowed_mentions=mentions
    ) as parameters:
        written = json.loads(
            parameters.multipart[0]["value"] if parameters.multipart else json.dumps(parameters.payload)
        )
    for attachment in written["attachments"]:
        attachment["id"] = str(attachment["id"])
    if page.role:
        written["allowed_mentions"]["roles"] = [str(role) for role in written["allowed_mentions"]["roles"]]
    return written


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
