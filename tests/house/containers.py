"""What has to hold of Containerfile and compose.yaml. No container is run for it: everything that they name is looked up here.

Each rule gives faults in words, and nothing where all is well.
"""

import contextlib
import io
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from bot.__main__ import _parser
from bot.config import DATABASE, TOKENS, MetricsConfig
from tests.house.containerfile import Instruction, Stage, stages

__all__ = ["REPOSITORY", "composed", "faults_of_compose", "faults_of_containerfile", "typed"]

REPOSITORY = Path(__file__).parents[2]
_SECRETS = frozenset({DATABASE, *(name for names in TOKENS.values() for name in names.values())})
_FILES = frozenset(f"{name}_FILE" for name in _SECRETS)
# What Python itself and the image of PostgreSQL read: https://hub.docker.com/_/postgres
_PYTHON = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "TZ"}
_POSTGRES = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "POSTGRES_INITDB_ARGS"}
_SECRET_WORDS = re.compile(r"PASSWORD|TOKEN|SECRET|KEY|_URL")
_PINNED = re.compile(r"[\w./-]+:(?!latest\b)[\w.-]*\d[\w.-]*")
_PARSER = _parser()
_ROLES = ("all", "bot", "worker", "planner")
_HEALTH = f"http://127.0.0.1:{MetricsConfig().port}/healthz"
_TOOLS = re.compile(r"\bpip3? (?:install|download|wheel)\b|\b(?:apt-get|apk|gcc|make|uv|git|curl|wget)\b")


def faults_of_containerfile(text: str, root: Path = REPOSITORY) -> list[str]:
    """What is wrong with a Containerfile."""
    try:
        found = stages(text)
    except ValueError as error:
        return [str(error)]
    if not found:
        return ["there is no FROM"]
    return [*_stages(found, root), *_last(found[-1])]


def _stages(found: Sequence[Stage], root: Path) -> Iterator[str]:
    names: list[str] = []
    for stage in found:
        if stage.image not in names and not _PINNED.fullmatch(stage.image):
            yield f"the image {stage.image} is not pinned by a tag"
        defaults = dict(one.text.partition("=")[::2] for one in stage.all_of("ARG"))
        for one in stage.all_of("COPY"):
            yield from _copied(one, names, root)
        for one in stage.all_of("RUN"):
            yield from _installed(one, defaults, root)
        for one in [*stage.all_of("ENV"), *stage.all_of("ARG")]:
            for name in re.findall(r"(?:^|\s)([A-Za-z_]\w*)(?:=|$)", one.text):
                if _SECRET_WORDS.search(name) and not name.endswith("_FILE"):
                    yield f"line {one.line}: {name} is a secret, and stays in the image"
                elif one.name == "ENV" and name not in _PYTHON | _FILES:
                    yield f"line {one.line}: nothing reads {name}"
        names.append(stage.name)


def _copied(one: Instruction, names: Sequence[str], root: Path) -> Iterator[str]:
    *sources, _ = one.words
    if "from" in one.flags:
        if one.flags["from"] not in names:
            yield f"line {one.line}: there is no stage called {one.flags['from']}"
        return
    for source in sources:
        if source.strip("./") == "":
            yield f"line {one.line}: it copies the whole folder, with config.toml and all secrets in it"
        elif not (root / source).exists():
            yield f"line {one.line}: there is no {source}"


def _installed(one: Instruction, defaults: Mapping[str, str], root: Path) -> Iterator[str]:
    text = re.sub(r"\$\{(\w+)\}", lambda name: defaults.get(name[1], name[0]).strip('"'), one.text)
    loops = {f"${{{name}}}": values.split() for name, values in re.findall(r"\bfor (\w+) in ([^;]*);", text)}
    for command in text.split("&&"):
        words = command.split()
        if "install" in words and any(word.endswith("pip") for word in words):
            is_ours = {"--no-index", "--no-deps"} <= set(words)
            if not is_ours and "--require-hashes" not in words:
                yield f"line {one.line}: what pip installs is not held to hashes"
        for option, named in pairwise(words):
            files = [named]
            for variable, values in loops.items():
                files = [file.replace(variable, value) for file in files for value in values]
            if option == "-r":
                yield from (f"line {one.line}: there is no {file}" for file in files if not (root / file).exists())


def _last(stage: Stage) -> Iterator[str]:
    """What is wrong with what runs."""
    for one in stage.all_of("VOLUME"):
        yield f"line {one.line}: each container without a volume at {one.words[0]} leaves one behind"
    users = stage.all_of("USER")
    if not users or re.split(r":", users[-1].text)[0] in ("root", "0"):
        yield "it runs as root"
    for one in stage.all_of("RUN"):
        if tool := _TOOLS.search(one.text):
            yield f"line {one.line}: {tool[0]} is used in what runs"
    if [one.text for one in stage.all_of("STOPSIGNAL")] != ["SIGTERM"]:
        yield "it is not stopped with SIGTERM"
    checks = stage.all_of("HEALTHCHECK")
    if not checks or _HEALTH not in checks[-1].text:
        yield f"nobody looks at {_HEALTH}"
    starts = {name: stage.all_of(name) for name in ("ENTRYPOINT", "CMD")}
    for name, found in starts.items():
        if len(found) != 1 or not found[0].is_exec:
            yield f"{name} is not there once as a list: a shell would get the signal to stop"
    if all(found and found[-1].is_exec for found in starts.values()):
        yield from typed([word for name in starts for word in starts[name][-1].words])


def typed(words: Sequence[str]) -> Iterator[str]:
    """What is wrong with a command line of ours."""
    program, *rest = words
    if program != "pullquote":
        yield f"{program} is not our program"
        return
    if "--role" in rest and "--role" not in _help("run"):
        at = rest.index("--role")
        if rest[at + 1 : at + 2] and rest[at + 1] not in _ROLES:
            yield f"there is no role {rest[at + 1]}"
        rest = rest[:at] + rest[at + 2 :]
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            arguments = _PARSER.parse_args(rest)
    except SystemExit:
        yield f"pullquote {' '.join(rest)} can't be typed: {said.getvalue().strip().splitlines()[-1]}"
        return
    if "run" not in arguments:
        yield f"pullquote {' '.join(rest)} does nothing"


@cache
def _help(command: str) -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
        _PARSER.parse_args([command, "--help"])
    return said.getvalue()


def composed(text: str) -> dict[str, Any]:
    """What a compose.yaml says."""
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def faults_of_compose(data: Mapping[str, Any], root: Path = REPOSITORY) -> list[str]:
    """What is wrong with a compose.yaml that was read."""
    services: Mapping[str, Mapping[str, Any]] = data["services"]
    faults = [f"{name}: {fault}" for name, one in services.items() for fault in _service(one, data)]
    faults += list(_roles(services))
    faults += list(_built(services))
    documents = (root / "docs/operations.md").read_text(encoding="utf-8")
    for kind in ("secrets", "configs", "networks", "volumes"):
        declared: Mapping[str, Any] = data.get(kind) or {}
        used = {name for one in services.values() for name in _used(one, kind)}
        faults += [f"there is no {name} under {kind}" for name in sorted(used - set(declared))]
        faults += [f"nobody uses {name}, under {kind}" for name in sorted(set(declared) - used)]
        for name, what in declared.items():
            faults += list(_given(name, what or {}, kind, documents, root))
    return faults


def _given(name: str, what: Mapping[str, Any], kind: str, documents: str, root: Path) -> Iterator[str]:
    if kind not in ("secrets", "configs"):
        return
    file = str(what.get("file", ""))
    if not file:
        yield f"{name}, under {kind}, does not come from a file"
    elif not (root / file).exists() and file.removeprefix("./") not in documents:
        yield f"there is no {file}, and docs/operations.md does not say how to make it"


def _used(service: Mapping[str, Any], kind: str) -> Iterator[str]:
    for one in service.get(kind, ()):
        if isinstance(one, Mapping):
            yield str(one["source"])
        elif kind != "volumes" or not str(one).startswith((".", "/")):
            yield str(one).partition(":")[0]


def _service(service: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    if not _PINNED.fullmatch(str(service.get("image", ""))):
        yield f"its image {service.get('image', '')} is not pinned by a tag"
    if service.get("restart") not in ("unless-stopped", "always", "on-failure"):
        yield "it is not started again"
    if not service.get("healthcheck", {}).get("test"):
        yield "nobody looks whether it is well"
    test = service.get("healthcheck", {}).get("test", ())
    if "pg_isready" in test and "--host=127.0.0.1" not in test:
        yield "it is asked on its socket, where it answers before it is ready"
    if "max-size" not in service.get("logging", {}).get("options", {}):
        yield "its log has no limit"
    limits = service.get("deploy", {}).get("resources", {}).get("limits", {})
    yield from (f"its {name} has no limit" for name in ("cpus", "memory") if name not in limits)
    if service.get("privileged") or "no-new-privileges:true" not in service.get("security_opt", ()):
        yield "it may take more rights than it has"
    yield from (
        f"it waits for {name}, which is not there"
        for name in service.get("depends_on", {})
        if name not in data["services"]
    )
    yield from _environment(service)
    if _is_ours(service):
        yield from _ours(service)


def _is_ours(service: Mapping[str, Any]) -> bool:
    """Whether it runs our program, which any number of services may do of one image."""
    return str(service.get("image", "")).partition(":")[0] == "pullquote"


def _environment(service: Mapping[str, Any]) -> Iterator[str]:
    known = (_FILES | _PYTHON) if _is_ours(service) else _POSTGRES
    secrets = {f"/run/secrets/{name}" for name in _used(service, "secrets")}
    for name, value in service.get("environment", {}).items():
        if name in _SECRETS or (_SECRET_WORDS.search(name) and not name.endswith("_FILE")):
            yield f"{name} is a secret, in clear"
        elif name not in known:
            yield f"nothing reads {name}"
        elif name.endswith("_FILE") and value not in secrets:
            yield f"{name} names {value}, which is none of its secrets"


def _ours(service: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a service that runs our program."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if service["image"] != f"pullquote:{project['version']}":
        yield f"its image is {service['image']}, and the version {project['version']}"
    if service.get("pull_policy") != "never":
        yield "its image may be asked of a registry, where it may be anybody's"
    if not service.get("read_only") or "/tmp" not in service.get("tmpfs", ()):  # noqa: S108 - where the container's own is
        yield "what it is made of can be written to, or it has nowhere to write"
    if service.get("cap_drop") != ["ALL"]:
        yield "it has rights that it does not need"
    if _HEALTH not in str(service["healthcheck"].get("test")):
        yield f"nobody looks at {_HEALTH}"
    command = service.get("command", [])
    yield from typed(["pullquote", *command])
    mounted = {one["target"] for one in service.get("configs", ())}
    yield from (f"{word} is not there" for word in command if word.endswith(".toml") and word not in mounted)


def _built(services: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is wrong with how our image is built."""
    builds = {name: one["build"] for name, one in services.items() if "build" in one}
    if len(builds) != 1:
        # Compose builds at the same time, and what comes second with a tag stops all of it: https://github.com/docker/buildx/issues/3576
        yield f"our image is built by {', '.join(builds) or 'nobody'}, and should be by one service"
    for name, build in builds.items():
        file = REPOSITORY / build["context"] / build["dockerfile"]
        if file.is_file():
            yield from (f"{name}: {fault}" for fault in _arguments(build.get("args", {}), file))
        else:
            yield f"{name}: there is no {build['dockerfile']}"


def _arguments(given: Mapping[str, str], file: Path) -> Iterator[str]:
    """What is wrong with what a Containerfile is given."""
    last = stages(file.read_text(encoding="utf-8"))
    arguments = {one.text.partition("=")[0] for stage in last for one in stage.all_of("ARG")}
    yield from (f"the Containerfile takes no {name}" for name in given if name not in arguments)
    lists = given.get("REQUIREMENTS", "").split()
    for one in lists:
        if not (REPOSITORY / f"requirements/{one}.txt").is_file():
            yield f"there is no requirements/{one}.txt"
    # Several processes share a server's database and a queue.
    if "scale" not in lists:
        yield f"its REQUIREMENTS are {' '.join(lists)}, and several processes need scale"


def _roles(services: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    commands = [one.get("command", []) for one in services.values() if _is_ours(one)]
    roles = [words[words.index("--role") + 1] if "--role" in words[:-1] else "all" for words in commands]
    if "all" not in roles:
        yield from (f"nobody is the {role}" for role in _ROLES[1:] if role not in roles)
