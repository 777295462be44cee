"""Reads a Containerfile: as much of its grammar as ours needs (https://docs.docker.com/reference/dockerfile/)."""

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Instruction", "Stage", "stages"]

_KNOWN = (
    (
        "FROM ARG RUN COPY ENV USER WORKDIR VOLUME STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD EXPOSE LABEL"  # ADD may fetch from the web.
    ).split()
)
_WITH_FLAGS = ("FROM", "RUN", "COPY", "HEALTHCHECK")


@dataclass(frozen=True)
class Instruction:
    """A line, or several that go on.

    Attributes:
        name: In capitals.
        text: What stands behind it, and behind its flags.
        line: The number of its first line, from 1.
        flags: Those that begin with two dashes.
    """

    name: str
    text: str
    line: int
    flags: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_exec(self) -> bool:
        """Whether no shell stands between it and what it starts."""
        return self.text.startswith("[")

    @property
    def words(self) -> list[str]:
        """Its arguments."""
        return list(json.loads(self.text)) if self.is_exec else shlex.split(self.text)


@dataclass(frozen=True)
class Stage:
    """What begins with FROM; what stands before the first one has no image.

    Attributes:
        image: That it begins with.
        name: By which others copy from it.
        instructions: All behind FROM.
    """

    image: str
    name: str
    instructions: tuple[Instruction, ...]

    def all_of(self, name: str) -> list[Instruction]:
        return [one for one in self.instructions if one.name == name]


def stages(text: str) -> list[Stage]:
    """The stages, in order.

    Raises:
        ValueError: If there is something else in it than is known here, naming the line.
    """
    found: list[tuple[str, str, list[Instruction]]] = []
    for one in _instructions(text):
        if one.name == "FROM":
            image, *rest = one.words
            found.append((image, rest[1] if rest[:1] in (["AS"], ["as"]) else "", []))
        elif not found:
            message = f"line {one.line}: {one.name} stands before the first FROM"
            raise ValueError(message)
        else:
            found[-1][2].append(one)
    return [Stage(image, name, tuple(instructions)) for image, name, instructions in found]


def _instructions(text: str) -> Iterator[Instruction]:
    for number, line in _joined(text):
        name, _, rest = line.partition(" ")
        if name not in _KNOWN or "<<" in rest:
            message = f"line {number}: {line[:40]} is not known here"
            raise ValueError(message)
        flags: dict[str, str] = {}
        rest = rest.strip()
        while name in _WITH_FLAGS and (flag := re.match(r"--([a-z-]+)=(\S+)\s+", rest)):
            flags[flag[1]] = flag[2]
            rest = rest[flag.end() :]
        yield Instruction(name, rest, number, flags)


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Each instruction as one line, with the number of its first."""
    parts: list[str] = []
    first = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not (bare := line.strip()) or bare.startswith("#"):
            continue
        first = first if parts else number
        parts.append(bare.removesuffix("\\").strip())
        if not bare.endswith("\\"):
            yield first, " ".join(parts)
            parts = []
    if parts:
        message = f"line {first}: it goes on and nothing follows"
        raise ValueError(message)
