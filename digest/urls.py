"""URLs that a reader may be given: of the web, complete, and with nothing in them that shows as something else."""

import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

__all__ = ["page_of", "web_url", "without_tracking"]

# What the sitemap protocol allows a page's address and chat platforms a link. What is longer is data in a URL's clothes.
_LONGEST = 2_048
# What RFC 3986 has no place for; in a message it would end the link, or begin another.
_NOT_IN_URLS = frozenset(' "<>\\^`{|}')
_UNFIT = re.compile(r"[^!#-;=?-\[\]_a-z~]")
_IN_HOSTS = frozenset(".-_:")
# Parameters that only tell a site where its reader comes from: of Google's campaigns (utm_, ga_, gclid and its kin), Matomo (mtm_, pk_),
# AT Internet (at_, xtor), Adobe (s_cid, ito), Facebook, Microsoft, Yandex, X, TikTok, LinkedIn, Instagram, Mailchimp, HubSpot, Marketo,
# Vero, Klaviyo, Olytics, and what newspapers add for their own feeds. Not among them is any that could choose what the page shows.
_TRACKING = re.compile(
    r"(?:utm_|mtm_|pk_(?:campaign|cid|kwd|keyword|medium|source|content)|piwik_|matomo_|at_(?:medium|campaign|custom\d|link_|bbc_|ptr_|format)|ga_(?:source|medium|term|content|campaign|place)|hsa_|oly_)\w*"
    r"|xtor|s_cid|ito|fbclid|fb_(?:action_ids|action_types|ref|source)|gclid|gclsrc|dclid|gbraid|wbraid|srsltid|msclkid|yclid|ysclid|_openstat|"
    r"twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|__hstc|__hssc|__hsfp|hsctatracking|mkt_tok|vero_id|vero_conv|_kx|"
    r"wickedid|rb_clickid|ncid|ocid|cmpid|smid|partner_?id_rss|guccounter|guce_referrer|guce_referrer_sig|_ga|_gl",
    re.IGNORECASE,
)


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
    absolute = _UNFIT.sub(_encoded, urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))
    return absolute if len(absolute) <= _LONGEST else ""


def without_tracking(url: str) -> str:
    """A URL without the parameters that only tell a site where its reader comes from; all else stays as it is written."""
    address, mark, fragment = url.partition("#")
    start, _, query = address.partition("?")
    kept = [part for part in query.split("&") if not _TRACKING.fullmatch(part.partition("=")[0])]
    if len(kept) == query.count("&") + 1:
        return url
    return start + ("?" + "&".join(kept) if kept else "") + mark + fragment


def page_of(url: str) -> str:
    """What page a URL leads to, to tell whether two lead to the same: without scheme, "www.", tracking, fragment and a slash at the end."""
    address = without_tracking(url).partition("#")[0].partition("://")[2]
    host, slash, path = address.partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")


def _leads_to_a_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    is_named = bool(host) and all(character.isalnum() or character in _IN_HOSTS for character in host)
    # A backslash ends the host for a browser and for nobody else; port 0 can't be dialled.
    return parts.scheme in {"http", "https"} and is_named and "\\" not in parts.netloc and parts.port != 0


def _encoded(unfit: re.Match[str]) -> str:
    """A character beyond ASCII that shows as what it is, as it stands; else percent-encoded."""
    character = unfit[0]
    is_fit = character.isprintable() and character not in _NOT_IN_URLS
    return character if is_fit else quote(character, safe="", errors="replace")
