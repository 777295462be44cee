"""pullquote try, as a person types it."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.fetch import Fetcher
from tests.quality.seeds import SEEDS

FERRY = str(SEEDS / "articles" / "ferry-sallowbay.txt")
COLUMN = str(SEEDS / "articles" / "strike-harbourhill.txt")


class Screen:
    """What a person types and sees."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.code = -1
        self.out = self.err = ""

    def types(self, *arguments: str) -> "Screen":
        try:
            self.code = main(arguments, fetcher=Fetcher(allow_loopback=True, pause_s=0))
        except SystemExit as stop:  # argparse stops by itself
            self.code = int(stop.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return self


@pytest.fixture
def pullquote(capsys: pytest.CaptureFixture[str]) -> Screen:
    return Screen(capsys)


def process(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        env=os.environ | environment,
    )


def test_try_alone_digests_the_sample_articles(pullquote: Screen) -> None:
    screen = pullquote.types("try")
    assert screen.code == 0
    assert screen.out.startswith("Pullquote · ")
    assert "8 · " in screen.out
    assert "8 stories from 13 articles · 3 left out" in screen.out
    assert screen.err == ""


def test_a_story_is_shown_with_its_quotes_their_speakers_and_its_source(pullquote: Screen) -> None:
    screen = pullquote.types("try", FERRY)
    assert "1 · Passengers taken off Hale ferry aground in fog\n" in screen.out
    assert "About 200 passengers have been taken safely off the Hale ferry" in screen.out
    assert "“We could hear her horn before we could see her” “It took us three passes" in screen.out
    assert "— The lifeboat’s coxswain, Eamon Teague" in screen.out
    assert "Sallow Bay Radio · 17 Nov 2026 · 1 source" in screen.out


def test_what_only_surrounds_the_article_is_not_in_the_digest(pullquote: Screen) -> None:
    screen = pullquote.types("try", "--length", "full", COLUMN)
    assert "[opinion]" in screen.out
    for furniture in ("Dear reader", "herring", "harder crossword", "volunteer serves soup", "fortnightly column"):
        assert furniture not in screen.out


def test_the_length_is_chosen(pullquote: Screen) -> None:
    assert "5 stories" in pullquote.types("try", "--length", "brief").out
    assert "10 stories from 16 articles" in pullquote.types("try", "--length", "full").out


def test_the_method_is_chosen(pullquote: Screen) -> None:
    lead = pullquote.types("try", FERRY).out
    assert pullquote.types("try", "--method", "kl", FERRY).out != lead


def test_digest_is_of_what_is_named_and_needs_a_name(pullquote: Screen) -> None:
    assert pullquote.types("digest", FERRY).out == pullquote.types("try", FERRY).out
    assert pullquote.types("digest").code == 2


def test_the_style_is_chosen(pullquote: Screen) -> None:
    assert "    • About 200 passengers" in pullquote.types("digest", "--style", "bullets", FERRY).out
    headlines = pullquote.types("digest", "--style", "headlines", FERRY).out
    assert "1 · Passengers taken off" in headlines
    assert "About 200 passengers" not in headlines


def test_only_what_is_newer_is_shown(pullquote: Screen) -> None:
    assert "1 story from 1 article" in pullquote.types("digest", "--since", "2026-11-01", FERRY).out
    assert "older than this digest covers" in pullquote.types("digest", "--since", "1h", FERRY).err
    for wrong in ("yesterday", "0d", "2 decades", "", "2999-01-01", "0001-01-01"):
        screen = pullquote.types("digest", "--since", wrong, FERRY)
        assert screen.code == 1
        assert any(words in screen.err for words in ("2026-11-20", "still to come", "before all calendars"))


def test_what_is_wanted_comes_earlier_and_why_is_said(pullquote: Screen) -> None:
    def place(shown: str) -> int:
        return next(n for n in range(1, 10) if f"{n} · Lost seabird found nesting on Hale" in shown)

    shown = pullquote.types("try", "--about", "storm petrels", "--about", " ", "--why").out
    # How much earlier depends on how old the samples are today.
    assert place(shown) < place(pullquote.types("try").out)
    assert "about “storm petrels”" in shown
    assert shown.count("Why here: ") == 8


def test_what_is_hidden_is_left_out_by_name_of_its_filter_and_nothing_but_what_is_wanted_is_shown(
    pullquote: Screen,
) -> None:
    hidden = pullquote.types("try", "--hide", "petrels", "--hide", "outlet: tideline").out
    assert "· Lost seabird" not in hidden
    assert "“petrels”" in hidden
    only = pullquote.types("try", "--only", "weir").out
    assert "Kessel weir" in only
    assert "· Lost seabird" not in only


def test_a_filter_that_cannot_be_used_is_named_with_the_reason(pullquote: Screen) -> None:
    screen = pullquote.types("try", "--hide", "a*")
    assert screen.code == 1
    assert "“a*” would match nearly everything" in screen.err


def test_a_model_that_is_not_there_is_named_with_the_way_out(pullquote: Screen, tmp_path: Path) -> None:
    screen = pullquote.types("digest", "--model", str(tmp_path), FERRY)
    assert screen.code == 1
    assert screen.err.startswith(f"pullquote: {tmp_path}")
    assert "make semantic installs the model" in screen.err


def test_json_can_be_checked_against_the_articles_in_it(pullquote: Screen) -> None:
    data = json.loads(pullquote.types("try", "--json", "--length", "full").out)
    texts = {article["id"]: article["text"] for article in data["articles"]}
    shown = [
        cited
        for story in data["stories"]
        for cited in [
            story["headline"],
            *story["summary"],
            *(span for quote in story["quotes"] for span in quote["spans"]),
        ]
    ]
    assert (len(texts), len(data["stories"])) == (16, 10)
    assert len(shown) > 50
    assert all(texts[cited["article"]][cited["start"] : cited["end"]] == cited["text"] for cited in shown)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
def test_json_says_the_same_in_every_encoding_and_shows_nothing_unseen(tmp_path: Path, encoding: str) -> None:
    text = "Möwe “kehrt” zurück 市\U0001f6f6\n\nDie Möwe kehrt zurück, sagte die Stadt am Mittwoch in aller Ruhe."
    (tmp_path / "a\u202e\x7f\u2028\U000e0041.txt").write_text(text, encoding="utf-8")
    done = process("try", "--json", str(tmp_path / "a\u202e\x7f\u2028\U000e0041.txt"), PYTHONIOENCODING=encoding)
    data = json.loads(done.stdout)
    assert data["stories"][0]["headline"]["text"] == "Möwe “kehrt” zurück 市\U0001f6f6"
    assert data["articles"][0]["outlet"] == "a\u202e\x7f\u2028\U000e0041.txt"
    assert not re.search("[\u202e\x7f\u2028\U000e0041]", done.stdout)
    assert ("市" in done.stdout) == (encoding == "utf-8")


def test_what_fails_is_named_and_the_rest_still_comes(pullquote: Screen) -> None:
    screen = pullquote.types("try", "no-such.txt", FERRY)
    assert screen.code == 1
    assert "1 · Passengers taken off" in screen.out
    assert "Left out\nno-such.txt: no such file; check the spelling\n" in screen.out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no such file; check the spelling"),
        (b"", "empty"),
        (b"\x00\x01\x02" * 1_000, "not text; save the article as text or HTML"),
        (b"x" * 16_000_000, "larger than the 15 MB that are read of anything"),
        (b"<html><body><p>Log in</p></body></html>", "no article text on it"),
        (b"<rss><channel>", "not an RSS, Atom or JSON feed"),
    ],
    ids=["missing", "empty", "binary", "huge", "no article", "broken feed"],
)
def test_where_nothing_can_be_read_only_the_reasons_are_said(
    pullquote: Screen, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "it"
    if content is not None:
        path.write_bytes(content)
    screen = pullquote.types("try", str(path))
    assert (screen.code, screen.out) == (1, "")
    assert screen.err == f"pullquote: {path}: {words}\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ftp://mail.example/x", "not a web address"),
        ("http://no-such-host.invalid/", "no host is known by this name"),
        ("http://10.0.0.1/", "at a private address"),
        ("http://127.0.0.1:1/", "the host does not answer"),
        ("mail.example", "write https://mail.example"),
    ],
)
def test_a_wrong_address_is_answered_in_words(pullquote: Screen, name: str, words: str) -> None:
    screen = pullquote.types("try", name)
    assert screen.code == 1
    assert words in screen.err


def test_a_feed_without_entries_is_an_empty_digest_and_no_failure(pullquote: Screen, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>Mail</title></channel></rss>", encoding="utf-8"
    )
    screen = pullquote.types("try", str(tmp_path / "feed.xml"))
    assert (screen.code, screen.out) == (0, "")
    assert screen.err == "pullquote: Mail: a feed without entries\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["try", "--length", "huge"], "invalid choice: 'huge'"),
        (["try", "--method", "best"], "invalid choice: 'best'"),
        (["try", "--plain", "--json"], "not allowed with argument"),
        (["digest-everything"], "invalid choice: 'digest-everything'"),
    ],
)
def test_wrong_usage_is_answered_with_the_usage(pullquote: Screen, arguments: list[str], words: str) -> None:
    screen = pullquote.types(*arguments)
    assert (screen.code, screen.out) == (2, "")
    assert screen.err.startswith("usage: pullquote")
    assert words in screen.err


def test_a_name_that_steers_or_never_ends_is_shown_as_one_short_line(pullquote: Screen) -> None:
    name = "weir\x1b]0;title\x07\u202e\npullquote: forged.txt" + "x" * 1_000_000
    screen = pullquote.types("try", name, "no-such.example/" + "y" * 1_000_000)
    first, second = screen.err.splitlines()
    assert first.startswith("pullquote: weir]0;title pullquote: forged.txtxxx")
    assert first.endswith("…: can't be opened (ENAMETOOLONG)")
    assert max(len(first), len(second)) < 700
    assert len(pullquote.types("try", name, FERRY).out) < 5_000


@pytest.mark.parametrize("arguments", [["try", "--length", "\x1b[2J" + "x" * 1_000_000], ["\x1b[2J" + "x" * 1_000_000]])
def test_a_wrong_argument_is_shown_as_one_short_line(pullquote: Screen, arguments: list[str]) -> None:
    screen = pullquote.types(*arguments)
    assert screen.code == 2
    assert "\x1b" not in screen.err
    assert len(screen.err) < 1_000


def test_without_a_command_the_help_is_shown(pullquote: Screen) -> None:
    screen = pullquote.types()
    assert (screen.code, screen.out) == (2, "")
    assert "print a digest of articles, pages or feeds" in screen.err


def test_help_and_version_are_told(pullquote: Screen) -> None:
    assert "Exit code: 0 if all" in " ".join(pullquote.types("try", "--help").out.split())
    assert re.fullmatch(r"pullquote \d+\.\d+\.\d+\n", pullquote.types("--version").out)


def test_a_mistake_of_the_program_is_said_without_a_trace(pullquote: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        message = "bro\x1bken\n"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("bot.render.digest_message", fail)
    screen = pullquote.types("try", FERRY)
    assert (screen.code, screen.out) == (70, "")
    assert screen.err == (
        "pullquote: a mistake of the program, not yours (ZeroDivisionError: broken ); to see where, set PULLQUOTE_DEBUG=1\n"
    )
    monkeypatch.setenv("PULLQUOTE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        pullquote.types("try", FERRY)


def test_an_interrupt_stops_it_without_a_trace(pullquote: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.BytesIO):
        def read(self, _: int | None = None, /) -> bytes:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Interrupted()))
    screen = pullquote.types("try", "-")
    assert (screen.code, screen.out, screen.err) == (130, "", "")


def test_standard_input_that_is_too_large_is_not_read_as_far_as_it_goes(
    pullquote: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 16_000_000)))
    assert pullquote.types("try", "-").err == "pullquote: -: larger than the 15 MB that are read of anything\n"


# In a process of its own.


def test_plain_has_no_codes_on_a_terminal_either() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "try", "--plain", FERRY]
    subprocess.run(command, stdout=theirs, stdin=subprocess.DEVNULL, env=os.environ | {"TERM": "xterm"}, check=True)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # How a terminal says that there is nothing more.
        while more := os.read(ours, 100_000):
            shown += more
    os.close(ours)
    assert b"1 \xc2\xb7 Passengers taken off" in shown
    assert b"\x1b" not in shown


def test_the_command_is_installed() -> None:
    installed = Path(sys.executable).with_name("pullquote")
    done = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("pullquote ")


def test_standard_input_is_read() -> None:
    command = [sys.executable, "-m", "bot", "try", "-"]
    done = subprocess.run(command, input=Path(FERRY).read_bytes(), capture_output=True, check=True)
    assert "1 · Passengers taken off" in done.stdout.decode()


def test_a_terminal_without_the_characters_gets_question_marks() -> None:
    done = process("try", FERRY, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "?We could hear her horn" in done.stdout


@pytest.mark.parametrize("arguments", [["try", FERRY], ["try", "--json", FERRY], ["--help"]])
def test_a_reader_who_has_had_enough_is_no_error(arguments: list[str]) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "wb") as nobody:  # noqa: PTH123 - a descriptor, not a path
        command = [sys.executable, "-m", "bot", *arguments]
        done = subprocess.run(command, stdout=nobody, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(
    ("line", "code", "err"),
    [
        (
            "try - <&-",
            1,
            "pullquote: -: standard input is closed or can't be read; pipe something into it, or name a file",
        ),
        ("try - 0>/dev/null", 1, "pullquote: -: standard input is closed or can't be read"),
        (f"try {FERRY} >&-", 1, "pullquote: standard output is closed; give it somewhere to go, as in > digest.txt"),
        ("--help >&-", 1, "pullquote: standard output is closed"),
        (f"try {FERRY} >/dev/full", 1, "pullquote: standard output can't be written (No space left on device)"),
        (f"try --json {FERRY} >/dev/full", 1, "pullquote: standard output can't be written (No space left on device)"),
        ("--help >/dev/full", 1, "pullquote: standard output can't be written (No space left on device)"),
        (f"try {FERRY} </dev/null >/dev/null 2>&-", 0, ""),
        ("try no-such.txt 2>&-", 1, ""),
        ("try no-such.txt 2>/dev/full", 1, ""),
        ("try no-such.txt <&- >&- 2>&-", 1, ""),
        ("try --length huge 2>/dev/full", 2, ""),
        ("try --length huge 2>&-", 2, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_met_with_words_or_silence(line: str, code: int, err: str) -> None:
    command = ["bash", "-c", f"{sys.executable} -m bot {line}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr.startswith(err)
    assert done.stderr.count("\n") == bool(err)


def test_what_another_command_prints_is_read() -> None:
    command = ["bash", "-c", f"{sys.executable} -m bot try <(cat {FERRY})"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "1 · Passengers taken off" in done.stdout


def test_an_interrupt_ends_the_wait_for_a_pipe_and_clears_the_line_of_progress(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "try", "no-such\x1b]0;title\x07.txt", str(tmp_path / "pipe")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"TERM": "xterm"}
    ) as program:
        os.close(theirs)
        with (tmp_path / "pipe").open("wb"):  # Opened as soon as the program reads it, and never written to.
            shown = b""
            while b"1 of 2" not in shown:
                shown += os.read(ours, 1_000)
            program.send_signal(signal.SIGINT)
            assert program.communicate()[0] == b""
        with suppress(OSError):  # How a terminal says that there is nothing more.
            while more := os.read(ours, 1_000):
                shown += more
    os.close(ours)
    assert program.returncode == 130
    assert b"no-such]0;title.txt" in shown
    assert b"Traceback" not in shown
    # The cursor is there again, and of the line nothing is left.
    assert shown.endswith(b"\x1b[?25h\r\x1b[1A\x1b[2K"), shown[-100:]


def test_a_system_at_its_limits_is_no_mistake_of_the_program() -> None:
    command = ["bash", "-c", f"ulimit -n 10; {sys.executable} -m bot try {FERRY}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("pullquote: the system refuses what is needed (Too many open files)")


@pytest.mark.parametrize("arguments", [["--help"], ["try", "--help"], ["--version"]])
def test_to_be_told_the_usage_nothing_heavy_is_loaded(arguments: list[str]) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "bot", *arguments]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert re.search(r"\| +digest\n", loaded)
    assert not re.search(r"\| +(aiohttp|asyncio|lxml|numpy|rich|trafilatura)\n", loaded)


@pytest.mark.parametrize("module", ["digest", "aiohttp"])
def test_an_interrupt_while_libraries_are_loaded_leaves_no_trace(module: str) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "bot", "try", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr
        for line in program.stderr:  # Of a module, its first part is told first.
            if f" {module}." in line:
                break
        program.send_signal(signal.SIGINT)
        rest = program.communicate()[1]
    assert program.returncode == 130
    assert re.sub(r"import time:.*\n", "", rest) == ""


def test_a_folder_of_the_same_name_as_ours_is_not_mistaken_for_it(tmp_path: Path) -> None:
    for name in ("bot", "digest"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('wrong package')", encoding="utf-8")
    installed = Path(sys.executable).with_name("pullquote")
    done = subprocess.run([installed, "try", FERRY], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
