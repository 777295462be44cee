"""What was kept and dropped of a text, for tests."""

from digest import Article, DropReason

__all__ = ["BODY", "body", "dropped"]

BODY = (
    "The council voted 7-4 on Wednesday to remove the old weir, ending a dispute that began two winters ago.\n\n"
    "Taking it out will cost 2.8 million crowns, of which the province has offered to pay three quarters.\n\n"
    "Objections can be filed until the end of the year, and the pond will be lowered in May."
)


def body(article: Article) -> str:
    return "\n\n".join(span.of(article.text) for span in article.body)


def dropped(article: Article, raw: str) -> dict[str, DropReason]:
    return {cut.span.of(raw): cut.reason for cut in article.dropped}
