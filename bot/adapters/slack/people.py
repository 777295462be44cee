"""Who asks on Slack: what they may do there, and by which hours they live."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.adapters.slack.failures import UNANSWERED, code_of
from bot.adapters.slack.workspaces import Workspace
from bot.messages import Person

__all__ = ["People"]

# Who was made an administrator, or is none any more, is known after so long; of so many people it is remembered.
_KNOWN_S, _MOST = 300.0, 10_000
# Nobody waits longer to be known.
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class _Profile:
    """What Slack tells of somebody (https://docs.slack.dev/reference/objects/user-object)."""

    name: str = ""
    zone: str = ""
    is_admin: bool = False
    is_guest: bool = False


class People:
    """Knows people, as far as Slack tells: for that the app needs users:read."""

    def __init__(self, managers: Collection[str], elapsed: Callable[[], float] = time.monotonic) -> None:
        """Take who may manage beside those who administer a workspace, and what tells how much time passed, in seconds."""
        self._managers = frozenset(managers)
        self._elapsed = elapsed
        self._known: OrderedDict[tuple[str, str], tuple[float, _Profile]] = OrderedDict()

    async def who(self, workspace: Workspace, id_: str, name: str = "") -> Person:
        """Somebody, by their id; `name` is what they are called as far as who asks knows."""
        profile = await self._profile(workspace, id_)
        may_manage = id_ in self._managers or profile.is_admin
        return Person(id_, name or profile.name, may_manage, workspace.id, profile.zone)

    def is_known(self, workspace: Workspace, id_: str) -> bool:
        """Whether Slack has told who somebody is, or will not; else they may be let do more in a moment."""
        return id_ in self._managers or (workspace.id, id_) in self._known

    async def is_guest(self, workspace: Workspace, id_: str) -> bool:
        """Whether somebody sees only the channels they were taken into; who is not known counts as one."""
        return (await self._profile(workspace, id_)).is_guest

    async def _profile(self, workspace: Workspace, id_: str) -> _Profile:
        key, now = (workspace.id, id_), self._elapsed()
        known = self._known.get(key)
        if known and now - known[0] < _KNOWN_S:
            return known[1]
        try:
            async with asyncio.timeout(_PATIENCE_S):
                profile = await _read(workspace, id_)
        except UNANSWERED as error:
            # Without the scope nothing more is to be learned soon; whatever else it is, they are asked for again.
            if code_of(error) not in {"missing_scope", "user_not_found", "users_not_found"}:
                return known[1] if known else _Profile(is_guest=True)
            profile = _Profile(is_guest=True)
        self._known[key] = now, profile
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return profile


async def _read(workspace: Workspace, id_: str) -> _Profile:
    # Who asks waits for an answer, and not for Slack to take one more question about people: it takes a hundred a minute
    # (https://docs.slack.dev/reference/methods/users.info).
    user = (await workspace.delivering.users_info(user=id_))["user"]
    shown = user.get("profile") or {}
    name = str(shown.get("display_name") or user.get("real_name") or user.get("name") or "")
    zone = str(user.get("tz") or "")
    # Who comes from another organisation, through a shared channel, is no administrator here.
    is_stranger = bool(user.get("is_stranger")) or user.get("team_id", workspace.id) != workspace.id
    is_admin = any(user.get(kind) for kind in ("is_admin", "is_owner", "is_primary_owner"))
    is_guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    return _Profile(name, zone, is_admin and not is_stranger, is_guest or is_stranger)
