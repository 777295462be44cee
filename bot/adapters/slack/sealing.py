"""Encrypts what is kept of workspaces, so that a copy of the database is no copy of their tokens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.errors import PlatformError, how_to_install

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

__all__ = ["Sealing", "UnreadableError"]


class UnreadableError(Exception):
    """A text that was not encrypted with one of our keys, or that was changed since."""


class Sealing:
    """Encrypts with the newest key, and decrypts with any: Fernet, as the package cryptography has it (https://cryptography.io/en/latest/fernet/)."""

    def __init__(self, keys: str, clock: Callable[[], float] = time.time) -> None:
        """Take the keys.

        Args:
            keys: Each 32 bytes in base64, with commas between them, the newest first.
            clock: Seconds since 1970.

        Raises:
            PlatformError: If one of them is no key, or what it takes is not installed.
        """
        try:
            from cryptography.fernet import Fernet, InvalidToken, MultiFernet
        except ImportError as error:
            words = f"the tokens of many workspaces are kept encrypted, and the package for that is not installed; {how_to_install('workspaces')}"
            raise PlatformError(words) from error
        try:
            fernets = [Fernet(key.replace("+", "-").replace("/", "_")) for key in keys.split(",")]
        except ValueError:
            words = "SLACK_TOKEN_KEY can't be used: a key is 32 bytes in base64; make one with: openssl rand -base64 32"
            raise PlatformError(words) from None
        self._newest: Fernet = fernets[0]
        self._any = MultiFernet(fernets)
        self._wrong = InvalidToken
        self._clock = clock

    def seal(self, text: str) -> str:
        """A text, encrypted: letters, digits, "-" and "_"."""
        return self._newest.encrypt_at_time(text.encode(), int(self._clock())).decode().rstrip("=")

    def read(self, sealed: str, lives_s: int | None = None) -> str:
        """The text.

        Args:
            sealed: What `seal` made of it, with any of the keys.
            lives_s: It was encrypted no more than so many seconds ago, if given.

        Raises:
            UnreadableError: If it was not, or with another key, or if somebody changed it.
        """
        token = _padded(sealed)
        try:
            if lives_s is None:
                return self._any.decrypt(token).decode()
            return self._any.decrypt_at_time(token, lives_s, int(self._clock())).decode()
        except (self._wrong, ValueError):
            raise UnreadableError from None

    def is_newest(self, sealed: str) -> bool:
        """Whether it was encrypted with the newest key."""
        try:
            self._newest.decrypt(_padded(sealed))
        except (self._wrong, ValueError):
            return False
        return True


def _padded(sealed: str) -> bytes:
    return sealed.encode("ascii", "replace") + b"=" * (-len(sealed) % 4)
