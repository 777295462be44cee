"""Which process is which, and whether one of this machine is gone: that can be seen, and then nobody need wait for it."""

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

__all__ = ["is_gone", "new_holder"]

_BOOT = Path("/proc/sys/kernel/random/boot_id")
# Numbers of processes mean something within one space of them, and their times of birth within one of time.
_SPACES = (Path("/proc/self/ns/pid"), Path("/proc/self/ns/time"))
_DEAD = {"Z", "X"}
# Of /proc/PID/stat, behind the name: the state, and when it was born, in ticks since the machine started.
_STATE, _BORN = 0, 19


def new_holder() -> str:
    """A name for something of this process that holds things: no other has it, on whatever machine, before or after.

    People read in it on which machine it is and the number of the process; the rest is for `is_gone`.
    """
    return f"{socket.gethostname().replace(' ', '-')} {os.getpid()} {token_hex(8)} {_world()} {_born(os.getpid())[1]}"


def is_gone(holder: str) -> bool:
    """Whether the process of a holder has certainly come to its end.

    It is certain only of what ran on this machine, since it was started, and in the same container. Elsewhere, as on other systems
    than Linux, nobody can tell, and whoever hears nothing of a holder has to wait.

    Args:
        holder: By `new_holder`; of anything else nothing is known.
    """
    match holder.split():
        case [_, number, _, world, born] if number.isascii() and number.isdigit() and world == _world() != "-":
            return _is_dead(int(number), born)
        case _:
            return False


def _is_dead(number: int, born: str) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # It is somebody else's, or no number of a process.
        pass
    state, since = _born(number)
    # A number is given again to another, who was born later. Some machines hide what others run: it is there all the same.
    return state in _DEAD or ("-" not in {born, since} and born != since)


def _born(number: int) -> tuple[str, str]:
    """The state of a process, and when it was born; "-" where that can't be seen."""
    with suppress(OSError, IndexError):
        # The name of a program is in brackets, and may have brackets and blanks in it.
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return fields[_STATE], fields[_BORN]
    return "-", "-"


def _world() -> str:
    """Where numbers of processes mean what they mean here: this machine, since it was started, and this container; "-" if nobody knows."""
    if sys.platform == "linux":
        with suppress(OSError):
            return "/".join([_BOOT.read_text(encoding="ascii").strip(), *map(_space, _SPACES)])
    return "-"


def _space(path: Path) -> str:
    return str(path.stat().st_ino) if path.exists() else "-"
