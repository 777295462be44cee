"""A story as HTML: headline, summary, numbers that differ, quotations, sources, each with where it stands."""

from collections.abc import Iterable, Sequence

from bot.page.elements import Html, element, joined, link
from bot.page.passages import Passage, day, of_article, outlet_link, passage_figure
from bot.story_blocks import (
    also_in,
    badges_of,
    dates_of,
    differing,
    link_to,
    outlet_of,
    parts_of,
    speaker_words,
    voices_of,
)
from digest import Article, Citation, Kind, Point, Quote, Story, StoryQuote, Style

__all__ = ["story_article"]


def story_article(story: Story, number: int, style: Style, *, level: int, topic: str, why: bool) -> Html:
    """A story.

    Args:
        story: With at least one article.
        number: Its place in the digest, from 1.
        style: How it is told.
        level: Of its heading.
        topic: What is said above it; empty for nothing.
        why: Whether to say why it stands where it stands.
    """
    below = f"h{level + 1}"
    return element(
        "article",
        _head(story, number, f"h{level}", topic),
        _summary(story.summary, style),
        _numbers(differing(story), below),
        _quotes(story.quotes, below),
        element("p", f"Why here: {' · '.join(story.why)}", class_="note") if why and story.why else None,
        _sources(story.articles, below),
        id=f"story-{number}",
        class_="story",
        aria_labelledby=f"headline-{number}",
    )


def _head(story: Story, number: int, heading: str, topic: str) -> Html:
    main = story.headline.article
    newest, since = dates_of(story)
    facts = [
        element("bdi", topic) if topic else None,
        day(newest) if newest else None,
        joined(("since ", day(since, f"{since.day} {since:%b}"))) if since else None,
        voices_of(story),
    ]
    over = [
        element("span", str(number), class_="number"),
        element("span", joined((one for one in facts if one), " · ")),
        *(element("span", badge, class_="badge") for badge in badges_of(story)),
    ]
    return element(
        "header",
        element("p", joined(over, " "), class_="facts"),
        element(heading, link(main.canonical_url, story.headline.text), id=f"headline-{number}", **of_article(main)),
    )


def _summary(points: Sequence[Point], style: Style) -> Html | None:
    if not points:
        return None
    is_list = style is Style.BULLETS
    return element(
        "ul" if is_list else "div",
        *(element("li" if is_list else "div", *_told(point), class_="point", dir="auto") for point in points),
        class_="summary",
    )


def _told(point: Point) -> tuple[Html, Html]:
    """A sentence, and whose it is."""
    citation = point.citation
    sentence = element("p", citation.text, class_="sentence", lang=citation.article.language)
    return sentence, _cited(citation, also_in(point).values(), is_alone=point.is_alone)


def _cited(own: Citation | Quote, also: Iterable[Citation | Quote] = (), *, is_alone: bool = False) -> Html:
    """Who has something, linked, and where it stands with each of them."""
    others = tuple(also)
    names = [
        "only " if is_alone else None,
        outlet_link(own.article),
        joined((", also ", joined((outlet_link(one.article) for one in others), ", "))) if others else None,
    ]
    at = ", ".join(outlet_of(one.article) for one in (own, *others))
    return element(
        "div",
        element("p", joined(names), class_="from"),
        element(
            "details",
            element("summary", "In context", element("span", ": ", element("bdi", at), class_="unseen")),
            *(passage_figure(Passage.of(one)) for one in (own, *others)),
        ),
        class_="cited",
    )


def _numbers(pairs: Iterable[Iterable[Citation]], heading: str) -> Html | None:
    """Numbers that outlets give differently, side by side."""
    rows = [element("li", *map(_number, pair)) for pair in pairs]
    if not rows:
        return None
    return element("section", element(heading, "Numbers differ"), element("ul", *rows), class_="numbers")


def _number(citation: Citation) -> Html:
    text = element("p", f"“{citation.text}”", lang=citation.article.language)
    return element("div", text, _cited(citation), class_="given", dir="auto")


def _quotes(quotes: Iterable[StoryQuote], heading: str) -> Html | None:
    said = [_said(one) for one in quotes]
    if not said:
        return None
    return element("section", element(heading, "Who said what", class_="unseen"), *said, class_="quotes")


def _said(said: StoryQuote) -> Html:
    """A quotation and its speaker, in the article's words, and how others word it."""
    quote = said.quote
    speaker = element("figcaption", "— ", element("bdi", speaker_words(quote), lang=quote.article.language))
    return element(
        "div",
        element("figure", _quoted(quote), speaker),
        _cited(quote, said.also),
        *map(_variant, said.variants),
        class_="said",
        dir="auto",
    )


def _variant(quote: Quote) -> Html:
    caption = element("figcaption", "as ", element("bdi", outlet_of(quote.article)), " words it")
    return element("div", element("figure", _quoted(quote), caption), _cited(quote), class_="variant")


def _quoted(quote: Quote) -> Html:
    words = " ".join(f"“{part}”" for part in parts_of(quote))
    return element("blockquote", element("p", words), lang=quote.article.language)


def _sources(articles: Iterable[Article], heading: str) -> Html:
    return element("section", element(heading, "Sources"), element("ul", *map(_source, articles)), class_="sources")


def _source(article: Article) -> Html:
    title = article.title.of(article.text) if article.title else None
    to = link_to(article)
    details = [
        day(article.published) if article.published else None,
        article.kind.value if article.kind is not Kind.NEWS else None,
        "excerpt only" if article.excerpt_only else None,
    ]
    return element(
        "li",
        link(to.url, element("bdi", to.text), class_="outlet"),
        element("span", joined((one for one in details if one), " · "), class_="when"),
        element("cite", title, **of_article(article)) if title else None,
    )
