"""Containerfile and compose.yaml name what is there; and whoever breaks one of the rules hears of it. Nothing of it is run here."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.house.containerfile import stages
from tests.house.containers import REPOSITORY, composed, faults_of_compose, faults_of_containerfile

CONTAINERFILE = (REPOSITORY / "Containerfile").read_text(encoding="utf-8")
COMPOSE = (REPOSITORY / "compose.yaml").read_text(encoding="utf-8")


def test_the_containerfile_keeps_the_rules() -> None:
    assert faults_of_containerfile(CONTAINERFILE) == []


def test_the_composition_keeps_the_rules() -> None:
    assert faults_of_compose(composed(COMPOSE)) == []


def test_the_composition_has_what_it_takes() -> None:
    services = composed(COMPOSE)["services"]
    assert set(services) == {"database", "planner", "worker", "bot"}
    assert services["worker"]["deploy"]["replicas"] == 2
    assert services["database"]["image"].startswith("postgres:18")


def test_a_containerfile_is_read_with_its_stages_and_lines_that_go_on() -> None:
    build, last = stages(
        '# x\nFROM a:1 AS build\nRUN one \\\n # why\n && two\n\nFROM b:2\nCOPY --from=build /x /y\nCMD ["a", "b c"]\n'
    )
    assert (build.image, build.name, last.image, last.name) == ("a:1", "build", "b:2", "")
    assert [(one.name, one.text, one.line) for one in build.instructions] == [("RUN", "one && two", 3)]
    assert last.instructions[0].flags == {"from": "build"}
    assert last.instructions[1].words == ["a", "b c"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("FROM python:3.13-slim-trixie AS", "FROM python AS", "the image python is not pinned by a tag"),
        ("FROM python:3.13-slim-trixie AS", "FROM python:latest AS", "the image python:latest is not pinned by a tag"),
        ("COPY bot ./bot", "COPY . .", "it copies the whole folder, with config.toml and all secrets in it"),
        ("COPY bot ./bot", "COPY robot ./bot", "there is no robot"),
        ("USER 10001:10001", 'USER 10001:10001\nVOLUME ["/var/lib/pullquote"]', "each container without a volume"),
        ("--from=build", "--from=built", "there is no stage called built"),
        ("REQUIREMENTS=postgresql", "REQUIREMENTS=everything", "there is no requirements/everything.txt"),
        ("REQUIREMENTS=postgresql", 'REQUIREMENTS="scale everything"', "there is no requirements/everything.txt"),
        ("install --no-cache-dir --require-hashes -r requirements/${list}", "install -r requirements/${list}", "not held to hashes"),
        ("install --no-cache-dir --require-hashes -r requirements/run", "install -r requirements/run", "not held to hashes"),
        ("USER 10001:10001", "USER root", "it runs as root"),
        ("USER 10001:10001", "", "it runs as root"),
        ("RUN python -m pip uninstall", "RUN apt-get install gcc && pip uninstall", "apt-get is used in what runs"),
        ("STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL", "it is not stopped with SIGTERM"),
        (":9464/healthz", ":9465/healthz", "nobody looks at http://127.0.0.1:9464/healthz"),
        ('ENTRYPOINT ["pullquote"]', "ENTRYPOINT pullquote", "ENTRYPOINT is not there once as a list"),
        ('CMD ["run", ', 'CMD ["start", ', "can't be typed"),
        ('CMD ["run", ', 'CMD ["run", "--fast", ', "can't be typed"),
        ('CMD ["run", ', 'CMD ["run", "--role", "boss", ', "boss"),
        ("PYTHONUNBUFFERED=1", "DISCORD_TOKEN=x", "DISCORD_TOKEN is a secret, and stays in the image"),
        ("ARG REQUIREMENTS", "ARG DATABASE_PASSWORD\nARG REQUIREMENTS", "DATABASE_PASSWORD is a secret"),
        ("PYTHONUNBUFFERED=1", "PULLQUOTE_ROLE=bot", "nothing reads PULLQUOTE_ROLE"),
        ("COPY bot ./bot", "ADD https://example.com/bot ./bot", "is not known here"),
        ("COPY bot ./bot", "COPY <<EOF ./bot", "is not known here"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_of_the_containerfile_is_told(old: str, new: str, fault: str) -> None:
    assert old in CONTAINERFILE
    faults = faults_of_containerfile(CONTAINERFILE.replace(old, new))
    assert any(fault in one for one in faults), faults


def test_a_build_is_given_what_it_copies_and_no_secret() -> None:
    """As https://docs.docker.com/build/concepts/context/#dockerignore-files has it: nothing, but for what is taken in again."""
    first, *rest = [
        line
        for line in (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").split("\n")
        if line[:1] not in ("", "#")
    ]
    given = {line[1:] for line in rest if line.startswith("!")}
    copied = {
        word.removeprefix("./")
        for stage in stages(CONTAINERFILE)
        for one in stage.all_of("COPY")
        if not one.flags
        for word in one.words[:-1]
    }
    assert (first, given) == ("*", copied)


def put(*path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Sets something in what was read, or takes it away with None."""

    def change(data: dict[str, Any]) -> None:
        for name in path[:-1]:
            data = data[name]
        if value is None:
            del data[path[-1]]
        else:
            data[path[-1]] = value

    return change


BOT = ("services", "bot")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put(*BOT, "command", value=["run", "--role", "boss", "/etc/pullquote/config.toml"]), "boss"),
        (put(*BOT, "command", value=["run", "--speed", "9"]), "bot: pullquote run --speed 9 can't be typed"),
        (put(*BOT, "command", value=["run", "/etc/other.toml"]), "bot: /etc/other.toml is not there"),
        (put("services", "worker", value=None), "nobody is the worker"),
        (put("services", "planner", "build", value={"context": ".", "dockerfile": "Containerfile", "args": {"REQUIREMENTS": "scale"}}), "our image is built by planner, bot"),
        (put(*BOT, "build", value=None), "our image is built by nobody"),
        (put("services", "worker", "pull_policy", value=None), "worker: its image may be asked of a registry"),
        (put("services", "database", "healthcheck", "test", value=["CMD", "pg_isready"]), "database: it is asked on its socket"),
        (put("services", "database", "logging", value=None), "database: its log has no limit"),
        (put(*BOT, "image", value="pullquote"), "bot: its image pullquote is not pinned by a tag"),
        (put("services", "database", "image", value="postgres:latest"), "database: its image postgres:latest is not pinned"),
        (put(*BOT, "image", value="pullquote:9.9.9"), "bot: its image is pullquote:9.9.9, and the version"),
        (put(*BOT, "environment", "DISCORD_TOKEN", value="abc"), "bot: DISCORD_TOKEN is a secret, in clear"),
        (put(*BOT, "environment", "DISCORD_TOKEN_FILE", value="/etc/token"), "which is none of its secrets"),
        (put(*BOT, "environment", "PULLQUOTE_SPEED", value="9"), "bot: nothing reads PULLQUOTE_SPEED"),
        (put("services", "database", "environment", "POSTGRES_PASSWORD", value="x"), "POSTGRES_PASSWORD is a secret, in clear"),
        (put("services", "planner", "secrets", value=["database_uri"]), "there is no database_uri under secrets"),
        (put("secrets", "slack_bot_token", value={"file": "./secrets/slack"}), "nobody uses slack_bot_token, under secrets"),
        (put("secrets", "discord_token", "file", value="./secrets/other"), "there is no ./secrets/other, and docs/operations.md"),
        (put("secrets", "discord_token", value={"environment": "DISCORD_TOKEN"}), "does not come from a file"),
        (put("services", "worker", "restart", value="no"), "worker: it is not started again"),
        (put("services", "worker", "healthcheck", value={}), "worker: nobody looks whether it is well"),
        (put("services", "worker", "deploy", value={}), "worker: its memory has no limit"),
        (put("services", "worker", "read_only", value=False), "worker: what it is made of can be written to"),
        (put("services", "worker", "cap_drop", value=[]), "worker: it has rights that it does not need"),
        (put("services", "worker", "security_opt", value=[]), "worker: it may take more rights than it has"),
        (put("services", "worker", "depends_on", value={"queue": {}}), "worker: it waits for queue, which is not there"),
        (put("services", "worker", "networks", value=["elsewhere"]), "there is no elsewhere under networks"),
        (put(*BOT, "build", "args", value={"REQUIREMENTS": "scale all"}), "there is no requirements/all.txt"),
        (put(*BOT, "build", "args", value={"REQUIREMENTS": "run"}), "bot: its REQUIREMENTS are run, and several"),
        (put(*BOT, "build", "dockerfile", value="Dockerfile"), "there is no Dockerfile"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_of_the_composition_is_told(change: Callable[[dict[str, Any]], None], fault: str) -> None:
    data = composed(COMPOSE)
    change(data)
    faults = faults_of_compose(data)
    assert any(fault in one for one in faults), faults
