"""By what a token is known again, in a database or a log, without anything of it being told."""

from hashlib import sha256

from pydantic import SecretStr

from bot.config.models import PLATFORMS, Config

__all__ = ["fingerprint", "fingerprints"]

# Of each platform, the first that is there of what its posts are made with. Where many workspaces have tokens of their own, they are
# all of the one app.
_POSTED_WITH = ("client_id", "token", "bot_token")
_LENGTH = 16


def fingerprint(secret: str) -> str:
    """Sixteen characters that another secret does not have. A token has so many bits at random that it can't be found by trying."""
    return sha256(f"pullquote\0{secret}".encode()).hexdigest()[:_LENGTH]


def fingerprints(config: Config) -> tuple[str, ...]:
    """What the platforms are posted on with, like "discord:9f86d081884c7d65"; none of a platform whose token is not at hand."""
    return tuple(
        f"{platform}:{fingerprint(secret)}" for platform in PLATFORMS if (secret := _secret(getattr(config, platform)))
    )


def _secret(table: object) -> str:
    values = (getattr(table, key, None) for key in _POSTED_WITH)
    plain = (one.get_secret_value() if isinstance(one, SecretStr) else one for one in values)
    return next(filter(None, plain), "")
