"""Stories -> blocks: headline, summary, quotations, sources, and whose each of them is."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.messages import Block, Divider, Heading, Link, Note, Saying, Sources, Summary, Told
from bot.plain import plain, web_address
from digest import Article, Citation, Digest, Kind, Point, Quote, Story, StoryQuote, Style, leans

__all__ = [
    "LONGEST_NAME",
    "also_in",
    "badges_of",
    "dates_of",
    "differing",
    "headline_of",
    "link_to",
    "outlet_of",
    "parts_of",
    "speaker_words",
    "story_blocks",
    "topics_of",
    "voices_of",
]

LONGEST_NAME = 200
"""The longest name of an outlet or a headline that is shown, in characters."""

# Of a quotation, how many other wordings are shown.
_MOST_VARIANTS = 2
# From when on a story is said to be running.
_RUNNING = timedelta(days=1)


def speaker_words(quote: Quote) -> str:
    """A speaker as shown: a title before the name ("President Tokayev"), a description behind it.

    A role keeps its letters. So one with a capital stays before the name where it is printed there, with its comma if
    it has one: "The harbour master, Henrike Salter".
    """
    if not quote.speaker.is_known:
        return "nobody that the article makes clear"
    name, role = quote.speaker.name, quote.speaker.role
    if not role or role == name or leans(role):
        return name
    # Between the two there may be a "Prof.", which is part of neither.
    names = "|".join(map(re.escape, name.split()))
    before = re.search(rf"(?<!\w){re.escape(role)}(,?)\s+(?:\w+\.\s+)?(?:{names})(?!\w)", quote.article.text)
    return f"{role}{before[1]} {name}" if before and role[0].isupper() else f"{name}, {role}"


def story_blocks(digest: Digest, *, why: bool = False) -> Iterator[Block]:
    """The stories of a digest, each topic above its own; with why, if it is asked for, they stand where they stand."""
    topics = topics_of(digest)
    for number, story in enumerate(digest.stories):
        if topic := topics.get(number):
            yield Heading(topic, level=1)
        yield from _story(story, number + 1, digest.style)
        if why:
            yield Note(f"Why here: {' · '.join(story.why)}")
        yield Divider()


def topics_of(digest: Digest) -> Mapping[int, str]:
    """What stands above which story, by its place; nothing if topics don't stand together, or above the first that has none."""
    places = (sum(count for _, count in digest.topics[:at]) for at in range(len(digest.topics)))
    named = zip(places, (plain(topic, LONGEST_NAME) for topic, _ in digest.topics), strict=True)
    return {place: topic or "Other news" for place, topic in named if topic or place}


def _story(story: Story, number: int, style: Style) -> Iterator[Block]:
    title = f"{number} · {plain(story.headline.text, LONGEST_NAME)}"
    yield Heading(title, badges=badges_of(story), image=_picture_of(story))
    if story.summary:
        yield Summary(_told(story, style), is_list=style is Style.BULLETS)
    if pairs := differing(story):
        yield Note(f"Numbers differ: {'; '.join(' / '.join(map(_number, pair)) for pair in pairs)}")
    for said in story.quotes:
        yield Saying(parts_of(said.quote), _said_by(said, story))
        for variant in said.variants[:_MOST_VARIANTS]:
            yield Saying(parts_of(variant), f"as {outlet_of(variant.article)} words it")
    yield _sources(story)


def _picture_of(story: Story) -> str:
    """The address of the first picture of a story; empty if its articles have none."""
    return next(filter(None, (web_address(article.image) for article in story.articles)), "")


def _told(story: Story, style: Style) -> tuple[Told, ...]:
    """The sentences of a summary; in a paragraph, who has several in a row is named behind the last of them."""
    sources = [_told_by(point, story) for point in story.summary]
    following = ["", *reversed(sources)][: len(sources)][::-1] if style is not Style.BULLETS else [""] * len(sources)
    return tuple(
        Told(point.citation.text, "" if source == next_one else source)
        for point, source, next_one in zip(story.summary, sources, following, strict=True)
    )


def parts_of(quote: Quote) -> tuple[str, ...]:
    """The parts of a quotation, each up to the comma before "he said"."""
    return tuple(text.rstrip(" ,，、") or text for text in quote.texts)


def _told_by(point: Point, story: Story) -> str:
    """Whose sentence it is, and who else reports the same; nothing where a story is of one outlet."""
    own = outlet_of(point.citation.article)
    if len(story.outlets) == 1:
        return ""
    if also := also_in(point):
        return f"{own}, also {', '.join(also)}"
    return f"only {own}" if point.is_alone else own


def also_in(point: Point) -> Mapping[str, Citation]:
    """The names of other outlets that report the same, each with its first sentence of it."""
    others: dict[str, Citation] = {}
    for citation in point.also:
        others.setdefault(outlet_of(citation.article), citation)
    others.pop(outlet_of(point.citation.article), None)
    return others


def differing(story: Story) -> tuple[tuple[Citation, ...], ...]:
    """The numbers that outlets give differently, side by side, each pair once."""
    pairs: dict[tuple[str, ...], tuple[Citation, ...]] = {}
    for difference in (one for point in story.summary for one in point.differences):
        pair = tuple(sorted((difference.own, difference.other), key=_number))
        if len({outlet_of(one.article) for one in pair}) > 1:
            pairs.setdefault(tuple(map(_number, pair)), pair)
    return tuple(pairs.values())


def _number(citation: Citation) -> str:
    return f"“{citation.text}” ({outlet_of(citation.article)})"


def _said_by(said: StoryQuote, story: Story) -> str:
    """The speaker and, of a story of several outlets, who carries the words."""
    speaker = speaker_words(said.quote)
    if len(story.outlets) == 1:
        return speaker
    carriers = dict.fromkeys(outlet_of(quote.article) for quote in (said.quote, *said.also))
    return f"{speaker} ({', '.join(carriers)})"


def outlet_of(article: Article) -> str:
    """Who printed an article: the outlet's name, else the host."""
    name = article.source.outlet or urlsplit(article.url).hostname or "no name"
    return plain(name, LONGEST_NAME)


def badges_of(story: Story) -> tuple[str, ...]:
    """What to know of a story at a glance, by the alphabet."""
    told_from = story.articles[0]
    badges = {
        told_from.kind.value: told_from.kind is not Kind.NEWS,
        "excerpt only": told_from.excerpt_only,
        "update": story.is_update,
    }
    return tuple(sorted(badge for badge, holds in badges.items() if holds))


def _sources(story: Story) -> Sources:
    # Of an outlet with several articles, the first: the one that is told from, if it is among them.
    links = {link.text: link for link in map(link_to, reversed(story.articles))}
    ordered = [links[name] for name in dict.fromkeys(link_to(article).text for article in story.articles)]
    newest, since = dates_of(story)
    days = [f"{newest.day} {newest:%b %Y}"] if newest else []
    if since:
        days.append(f"since {since.day} {since:%b}")
    return Sources(tuple(ordered), (*days, voices_of(story)))


def dates_of(story: Story) -> tuple[datetime | None, datetime | None]:
    """The newest date of a story, and the oldest if it has been running for long; None for what is not known."""
    dates = sorted(article.published for article in (*story.articles, *story.earlier) if article.published)
    if not dates:
        return None, None
    return dates[-1], dates[0] if dates[-1] - dates[0] >= _RUNNING else None


def voices_of(story: Story) -> str:
    """How many outlets there are and, where it is not all of them, how many report on their own."""
    count = len(story.outlets)
    outlets = "1 source" if count == 1 else f"{count} sources"
    return outlets if story.independent >= count else f"{outlets}, {story.independent} independent"


def headline_of(article: Article) -> str:
    """The headline of an article, as far as one is read; without one, its first line."""
    title = article.title.of(article.text) if article.title else article.text.partition("\n")[0]
    return plain(title, LONGEST_NAME)


def link_to(article: Article) -> Link:
    """An article by the name of its outlet."""
    return Link(outlet_of(article), article.canonical_url)
