"""What runs on this machine's Discord can't reach any other machine."""

import subprocess
import sys

import pytest

from tests.adapters.staying_here import WENT_AWAY

# An address that is nobody's (RFC 5737), and a name that is (RFC 6761).
TRIES = {
    "a connection": "socket.create_connection(('192.0.2.1', 9), 1)",
    "a name": "socket.getaddrinfo('pullquote.invalid', 80)",
    "a datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
    "in a thread": "concurrent.futures.ThreadPoolExecutor().submit(socket.getaddrinfo, 'pullquote.invalid', 80).result()",
}
HERE = """
with socket.create_server(('127.0.0.1', 0)) as there, socket.create_connection(there.getsockname()):
    pass
"""


def tried(step: str) -> subprocess.CompletedProcess[str]:
    """What comes of a step in a process that may not leave this machine."""
    program = "import concurrent.futures, socket\nfrom tests.adapters.staying_here import stay_here\nstay_here()\n"
    return subprocess.run([sys.executable, "-c", program + step], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("step", TRIES.values(), ids=TRIES)
def test_who_reaches_for_another_machine_is_ended(step: str) -> None:
    ended = tried(step)
    assert ended.returncode == WENT_AWAY
    assert "traffic elsewhere" in ended.stderr


def test_this_machine_may_be_reached() -> None:
    assert tried(HERE).returncode == 0
