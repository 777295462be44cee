"""Asking, as a person types it."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.conversation import Conversation
from bot.messages import Message, Note, Paragraph, Summary
from digest import make_digest
from tests.quality.seeds import SEEDS, all_seeds

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
WEIR = str(SEEDS / "articles" / "weir-newswire.txt")


def run(typed: bytes, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-m", "bot", *arguments], input=typed, capture_output=True, check=False)


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(("ask", *arguments))
    out, err = capsys.readouterr()
    return code, out, err


def words(message: Message | None) -> str:
    assert message
    texts = [block.text for block in message.blocks if isinstance(block, Paragraph | Note)]
    texts += [told.text for block in message.blocks if isinstance(block, Summary) for told in block.sentences]
    return "\n".join(texts)


@pytest.fixture
def conversation() -> Conversation:
    return Conversation(make_digest([seed.article for seed in all_seeds()], now=NOW))


def test_a_question_is_answered_with_speaker_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capsys, "Who said “Six jars of mud is not a survey”?", WEIR)
    assert (code, err) == (0, "")
    assert "Councillor Wilma Drury\n" in out
    assert "Six jars of mud is not a survey" in out


def test_what_the_sources_do_not_say_is_said_with_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "What did Zelensky say about NATO?", WEIR)
    assert code == 0
    assert "The sources don’t say.\nLooked at 1 article, none mentions Zelensky, none mentions NATO.\n" in out.replace(
        "    ", ""
    )


def test_as_json_an_answer_has_its_places(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capsys, "--json", "When was the weir built?", WEIR)
    data = json.loads(out)
    assert (code, data["band"]) == (0, "answer")
    assert "1874" in data["sentences"][0]["text"]


def test_what_can_not_be_read_is_named_and_the_rest_answers(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ask(capsys, "When was the weir built?", WEIR, "gone.txt")
    assert code == 1
    assert "1874" in out
    assert "gone.txt" in err


def test_after_its_digest_try_answers_what_is_piped_in() -> None:
    typed = "When was the weir built?\nWho said “Six jars of mud is not a survey”?\nWhat else did she say?\n"
    done = run(typed.encode(), "try", WEIR)
    assert (done.returncode, done.stderr) == (0, b"")
    conversation = done.stdout.decode().partition("every sentence and quotation")[2]
    assert "was built in 1874" in conversation
    assert "Read as: What else did Wilma Drury say?" in conversation


def test_what_is_piped_in_may_be_in_any_encoding() -> None:
    done = run(b"\xff\xfe\x00 W\xe4r?\nWhen was the weir built?\n", "try", WEIR)
    assert done.returncode == 0
    assert b"1874" in done.stdout


@pytest.mark.parametrize("arguments", [("try", "--json", WEIR), ("digest", WEIR)])
def test_nobody_who_wants_a_digest_alone_is_answered(arguments: tuple[str, ...]) -> None:
    done = run(b"When was the weir built?\n", *arguments)
    assert b"Looked at" not in done.stdout
    assert done.returncode == 0


def test_an_open_pipe_that_says_nothing_is_not_waited_for() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "try", WEIR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as waiting:
        assert waiting.wait(60) == 0


def test_commands_of_a_conversation(conversation: Conversation) -> None:
    assert "/sources" in words(conversation.reply("/help"))
    assert conversation.reply("/quotes")
    assert conversation.reply("/sources")
    assert "/quotes" in words(conversation.reply("/nonsense"))
    assert conversation.reply("/quit") is None
    assert conversation.reply("") is None


def test_a_conversation_goes_on_from_question_to_question(conversation: Conversation) -> None:
    conversation.reply("Who said “Six jars of mud is not a survey”?")
    assert "Read as: What else did Wilma Drury say?" in words(conversation.reply("What else did she say?"))


def test_a_file_of_questions_is_answered_row_by_row(tmp_path: Path) -> None:
    corpus, queries, out = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl", tmp_path / "out.jsonl"
    text = Path(WEIR).read_text(encoding="utf-8")
    corpus.write_text(json.dumps({"id": "a", "text": text, "title": "", "source": "Newswire"}) + "\n", encoding="utf-8")
    rows = [
        {"id": "1", "question": "When was the weir built?", "scope": ["a"]},
        {"id": "2", "question": "What else?", "thread": ["Who is Wilma Drury?"]},
    ]
    queries.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "digest", "ask", "--jsonl", corpus, queries, out], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = (json.loads(line) for line in out.read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["docs"], first["answerable"]) == ("1", ["a"], True)
    assert all(" ".join(one["text"].split()) in " ".join(text.split()) for one in first["answer"])
    assert second["read_as"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[]", "needs an object with id and question"),
        ('{"id": 1}', "needs an object with id and question"),
        ("{", "not JSON"),
    ],
)
def test_a_row_that_is_none_is_named(line: str, problem: str, tmp_path: Path) -> None:
    corpus, queries, out = tmp_path / "corpus.jsonl", tmp_path / "queries.jsonl", tmp_path / "out.jsonl"
    corpus.write_text("", encoding="utf-8")
    queries.write_text(line, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "digest", "ask", "--jsonl", corpus, queries, out], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert f"queries.jsonl, line 1: {problem}" in done.stderr.decode()
