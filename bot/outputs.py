"""What is made -> a file, whole or not at all."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

from bot.errors import RequestError
from bot.plain import plain
from bot.streams import LONGEST_WORDS

__all__ = ["STANDARD_OUTPUT", "check_output", "shown_path", "write_whole"]

STANDARD_OUTPUT = "-"


def check_output(path: Path) -> None:
    """See that a file can be written, as far as that can be told before there is anything to write.

    Raises:
        RequestError: If it can't.
    """
    try:
        problem = _problem(path)
    except OSError as error:  # A name too long, a folder on the way that may not be entered.
        problem = f"it can't be written ({error.strerror}); name another file"
    if problem:
        message = f"{shown_path(path)}: {problem}"
        raise RequestError(message)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; one that is there already is replaced, and stays as it is if that fails.

    Raises:
        RequestError: If it can't be written.
    """
    check_output(path)
    target = _target(path)
    # Until it is whole, it has another name.
    part = target.with_name(f".{uuid4().hex}.part")
    try:
        try:
            _write(part, content)
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        message = f"{shown_path(path)}: it can't be written ({error.strerror}); see that its disk has room, or name another file"
        raise RequestError(message) from error


def shown_path(path: Path) -> str:
    """A path as it is shown to people."""
    return plain(str(path), LONGEST_WORDS)


def _problem(path: Path) -> str:
    """What stands in the way of a file; empty if nothing does."""
    folder = _target(path).parent
    if path.is_dir():
        return f"a folder; name a file in it, as in {shown_path(path / 'digest.html')}"
    if path.exists() and not path.is_file():
        return "not a file but a device or a pipe; name a file, or - for standard output"
    if not folder.is_dir():
        return f"there is no folder {shown_path(folder)}; make it, or name another"
    if not os.access(folder, os.W_OK):
        return f"the folder {shown_path(folder)} is not yours to write in; name another"
    if path.exists() and not os.access(path, os.W_OK):
        return "it is there already, and not yours to write; name another"
    return ""


def _target(path: Path) -> Path:
    """The file itself, where links lead to it."""
    return Path(os.path.realpath(path))


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
