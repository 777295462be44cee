"""Everything the shell raises on purpose.

    PullquoteError
    ├── RequestError          what was asked for can't be done; its words are for the person who asked
    ├── ConfigError           the configuration can't be used; its words are for whoever runs the bot
    ├── SourcesError          nothing a digest is made of can be read
    ├── PlatformError         a platform can't be connected to, or no longer; for whoever runs the bot
    ├── PostError             a message was not posted
    └── StoreError            the database can't be used

What goes wrong with a source is no error: it is an outcome (`bot.problems`), and the rest of the digest still comes.
"""

from bot.messages import MessageRef

__all__ = ["ConfigError", "PlatformError", "PostError", "PullquoteError", "RequestError", "SourcesError", "StoreError"]


class PullquoteError(Exception):
    """Base of the shell's errors. Their texts name the thing and the way out.

    Attributes:
        permanent: Whether trying again would fail again.
    """

    permanent = True


class RequestError(PullquoteError):
    """A request that can't be served."""


class ConfigError(PullquoteError):
    """A configuration that can't be used.

    Attributes:
        problems: One line each.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Take what is wrong, a line each."""
        super().__init__("\n".join(problems))
        self.problems = problems


class SourcesError(PullquoteError):
    """Sources that give nothing to make a digest of."""

    def __init__(self, words: str, *, permanent: bool) -> None:
        """Take the words, and whether trying again soon would be in vain."""
        super().__init__(words)
        self.permanent = permanent


class PlatformError(PullquoteError):
    """A platform that refuses us, or that can't be reached."""

    def __init__(self, words: str, *, permanent: bool = True) -> None:
        """Take the words, and whether it will go on like that until somebody changes something."""
        super().__init__(words)
        self.permanent = permanent


class StoreError(PullquoteError):
    """A database that can't be read or written."""

    def __init__(self, words: str, *, permanent: bool = True) -> None:
        """Take the words, and whether it will stay so until somebody changes something."""
        super().__init__(words)
        self.permanent = permanent


class PostError(PullquoteError):
    """A message that was not posted, or not all of it.

    Attributes:
        permanent: Whether it never will be: the channel is gone, or a permission is missing.
        is_unknown: Whether it may be there all the same, and the platform has no means to post it only once.
        posted: Those of its parts that are there.
    """

    def __init__(
        self, words: str, *, permanent: bool, is_unknown: bool = False, posted: tuple[MessageRef, ...] = ()
    ) -> None:
        """Take the words, whether it is for good or unknown, and what was posted."""
        super().__init__(words)
        self.permanent = permanent
        self.is_unknown = is_unknown
        self.posted = posted
