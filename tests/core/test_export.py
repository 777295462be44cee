import json
from datetime import UTC, datetime

from digest import Window, as_data, find_quotes, make_digest, read_article
from digest.export import CitationData, quote_data

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
TEXT = (
    "Weir to go\n\nBy Ann Gray\n\n19 November 2026\n\nThe council voted on Wednesday to remove the old weir. It was built in 1874. "
    "It has driven no mill since 1991.\n\n"
    "“We are all very fond of it,” said Capt. Henrike Salter. “It goes.”"
)


def test_a_digest_can_be_checked_against_its_articles() -> None:
    data = as_data(make_digest([read_article(TEXT)], now=NOW, window=Window(NOW.replace(day=1), NOW)))
    texts = {article["id"]: article["text"] for article in data["articles"]}
    (story,) = data["stories"]
    shown: list[CitationData] = [
        story["headline"],
        *story["summary"],
        *(span for quote in story["quotes"] for span in quote["spans"]),
    ]
    assert len(shown) == 6
    assert all(texts[cited["article"]][cited["start"] : cited["end"]] == cited["text"] for cited in shown)


def test_a_digest_is_plain_data() -> None:
    data = as_data(make_digest([read_article(TEXT), read_article(TEXT)], now=NOW))
    assert json.loads(json.dumps(data)) == data
    (story,) = data["stories"]
    speaker = story["quotes"][0]["speaker"]
    assert (speaker["name"], speaker["role"], speaker["named_by"], speaker["known"]) == (
        "Henrike Salter",
        "Capt.",
        "name",
        True,
    )
    assert data["articles"][0]["published"] == "2026-11-19T00:00:00+00:00"
    (skipped,) = data["skipped"]
    assert skipped == {
        "what": "Weir to go",
        "why": "the same article once more",
        "url": "",
        "reason": "repeated",
        "story": data["stories"][0]["id"],
        "outlet": skipped["outlet"],
    }
    assert (data["style"], data["topics"]) == ("summary", [])


def test_a_speaker_who_is_not_known_and_an_address_of_what_was_left_out_are_said() -> None:
    text = "Weir to go\n\nThe weir is old.\n\n“We are all very fond of it,” they said."
    (quote,) = find_quotes(read_article(text))
    assert not quote_data(quote)["speaker"]["known"]
    twice = read_article(text, url="https://mail.example/weir")
    assert as_data(make_digest([twice, twice], now=NOW))["skipped"][0]["url"] == "https://mail.example/weir"
