"""Stories -> blocks: headline, summary, quotations, sources, and whose each of them is."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from bot.messages import Block, Divider, Heading, Link, Note, Saying, Sources, Summary, Told
from bot.plain import plain
from digest import Article, Digest, Kind, Point, Quote, Story, StoryQuote, Style, leans

__all__ = ["LONGEST_NAME", "link_to", "parts_of", "speaker_words", "story_blocks"]

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
    headed = {sum(count for _, count in digest.topics[:at]): topic for at, (topic, _) in enumerate(digest.topics)}
    for number, story in enumerate(digest.stories):
        if (topic := headed.get(number)) is not None and (topic or number):
            yield Heading(plain(topic, LONGEST_NAME) or "Other news", level=1)
        yield from _story(story, number + 1, digest.style)
        if why:
            yield Note(f"Why here: {' · '.join(story.why)}")
        yield Divider()


def _story(story: Story, number: int, style: Style) -> Iterator[Block]:
    badges = {badge for article in story.articles[:1] for badge in _badges(article)}
    if story.is_update:
        badges.add("update")
    yield Heading(f"{number} · {story.headline.text}", badges=tuple(sorted(badges)))
    if story.summary:
        yield Summary(_told(story, style), is_list=style is Style.BULLETS)
    if differing := _differences(story):
        yield Note(f"Numbers differ: {differing}")
    for said in story.quotes:
        yield Saying(parts_of(said.quote), _said_by(said, story))
        for variant in said.variants[:_MOST_VARIANTS]:
            yield Saying(parts_of(variant), f"as {_outlet(variant.article)} words it")
    yield _sources(story)


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
    own = _outlet(point.citation.article)
    if len(story.outlets) == 1:
        return ""
    also = [name for name in dict.fromkeys(_outlet(citation.article) for citation in point.also) if name != own]
    if also:
        return f"{own}, also {', '.join(also)}"
    return f"only {own}" if point.is_alone else own


def _differences(story: Story) -> str:
    """The numbers that outlets give differently, side by side, each pair once."""
    lines: dict[frozenset[str], str] = {}
    for difference in (one for point in story.summary for one in point.differences):
        pair = {f"“{one.text}” ({_outlet(one.article)})" for one in (difference.own, difference.other)}
        outlets = {_outlet(one.article) for one in (difference.own, difference.other)}
        if len(outlets) > 1:
            lines.setdefault(frozenset(pair), " / ".join(sorted(pair)))
    return "; ".join(lines.values())


def _said_by(said: StoryQuote, story: Story) -> str:
    """The speaker and, of a story of several outlets, who carries the words."""
    speaker = speaker_words(said.quote)
    if len(story.outlets) == 1:
        return speaker
    carriers = dict.fromkeys(_outlet(quote.article) for quote in (said.quote, *said.also))
    return f"{speaker} ({', '.join(carriers)})"


def _outlet(article: Article) -> str:
    name = article.source.outlet or urlsplit(article.url).hostname or "no name"
    return plain(name, LONGEST_NAME)


def _badges(article: Article) -> Iterator[str]:
    if article.kind is not Kind.NEWS:
        yield article.kind.value
    if article.excerpt_only:
        yield "excerpt only"


def _sources(story: Story) -> Sources:
    # Of an outlet with several articles, the first: the one that is told from, if it is among them.
    links = {link.text: link for link in map(link_to, reversed(story.articles))}
    ordered = [links[name] for name in dict.fromkeys(link_to(article).text for article in story.articles)]
    dates = sorted(article.published for article in (*story.articles, *story.earlier) if article.published)
    days = [f"{dates[-1].day} {dates[-1]:%b %Y}"] if dates else []
    if dates and dates[-1] - dates[0] >= _RUNNING:
        days.append(f"since {dates[0].day} {dates[0]:%b}")
    return Sources(tuple(ordered), (*days, _voices(story)))


def _voices(story: Story) -> str:
    """How many outlets there are and, where it is not all of them, how many report on their own."""
    count = len(story.outlets)
    outlets = "1 source" if count == 1 else f"{count} sources"
    return outlets if story.independent >= count else f"{outlets}, {story.independent} independent"


def link_to(article: Article) -> Link:
    """An article by the name of its outlet."""
    return Link(_outlet(article), article.canonical_url)
