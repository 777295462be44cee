"""What is made comes into a file whole or not at all."""

import os
import resource
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import RequestError
from bot.outputs import check_output, write_whole


@pytest.fixture
def _no_room() -> Iterator[None]:
    """A system on which no file gets larger than 10 bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, before)


def test_a_file_is_written_with_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "page.html", b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("page.html", b"whole")]


def test_a_new_file_may_be_read_as_any_other_and_one_that_is_replaced_as_before(tmp_path: Path) -> None:
    other, page = tmp_path / "other", tmp_path / "page.html"
    other.touch()
    write_whole(page, b"first")
    assert page.stat().st_mode == other.stat().st_mode
    page.chmod(0o640)
    write_whole(page, b"second")
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert page.read_bytes() == b"second"


def test_where_a_link_leads_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    link = tmp_path / "page.html"
    link.symlink_to("www/today.html")
    for content in (b"first", b"second"):
        write_whole(link, content)
        assert link.is_symlink()
        assert (tmp_path / "www/today.html").read_bytes() == content


@pytest.mark.usefixtures("_no_room")
@pytest.mark.parametrize("before", [b"before", None])
def test_where_there_is_no_room_all_stays_as_it_was(tmp_path: Path, before: bytes | None) -> None:
    page = tmp_path / "page.html"
    if before:
        page.write_bytes(before)
    with pytest.raises(RequestError, match=r"page\.html: it can't be written \(File too large\); see that its disk"):
        write_whole(page, b"x" * 100)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [before] * bool(before)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", r"a folder; name a file in it, as in .*digest\.html"),
        ("none/page.html", "there is no folder .*none; make it"),
        ("file/page.html", "there is no folder .*file; make it"),
        ("pipe", "not a file but a device or a pipe; name a file, or - for standard output"),
        ("x" * 300, "it can't be written"),
    ],
    ids=["folder", "no folder", "file for a folder", "pipe", "long name"],
)
def test_what_cannot_be_written_is_told_beforehand_with_the_way_out(tmp_path: Path, name: str, words: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    for attempt in (check_output, lambda path: write_whole(path, b"page")):
        with pytest.raises(RequestError, match=words):
            attempt(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_folder_or_a_file_of_somebody_else_is_named(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.touch(0o444)
    with pytest.raises(RequestError, match="it is there already, and not yours to write"):
        check_output(page)
    tmp_path.chmod(0o555)
    with pytest.raises(RequestError, match=r"the folder .* is not yours to write in"):
        check_output(tmp_path / "other.html")


def test_a_name_that_steers_is_shown_as_one_line(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as raised:
        check_output(tmp_path / "none" / "\x1b[2J\npullquote: forged")
    assert "\x1b" not in str(raised.value)
    assert "\n" not in str(raised.value)
