"""A digest as one page: nothing in it runs, and nothing is fetched for it."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from bot.left_out import LeftOut, left_out
from bot.page.elements import Html, document, element, joined, link, stylesheet
from bot.page.passages import day
from bot.page.stories import story_article
from bot.plain import plain
from bot.story_blocks import LONGEST_NAME, outlet_of, topics_of
from digest import Digest, Skipped

__all__ = ["digest_page"]

# With more stories than these, they are listed above.
_FEW_STORIES = 3
# With more outlets than these, the rest is counted.
_MOST_OUTLETS = 8
_LANGUAGE = "en"


def digest_page(digest: Digest, version: str, *, why: bool = False) -> str:
    """Lay a digest out as a page.

    Args:
        digest: A finished digest; without stories the page says so.
        version: Of this program.
        why: Whether to say of each story why it stands where it stands.

    Returns:
        HTML, whole: to be written as UTF-8.
    """
    stories = [*_stories(digest, why=why)] or [element("p", "No stories: there was nothing to read.", class_="nothing")]
    body = element(
        "body",
        element("a", "To the stories", href="#stories", class_="skip"),
        _masthead(digest),
        _contents(digest) if len(digest.stories) > _FEW_STORIES else None,
        element("main", *stories, id="stories"),
        _left_out(digest.skipped),
        _foot(version),
    )
    return document(_head(digest, version), body, _LANGUAGE)


@cache
def _style() -> str:
    return files("bot.page").joinpath("style.css").read_text(encoding="utf-8")


def _head(digest: Digest, version: str) -> Html:
    css = _style()
    style_hash = b64encode(sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        # Before anything that it could forbid.
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        # Else some telephones make links of numbers in an article.
        element("meta", name="format-detection", content="telephone=no, date=no, address=no, email=no"),
        element("meta", name="generator", content=f"Pullquote {version}"),
        element("title", f"Pullquote · {digest.made_at:%a} {digest.made_at.day} {digest.made_at:%b %Y}"),
        stylesheet(css),
    )


def _masthead(digest: Digest) -> Html:
    made = digest.made_at
    date = element("time", f"{made:%A} {made.day} {made:%B %Y}", datetime=made.date().isoformat())
    return element(
        "header",
        element("h1", element("span", "Pullquote", class_="name"), " ", date),
        element("p", *_made_of(digest)),
        element("p", *_told_by(digest)) if digest.stories else None,
        class_="masthead",
    )


def _made_of(digest: Digest) -> Iterator[Html | str]:
    """Of how much it was made, of which days, and when."""
    made = digest.made_at
    articles = [article for story in digest.stories for article in story.articles]
    if articles:
        stories = _counted(len(digest.stories), "story", "stories")
        yield f"{stories} from {_counted(len(articles), 'article', 'articles')}"
        dates = sorted(article.published for article in articles if article.published)
        ends = {date.date(): day(date) for date in (*dates[:1], *dates[-1:])}
        yield from (", ", joined(ends.values(), " to ")) if ends else ()
        yield ". "
    if digest.skipped:
        yield from (element("a", f"{len(digest.skipped)} left out", href="#left-out"), ". ")
    time = element("time", f"{made:%H:%M} {made:%Z}", datetime=made.isoformat(timespec="minutes"))
    yield from ("Made at ", time, ".")


def _told_by(digest: Digest) -> Iterator[Html | str]:
    """Which outlets it is told by, the first few by name."""
    names = tuple(dict.fromkeys(outlet_of(article) for story in digest.stories for article in story.articles))
    yield from ("Told by ", joined((element("bdi", name) for name in names[:_MOST_OUTLETS]), ", "))
    more = len(names) - _MOST_OUTLETS
    yield f" and {_counted(more, 'other', 'others')}." if more > 0 else "."


def _contents(digest: Digest) -> Html:
    entries = (
        element(
            "li",
            element(
                "a", element("bdi", story.headline.text, lang=story.headline.article.language), href=f"#story-{number}"
            ),
        )
        for number, story in enumerate(digest.stories, start=1)
    )
    return element(
        "nav", element("h2", "In this digest", id="contents"), element("ol", *entries), aria_labelledby="contents"
    )


def _stories(digest: Digest, *, why: bool) -> Iterator[Html]:
    """The stories, each topic under a heading of its own."""
    topics = topics_of(digest)
    topic = ""
    for number, story in enumerate(digest.stories):
        if number in topics:
            topic = topics[number]
            yield element("h2", element("bdi", topic), class_="topic")
        own = plain(story.topic, LONGEST_NAME)
        yield story_article(
            story,
            number + 1,
            digest.style,
            level=3 if topic else 2,
            topic="" if own.casefold() == topic.casefold() else own,
            why=why,
        )


def _left_out(skipped: Sequence[Skipped]) -> Html | None:
    if not skipped:
        return None
    reasons = element("ul", *map(_reason, left_out(skipped)))
    heading = element("h2", "Left out", id="left-out-heading")
    return element("section", heading, reasons, id="left-out", aria_labelledby="left-out-heading")


def _reason(left: LeftOut) -> Html:
    named = joined((link(one.url, element("bdi", one.text)) for one in left.named), "; ")
    more = f" and {left.more} more" if left.more else ""
    return element("li", named, f"{more}: ", element("bdi", left.why))


def _foot(version: str) -> Html:
    return element(
        "footer",
        element(
            "p",
            "Every sentence and quotation is the outlet’s own, verbatim; “In context” shows where it stands. "
            "A speaker is named only where the article makes it clear.",
        ),
        element("p", f"Made with Pullquote {version}."),
    )


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
