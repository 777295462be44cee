"""Whether the bot is well: checks with names, each held to a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.errors import PullquoteError
from bot.logs import without_secrets
from bot.plain import plain

__all__ = ["Check", "Checks", "Remark"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of what is well: nobody need be woken for it."""

    words: str


Check = Callable[[], Awaitable[str | Remark | None]]
"""Looks at something: what is wrong with it, in words; None or empty if nothing is. Our own errors are words as well."""

_LOG = logging.getLogger(__name__)
# Whoever asks gives up after ten seconds or so: Prometheus by default, and most of what restarts services.
_PATIENCE_S = 5.0


class Checks:
    """What has to be well for the bot to be."""

    def __init__(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Take how long a check may take."""
        self._patience_s = patience_s
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Look at one more thing, whenever somebody asks."""
        self._checks[name] = check

    async def look(self) -> Mapping[str, str | Remark]:
        """What is wrong with each thing, or worth a remark, in words without secrets; empty where nothing is."""
        found = await asyncio.gather(*(self._looked_at(name, check) for name, check in self._checks.items()))
        return dict(zip(self._checks, found, strict=True))

    async def _looked_at(self, name: str, check: Check) -> str | Remark:
        try:
            async with asyncio.timeout(self._patience_s):
                found = await check() or ""
        except TimeoutError:
            found = f"no answer within {self._patience_s:g} seconds"
        except PullquoteError as error:
            found = str(error)
        except Exception as error:  # noqa: BLE001 - the others are looked at all the same
            _LOG.exception("the check of %s can't be made", name)
            found = f"can't be looked at ({type(error).__name__}); the log says why"
        if isinstance(found, Remark):
            return Remark(plain(without_secrets(found.words)))
        return plain(without_secrets(found))
