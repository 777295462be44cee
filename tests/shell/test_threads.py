import asyncio
import signal
import subprocess
import sys
import threading

import pytest

from bot.threads import in_thread

# Work without end, in a program that says when it has begun.
ENDLESS = """
import asyncio, threading
from bot.threads import in_thread

def work():
    print("begun", flush=True)
    threading.Event().wait()

try:
    asyncio.run(in_thread(work))
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


def test_what_the_work_gives_is_given() -> None:
    assert asyncio.run(in_thread(divmod, 7, 2)) == (3, 1)
    assert asyncio.run(in_thread(int, "ff", base=16)) == 255


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(in_thread(divmod, 7, 0))


def test_an_interrupt_ends_the_program_whatever_the_work_does() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        assert program.stdout.readline() == b"begun\n"
        program.send_signal(signal.SIGINT)
        assert program.communicate() == (b"stopped\n", b"")
    assert program.returncode == 0


def test_work_that_was_given_up_may_end_later_and_disturbs_nobody() -> None:
    go, gone = threading.Event(), threading.Event()

    def work() -> None:
        go.wait()
        gone.set()

    async def run() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_thread(work), 0.01)

    asyncio.run(run())
    go.set()
    assert gone.wait(60)
