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

__all__ = [
    "ConfigError",
    "PlatformError",
    "PostError",
    "PullquoteError",
    "RequestError",
    "SourcesError",
    "StoreError",
    "how_to_install",
]


def how_to_install(name: str) -> str:
    """How to install what not everybody needs.

    Args:
        name: Of the list in requirements/, and of the Makefile's target: "scale".
    """
    return f"in Pullquote's folder, make {name} installs it (or .venv/bin/pip install -r requirements/{name}.txt)"


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
    """A database that can't be read or written.

    Attributes:
        permanent: Whether it will stay so until somebody changes something.
        is_of_data: Whether it only does not take what was to be written: all else can be read and written.
    """

    def __init__(self, words: str, *, permanent: bool = True, is_of_data: bool = False) -> None:
        """Take the words, whether it will stay so, and whether it is what was to be written."""
        super().__init__(words)
        self.permanent = permanent
        self.is_of_data = is_of_data


class PostError(PullquoteError):
    """A message, or a part of one, that was not posted.

    Attributes:
        permanent: Whether it never will be: the channel is gone, or a permission is missing.
        is_unknown: Whether it may be there all the same.
        retry_after_s: For so many seconds the platform wants no other try; 0 if it does not say.
        is_everywhere: Whether that holds for all that is posted with the same token, and not only in this place.
        is_of_message: Whether it is this one message that the platform does not take: others may be posted there.
    """

    def __init__(
        self,
        words: str,
        *,
        permanent: bool,
        is_unknown: bool = False,
        retry_after_s: float = 0.0,
        is_everywhere: bool = False,
        is_of_message: bool = False,
    ) -> None:
        """Take the words, whether it is for good or unknown, when to try again, and what it holds for."""
        super().__init__(words)
        self.permanent = permanent
        self.is_unknown = is_unknown
        self.retry_after_s = retry_after_s
        self.is_everywhere = is_everywhere
        self.is_of_message = is_of_message
