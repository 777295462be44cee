"""What a platform's tests need to be held to the contract of all platforms."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from bot.commands import command_named
from bot.errors import PostError, RequestError
from bot.messages import Button, Message, MessageRef, Person, Place, Request, Suggestion, Visibility
from bot.ports import Adapter, Leases, Leaving, Tell, nobody
from bot.typed import write_command

__all__ = ["Answering", "Harness", "Platform", "Shown", "comes", "on", "traits_of", "typed"]

P = TypeVar("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """What people see of a message: its text as the platform would print it, and whether only who asked sees it."""

    text: str
    is_private: bool


class Platform(Protocol):
    """A platform on this machine, with a bot on it and a person in front of it."""

    place: Place

    @property
    def adapter(self) -> Adapter:
        """What connects the bot to it."""

    async def types(self, command: str, options: Mapping[str, str]) -> Sequence[Shown]:
        """What appears when somebody asks for a command."""

    async def presses(self, button: Button) -> Sequence[Shown]:
        """What appears when somebody presses a button of the last message."""

    async def says(self, text: str) -> None:
        """Somebody else writes something in the place."""

    async def seen(self) -> Sequence[Shown]:
        """All that stands in the place, the oldest first; what only one person sees need not be in it."""


Harness = Callable[["Answering"], AbstractAsyncContextManager[Platform]]
"""Starts a platform with a bot on it that answers so. Each module called `harness_*` here has one by the name `platform`."""


@dataclass
class Kept:
    """What is kept of workspaces, in memory."""

    rows: dict[tuple[str, str], str] = field(default_factory=dict)

    async def get(self, platform: str, workspace: str) -> str | None:
        return self.rows.get((platform, workspace))

    async def put(self, platform: str, workspace: str, data: str) -> None:
        self.rows[platform, workspace] = data

    async def remove(self, platform: str, workspace: str) -> None:
        self.rows.pop((platform, workspace), None)

    async def workspaces(self, platform: str) -> Sequence[str]:
        return [workspace for known, workspace in self.rows if known == platform]


@dataclass
class Held:
    """What is held, in memory, by processes that never die."""

    rows: dict[str, str] = field(default_factory=dict)
    is_file: bool = False

    async def hold_all(self, wanted: Mapping[str, str], now: datetime, until: datetime) -> Collection[str]:
        assert now < until
        return [name for name, holder in wanted.items() if self.rows.setdefault(name, holder) == holder]

    async def release(self, name: str, holder: str) -> None:
        if self.rows.get(name) == holder:
            del self.rows[name]

    async def living(self, prefix: str) -> Mapping[str, str]:
        return {name: holder for name, holder in self.rows.items() if name.startswith(prefix)}


@dataclass
class Answering:
    """A handler that answers as a test says, and keeps what it was told."""

    answers: dict[str, Message | RequestError | Exception]
    requests: list[Request] = field(default_factory=list)
    shown: list[tuple[str, tuple[MessageRef, ...]]] = field(default_factory=list)
    not_shown: list[str] = field(default_factory=list)
    suggestions: Sequence[Suggestion] = ()
    suggested: list[tuple[Request, str]] = field(default_factory=list)
    nudge: Message | None = None
    unheard: list[Request] = field(default_factory=list)
    welcome: Message | None = None
    joins: list[Place] = field(default_factory=list)
    leaves: list[Place] = field(default_factory=list)
    looks: list[tuple[Person, tuple[Place, ...]]] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)
    installations: Kept = field(default_factory=Kept)
    leases: Leases = field(default_factory=Held)

    async def answer(self, request: Request, tell: Tell = nobody) -> Message:
        tell("Reading 1 of 3")
        self.requests.append(request)
        answer = self.answers.get(request.command) or self.answers["help"]
        if isinstance(answer, Exception):
            raise answer
        is_private = request.options.get("visibility") == "only-me" or request.command != "digest"
        seen_by = Visibility.PRIVATE if is_private else Visibility.PUBLIC
        return Message(answer.blocks, seen_by, answer.id, answer.manner)

    async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
        self.shown.append((message.id, tuple(refs)))

    async def not_posted(self, message: Message) -> None:
        self.not_shown.append(message.id)

    async def suggest(self, request: Request, option: str) -> Sequence[Suggestion]:
        self.suggested.append((request, option))
        return self.suggestions

    async def heard(self, request: Request) -> Message | None:
        self.unheard.append(request)
        return self.nudge

    async def joined(self, place: Place, *, is_invited: bool = False) -> Message | None:
        self.joins.append(place)
        return self.welcome

    async def left(self, place: Place, called: str = "", how: Leaving = Leaving.GONE) -> None:
        self.leaves.append(place)

    async def is_new(self, platform: str, id_: str) -> bool:
        is_new = (platform, id_) not in self.known
        self.known.add((platform, id_))
        return is_new

    async def overview(self, person: Person, places: Sequence[Place]) -> Message:
        self.looks.append((person, tuple(places)))
        return self.answers["help"]  # type: ignore[return-value] # a message in all tests that look


async def comes(platform: Platform, message: Message, id_: str = "m1") -> dict[str, MessageRef]:
    """Post all parts of a message that comes by itself: by the key of each, what it is on its platform."""
    return {
        f"{id_}-{number}": await platform.adapter.post(platform.place, part, f"{id_}-{number}")
        for number, part in enumerate(platform.adapter.lay_out(message))
    }


def traits_of(error: PostError) -> list[str]:
    """What an error says beside its words."""
    said = {
        "permanent": error.permanent,
        "unknown": error.is_unknown,
        f"after {error.retry_after_s}": error.retry_after_s > 0,
        "everywhere": error.is_everywhere,
    }
    return [trait for trait, holds in said.items() if holds]


def typed(command: str, options: Mapping[str, str]) -> str:
    """What somebody types to ask for a command."""
    known = command_named(command)
    assert known
    return write_command(known, options)


def on(
    platform: Callable[[Answering], AbstractAsyncContextManager[P]],
    answering: Answering,
    step: Callable[[P], Awaitable[T]],
) -> T:
    """What a step gives on a platform."""

    async def run() -> T:
        async with platform(answering) as started:
            return await step(started)

    return asyncio.run(run())
