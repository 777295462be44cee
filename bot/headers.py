"""What the headers of a response say, as values. Servers write anything into them; what makes no sense is not there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["Validators", "is_page", "max_age", "retry_after", "validators"]

# Whoever asks for more than a day of silence is asked once a day.
_LONGEST_WAIT = timedelta(days=1)
# RFC 9111, 5.3 and RFC 2616, 14.21: nothing is fresh for more than a year.
_LONGEST_AGE = timedelta(days=365)
# Of a validator. Servers send hashes and dates; what is longer would only fill the store.
_LONGEST_VALIDATOR = 1_024
_SECONDS = re.compile(r"[0-9]{1,18}", re.ASCII)
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]{1,18})(?![0-9])', re.ASCII | re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:store|cache)\b", re.IGNORECASE)
# Of what is served under these, nothing is a page: feeds, lists of feeds and other data.
_DATA = re.compile(r"(?:application|text)/(?:[\w.+-]*\+)?(?:xml|json|opml|rss|atom|rdf)(?:\+xml)?$", re.ASCII)
_PAGE = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows which state of something we have, exactly as it sent them; empty if it did not.

    Attributes:
        etag: With its quotation marks, and W/ if it is a weak one.
        last_modified: An HTTP date.
    """

    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        """The request headers that ask only for what has changed since."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


def validators(headers: Mapping[str, str]) -> Validators:
    """The validators that a response gives."""
    return Validators(_kept(headers.get("ETag", "")), _kept(headers.get("Last-Modified", "")))


def _kept(validator: str) -> str:
    """A validator that may be sent back: header values are printable (RFC 9110, 5.5)."""
    return validator if len(validator) <= _LONGEST_VALIDATOR and validator.isprintable() else ""


def max_age(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """For how long a response is fresh, at most a year; None if it does not say.

    Cache-Control counts before Expires (RFC 9111, 5.3), and Expires from the server's own clock if it tells it.
    """
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return None
    if found := _MAX_AGE.search(control):
        return timedelta(seconds=min(int(found[1]), _LONGEST_AGE.total_seconds()))
    expires = _date(headers.get("Expires", ""))
    if expires is None:
        return None
    return min(max(expires - (_date(headers.get("Date", "")) or now), timedelta(0)), _LONGEST_AGE)


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Before when a server wants no other request, at most in a day; None if it does not say.

    A date counts from the server's own clock if it tells it, which need not be ours.
    """
    value = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(value):
        wait = timedelta(seconds=min(int(value), _LONGEST_WAIT.total_seconds()))
    elif date := _date(value):
        wait = date - (_date(headers.get("Date", "")) or now)
    else:
        return None
    return now + min(max(wait, timedelta(0)), _LONGEST_WAIT)


def is_page(content_type: str) -> bool:
    """Whether something may be a page, by what its server calls it: what is no feed and no data."""
    essence = content_type.partition(";")[0].strip().lower()
    return essence == _PAGE or not _DATA.fullmatch(essence)


def _date(value: str) -> datetime | None:
    """An HTTP date, aware; None for what is none."""
    try:
        date = parsedate_to_datetime(value)
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
