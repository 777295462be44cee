"""What a person names on the command line -> its bytes: a file, a URL, or standard input."""

import asyncio
import errno
import io
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from bot.fetch import MAX_BYTES, Fetched, Fetcher, Purpose, too_large
from bot.problems import Problem, ProblemKind
from bot.threads import in_thread

__all__ = ["STANDARD_INPUT", "Inputs", "is_url", "seed_files"]

STANDARD_INPUT = "-"

# A pipe with nobody at its other end never ends, and nor do some files of the system.
_TIMEOUT_S = 20.0

# A name that ends so, and has no folder, is a file's and no host's.
_ENDINGS = (".txt", ".html", ".htm", ".xml", ".json", ".opml", ".md", ".eml")

# From a source checkout the sample articles stand beside the package, from a wheel within it.
_SEED_FOLDERS = (Path(__file__).parent / "seeds", Path(__file__).parent.parent / "seeds")


def is_url(name: str) -> bool:
    """Whether a name is meant as a URL rather than a file."""
    return "://" in name


def seed_files() -> Sequence[str]:
    """The sample articles that come with Pullquote, by name."""
    folder = next((folder for folder in _SEED_FOLDERS if folder.is_dir()), _SEED_FOLDERS[-1])
    return [str(path) for part in ("articles", "feeds") for path in sorted((folder / part).glob("*.*"))]


class Inputs:
    """Gets hold of what a person names."""

    def __init__(
        self,
        fetcher: Fetcher,
        standard_input: bytes | None = b"",
        *,
        max_bytes: int = MAX_BYTES,
        timeout_s: float = _TIMEOUT_S,
    ) -> None:
        """Set where from.

        Args:
            fetcher: For URLs; open.
            standard_input: What "-" stands for; None if there is nothing to read from. It is read beforehand: reading
                it here would hold up everything else.
            max_bytes: The most that is read of anything.
            timeout_s: How long reading a file or a pipe may take, in seconds.
        """
        self._fetcher = fetcher
        self._standard_input = standard_input
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s

    async def load(self, name: str, purpose: Purpose = Purpose.EITHER) -> Fetched | Problem:
        """Get hold of a file, a URL or standard input; a URL as a page or a feed, if that is known."""
        if is_url(name):
            return await self._fetcher.get(name, purpose=purpose)
        if name == STANDARD_INPUT:
            if self._standard_input is None:
                words = "standard input is closed or can't be read; pipe something into it, or name a file"
                return Problem(name, ProblemKind.NOT_FOUND, words)
            return _read(name, io.BytesIO(self._standard_input), self._max_bytes)
        if not name.strip():
            return Problem(name, ProblemKind.NOT_FOUND, "an empty name; name a file or the address of a page")
        try:
            async with asyncio.timeout(self._timeout_s):
                return await in_thread(_read_file, name, self._max_bytes)
        except TimeoutError:
            words = f"it did not end within {self._timeout_s:g} seconds; write it to a file first, and name that"
            return Problem(name, ProblemKind.TIMEOUT, words)


def _read_file(name: str, max_bytes: int) -> Fetched | Problem:
    path = Path(name)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            words = f"a folder; name the files in it, as in {path / '*.txt'}"
            return Problem(name, ProblemKind.NOT_A_FILE, words)
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            words = "not a file but a device or a socket, which may never end; write it to a file first, and name that"
            return Problem(name, ProblemKind.NOT_A_FILE, words)
        with path.open("rb") as file:
            return _read(name, file, max_bytes)
    except FileNotFoundError:
        return Problem(name, ProblemKind.NOT_FOUND, _not_found(name))
    except PermissionError:
        return Problem(name, ProblemKind.NO_PERMISSION, "not yours to read; check its permissions")
    except (OSError, ValueError) as error:
        # A name too long or with a NUL in it, a file system that fails.
        code = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
        return Problem(name, ProblemKind.NOT_FOUND, f"can't be opened ({code or error})")


def _not_found(name: str) -> str:
    host, slash, _ = name.partition("/")
    is_host = "." in host.strip(".") and " " not in name
    is_web = is_host and (host.startswith("www.") or bool(slash) or not name.endswith(_ENDINGS))
    return (
        f"no such file; if it is a web address, write https://{name}" if is_web else "no such file; check the spelling"
    )


def _read(name: str, file: BinaryIO, max_bytes: int) -> Fetched | Problem:
    body = file.read(max_bytes + 1)
    return too_large(name, max_bytes) if len(body) > max_bytes else Fetched("", body, "", {})
