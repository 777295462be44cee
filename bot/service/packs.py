"""Starter packs: a few well-known feeds by topic, as lists that come with Pullquote."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from digest import Source, read_opml

__all__ = ["packs"]

# From a source checkout the lists stand beside the packages, from a wheel within this one.
_FOLDERS = tuple(folder / "seeds" / "starter" for folder in (Path(__file__).parents[1], Path(__file__).parents[2]))


@cache
def packs() -> Mapping[str, tuple[Source, ...]]:
    """The feeds of each pack, by its name."""
    folder = next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[-1])
    return {path.stem: tuple(read_opml(path.read_bytes())) for path in sorted(folder.glob("*.opml"))}
