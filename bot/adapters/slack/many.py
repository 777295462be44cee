"""Many workspaces that install the bot, each with a token of its own, kept encrypted in our database."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.channels import PLATFORM
from bot.adapters.slack.failures import UNANSWERED, code_of
from bot.adapters.slack.grants import Grant, WrongShapeError, ask_for_token
from bot.adapters.slack.sealing import Sealing, UnreadableError
from bot.adapters.slack.workspaces import Workspace
from bot.config import SlackConfig
from bot.errors import PlatformError, PostError, StoreError
from bot.messages import Message, Place
from bot.ports import Installations

__all__ = ["Kept", "ManyWorkspaces"]

_LOG = logging.getLogger(__name__)
# Whoever asks how the bot is does not make it ask the database more often.
_LOOKED_S = 5.0
# As long as a token is good, nobody waits longer for the next one, and Slack is not asked for it more often.
_PATIENCE_S, _AGAIN_S = 0.3, 60.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a workspace.

    Attributes:
        sealed: As it is kept.
        grant: What it says.
        workspace: With what the bot speaks to Slack there.
    """

    sealed: str
    grant: Grant
    workspace: Workspace


class ManyWorkspaces:
    """All of them: `bot.adapters.slack.workspaces.Workspaces`.

    The database is asked each time, so that all processes know at once what one of them was told.

    Attributes:
        greet: Says how to begin to whoever has installed the bot: where, and what. Whoever posts sets it.
    """

    def __init__(
        self,
        installations: Installations,
        sealing: Sealing,
        settings: SlackConfig,
        client: AsyncWebClient,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take where they are kept.

        Args:
            installations: Where.
            sealing: What encrypts them.
            settings: With client_id, client_secret and public_url.
            client: Without a token.
            clock: Seconds since 1970.
        """
        self._installations = installations
        self._sealing = sealing
        self._settings = settings
        self._client = client
        self._clock = clock
        self._known: dict[str, Kept] = {}
        self._renewing: dict[str, asyncio.Task[Kept]] = {}
        self._tried: dict[str, float] = {}
        self._looked: tuple[float, str] | None = None
        self.greet: Callable[[Place, Message], Awaitable[None]] = _to_nobody

    @property
    def scopes(self) -> Collection[str] | None:
        """See `Workspaces.scopes`: of those that were looked at."""
        granted = [frozenset(one.grant.scopes) for one in self._known.values()]
        return frozenset.intersection(*granted) if granted else None

    async def look(self) -> None:
        """Look at all of them once, before the bot begins: what is under an old key goes under the newest one.

        Raises:
            PlatformError: If the database can't be used.
        """
        try:
            for team in await self._installations.workspaces(PLATFORM):
                await self._look_at(team)
        except StoreError as error:
            raise PlatformError(str(error), permanent=error.permanent) from error

    async def _look_at(self, team: str) -> None:
        try:
            kept = await self._read(team)
        except PostError as error:
            _LOG.error("%s", error)
            return
        # One whose token expires goes there by itself.
        if not (self._sealing.is_newest(kept.sealed) or kept.grant.expires_at):
            await self.keep(kept.grant)

    async def trouble(self) -> str:
        """What keeps all workspaces from being known, in words; empty if nothing does."""
        now = self._clock()
        if self._looked is None or not 0 <= now - self._looked[0] < _LOOKED_S:
            try:
                await self._installations.workspaces(PLATFORM)
                words = ""
            except StoreError as error:
                words = str(error)
            self._looked = (now, words)
        return self._looked[1]

    async def of(self, team: str) -> Workspace:
        """See `Workspaces.of`."""
        return (await self.kept(team)).workspace

    async def kept(self, team: str) -> Kept:
        """What is known of a workspace, with a token that does not expire soon.

        Args:
            team: Its id; empty for the only one there is.

        Raises:
            PostError: If it did not install the bot, or what is kept of it can't be used.
        """
        try:
            known = await self._read(team or await self._only())
            return await self._renewed(known) if known.grant.expires_soon(self._clock()) else known
        except StoreError as error:
            raise PostError(str(error), permanent=False, is_everywhere=True) from error

    async def keep(self, grant: Grant) -> Kept:
        """Keep what Slack gave.

        Raises:
            StoreError: If the database can't be used.
        """
        sealed = self._sealing.seal(grant.written())
        await self._installations.put(PLATFORM, grant.team, sealed)
        return self._remember(sealed, grant)

    async def forget(self, team: str) -> None:
        """Keep nothing of a workspace any more.

        Raises:
            StoreError: If the database can't be used.
        """
        self._known.pop(team, None)
        self._tried.pop(team, None)
        await self._installations.remove(PLATFORM, team)

    async def _only(self) -> str:
        """The only workspace there is.

        Raises:
            PostError: If there are others, or none.
        """
        teams = await self._installations.workspaces(PLATFORM)
        if len(teams) == 1:
            return teams[0]
        words = (
            "a channel of config.toml does not say which of many workspaces it is in; set it up in Slack, with /digest setup"
            if teams
            else f"no workspace has installed the bot; open {self._settings.public_url}/slack/install"
        )
        raise PostError(words, permanent=True)

    async def _read(self, team: str) -> Kept:
        sealed = await self._installations.get(PLATFORM, team)
        if sealed is None:
            self._known.pop(team, None)
            words = f"the workspace {team} has not installed the bot, or has removed it; {self._way_out()}"
            raise PostError(words, permanent=True)
        known = self._known.get(team)
        if known and known.sealed == sealed:
            return known
        try:
            grant = Grant.read(self._sealing.read(sealed))
        except UnreadableError:
            words = f"what is kept of the workspace {team} can't be decrypted with SLACK_TOKEN_KEY; add the key it was encrypted with behind a comma, or let {self._way_out()}"
            raise PostError(words, permanent=True) from None
        except WrongShapeError:
            words = f"what is kept of the workspace {team} can't be used; let {self._way_out()}"
            raise PostError(words, permanent=True) from None
        if grant.team != team:
            words = f"what is kept of the workspace {team} is another one's; let {self._way_out()}"
            raise PostError(words, permanent=True)
        return self._remember(sealed, grant)

    def _remember(self, sealed: str, grant: Grant) -> Kept:
        kept = Kept(sealed, grant, grant.workspace(self._settings.api_base_url))
        self._known[grant.team] = kept
        return kept

    def _way_out(self) -> str:
        return f"somebody there open {self._settings.public_url}/slack/install"

    async def _renewed(self, known: Kept) -> Kept:
        """The same with another token; as it is, where that takes longer than anybody waits and it is still good."""
        team = known.grant.team
        is_good = self._clock() < known.grant.expires_at
        if is_good and 0 <= self._clock() - self._tried.get(team, -_AGAIN_S) < _AGAIN_S:
            return known
        renewing = self._renewing.get(team)
        if renewing is None:
            # It is nobody's to break off: what Slack has given by then would be lost, and the old one is none any more.
            renewing = self._renewing[team] = asyncio.create_task(self._renew(team))
            renewing.add_done_callback(lambda task: self._end_renewing(team, task))
        await asyncio.wait([renewing], timeout=_PATIENCE_S if is_good else None)
        return renewing.result() if renewing.done() else known

    def _end_renewing(self, team: str, task: asyncio.Task[Kept]) -> None:
        self._renewing.pop(team, None)
        if not task.cancelled() and (error := task.exception()):
            _LOG.warning("%s", error)

    async def _renew(self, team: str) -> Kept:
        """Give a workspace another token, unless another process was faster."""
        known = await self._read(team)
        if not known.grant.expires_soon(self._clock()):
            return known
        try:
            asked = {"grant_type": "refresh_token", "refresh_token": known.grant.refresh_token}
            given = await ask_for_token(self._client, self._settings, **asked)
            return await self.keep(known.grant.renewed(given, self._clock()))
        except (*UNANSWERED, WrongShapeError) as error:
            self._tried[team] = self._clock()
            return await self._as_it_is(known, error)

    async def _as_it_is(self, known: Kept, error: Exception) -> Kept:
        """What there is of a workspace whose token was not renewed.

        Raises:
            PostError: If that is no token any more.
        """
        again = await self._read(known.grant.team)
        if again.sealed != known.sealed:
            return again
        code = code_of(error)
        words = f"the token of the workspace {known.grant.team} could not be renewed ({code or type(error).__name__})"
        if self._clock() < known.grant.expires_at:
            _LOG.warning("%s; it is good for a while yet", words)
            return again
        words = f"{words}; let {self._way_out()}"
        raise PostError(words, permanent=code.startswith("invalid_")) from None


async def _to_nobody(_: Place, __: Message) -> None:
    pass
