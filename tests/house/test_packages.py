"""The packages are ours, light to import, and complete."""

import json
import subprocess
import sys
from pathlib import Path

import bot
import digest

REPOSITORY = Path(__file__).parents[2]
# What takes a noticeable part of a second to import, and is needed only when something is read or ranked.
HEAVY = {"aiohttp", "lxml", "nltk", "numpy", "rich", "sumy", "trafilatura"}


def test_the_packages_are_those_of_this_project() -> None:
    assert Path(bot.__file__).parent == REPOSITORY / "bot"
    assert Path(digest.__file__).parent == REPOSITORY / "digest"


def test_importing_the_core_loads_nothing_heavy() -> None:
    code = "import json, sys, digest; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(json.loads(done.stdout))


def test_a_digest_by_the_default_method_needs_no_library_of_statistics() -> None:
    code = (
        "import sys, digest; from datetime import datetime, UTC;"
        "digest.make_digest([digest.read_article('Weir\\n\\nThe weir goes for good.')], now=datetime.now(UTC));"
        "print(sorted({'numpy', 'sumy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_everything_the_core_offers_is_there() -> None:
    assert sorted(digest.__all__) == sorted(set(digest.__all__))
    assert all(hasattr(digest, name) for name in digest.__all__)


def test_no_test_folder_hides_a_package() -> None:
    assert not list((REPOSITORY / "tests").rglob("__init__.py"))
