"""A page -> the feeds of its site, the one that has its news first.

What a page declares is what its publisher wants to be followed. In practice it declares much more: the comments on the very article, the feeds of
its tags, a podcast. So what it declares is ordered by what it is about; and links in the text count only where nothing is declared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from digest.decoding import decode_markup
from digest.feed_rules import FeedKind, FoundFeed, feeds_by_rule
from digest.feed_text import plain
from digest.html_tags import Tag, tags_of
from digest.urls import page_of, web_url

__all__ = ["find_feeds"]

# Of a page: pages with a million characters of scripts in front of what they declare are real ones.
_SEARCHED = 5_000_000
# A page that declares more is a list of feeds, not a page of a site.
_MOST_FEEDS = 100
_FEED_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/x-rss+xml application/x-atom+xml "
    "application/rss application/atom application/x.atom+xml text/rss+xml text/atom+xml text/rss text/atom".split()
)
# Types of other things too; they count where the page says that what they name is another form of it.
_VAGUE_TYPES = frozenset({"application/xml", "text/xml", "application/json"})
_NO_FEED = re.compile(r"wp-json|oembed|/api/(?!rss)|sitemap|opensearch|\.webmanifest", re.IGNORECASE)
_NO_RELATION = frozenset({"stylesheet", "preload", "prefetch", "icon", "search", "manifest", "edituri", "wlwmanifest"})
_COMMENTS = re.compile(
    r"\bcomments\b|\bcomment(?:s|aires)? (?:feed|rss)|kommentare?\b|kommentar-?feed|commentaires|comentarios|comentários|commenti\b|reacties|"
    r"kommentarer|komentarze|yorum|комментари|コメント",
    re.IGNORECASE,
)
_COMMENTS_PATH = re.compile(r"/comments?(?:/|$|\.)|[?&]feed=(?:rss2-)?comments", re.IGNORECASE)
_PODCAST = re.compile(
    r"podcast|\bepisodes?\b|megaphone\.fm|libsyn|buzzsprout|anchor\.fm|simplecast|omny\w*\.|acast\.com|art19|spreaker|captivate\.fm|transistor\.fm|"
    r"julephosting|\baudio\b",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"/(?:category|categories|tags?|topics?|themen?|temas?|tema|authors?|autor(?:en)?|verfasser|auteurs?|search|rubri\w+|section|kategorie|categoria)/|"
    r"[?&](?:tag(?:_id)?|cat|category|author|topic|s|q)=",
    re.IGNORECASE,
)
# Paths at which a whole site has its feed.
_MAIN = re.compile(
    r"/?(?:(?:feeds?|rss|atom|index|news|all|home|latest)(?:/(?:feed|rss2?|atom|all|news|index|latest|default))?(?:\.(?:xml|rss|atom|rdf|json))?|feeds/posts/default|rss/(?:index|feed)\.xml)?/?",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"(?:/(?:feed|rss|atom)/?|\.(?:rss|atom|rdf)|/(?:rss|feed|atom|index)\.xml|/feed\.json|[?&]feed=(?:rss2?|atom))$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"[^/]*(?:-[^/]*){3}|.*\d{4}|.*\.html?", re.IGNORECASE)
_SCHEME = re.compile(r"feed:(?://)?(?=https?://)|feed://", re.IGNORECASE)
_CHANNEL = re.compile(r"UC[\w-]{10,40}")


def find_feeds(html: bytes, url: str, content_type: str = "") -> tuple[FoundFeed, ...]:
    """Find the feeds that a page names, or that follow from its address.

    Args:
        html: The page as it came; it may be empty if only its address is known.
        url: Where it came from, absolute.
        content_type: As its server declares it.

    Returns:
        Each feed once, the best first: those that follow from the address, the site's news, those of its sections, podcasts, and
        comments. Empty if the page names none.
    """
    page = web_url(url)
    tags = list(tags_of(decode_markup(html, content_type)[:_SEARCHED]))
    base = next((found for given in _all(tags, "base") if (found := web_url(given.get("href", ""), page))), page)
    ruled = feeds_by_rule(page) or _by_canonical(tags, base, page)
    declared = list(_declared(tags, base, page)) or ([] if ruled else list(_linked(tags, base, page)))
    return tuple(_each_once([*ruled, *sorted(declared, key=_rank)]))


def _all(tags: Iterable[Tag], name: str) -> Iterator[dict[str, str]]:
    """The attributes of all tags of a name."""
    return (attributes for tag, attributes in tags if tag == name)


def _declared(tags: Iterable[Tag], base: str, page: str) -> Iterator[FoundFeed]:
    for link in _all(tags, "link"):
        href = link.get("href", "")
        if _is_feed(link, href) and (url := web_url(_SCHEME.sub(_web, href), base)):
            title = plain(link.get("title", ""))
            yield FoundFeed(url, title, _kind(url, title, page))


def _is_feed(link: Mapping[str, str], href: str) -> bool:
    relations = _relations(link)
    type_ = link.get("type", "").partition(";")[0].strip().lower()
    if type_ in _FEED_TYPES:
        return not relations & _NO_RELATION
    if "feed" in relations:
        return type_ != "text/html"
    return type_ in _VAGUE_TYPES and "alternate" in relations and not _NO_FEED.search(href)


def _relations(link: Mapping[str, str]) -> frozenset[str]:
    return frozenset(link.get("rel", "").lower().split())


def _linked(tags: Iterable[Tag], base: str, page: str) -> Iterator[FoundFeed]:
    """The links of a page that look like feeds of its own site."""
    site = _site(page)
    for anchor in _all(tags, "a"):
        href = anchor.get("href", "")
        url = web_url(_SCHEME.sub(_web, href), base) if _LINKED.search(href) or _SCHEME.match(href) else ""
        if url and (_site(url) == site or "feedburner.com/" in url):
            title = plain(anchor.get("title", ""))
            yield FoundFeed(url, title, _kind(url, title, page))


def _by_canonical(tags: Iterable[Tag], base: str, page: str) -> tuple[FoundFeed, ...]:
    """What follows from the address that a page gives as its own, or from the channel that it says it belongs to."""
    links = (web_url(link.get("href", ""), base) for link in _all(tags, "link") if "canonical" in _relations(link))
    canonical = next(filter(None, links), "")
    if _site(canonical) == _site(page) and (found := feeds_by_rule(canonical)):
        return found
    if _site(page) != "youtube.com":
        return ()
    said = (
        meta.get("content", "") for meta in _all(tags, "meta") if meta.get("itemprop") in {"channelId", "identifier"}
    )
    return feeds_by_rule(f"https://www.youtube.com/channel/{next(filter(_CHANNEL.fullmatch, said), '')}")


def _kind(url: str, title: str, page: str) -> FeedKind:
    if _COMMENTS.search(title) or _COMMENTS_PATH.search(url) or _is_of_article(url, page):
        return FeedKind.COMMENTS
    if _PODCAST.search(title) or _PODCAST.search(url):
        return FeedKind.PODCAST
    return FeedKind.SECTION if _SECTION.search(url) else FeedKind.NEWS


def _is_of_article(url: str, page: str) -> bool:
    """Whether a feed lies below an article, as that of its comments does; one below a section is the section's."""
    path = urlsplit(page).path.rstrip("/")
    is_below = bool(path) and page_of(url).startswith(page_of(page).partition("?")[0] + "/")
    return is_below and _ARTICLE.fullmatch(path.rpartition("/")[2]) is not None


def _rank(feed: FoundFeed) -> tuple[int, bool]:
    """News first, and of them the site's own; among equals, sorting keeps the page's order."""
    parts = urlsplit(feed.url)
    return list(FeedKind).index(feed.kind), not (_MAIN.fullmatch(parts.path) and not parts.query)


def _each_once(feeds: Iterable[FoundFeed]) -> list[FoundFeed]:
    once: dict[str, FoundFeed] = {}
    for feed in feeds:
        once.setdefault(page_of(feed.url), feed)
    return list(once.values())[:_MOST_FEEDS]


def _web(scheme: re.Match[str]) -> str:
    """What "feed:" stands for: nothing before a whole address, and the scheme of the web otherwise."""
    return "https://" if scheme[0].lower() == "feed://" else ""


def _site(url: str) -> str:
    """The site that a host belongs to: its last two labels, or three where the last two are a country's."""
    labels = (urlsplit(url).hostname or "").split(".")
    is_country = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3  # noqa: PLR2004 - "co.uk", "com.au"
    return ".".join(labels[-3:] if is_country else labels[-2:])
