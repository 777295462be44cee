"""The core in the shape that evaluators of other data ask for: plain functions from what came in to dicts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import digest

__all__ = ["article_of", "cluster", "cluster_by_meaning", "discover", "extract", "feed", "plain", "reprints"]


def extract(html: bytes, url: str | None) -> dict[str, Any]:
    """Read a page: its body, a line a paragraph, and what is known of it."""
    article = digest.read_page(html, url or "")
    return {
        "text": _body(article),
        "title": _title(article),
        "authors": list(article.authors),
        "date": article.published.isoformat() if article.published else None,
        "site": article.source.outlet or None,
        "image": article.image or None,
    }


def plain(text: str) -> dict[str, Any]:
    """Read plain text: its body, a line a paragraph, and its headline."""
    article = digest.read_article(text)
    return {"text": _body(article), "title": _title(article)}


def feed(raw: bytes, url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Read a feed: its title, its site and its entries. What a feed leaves out is made up for as readers of feeds do."""
    read = digest.read_feed(raw, url, headers)
    site = read.source.site or url
    return {"title": read.source.outlet or site, "link": site, "entries": [_entry(item, site) for item in read.items]}


def discover(html: bytes, base_url: str) -> list[str]:
    """Find the feeds that a page declares or that follow from its address, the best first."""
    return [found.url for found in digest.find_feeds(html, base_url)]


def _entry(item: digest.FeedItem, site: str) -> dict[str, Any]:
    return {
        "title": item.title or item.summary or item.content or item.url,
        "link": item.url or site,
        "id": item.guid or item.id,
        "author": ", ".join(item.authors),
        "summary": item.summary,
        "content": item.content,
        "dates": [date.isoformat() for date in (item.published, item.updated) if date],
    }


def _body(article: digest.Article) -> str:
    return "\n".join(span.of(article.text) for span in article.paragraphs)


def _title(article: digest.Article) -> str | None:
    return article.title.of(article.text) if article.title else None


def cluster(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Group articles: the id of each one's story."""
    articles = [article_of(item) for item in items]
    index = digest.group_stories(articles)
    return [index.story_of(article).id for article in articles]


def cluster_by_meaning(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """The same with the model of the extra "semantic"."""
    articles = [article_of(item) for item in items]
    index = digest.group_stories(articles, embed=digest.load_embedder())
    return [index.story_of(article).id for article in articles]


def reprints(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Group articles that print one text: the id of the newest of them."""
    articles = [article_of(item) for item in items]
    index = digest.group_stories(articles)
    first = {article.id: group[0].id for story in index.stories for group in story.prints for article in group}
    return [first[article.id] for article in articles]


def article_of(item: Mapping[str, Any]) -> digest.Article:
    """An article of a set of articles with stories."""
    published = datetime.fromisoformat(item["date"]) if item.get("date") else None
    url = f"https://{item['id']}.example/"
    source = digest.Source(str(item.get("source") or ""))
    title = str(item["title"])
    try:
        return digest.read_article(item["text"], title=title, url=url, source=source, published=published)
    except digest.NoArticleText:
        whole = digest.Span(0, len(title))
        return digest.Article(id=url, revision="", text=title, title=whole, source=source, published=published)
