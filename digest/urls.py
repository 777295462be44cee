"""URLs that a reader may be given: of the web, complete, and with nothing in them that shows as something else."""

from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

__all__ = ["web_url"]

# What the sitemap protocol allows a page's address and chat platforms a link. What is longer is data in a URL's clothes.
_LONGEST = 2_048
# What RFC 3986 has no place for; in a message it would end the link, or begin another.
_NOT_IN_URLS = frozenset(' "<>\\^`{|}')
_IN_HOSTS = frozenset(".-_:")


def web_url(url: str, base: str = "") -> str:
    """`url` made absolute, if it is an http(s) one that a reader may be given; else an empty string.

    Spaces, control and invisible characters are percent-encoded. A name and a password in front of the host are left
    out: they are nobody's business, and `https://bank.example@evil.example/` is there to be misread.
    """
    if not url.strip() or len(url) > _LONGEST:
        return ""
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        is_whole = _leads_to_a_host(parts)
    except ValueError:  # A port that is no number, half an IPv6 address.
        return ""
    if not is_whole:
        return ""
    absolute = "".join(map(_encoded, urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))))
    return absolute if len(absolute) <= _LONGEST else ""


def _leads_to_a_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    is_named = bool(host) and all(character.isalnum() or character in _IN_HOSTS for character in host)
    # A backslash ends the host for a browser and for nobody else; port 0 can't be dialled.
    return parts.scheme in {"http", "https"} and is_named and "\\" not in parts.netloc and parts.port != 0


def _encoded(character: str) -> str:
    is_fit = character.isprintable() and character not in _NOT_IN_URLS
    return character if is_fit else quote(character, safe="", errors="replace")
