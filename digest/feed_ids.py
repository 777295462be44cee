"""What entries of a feed are known by from one reading to the next.

An article keeps its page when its title is edited, its date bumped and its guid made anew, so the page is its name. Where entries share
one, as they do when all of them link to the home page, their guids tell them apart; where there is none either, what is attached to them,
and in the end their words.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from digest.types import FeedItem
from digest.urls import page_of

__all__ = ["identified"]


def identified(items: Sequence[FeedItem], site: str) -> tuple[FeedItem, ...]:
    """Entries with the ids they are known by, and without a URL that is not their own.

    Args:
        items: As read; `id` is what is left to name an entry by, empty if it has no word.
        site: URL of the home page, which is no entry's own.
    """
    home = page_of(site)
    pages = ["" if (page := page_of(item.url)) == home else page for item in items]
    titles = [item.title or item.id for item in items]
    guids = [item.guid for item in items]
    urls = [item.url for item in items]
    own_pages = _own(pages, titles, guids)
    own_guids = _own(guids, titles, pages)
    # Parts of one page, such as the entries of a live blog, have each a URL of their own on it.
    own_urls = _own(urls, titles, guids)
    identified_items: list[FeedItem] = []
    for item, page in zip(items, pages, strict=True):
        url = item.url if item.url in own_urls else ""
        names = (page if page in own_pages else "", item.guid if item.guid in own_guids else "", url if page else "")
        identified_items.append(replace(item, id=next(filter(None, names), item.id), url=url))
    return tuple(identified_items)


def _own(names: Iterable[str], titles: Iterable[str], others: Iterable[str]) -> set[str]:
    """Names that one entry has alone, or several that are one and the same: they agree in their titles or in the other name."""
    titled: defaultdict[str, set[str]] = defaultdict(set)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for name, title, other in zip(names, titles, others, strict=True):
        titled[name].add(title)
        named[name].add(other)
    return {name for name in titled if name and (len(titled[name]) == 1 or len(named[name] - {""}) == len(named[name]) == 1)}  # fmt: skip
