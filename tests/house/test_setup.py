"""What sets the project up: the lock files, the Makefile, the wheel."""

import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from bot.errors import how_to_install

REPOSITORY = Path(__file__).parents[2]
LOCKS = sorted((REPOSITORY / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links", text)
    blocks = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert len(blocks) >= 1
    assert [block.split()[0] for block in blocks if "==" not in block.split()[0] or "--hash=sha256:" not in block] == []


def test_the_locks_agree() -> None:
    pins = [set(re.findall(r"^[a-z0-9][\w.-]*==\S+", lock.read_text(encoding="utf-8"), re.MULTILINE)) for lock in LOCKS]
    run = next(pin for lock, pin in zip(LOCKS, pins, strict=True) if lock.stem == "run")
    dev = next(pin for lock, pin in zip(LOCKS, pins, strict=True) if lock.stem == "dev")
    assert run <= dev


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = (re.split(r"[><=~! \[]", dependency)[0] for dependency in project["dependencies"])
    # As indexes spell them: https://packaging.python.org/en/latest/specifications/name-normalization/
    wanted = {re.sub(r"[-_.]+", "-", name).lower() for name in names}
    locked = set(
        re.findall(
            r"^([a-z0-9][\w.-]*)==", (REPOSITORY / "requirements/run.txt").read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert wanted <= locked


def pins(lock: Path) -> dict[str, set[str]]:
    """The versions of each package that a lock names; several where they differ by the interpreter."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", lock.read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def test_lists_can_be_installed_beside_each_other() -> None:
    versions: dict[str, set[frozenset[str]]] = {}
    for lock in LOCKS:
        for name, its in pins(lock).items():
            versions.setdefault(name, set()).add(frozenset(its))
    assert {name: several for name, several in versions.items() if len(several) > 1} == {}


def test_whatever_is_not_for_everybody_has_a_list_and_a_target_that_errors_name() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for extra, needed in project["optional-dependencies"].items():
        locked = pins(REPOSITORY / f"requirements/{extra}.txt")
        assert {re.split(r"[><=\[]", one)[0] for one in needed} <= set(locked)
        assert re.search(rf"^{extra}: .*\n\t.* -r requirements/{extra}\.txt$", makefile, re.MULTILINE)
        assert f"make {extra} " in how_to_install(extra)
        assert f"requirements/{extra}.txt" in how_to_install(extra)
    # In an image there is one list for several processes, whichever platform they are on.
    assert set(pins(REPOSITORY / "requirements/workspaces.txt")) <= set(pins(REPOSITORY / "requirements/scale.txt"))


TARGETS = "try test check bench install postgresql scale workspaces semantic format lock clean".split()


@pytest.mark.parametrize("target", TARGETS)
def test_the_makefile_knows_its_targets(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_ci_runs_what_the_readme_tells_people_to_run() -> None:
    script = (REPOSITORY / ".ci/run").read_text(encoding="utf-8")
    assert "make check\nmake test\n" in script
    assert "make test" in (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_wheel_has_both_packages_the_style_of_pages_and_the_sample_articles(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(REPOSITORY)).build(directory=str(tmp_path), versions=["standard"])
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "bot/__main__.py",
        "bot/page/style.css",
        "digest/__init__.py",
        "bot/seeds/articles/ferry-courier.html",
        "bot/seeds/feeds/dornpost.xml",
    } <= names
    assert not [name for name in names if name.startswith(("tests/", "seeds/"))]
