"""Feeds as tests write them."""

from digest import Feed, FeedItem, read_feed

__all__ = ["SPACES", "URL", "item", "rss"]

URL = "https://courier.example/news/feed"


SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "atom": "http://www.w3.org/2005/Atom",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    }.items()
)


def rss(items: str, head: str = "<title>The Marenna Courier</title>") -> Feed:
    return read_feed(f'<rss version="2.0" {SPACES}><channel>{head}{items}</channel></rss>'.encode(), URL)


def item(fields: str) -> FeedItem:
    return rss(f"<item>{fields}</item>").items[0]
