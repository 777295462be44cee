import pickle

import pytest

from bot import reading
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from digest import Source
from tests.quality.seeds import SEEDS

PAGE = (SEEDS / "articles" / "ferry-courier.html").read_bytes()
FEED = (SEEDS / "feeds" / "dornpost.xml").read_bytes()


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", ProblemKind.EMPTY, "empty"),
        (b"%PDF-1.7", ProblemKind.ENCRYPTED_OR_BINARY, "not text"),
        (b"<html><body></body></html>", ProblemKind.NO_ARTICLE_TEXT, "no article text on it"),
        (b"<opml></opml>", ProblemKind.NOT_A_FEED, "not an OPML list of feeds"),
        (
            b'{"version": "https://jsonfeed.org/version/1", "items": []}',
            ProblemKind.NOT_A_FEED,
            "not an RSS, Atom or JSON feed",
        ),
        (b"The weir goes. " * 70_000, ProblemKind.TOO_LARGE, "longer than the 1,000,000 characters"),
        (b"<html><body>" + b"<p>weir" * 100_001, ProblemKind.TOO_LARGE, "more than the 100,000 tags"),
        (b"Share this article", ProblemKind.NO_ARTICLE_TEXT, "no article text in it"),
    ],
)
def test_what_holds_no_article_is_a_problem_in_words(body: bytes, kind: ProblemKind, words: str) -> None:
    problem = reading.read(Task("it", body))
    assert isinstance(problem, Problem)
    assert (problem.source, problem.kind) == ("it", kind)
    assert words in problem.words


def test_a_feed_with_an_empty_entry_gives_the_others() -> None:
    feed = reading.read(Task("feed", FEED.replace(b"<channel>", b"<channel><item><title> </title></item>")))
    assert isinstance(feed, Read)
    assert len(feed.articles) == 3


def test_of_a_feed_the_newest_are_read_in_whatever_order_it_lists_them() -> None:
    items = "".join(
        f"<item><title>Story {day}</title><pubDate>{day:02} Nov 2026 06:30:00 GMT</pubDate></item>"
        for day in range(1, 31)
    )
    task = Task(
        "feed.xml", f"<rss version='2.0'><channel><link>https://x.example/</link>{items}</channel></rss>".encode()
    )
    feed = reading.read(task)
    assert isinstance(feed, Read)
    assert [article.text for article in feed.articles] == [f"Story {day}" for day in range(30, 10, -1)]
    (older,) = feed.skipped
    assert (older.what, older.why) == ("10 older articles of feed.xml", "of a feed, the newest 20 are read")


def feed_of(count: int, text: str = "The wall comes out.", head: str = "") -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><link>{f'https://mail.example/{n}' if n % 2 else ''}</link>"
        f"<description>{text} {n}</description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def test_of_the_older_entries_of_a_feed_it_is_known_which_articles_they_are() -> None:
    every = reading.read(Task("feed", feed_of(30), most=50))
    some = reading.read(Task("feed", feed_of(30), most=4))
    assert isinstance(every, Read)
    assert isinstance(some, Read)
    ids = tuple(article.id for article in every.articles)
    assert len(set(ids)) == 30
    assert (tuple(article.id for article in some.articles), some.older) == (ids[:4], ids[4:])
    assert every.older == ()


def test_where_entries_are_long_fewer_of_them_are_read() -> None:
    long = "The council voted on Wednesday to remove the old weir. " * 600
    feed = reading.read(Task("feed", feed_of(40, long), most=50))
    assert isinstance(feed, Read)
    assert (len(feed.articles), len(feed.older)) == (30, 10)
    assert [skipped.why for skipped in feed.skipped] == ["of a feed, the newest 30 are read"]


def test_an_entry_stays_the_same_article_wherever_its_feed_is_read() -> None:
    known = Source("Dorn Mail", "https://mail.example/feed", "https://mail.example/")
    at_home = reading.read(Task("feed", feed_of(2), "https://mail.example/feed", source=known))
    moved = reading.read(Task("feed", feed_of(2), "https://cdn.example/feed?signed=1", source=known))
    assert isinstance(at_home, Read)
    assert isinstance(moved, Read)
    assert [article.id for article in moved.articles] == [article.id for article in at_home.articles]
    assert {article.source for article in moved.articles} == {known}


def test_what_a_feed_says_of_itself_counts_before_what_is_known_of_it() -> None:
    known = Source("Somebody", "https://mail.example/feed", "https://somebody.example/", "Dorn Media")
    head = "<title>Dorn Mail</title><link>https://mail.example/</link>"
    feed = reading.read(Task("feed", feed_of(1, head=head), "https://mail.example/feed", source=known))
    assert isinstance(feed, Read)
    (article,) = feed.articles
    assert article.source == Source("Dorn Mail", "https://mail.example/feed", "https://mail.example/", "Dorn Media")


def test_no_page_and_no_entry_is_longer_than_an_article_may_be() -> None:
    text = "The council voted on Wednesday to remove the old weir, ending a dispute that began long ago. " * 11_000
    page = reading.read(Task("page", f"<html><head><title>x</title></head><body><p>{text}</p></body></html>".encode()))
    assert isinstance(page, Problem)
    assert page.kind is ProblemKind.TOO_LARGE
    items = f"<item><title>Long</title><link>/long</link><description>{text}</description></item><item><title>Short</title></item>"
    feed = reading.read(
        Task("feed", f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), "https://x.example/")
    )
    assert isinstance(feed, Read)
    assert [article.text for article in feed.articles] == ["Short"]
    (left,) = feed.skipped
    assert (left.what, left.url) == ("Long", "https://x.example/long")
    assert left.why == page.words == "longer than the 1,000,000 characters that are read of an article"


def test_a_feed_of_thousands_is_sent_on_without_them() -> None:
    text = "The council voted on Wednesday to remove the old weir, ending a dispute that began two winters ago. " * 20
    items = "".join(f"<item><title>Story {n}</title><description>{text}</description></item>" for n in range(2_000))
    feed = reading.read(
        Task("feed", f"<rss version='2.0'><channel><title>Mail</title>{items}</channel></rss>".encode())
    )
    assert len(pickle.dumps(feed)) < 200_000


def test_what_a_reader_chokes_on_is_a_problem_and_not_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def choke(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "read_page", choke)
    problem = reading.read(Task("it", PAGE))
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.permanent) == (ProblemKind.UNPARSABLE, True)


def test_a_reading_that_takes_too_much_memory_is_a_problem_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def grow(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "read_page", grow)
    problem = reading.read(Task("it", PAGE))
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.words) == (ProblemKind.TOO_LARGE, "takes more memory to read than it may")


# Of an encoding that only its declaration tells: everything else in it is English.
ABROAD = (
    "The council of Łódź voted on Wednesday to remove the old weir, ending a dispute of two winters.",
    "Taking it out will cost the town 700,000 crowns, of which the province has offered to pay half.",
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("{}\n\n{}", "text/plain"),
        ("<html><body><article><p>{}</p><p>{}</p></article></body></html>", "text/html"),
        ("<rss><channel><title>x</title><item><description>{}\n\n{}</description></item></channel></rss>", "text/xml"),
        ("Notice: x\n<rss><channel><item><description>{}\n\n{}</description></item></channel></rss>", "text/xml"),
    ],
    ids=["text", "page", "feed", "feed behind a notice"],
)
def test_what_the_server_declares_is_used_whatever_is_read(body: str, content_type: str) -> None:
    encoded = body.format(*ABROAD).encode("iso-8859-2")
    outcome = reading.read(Task("it", encoded, "https://x.example/", f"{content_type}; charset=iso-8859-2"))
    assert isinstance(outcome, Read)
    assert outcome.articles[0].text.startswith(ABROAD[0])


def test_a_list_and_a_text_are_from_the_address_they_were_read_at() -> None:
    listed = reading.read(
        Task("list", b'<opml><body><outline xmlUrl="/feed"/></body></opml>', "https://mail.example/list")
    )
    assert isinstance(listed, Read)
    assert listed.lists == (Source("", "https://mail.example/feed"),)
    text = reading.read(Task("text", b"The weir goes.", "https://mail.example/weir", source=Source("Mail")))
    assert isinstance(text, Read)
    assert (text.articles[0].url, text.articles[0].source.outlet) == ("https://mail.example/weir", "Mail")


def test_what_is_left_out_of_a_feed_says_where_it_is() -> None:
    long = "The council voted on Wednesday to remove the old weir, ending a dispute that began long ago. " * 11_000
    items = f"<item><link>/long</link><description>{long}</description></item>" + "<item><title>x</title></item>" * 20
    feed = reading.read(
        Task("feed", f"<rss><channel><title>Mail</title>{items}</channel></rss>".encode(), "https://x.example/f")
    )
    assert isinstance(feed, Read)
    assert [(skipped.what, skipped.url) for skipped in feed.skipped] == [
        ("https://x.example/long", "https://x.example/long"),
        ("1 older article of Mail", "https://x.example/f"),
    ]


def test_of_a_feed_only_those_entries_are_read_that_say_something_else_than_before() -> None:
    first = reading.read(Task("feed", FEED))
    assert isinstance(first, Read)
    assert list(first.marks) == [article.id for article in first.articles]
    again = reading.read(Task("feed", FEED, known=frozenset(first.marks.values())))
    assert isinstance(again, Read)
    assert (again.articles, dict(again.unchanged)) == ((), dict(first.marks))
    title = first.articles[0].title
    assert title
    said = title.of(first.articles[0].text).encode()
    changed = FEED.replace(said, said + b" after all")
    third = reading.read(Task("feed", changed, known=frozenset(first.marks.values())))
    assert isinstance(third, Read)
    assert [article.id for article in third.articles] == [first.articles[0].id]
    assert len(third.unchanged) == 2


def test_of_two_entries_of_one_article_neither_is_left_out() -> None:
    entry = "<item><link>https://x.example/weir?utm_source={}</link><title>Weir {}</title></item>"
    body = (
        f"<rss version='2.0'><channel>{entry.format('mail', 'to go')}{entry.format('feed', 'to stay')}</channel></rss>"
    )
    first = reading.read(Task("feed", body.encode()))
    assert isinstance(first, Read)
    assert len({article.id for article in first.articles}) == 1
    again = reading.read(Task("feed", body.encode(), known=frozenset(first.marks.values())))
    assert isinstance(again, Read)
    assert len(again.articles) == len(first.articles)
