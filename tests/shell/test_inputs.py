import asyncio
import os
import socket
from pathlib import Path

import pytest

from bot.fetch import Fetched, Fetcher
from bot.inputs import Inputs, seed_files
from bot.problems import Problem, ProblemKind
from tests.shell.loopback import serve


def get(name: str | Path, *, max_bytes: int = 1_000, timeout_s: float = 60) -> Fetched | Problem:
    async def run() -> Fetched | Problem:
        async with Fetcher() as fetcher:
            return await Inputs(fetcher, b"The weir goes.", max_bytes=max_bytes, timeout_s=timeout_s).load(str(name))

    return asyncio.run(run())


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "weir.txt").write_bytes(b"The weir goes.")
    assert get(tmp_path / "weir.txt") == Fetched("", b"The weir goes.", "", {})


def test_standard_input_is_read() -> None:
    assert get("-") == Fetched("", b"The weir goes.", "", {})


def test_a_url_is_fetched() -> None:
    async def run() -> Fetched | Problem:
        async with serve({"/weir": b"weir"}) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher:
            return await Inputs(fetcher).load(f"{address}/weir")

    fetched = asyncio.run(run())
    assert isinstance(fetched, Fetched)
    assert fetched.body == b"weir"


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("no-such.txt", ProblemKind.NOT_FOUND, "no such file; check the spelling"),
        ("mail.example/weir", ProblemKind.NOT_FOUND, "if it is a web address, write https://mail.example/weir"),
        ("no such file", ProblemKind.NOT_FOUND, "no such file"),
        ("x" * 5_000, ProblemKind.NOT_FOUND, "can't be opened (ENAMETOOLONG)"),
        ("weir\x00.txt", ProblemKind.NOT_FOUND, "can't be opened"),
        ("", ProblemKind.NOT_FOUND, "an empty name"),
        (".", ProblemKind.NOT_A_FILE, "a folder"),
    ],
)
def test_what_is_no_file_is_a_problem_in_words(name: str, kind: ProblemKind, words: str) -> None:
    problem = get(name)
    assert isinstance(problem, Problem)
    assert (problem.source, problem.kind) == (name, kind)
    assert words in problem.words


def test_a_folder_is_a_problem_that_shows_the_way(tmp_path: Path) -> None:
    problem = get(tmp_path)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.NOT_A_FILE
    assert f"name the files in it, as in {tmp_path}/*.txt" in problem.words


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * 1_001)
    problem = get(tmp_path / "big.txt")
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.TOO_LARGE


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/random"])
def test_a_device_is_not_read(device: str) -> None:
    problem = get(device)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.NOT_A_FILE
    assert "not a file but a device" in problem.words


def test_a_socket_is_not_read(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        problem = get(tmp_path / "socket")
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.NOT_A_FILE


def test_a_pipe_is_read_to_its_end() -> None:
    ours, theirs = os.pipe()
    os.write(theirs, b"The weir ")
    os.write(theirs, b"goes.")
    os.close(theirs)
    try:
        assert get(f"/dev/fd/{ours}") == Fetched("", b"The weir goes.", "", {})
    finally:
        os.close(ours)


def test_a_pipe_that_gives_more_than_is_read_is_too_large() -> None:
    ours, theirs = os.pipe()
    os.write(theirs, b"x" * 1_001)  # and its other end stays open
    problem = get(f"/dev/fd/{ours}")
    os.close(ours)
    os.close(theirs)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.TOO_LARGE


def test_a_pipe_that_nobody_writes_to_is_given_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    problem = get(tmp_path / "pipe", timeout_s=0.1)
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.permanent) == (ProblemKind.TIMEOUT, False)
    assert "it did not end within 0.1 seconds" in problem.words


def test_a_pipe_that_stays_open_is_given_up() -> None:
    ours, theirs = os.pipe()
    os.write(theirs, b"The weir goes.")
    problem = get(f"/dev/fd/{ours}", timeout_s=0.1)
    os.close(ours)
    os.close(theirs)
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.TIMEOUT


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"x")
    (tmp_path / "mine.txt").chmod(0)
    problem = get(tmp_path / "mine.txt")
    assert isinstance(problem, Problem)
    assert problem.kind is ProblemKind.NO_PERMISSION


def test_the_sample_articles_are_found() -> None:
    names = [Path(name).name for name in seed_files()]
    assert len(names) == 13
    assert {"ferry-courier.html", "mayor-sallowbay.txt", "dornpost.xml", "tideline.xml"} <= set(names)
