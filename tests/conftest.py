"""Settings of all tests, and what can be chosen of them: `--deep`, `--database` and `--engine`."""

import gc
import os
import signal
from pathlib import Path
from shutil import disk_usage

import pytest
from hypothesis import settings

from tests.chosen import CHOSEN, ENGINES
from tests.kinds import DATABASES, left_out

# No test may fail for the machine being slow, nor on one run and not on the next where nobody is looking. Examples are
# others each time, so that few of them come to many.
settings.register_profile("pullquote", deadline=None, derandomize="CI" in os.environ, max_examples=30)
settings.register_profile("deep", settings.get_profile("pullquote"), max_examples=500)

# Programs that tests start, a few hundred in a run, keep what they compiled: else each spends half its time on that anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Who runs the tests in the background of a shell has them ignore interrupts, and programs that they start would as well.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Each test has a database of its own, and each transaction waits for a disk: memory is quicker, and forgets as well.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
_ROOM = 2_000_000_000
if os.access(_MEMORY, os.W_OK) and disk_usage(_MEMORY).free > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def pytest_addoption(parser: pytest.Parser) -> None:
    """What can be chosen."""
    group = parser.getgroup("pullquote")
    group.addoption("--deep", action="store_true", help="all examples, and whatever is large in its full size")
    group.addoption(
        "--database",
        choices=DATABASES,
        default="some",
        help="some: what the store does on both databases, the rest on one or the other; both: all on both; or all on one",
    )
    group.addoption(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="local: jobs are done in this process; many: by a queue, where the database can have one",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let all know it."""
    CHOSEN.is_deep, CHOSEN.engine = config.getoption("--deep"), config.getoption("--engine")
    settings.load_profile("deep" if CHOSEN.is_deep else "pullquote")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not tried on this database."""
    left = left_out(items, config.getoption("--database"), config.getoption("--engine"))
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish() -> None:
    """What was loaded and collected stays: nobody need look through it again and again for what could go."""
    gc.collect()
    gc.freeze()
