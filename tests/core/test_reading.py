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
        (b"One of <b>five</b> walls", "text/html", Format.PAGE),
        (b"<!-- " + b"licence " * 2_000 + b"--><html>", "", Format.PAGE),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?>\n<feed>", "", Format.FEED),
        (b"Warning: no cache\n<rss version='2.0'>", "application/rss+xml", Format.FEED),
        (b'The first line was always <rss version="2.0">.', "", Format.TEXT),
        (b"Tags\n\nIn the head stands a <title> and in the body a <p>.", "", Format.TEXT),
        (b"# <html>\n\nMarkdown", "text/markdown", Format.TEXT),
        (b"<!DOCTYPE html><html><body><pre>&lt;rss></pre><channel></channel>", "", Format.PAGE),
        (b"<rss><channel><description><p>One</p></description>", "", Format.FEED),
        (b"<!-- a <p> of -->\n<!-- <html> --><rss>", "", Format.FEED),
        (b"<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>", "", Format.FEED),
        (b"<feeding the birds>", "", Format.TEXT),
        (b"<3, wrote the mayor.", "", Format.TEXT),
        (b"RIFFA, Bahrain (Wire) - A dust storm closed the airport.", "", Format.TEXT),
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", "", Format.BINARY),
        (b"RIFF1234WEBPVP8 ", "", Format.BINARY),
        (b"GIF89a12", "", Format.BINARY),
        (b"GIF8 was never a version of it.", "", Format.TEXT),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "x"}', "", Format.JSON_FEED),
        (b'{"title": "x", "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "application/json", Format.JSON_FEED),
        (b'{"headline": "Weir to go"}', "application/json", Format.TEXT),
        (b"Nothing but words", "", Format.TEXT),
        ("Weir".encode("utf-16"), "", Format.TEXT),
        ("<rss>".encode("utf-16"), "", Format.FEED),
    ],
)
def test_what_bytes_are_is_told_by_themselves_first(body: bytes, content_type: str, format_: Format) -> None:
    assert recognise(body, content_type) is format_
