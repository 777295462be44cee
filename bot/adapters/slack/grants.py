"""What Slack gives the bot in a workspace that installs it, as it is kept."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.workspaces import Workspace, answering_client, delivering_client
from bot.config import SlackConfig

__all__ = ["Grant", "WrongShapeError", "ask_for_token"]

# A token that lives for less is renewed: it lives for twelve hours, where the app's tokens are renewed at all
# (https://docs.slack.dev/authentication/using-token-rotation).
_EARLY_S = 2 * 60 * 60


async def ask_for_token(client: AsyncWebClient, settings: SlackConfig, **asked: str) -> Mapping[str, Any]:
    """What Slack gives the app for a code or a refresh token (https://docs.slack.dev/reference/methods/oauth.v2.access).

    slack_sdk's own method sends the secret by a way of aiohttp's that is about to go.

    Args:
        client: Without a token.
        settings: With client_id and client_secret.
        asked: What else is sent.

    Raises:
        SlackClientError: If it gives nothing; and what else `slack_sdk` raises where Slack does not answer.
    """
    secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
    sent = {"client_id": settings.client_id or "", "client_secret": secret, **asked}
    answer = await client.api_call("oauth.v2.access", data=sent)
    return answer.data if isinstance(answer.data, dict) else {}


class WrongShapeError(Exception):
    """Something that is no grant."""


class Grant(BaseModel):
    """A workspace's.

    Attributes:
        team: Its id.
        name: As people call it.
        url: "https://example.slack.com/".
        user: The id of the bot as a user there.
        user_name: What it is called with an @ before it.
        bot: The id of the bot.
        scopes: What it may do.
        token: Its token.
        refresh_token: By which another is given; empty where the token does not expire.
        expires_at: When it does, in seconds since 1970; 0 if never.
        installed_at: When the workspace installed it, likewise.
        by: The id of who did.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)

    team: str = Field(min_length=1)
    name: str
    url: str
    user: str
    user_name: str
    bot: str
    scopes: tuple[str, ...]
    token: str = Field(min_length=1, repr=False)
    refresh_token: str = Field(default="", repr=False)
    expires_at: float = 0.0
    installed_at: float = 0.0
    by: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """The grant that was written as a text.

        Raises:
            WrongShapeError: If it is none.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            raise WrongShapeError from None

    def written(self) -> str:
        """As a text, with its tokens."""
        return self.model_dump_json()

    def expires_soon(self, now: float) -> bool:
        """Whether it is time for another token."""
        return bool(self.expires_at and self.refresh_token) and self.expires_at - now < _EARLY_S

    def renewed(self, answer: Mapping[str, Any], now: float) -> "Grant":
        """The same with the token of an answer of Slack's.

        Raises:
            WrongShapeError: If there is none in it.
        """
        token, refresh_token, lives_s = (answer.get(key) for key in ("access_token", "refresh_token", "expires_in"))
        if not (isinstance(token, str) and token):
            raise WrongShapeError
        more = {
            "token": token,
            "refresh_token": refresh_token if isinstance(refresh_token, str) else "",
            "expires_at": now + lives_s if isinstance(lives_s, int) else 0.0,
        }
        return self.model_copy(update=more)

    def workspace(self, api_base_url: str) -> Workspace:
        """With what the bot speaks to Slack there."""
        return Workspace(
            self.team,
            self.name,
            self.url,
            self.user,
            self.user_name,
            frozenset(self.scopes),
            answering_client(self.token, api_base_url),
            delivering_client(self.token, api_base_url),
        )
