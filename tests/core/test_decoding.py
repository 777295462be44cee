import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import decode_text, read_feed, read_page
from digest.decoding import decode_markup
from digest.halves import with_pairs

GERMAN = "Der Rat hat für den Abriss gestimmt, und die Bürger sind überrascht über das schnelle Ende."
CZECH = "Rada hlasovala ve středu pro odstranění starého jezu, čímž skončil spor, který začal před dvěma zimami."
JAPANESE = "市議会は水曜日、四時間の議論の末、古い堰の撤去を賛成多数で決めた。工事は来年の春に始まり、費用は二億円とされる。市長は「住民の声を聞いて決めた」と述べた。"
RUSSIAN = "Совет проголосовал в среду за снос старой плотины, и спор, который начался две зимы назад, окончен. Работы начнутся весной, а рынок на два лета переедет на верхнюю площадь, сообщил городской совет."


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Prüfung".encode(), ""),
        ("Prüfung".encode("utf-8-sig"), ""),
        ("Prüfung".encode("utf-16"), ""),
        ("Prüfung".encode("utf-32"), ""),
        ("Prüfung".encode("iso-8859-1"), "text/plain; charset=iso-8859-1"),
        ("Prüfung".encode("cp1250"), "text/plain; charset=cp1250"),
        ("Prüfung".encode(), 'text/plain; charset="no-such-charset"'),
        ("Prüfung".encode(), "text/plain; charset=iso-8859-1"),
    ],
)
def test_text_is_decoded_by_its_mark_as_utf_8_or_as_declared(body: bytes, content_type: str) -> None:
    assert decode_text(body, content_type) == "Prüfung"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "windows-1252"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
    ],
)
def test_text_in_an_old_encoding_is_decoded_by_what_it_looks_like(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("text", [GERMAN, JAPANESE, RUSSIAN])
def test_utf_8_with_some_broken_bytes_stays_utf_8(text: str) -> None:
    whole = text.encode()
    assert decode_text(whole + b" \x92 ") == f"{text} \ufffd "
    assert decode_text(whole + "„Ende“".encode()[:-1]) == f"{text}„Ende\ufffd"


@pytest.mark.parametrize(
    "charset",
    ["cp500", "ibm037", "utf-7", "utf-16", "unicode_escape", "idna", "rot13", "undefined", "us-ascii", "utf-8"],
)
def test_a_charset_that_cannot_be_right_is_not_believed(charset: str) -> None:
    assert decode_text(GERMAN.encode("cp1252"), f"text/plain; charset={charset}") == GERMAN


def test_latin_1_with_the_quotation_marks_of_windows_is_windows() -> None:
    assert decode_text("„Prüfung“".encode("cp1252"), "text/plain; charset=iso-8859-1") == "„Prüfung“"


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="{}">',
        "<META http-equiv=Content-Type content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_markup_may_declare_its_charset_itself(declaration: str) -> None:
    html = f"{declaration.format('windows-1250')}<p>{CZECH}</p>"
    assert decode_markup(html.encode("cp1250")) == html


def test_what_the_server_declares_goes_before_what_markup_declares() -> None:
    html = f'<meta charset="windows-1252"><p>{CZECH}</p>'
    assert decode_markup(html.encode("cp1250"), "text/html; charset=windows-1250") == html


def test_old_markup_that_declares_nothing_is_told_by_its_words() -> None:
    html = f"<html><body><div class='c'><p>{GERMAN}</p></div></body></html>"
    assert decode_markup(html.encode("cp1252")) == html


def test_a_page_and_a_feed_with_broken_bytes_keep_their_letters() -> None:
    page = (
        f"<html><head><title>x</title></head><body><article><p>{GERMAN} \0</p><p>{GERMAN}</p></article></body></html>"
    )
    assert GERMAN in read_page(page.encode().replace(b"\0", b"\x92")).text
    feed = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{GERMAN} \0</title><item><title>y</title></item></channel></rss>"
    body = feed.encode().replace(b"\0", b"\x92")
    assert read_feed(body, headers={"Content-Type": "text/xml"}).source.outlet == f"{GERMAN} \ufffd"


def test_a_feed_is_not_believed_to_be_on_punched_cards() -> None:
    feed = f"<?xml version='1.0' encoding='cp500'?><rss version='2.0'><channel><title>{GERMAN}</title><item><title>y</title></item></channel></rss>"
    assert read_feed(feed.encode()).source.outlet == GERMAN
    assert read_feed(feed.encode("cp1252")).source.outlet == GERMAN


@given(st.binary(max_size=200), st.sampled_from(["", "text/html; charset=cp500", "text/html; charset=shift_jis"]))
def test_any_bytes_can_be_decoded(body: bytes, content_type: str) -> None:
    for text in (decode_text(body, content_type), decode_markup(body, content_type)):
        text.encode()


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_a_mark_tells_the_order_of_bytes(encoding: str) -> None:
    assert decode_text("\ufeffPrüfung".encode(encoding)) == "Prüfung"


def test_a_character_that_was_replaced_before_is_no_broken_byte() -> None:
    text = "The caf\ufffd on the pier is closed for good."
    assert decode_text(text.encode(), "text/plain; charset=iso-8859-1") == text


@pytest.mark.parametrize(
    ("text", "charset", "meant"),
    [("“İstanbul”", "iso-8859-9", "cp1254"), ("朱镕基说", "gb2312", "gbk"), ("①市議会", "shift_jis", "cp932")],
)
def test_a_charset_stands_for_what_browsers_read_where_it_is_declared(text: str, charset: str, meant: str) -> None:
    assert decode_text(text.encode(meant), f"text/plain; charset={charset}") == text


def test_a_charset_that_would_give_control_characters_is_not_believed() -> None:
    text = "Der Bürgermeister sagte: “Der Rat hat für den Abriss gestimmt, und die Bürger sind überrascht.”"
    assert decode_text(text.encode("cp1252"), "text/plain; charset=iso-8859-2") == text


def test_a_charset_in_the_text_of_a_page_is_not_what_it_declares() -> None:
    html = f"<p>{'The weir goes. ' * 400}</p><p>{CZECH}</p><code>&lt;meta charset=x></code>"
    late = f'{html}<meta charset="koi8-r">'
    assert decode_markup(late.encode("cp1250"), "") != late.encode("cp1250").decode("koi8-r")


@pytest.mark.parametrize("halves", ["&#xD83D;&#xDE00;", "&#55357;&#56832;", "&#xd83d;&#56832;"])
def test_a_character_written_as_two_halves_is_that_character(halves: str) -> None:
    feed = f"<rss version='2.0'><channel><title>Mail</title><item><title>Weir {halves} to go</title></item></channel></rss>"
    assert read_feed(feed.encode()).items[0].title == "Weir 😀 to go"


@given(st.integers(0xD800, 0xDBFF), st.integers(0xDC00, 0xDFFF))
def test_any_two_halves_make_one_character(high: int, low: int) -> None:
    joined = with_pairs(f"a&#{high};&#x{low:x};b")
    assert joined == f"a{(chr(high) + chr(low)).encode('utf-16', 'surrogatepass').decode('utf-16')}b"


@pytest.mark.parametrize("text", ["&#xD83D; alone", "&#xDE00;&#xD83D;", "&#55295;&#56832;", "&#55357;&#57344;"])
def test_half_a_character_is_left_for_the_reader_of_the_markup(text: str) -> None:
    assert with_pairs(text) == text


def test_half_a_character_in_a_json_feed_is_left_out() -> None:
    item = '{"id": "1", "title": "Weir \\ud83d to go", "content_text": "It goes \\ude00 in spring."}'
    feed = read_feed(f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Mail", "items": [{item}]}}'.encode())
    assert feed.items[0].title == "Weir to go"
    assert "It goes  in spring." in feed.items[0].content
