import pytest

from digest import Format, decode_text, recognise


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


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Prüfung".encode(), ""),
        ("Prüfung".encode("utf-8-sig"), ""),
        ("Prüfung".encode("utf-16"), ""),
        ("Prüfung".encode("iso-8859-1"), "text/plain; charset=iso-8859-1"),
        ("Prüfung".encode(), 'text/plain; charset="no-such-charset"'),
    ],
)
def test_text_is_decoded_by_its_mark_as_utf_8_or_as_declared(body: bytes, content_type: str) -> None:
    assert decode_text(body, content_type) == "Prüfung"


def test_text_in_an_old_encoding_is_decoded_by_what_it_looks_like() -> None:
    text = "Der Rat hat für den Abriss gestimmt, und die Bürger sind überrascht."
    assert decode_text(text.encode("windows-1252")) == text


def test_any_bytes_can_be_decoded() -> None:
    assert isinstance(decode_text(bytes(range(128, 256))), str)
