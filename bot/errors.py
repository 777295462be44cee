"""Everything the shell raises on purpose.

    PullquoteError
    └── RequestError          what was asked for can't be done; its words are for the person who asked

What goes wrong with a source is no error: it is an outcome (`bot.problems`), and the rest of the digest still comes.
"""

__all__ = ["PullquoteError", "RequestError"]


class PullquoteError(Exception):
    """Base of the shell's errors.

    Attributes:
        permanent: Whether trying again would fail again.
    """

    permanent = True


class RequestError(PullquoteError):
    """A request that can't be served. Its text names the thing and the way out."""
