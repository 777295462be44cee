"""Where feeds are that follow from an address alone: of services whose pages have them at known places, and on sites in general."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, quote, urlsplit

from digest.urls import web_url

__all__ = ["FeedKind", "FoundFeed", "feeds_by_rule", "well_known_feeds"]


class FeedKind(StrEnum):
    """What a feed is about, as far as the page that names it lets on."""

    NEWS = "news"
    SECTION = "section"
    PODCAST = "podcast"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that somebody may follow. Nobody has looked yet whether it is there.

    Attributes:
        url: Absolute http(s) URL.
        title: Plain text, as the page calls it; empty if it gives it no name.
        kind: What it is about.
    """

    url: str
    title: str = ""
    kind: FeedKind = FeedKind.NEWS


# A path that matches -> what its feeds are called, and where they are. `{host}` and `{path}` are those of the address, `{list}` and other
# parameters those of its query, and numbers the groups of the pattern.
_Rule = tuple[str, str, tuple[tuple[str, str], ...]]

# Paths of GitHub that are no accounts.
_NO_ACCOUNTS = "about|apps|collections|contact|customer-stories|dashboard|enterprise|events|explore|features|issues|join|login|marketplace|new|notifications|orgs|pricing|pulls|readme|search|security|sessions|settings|site|signup|solutions|sponsors|topics|trending"
_REPOSITORY = rf"/(?!(?:{_NO_ACCOUNTS})/)([\w.-]+)/([\w.-]+?)(?:\.git)?"
_HUB = "https://github.com/{1}"
_RULES: tuple[_Rule, ...] = (
    (r"(?:m\.|music\.)?youtube\.com", r"/channel/(UC[\w-]+)(?:/.*)?", (("Videos", "https://www.youtube.com/feeds/videos.xml?channel_id={1}"),)),
    (r"(?:m\.)?youtube\.com", r"/user/([\w.-]+)(?:/.*)?", (("Videos", "https://www.youtube.com/feeds/videos.xml?user={1}"),)),
    (r"(?:m\.|music\.)?youtube\.com|youtu\.be", r"/.*", (("Playlist", "https://www.youtube.com/feeds/videos.xml?playlist_id={list}"),)),
    (r"github\.com", rf"{_REPOSITORY}/releases(?:/.*)?", (("Releases", f"{_HUB}/{{2}}/releases.atom"),)),
    (r"github\.com", rf"{_REPOSITORY}/tags", (("Tags", f"{_HUB}/{{2}}/tags.atom"),)),
    (r"github\.com", rf"{_REPOSITORY}/(?:commits|tree)/([^?]+?)", (("Commits", f"{_HUB}/{{2}}/commits/{{3}}.atom"),)),
    (r"github\.com", rf"{_REPOSITORY}(?:/.*)?", (("Releases", f"{_HUB}/{{2}}/releases.atom"), ("Commits", f"{_HUB}/{{2}}/commits.atom"), ("Tags", f"{_HUB}/{{2}}/tags.atom"))),
    (r"github\.com", rf"/(?!(?:{_NO_ACCOUNTS})$)([\w-]+)", (("Activity", f"{_HUB}.atom"),)),
    (r"gitlab\.com", r"/((?!explore/|users/|help/|dashboard/)[\w.-]+(?:/[\w.-]+)+?)(?:/-/.*)?", (("Activity", "https://gitlab.com/{1}.atom"), ("Tags", "https://gitlab.com/{1}/-/tags?format=atom"))),
    (r"(?:old\.|new\.|np\.)?reddit\.com", r"((?:/(?:r|user|u)/[\w+-]+)(?:/.*)?)", (("Posts", "https://www.reddit.com{1}/.rss"),)),
    (r"(?:mastodon|mstdn)\.[a-z.]+|fosstodon\.org|mas\.to|hachyderm\.io|infosec\.exchange|mathstodon\.xyz|newsie\.social|journa\.host", r"(/@\w+|/tags/\w+)(?:/.*)?", (("Posts", "https://{host}{1}.rss"),)),
    (r"medium\.com", r"/tag/([\w-]+)(?:/.*)?", (("Articles", "https://medium.com/feed/tag/{1}"),)),
    (r"medium\.com", r"/(?!(?:m|me|p|search|plans|membership|about|feed|new-story|policy|jobs)(?:/|$))(@?[\w.-]+)(?:/.*)?", (("Articles", "https://medium.com/feed/{1}"),)),
    (r"(?!policy\.|help\.|blog\.)[\w-]+\.medium\.com", r"/.*", (("Articles", "https://{host}/feed"),)),
    (r"open\.substack\.com", r"/pub/([\w-]+)(?:/.*)?", (("Articles", "https://{1}.substack.com/feed"),)),
    (r"(?!open\.)[\w-]+\.substack\.com", r"/.*", (("Articles", "https://{host}/feed"),)),
    (r"bsky\.app", r"/profile/([\w.:-]+)(?:/.*)?", (("Posts", "https://bsky.app/profile/{1}/rss"),)),
    (r"vimeo\.com", r"/((?:channels|groups)/[\w-]+)(?:/.*)?", (("Videos", "https://vimeo.com/{1}/videos/rss"),)),
    (r"vimeo\.com", r"/(?!(?:about|blog|features|help|join|log_in|search|upgrade|watch|categories|ondemand)(?:/|$))([a-z][\w-]*)(?:/videos)?", (("Videos", "https://vimeo.com/{1}/videos/rss"),)),
    (r"tumblr\.com", r"/(?:blog/(?:view/)?)?(?!(?:about|dashboard|explore|help|login|policy|privacy|register|search|settings|tagged)(?:/|$))([\w-]+)(?:/.*)?", (("Posts", "https://{1}.tumblr.com/rss"),)),
    (r"(?!assets\.|api\.|help\.)[\w-]+\.tumblr\.com", r"/.*", (("Posts", "https://{host}/rss"),)),
    (r"(?!en\.support\.|support\.|developer\.)[\w-]+\.wordpress\.com", r"/.*", (("Articles", "https://{host}/feed/"),)),
    (r"[\w-]+\.blogspot\.[a-z.]+", r"/.*", (("Articles", "https://{host}/feeds/posts/default"),)),
    (r"[\w-]+\.ghost\.io", r"/.*", (("Articles", "https://{host}/rss/"),)),
    (r"dev\.to", r"/(?:t/([\w-]+))", (("Articles", "https://dev.to/feed/tag/{1}"),)),
    (r"dev\.to", r"/(?!(?:about|search|tags|settings|enter|top|latest|videos|podcasts|code-of-conduct|privacy|terms)(?:/|$))(\w+)(?:/.*)?", (("Articles", "https://dev.to/feed/{1}"),)),
    (r"stackoverflow\.com", r"/questions/tagged/([^/]+)", (("Questions", "https://stackoverflow.com/feeds/tag/{1}"),)),
    (r"news\.ycombinator\.com", r"/(?:news)?", (("Posts", "https://news.ycombinator.com/rss"),)),
    (r"pypi\.org", r"/project/([\w.-]+)(?:/.*)?", (("Releases", "https://pypi.org/rss/project/{1}/releases.xml"),)),
    (r"arxiv\.org", r"/list/([\w.-]+)(?:/.*)?", (("Articles", "https://rss.arxiv.org/rss/{1}"),)),
)  # fmt: skip
_COMPILED = tuple((re.compile(host), re.compile(path), feeds) for host, path, feeds in _RULES)
_PARAMETER = re.compile(r"\{(\w+)\}")
_MOST_PARAMETERS = 100
_IS_FEED = re.compile(r"\.(?:rss|atom|xml)$|^https?://[^/]+/(?:feeds?(?:/|$)|rss/?$)|[?&]format=atom", re.IGNORECASE)
# Lists of YouTube that only their owner sees, or that are made anew for each who looks.
_NO_PLAYLIST = re.compile(r"(?:WL|LL|LM|HL|RD.*)?")
# The commonest first, as far as can be told from what content management systems do: WordPress, Drupal, Hugo, Jekyll, Ghost, Blogger.
_WELL_KNOWN = (
    "feed/", "rss.xml", "feed.xml", "index.xml", "rss", "atom.xml", "feed", "rss/", "feeds/posts/default", "index.rss", "feed.rss", "feed.atom",
    "rss/index.xml", "rss/feed.xml", "feeds/all.atom.xml", "feed.json", "index.rdf",
)  # fmt: skip
# Where on a site its news are kept, if not at its root.
_PARTS = re.compile(r"/((?:blog|news|weblog|articles|posts|journal|[a-z]{2}(?:-[a-z]{2})?)/)", re.IGNORECASE)
_IN_PARTS = ("feed/", "rss.xml", "feed.xml", "index.xml", "atom.xml", "rss")


def feeds_by_rule(url: str) -> tuple[FoundFeed, ...]:
    """The feeds of an account, a channel, a repository and the like, by the address of its page.

    Args:
        url: Absolute; of a page of any service.

    Returns:
        The feeds of the first rule that fits; empty if none does, or if the address is a feed's already.
    """
    url = web_url(url)
    if not url or _IS_FEED.search(url):
        return ()
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    path = parts.path.rstrip("/") or "/"
    query = dict(parse_qsl(parts.query)) if parts.query.count("&") < _MOST_PARAMETERS else {}
    for of_host, of_path, feeds in _COMPILED:
        if of_host.fullmatch(host) and (match := of_path.fullmatch(path)):
            given = {"host": host, **query} | {
                str(number): group or "" for number, group in enumerate(match.groups(), 1)
            }
            if found := tuple(_filled(feeds, given)):
                return found
    return ()


def _filled(feeds: tuple[tuple[str, str], ...], given: Mapping[str, str]) -> Iterator[FoundFeed]:
    for title, template in feeds:
        names = _PARAMETER.findall(template)
        if all(given.get(name) for name in names) and not ("list" in names and _NO_PLAYLIST.fullmatch(given["list"])):
            yield FoundFeed(_PARAMETER.sub(lambda name: quote(given[name[1]], safe="/@:+.-_~%"), template), title)


def well_known_feeds(url: str) -> tuple[str, ...]:
    """Addresses at which the site of a page may have a feed that no page names, the likeliest first.

    Args:
        url: Absolute; of any page of the site.

    Returns:
        Addresses at the root of the site and then in the part of it that the page is in; empty if the URL is none of the web.
    """
    if not (url := web_url(url)):
        return ()
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    part = _PARTS.match(parts.path.rstrip("/") + "/")
    in_part = [f"{part[1]}{path}" for path in _IN_PARTS] if part else []
    return tuple(root + path for path in [*_WELL_KNOWN, *in_part])
