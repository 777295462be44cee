"""The web through which the walks go: a paper of Dorn with its site, an article beside it, and a page without a feed."""

from typing import Any

from aiohttp import web

from tests.shell.chat import story

__all__ = ["HOSTILE", "LADDER", "SALMON", "furnish_web", "paper"]

SALMON = "The weir has done its work, and the salmon have waited long enough"
HOSTILE = "Breaking](https://evil.example) [x @everyone"


def paper(*more: str) -> bytes:
    """A paper's feed: two articles, one of somebody who means no good, and more."""
    articles = [
        story(
            "Council votes to remove the old weir",
            "The council of Dorn voted on Monday to remove the old weir from the river.",
            f"“{SALMON},” said Henrike Salter, the mayor of Dorn.",
            "The removal costs 2.4 million euros and begins in March.",
            "“We will miss the sound of it,” said Jonas Wirt, who lives beside the weir.",
            path="weir",
        ),
        story(
            "Night trains return to Lake Orsa",
            "Sleeping cars leave Malmberg for Lake Orsa every Friday from December on, the railway announced.",
            "“Skiers asked for it all summer,” said Mara Lind, a spokeswoman of the railway.",
            path="trains",
        ),
        story(
            HOSTILE,
            "Ping &lt;@&amp;1&gt;, &lt;@2&gt; and @here at once, said the page, and read https://evil.example today.",
            "# A heading of a page that is none",
            "```a fence of code```",
            "“Click [here](https://evil.example) for **more**,” said Bad Actor, a hacker.",
            path="evil",
        ),
    ]
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Dorn Mail</title>{''.join([*articles, *more])}</channel></rss>"
    ).encode()


LADDER = story(
    "Mayor of Dorn opens the fish ladder",
    "Henrike Salter, the mayor of Dorn, opened the fish ladder at the weir on Tuesday.",
    "“The first salmon came within the hour,” said Henrike Salter, the mayor of Dorn.",
    path="ladder",
    day="24",
)


def _page(body: str, head: str = "") -> web.Response:
    return web.Response(body=f"<html><head>{head}</head><body>{body}</body></html>".encode(), content_type="text/html")


def furnish_web(pages: dict[str, Any]) -> None:
    """Put the site and its feed, an article beside it and a page without a feed where a house has its web."""
    feed = '<link rel="alternate" type="application/rss+xml" title="Dorn Mail" href="/news/dorn.xml">'
    pages["news/dorn.xml"], pages["site"] = paper(), _page("<p>Welcome</p>", feed)
    pages["none"] = _page("<p>Nothing but words</p>")
    bridge = (
        "The stone bridge of Dorn is closed for a month from Monday, the council said.",
        "“The arches need new mortar,” said Ida Kern, the engineer in charge of the works.",
        "Drivers have to take the road by Ostheim, which is eleven kilometres longer.",
    )
    paragraphs = "".join(f"<p>{one}</p>" for one in bridge)
    pages["bridge"] = _page(f"<article><h1>Bridge closed for a month</h1>{paragraphs}</article>")
