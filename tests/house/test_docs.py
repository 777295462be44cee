"""The documents say what is true: their commands run, their output is what comes out, their links lead somewhere."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands import COMMANDS
from bot.config import PLATFORMS
from digest import methods
from tests.house.containers import typed

REPOSITORY = Path(__file__).parents[2]
DOCUMENTS = sorted(path for pattern in ("*.md", "docs/*.md", "seeds/*.md") for path in REPOSITORY.glob(pattern))
PACKAGE_FILES = sorted(path for package in ("bot", "digest") for path in (REPOSITORY / package).rglob("*.py"))

# Commands that need what a test must not do: set up an environment anew, or data that is not part of the project.
NOT_RUN = re.compile(
    r"pullquote run|TOKEN=\.\.\. pullquote check|export |cp config|python3 -m venv|git clone|make (?:test|thorough|check|bench|lock|install|semantic|scale|workspaces|clean|format|docs)$|\.\./shared/|\.ci/run$|uv run|--semantic|/usr/bin/time|pip install|-m tests\.bench|-m pytest tests/quality|--html \w"
)


def _commands() -> list[tuple[str, str]]:
    """Every command line in the documents, with the document it stands in."""
    found = []
    for document in DOCUMENTS:
        blocks = re.findall(r"```(?:console|sh)\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
        lines = [line for block in blocks for line in block.splitlines()]
        found += [(document.name, line[2:]) for line in lines if line.startswith("$ ")]
    return found


def _run(command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command of a document, in the environment of the tests."""
    command = re.sub(r"(?<![\w/])(?:\.venv/bin/)?(pullquote|python)\b", f"{Path(sys.executable).parent}/\\1", command)
    if command == "make try":
        command = f"{Path(sys.executable).parent}/pullquote try"
    return subprocess.run(
        ["bash", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_there_are_commands_to_run() -> None:
    assert {"make try", "make test"} <= {command for _, command in _commands()}


def _run_once() -> list[tuple[str, str]]:
    """The commands that are run, each once, however often and with which remark it stands somewhere."""
    found = [pair for pair in _commands() if not NOT_RUN.search(pair[1])]
    return list(
        {
            command.replace("make try", "pullquote try").split("  #")[0].rstrip(): (document, command)
            for document, command in found
        }.values()
    )


@pytest.mark.parametrize(("document", "command"), _run_once())
def test_a_command_in_a_document_runs(document: str, command: str) -> None:
    if "https://" in command or "seeds/starter/" in command:  # lists of feeds that are on the web
        pytest.skip("tests open no connection")
    done = _run(command)
    assert done.returncode == 0, f"{document}: {done.stderr}"


@pytest.mark.parametrize(("document", "command"), [pair for pair in _commands() if NOT_RUN.search(pair[1])])
def test_a_command_that_is_not_run_names_things_that_are_there(document: str, command: str) -> None:
    targets = re.findall(r"make (\w+)", command)
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets), document
    files = [word for word in shlex.split(command) if word.startswith(("requirements/", "tests/", "docs/", "seeds/"))]
    assert [file for file in files if not (REPOSITORY / file).exists()] == [], document


def test_what_operators_are_to_type_is_there() -> None:
    text = (REPOSITORY / "docs/operations.md").read_text(encoding="utf-8").replace("\\\n", "")
    lines = "".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    ours = r"(?:^|&& |sudo |exec (?:bot|pullquote) )pullquote (?=[a-z])([^#&|\n]*)|compose run .* bot ([^#&|\n]*)"
    typed_there = [
        shlex.split(re.sub(r"\$\([^)]*\)", "x", "".join(one))) for one in re.findall(ours, lines, re.MULTILINE)
    ]
    assert len(typed_there) > 20
    assert [fault for words in typed_there for fault in typed(["pullquote", *words])] == []
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    shown = "\n".join([*re.findall(r"`([^`\n]*)`", text), re.sub(r"#.*", "", lines)])
    targets = {word for several in re.findall(r"\bmake ((?:[a-z]+ ?)+)", shown) for word in several.split()}
    assert {"postgresql", "scale", "workspaces"} <= targets
    assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


def test_the_readme_shows_what_the_program_prints() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    command, shown = re.findall(r"```console\n\$ (pullquote try \S+)\n(.*?)```", readme, re.DOTALL)[0]
    printed = _run(f"{command} --plain | tail -n +3").stdout
    folded = " ".join(shown.split())
    assert folded == " ".join(printed.split())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_within_the_project_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("path", PACKAGE_FILES, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_the_architecture_names_every_file(path: Path) -> None:
    if path.name == "__init__.py":
        return
    architecture = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")
    assert path.name in architecture


def test_the_documents_name_every_method_of_summarising() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert [method for method in methods() if f"`{method}`" not in readme] == []


def test_the_changelog_names_the_version() -> None:
    version = re.search(r'^version = "(.+)"', (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    assert f"## [{version[1]}]" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_documents_name_every_command_and_the_example_every_platform() -> None:
    example = (REPOSITORY / "config.example.toml").read_text(encoding="utf-8")
    chat = (REPOSITORY / "docs/chat.md").read_text(encoding="utf-8")
    words = [f"`/{command.name}`" for command in COMMANDS]
    assert [word for word in words if word not in chat] == []
    assert [name for name in PLATFORMS if f"[{name}]" not in example] == []
