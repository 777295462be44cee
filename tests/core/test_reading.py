import pytest

from digest import Format, recognise


@pytest.mark.parametrize(
    ("body", "content_type", "format_"),
    [
        (b"", "", Format.EMPTY),
        (b" \n\t ", "", Format.EMPTY),
        (b"%PDF-1.7 ...", "text/html", Format.BINARY),
        (b"PK\x03\x04...", "", Format.BINARY),
        (b"\x89PNG\r\n", "", Format.BINARY),
        (b"a\x00b\x00", "", Format.BINARY),
        (bytes(range(1, 9)) * 10, "", Format.BINARY),
        (b'<?xml version="1.0"?><rss version="2.0">', "text/html", Format.FEED),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "", Format.FEED),
        (b"<rdf:RDF>", "", Format.FEED),
        (b'<?xml version="1.0"?><opml version="2.0">', "", Format.OPML),
        (b"<!DOCTYPE html><html>", "", Format.PAGE),
        (b"<p>Just a paragraph.", "", Format.PAGE),
        (b"Nothing but words", "text/html; charset=utf-8", Format.PAGE),
        (b"Nothing but words", "", Format.TEXT),
        ("Weir".encode("utf-16"), "", Format.TEXT),
        ("<rss>".encode("utf-16"), "", Format.FEED),
    ],
)
def test_what_bytes_are_is_told_by_themselves_first(body: bytes, content_type: str, format_: Format) -> None:
    assert recognise(body, content_type) is format_
