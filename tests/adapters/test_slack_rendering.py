"""What Slack is sent: within its limits, and nothing of an article in it does anything."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.buttons import buttons_of, read_button
from bot.adapters.slack.rendering import GOES_ON, fallback, pages, sheet
from bot.adapters.slack.texts import LONGEST_TEXT, address, escaped, own_words, shown, wrapped
from bot.commands import COMMANDS, GROUPS
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
    Entry,
    Heading,
    Link,
    Listing,
    Manner,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Place,
    Pointer,
    Saying,
    Sources,
    Summary,
    Told,
    Visibility,
)
from tests.adapters.generated import HOSTILE, generated_for_slack
from tests.adapters.slack_kit import objects, problems_of_blocks, refused
from tests.adapters.slack_text import text_of
from tests.chosen import fewer

REF = MessageRef(Place("slack", "T1", "C1"), "1764489600.000100")
WAY = "https://example.slack.com/archives/C1/p1764489600000100"
SENTENCE = "The council voted on Wednesday to remove the old weir."


def rich(message: Message) -> list[dict[str, Any]]:
    """The elements of the one block of rich text that a message is."""
    ((block,),) = pages(message)
    assert block["type"] == "rich_text"
    elements: list[dict[str, Any]] = block["elements"]
    return elements


@pytest.mark.parametrize("seeds", [range(start, start + fewer(1_000)) for start in range(0, 10_000, 1_000)], ids=str)
def test_ten_thousand_digests_stay_within_every_limit_and_have_no_effect(seeds: range) -> None:
    for seed in seeds:
        message = generated_for_slack(seed)
        for blocks in pages(message):
            assert problems_of_blocks(blocks) == [], seed
        text = fallback(message)
        assert 0 < len(text) <= 4_000
        assert not set(text) & set("<>"), seed


@pytest.mark.parametrize("seed", range(0, fewer(10_000), 25))
def test_slack_s_own_models_accept_what_is_sent(seed: int) -> None:
    assert [words for blocks in pages(generated_for_slack(seed)) for words in refused(blocks)] == []


def test_what_slack_refuses_is_noticed() -> None:
    long: dict[str, Any] = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151, "emoji": False}}
    parsed = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}
    link = {"type": "rich_text_section", "elements": [{"type": "link", "url": "javascript:alert(1)", "text": "x"}]}
    assert problems_of_blocks([long]) == ["header of 151 characters"]
    assert refused([long]) != []
    assert problems_of_blocks([parsed]) == ["mrkdwn is nothing that is sent"]
    assert problems_of_blocks([{"type": "rich_text", "elements": [link]}]) == ["link to javascript:alert(1)"]
    assert problems_of_blocks([{"type": "divider"}] * 51) == ["51 blocks"]


_TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=3_000), st.text(st.characters(), max_size=40))


@given(st.lists(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=6), st.booleans())
def test_whatever_is_printed_stays_within_every_limit(texts: list[tuple[str, str]], is_list: bool) -> None:  # noqa: FBT001 - drawn
    blocks: list[Block] = []
    for one, other in texts:
        blocks += [
            Heading(one, level=1),
            Heading(other, badges=(one, other)),
            Summary((Told(one, other),) * 3, is_list),
        ]
        blocks += [Saying((one, other), other), Sources((Link(one, other), Link(other, f"https://{one}")), (one,))]
        blocks += [Listing((Entry(one, other),)), Document(one, other), Note(one), Pointer(other, REF), Paragraph(one)]
        blocks += [Actions((Button(one, "quotes", {"about": other}, confirm=one), Button(other, one))), Divider()]
    message = Message(tuple(blocks), manner=Manner(role=texts[0][0]))
    for page in pages(message, lambda _: texts[0][1]):
        assert problems_of_blocks(page) == []
        assert refused(page) == []
    assert problems_of_blocks(sheet(message, 20), 20, 40_000) == []
    assert fallback(message)
    assert len(fallback(message)) <= 4_000


def test_a_story_is_a_bold_headline_its_sentences_quotations_behind_a_bar_and_links_to_its_outlets() -> None:
    elements = rich(
        Message(
            (
                Heading("1 · Weir to go", badges=("opinion",), image="https://img.example/weir.jpg"),
                Summary((Told(SENTENCE),)),
                Saying(("We are fond of it,", "but no."), "Theo Abernathy, councillor"),
                Sources((Link("Dorn Mail", "https://mail.example/weir"),), ("19 Nov 2026",)),
            )
        )
    )
    assert [element["type"].removeprefix("rich_text_") for element in elements] == [
        "section",
        "section",
        "quote",
        "section",
    ]
    heading, told, said, sources = (element["elements"] for element in elements)
    assert heading == [
        {"type": "text", "text": "1 · Weir to go", "style": {"bold": True}},
        {"type": "text", "text": "\u00a0· opinion", "style": {"italic": True}},
    ]
    assert told == [{"type": "text", "text": SENTENCE}]
    assert said == [{"type": "text", "text": "“We are fond of it,” “but no.”\n— Theo Abernathy, councillor"}]
    assert sources[0] == {"type": "link", "url": "https://mail.example/weir", "text": "Dorn Mail"}


def test_no_picture_is_sent_as_slack_would_refuse_a_message_whose_picture_it_can_t_have() -> None:
    kinds = {one["type"] for seed in range(300) for page in pages(generated_for_slack(seed)) for one in objects(page)}
    assert "rich_text_quote" in kinds
    assert "image" not in kinds


@pytest.mark.parametrize(
    ("url", "led_to"),
    [
        ("https://x.example/a|<!channel> y", "https://x.example/a%7C%3C!channel%3E%20y"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("HTTP://x.example", "http://x.example"),
        ("https://x.example:8080/?q=%20", "https://x.example:8080/?q=%20"),
        ("javascript:alert(1)", ""),
        ("https://bank.example@evil.example/", ""),
        ("https://[evil/", ""),
        ("https://x.example:99999/", ""),
        ("https:///x", ""),
        ("https://a..b/", ""),
        ("//x.example/", ""),
        ("", ""),
        (f"https://x.example/{'x' * 3_000}", ""),
        # Nobody waits while it is tried how else these could be a host.
        (f"https://{'0' * 60}!/x", ""),
        (f"https://{'a.' * 60}!/x", ""),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(url: str, led_to: str) -> None:
    assert address(url) == led_to
    (section,) = rich(Message((Sources((Link("a", url),)),)))
    assert section["elements"] == [
        {"type": "link", "url": led_to, "text": "a"} if led_to else {"type": "text", "text": "a"}
    ]


@given(st.text())
def test_nothing_ends_the_address_of_a_link(rest: str) -> None:
    url = address(f"https://x.example/{rest}")
    assert not set(url) & set('|<> "\n')
    assert url.isascii()


def test_a_link_without_a_name_is_called_by_its_host() -> None:
    (section,) = rich(Message((Sources((Link("", "https://d.example/x"), Link(" ", "nothing"))),)))
    assert section["elements"] == [{"type": "link", "url": "https://d.example/x", "text": "d.example"}]


@pytest.mark.parametrize(
    ("words", "on_slack"),
    [
        (
            "/help and a command, like /help schedule set, tells.",
            "/digest help and a command, like /digest help schedule set, tells.",
        ),
        (
            "/schedule set 07:00 lets one come (/why tells).",
            "/digest schedule set 07:00 lets one come (/digest why tells).",
        ),
        (
            "/filter, /sources and /schedule; /catch-up.",
            "/digest filter, /digest sources and /digest schedule; /digest catch-up.",
        ),
        ("/digest shows the news at once; /health how.", "/digest shows the news at once; /digest health how."),
        ("https://x.example/help, and/why, /helpers, /sources.opml, /read/x, “/help”, /etc", None),
    ],
)
def test_a_command_in_words_of_ours_is_named_as_it_is_typed_on_slack(words: str, on_slack: str | None) -> None:
    expected = words if on_slack is None else on_slack
    assert own_words(words) == expected
    assert own_words(expected.replace("/digest ", "/")) == expected or "/digest shows" in words
    for block in (Note(words), Paragraph(words), Listing((Entry(words),)), Pointer(words, REF)):
        assert expected in text_of(pages(Message((block, Divider(), Paragraph("."))))[0])


def test_every_command_is_named_as_it_is_typed() -> None:
    for name in [*(command.name for command in COMMANDS), *GROUPS]:
        assert own_words(f"Type /{name}.") == ("Type /digest." if name == "digest" else f"Type /digest {name}.")


def test_words_of_others_stay_as_they_are() -> None:
    words = "Type /help or /sources add"
    message = Message(
        (
            Heading(words, level=1),
            Heading(words, badges=(words,)),
            Summary((Told(words, words),)),
            Saying((words,), words),
            Sources((Link(words, "https://x.example/help"),), (words,)),
            Listing((Entry(words, words, is_printed=True),)),
            Document(words, words),
        )
    )
    assert "/digest" not in "".join(text_of(page) for page in pages(message))
    assert "/digest" not in fallback(message)


def test_a_heading_that_says_what_to_type_says_what_is_typed_on_slack() -> None:
    assert text_of(pages(Message((Heading("/schedule set TIMES", is_typed=True),)))[0]) == "/digest schedule set TIMES"


def test_a_way_to_a_message_is_a_link_where_one_is_known() -> None:
    message = Message((Pointer("The digest of 3 min ago", REF), Heading("x", 1)))
    (element,) = pages(message, lambda ref: WAY if ref == REF else "")[0][0]["elements"]
    assert element["elements"] == [{"type": "link", "url": WAY, "text": "The digest of 3 min ago"}]
    (element,) = pages(message)[0][0]["elements"]
    assert element["elements"] == [{"type": "text", "text": "The digest of 3 min ago"}]


@pytest.mark.parametrize("role", ["", "778899", "1> @everyone <@&2", "S1|x", "S", "subteam", "S" * 40, "Sß"])
def test_a_call_is_of_a_group_s_id_or_of_nobody(role: str) -> None:
    calls = [one for page in pages(Message((Paragraph("Text."),), manner=Manner(role=role))) for one in objects(page)]
    assert not any(one["type"] == "usergroup" for one in calls)


def test_a_group_is_called_once_above_all_and_by_nothing_in_an_article() -> None:
    told = Summary((Told(f"<!subteam^S2> <!channel> {SENTENCE * 40}"),))
    message = Message((Heading("Morning brief", 1), *(told, Divider()) * 12), manner=Manner(role="S0123ABC"))
    first, *others = pages(message)
    assert others
    assert first[0] == {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "usergroup", "usergroup_id": "S0123ABC"}]}],
    }
    assert [one for page in (first[1:], *others) for one in objects(page) if one["type"] == "usergroup"] == []
    assert "subteam" not in fallback(message)


def test_a_long_digest_has_its_buttons_and_small_print_on_its_first_page_and_says_that_it_goes_on() -> None:
    stories = [(Heading(f"{number} · Weir"), Summary((Told(SENTENCE * 30),)), Divider()) for number in range(20)]
    blocks = (
        Heading("Morning", 1),
        *(block for story in stories for block in story),
        Actions((Button("More", "why"),)),
    )
    first, *others = pages(Message((*blocks, Note("61 read"))))
    assert others
    assert [block["type"] for block in first[-4:]] == ["divider", "context", "actions", "context"]
    assert text_of(first[-3:]) == f"{GOES_ON[Visibility.PUBLIC]}\nMore\n61 read"
    assert "61 read" not in "".join(map(text_of, others))
    told = "".join(text_of(page) for page in (first, *others))
    places = [told.index(f"{number} · Weir") for number in range(20)]
    assert places == sorted(places)
    (private, *_) = pages(Message((*blocks, Note("61 read")), Visibility.PRIVATE))
    assert text_of(private[-3:]).startswith(GOES_ON[Visibility.PRIVATE])


def test_a_story_stays_together_and_begins_a_page_if_it_has_no_room_on_the_last() -> None:
    story = (Heading("Weir"), Summary((Told(SENTENCE * 60),)), Sources((Link("Dorn Mail"),)), Divider())
    for page in pages(Message(story * 9)):
        for block in page:
            if block["type"] == "rich_text":
                assert text_of([block]).startswith("Weir")
                assert text_of([block]).endswith("Dorn Mail")


def test_what_a_heading_begins_has_a_gap_before_it() -> None:
    usage = (Heading("/why", is_typed=True), Paragraph("Why it is there."), Listing((Entry("what", "Which"),)))
    (first, second), *_ = pages(Message(usage * 2))
    assert [first["type"], second["type"]] == ["rich_text", "rich_text"]
    assert text_of([first]) == text_of([second])


def test_a_long_text_is_cut_between_sentences() -> None:
    for piece in wrapped(f"{SENTENCE} " * 100):
        assert piece.startswith("The council")
        assert piece.endswith("weir.")


@given(st.text(max_size=50), st.integers(1, 200))
def test_no_word_of_a_long_text_is_lost(text: str, times: int) -> None:
    pieces = list(wrapped(f"{text} " * times))
    assert all(0 < len(piece) <= LONGEST_TEXT for piece in pieces)
    bare = str.maketrans("", "", " \u2068\u2069")
    assert "".join(pieces).translate(bare) == shown(f"{text} " * times).translate(bare)


def test_a_word_of_ten_thousand_letters_is_shown_whole() -> None:
    word = "x" * 10_000
    message = Message((Heading(word, 1), Summary((Told(word),)), Saying((word,), word), Note(word)))
    found = "".join(text_of(page) for page in pages(message))
    assert found.count("x") == 50_000
    assert all(problems_of_blocks(page) == [] for page in pages(message))


def test_text_that_runs_to_the_left_stays_in_its_place() -> None:
    assert shown("\u202eעברית\n2") == "\u2068עברית 2\u2069"
    assert shown("ש" * 200, 150) == f"\u2068{'ש' * 147}…\u2069"
    assert shown("Weir\u202e\u200b to\ngo") == "Weir to go"


def test_what_is_small_print_alone_is_said_as_loud_as_anything() -> None:
    assert rich(Message((Note("No such command; /help has them all."),))) == [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "No such command; /digest help has them all."}],
        }
    ]


def test_a_notification_gives_the_headlines() -> None:
    message = Message((Heading("Morning brief", 1), Heading("1 · Weir & <wall>"), Paragraph("Text.")))
    assert fallback(message) == "Morning brief\n1 · Weir &amp; &lt;wall&gt;"


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Summary((Told("It goes.", "Dorn Mail"), Told("It stays."))), "It goes.\nIt stays."),
        (Note("Nothing; /help tells."), "Nothing; /digest help tells."),
        (Saying(("We go,", "or not"), "Ann"), "“We go,” “or not” — Ann"),
        (Sources((Link("Dorn Mail"), Link("Post"))), "Dorn Mail · Post"),
        (Listing((Entry("Dorn Mail", "fine"),)), "Dorn Mail"),
        (Document("sources.opml", "<opml/>"), "sources.opml"),
        (Actions((Button("More", "why"),)), "…"),
        (Heading(" \u200b"), "…"),
        (Divider(), "…"),
    ],
)
def test_a_notification_never_says_nothing(block: Block, text: str) -> None:
    assert fallback(Message((block,))) == text


@given(st.text(), st.integers(20, 60))
def test_an_escaped_text_has_no_markup_and_keeps_to_its_length(text: str, most: int) -> None:
    found = escaped(text, most)
    assert len(found) <= most
    assert not set(found) & set("<>")
    assert escaped(text, 10_000).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_no_two_buttons_in_a_row_have_one_id() -> None:
    buttons = (Button("Mail", "sources add", {"source": "a"}), Button("Post", "sources add", {"source": "b"}))
    (block,) = buttons_of(buttons)
    assert [one["action_id"] for one in block["elements"]] == ["pullquote:sources add", "pullquote:sources add#1"]
    assert [one["value"] for one in block["elements"]] == ["source=a", "source=b"]


def test_more_buttons_than_a_row_takes_stand_in_another() -> None:
    rows = list(buttons_of([Button(f"{number}", "story", {"story": f"{number}"}) for number in range(60)]))
    assert [len(row["elements"]) for row in rows] == [25, 25, 10]


def test_what_slack_would_refuse_a_message_for_is_no_button() -> None:
    buttons = (
        Button(" \u200b", "why"),
        Button("Too much", "ask", {"about": "x" * 2_001}),
        Button("x", "y" * 300),
        Button("More", "why"),
        Button("The same", "why"),
    )
    (row,) = buttons_of(buttons)
    assert [one["text"]["text"] for one in row["elements"]] == ["More"]
    assert list(buttons_of(buttons[:3])) == []


def test_what_can_t_be_undone_is_asked_first() -> None:
    (row,) = buttons_of(
        (Button("Remove", "schedule remove", confirm="No digest comes then; /schedule set begins anew."),)
    )
    (button,) = row["elements"]
    assert button["style"] == button["confirm"]["style"] == "danger"
    assert button["confirm"]["text"]["text"] == "No digest comes then; /digest schedule set begins anew."
    assert button["confirm"]["confirm"]["text"] == "Remove"
    assert refused([row]) == []


_OPTIONS = st.dictionaries(st.sampled_from(["message", "about", "source", "visibility"]), st.text(max_size=60))


@given(_OPTIONS, st.lists(st.sampled_from(["question", "source", "time"]), unique=True))
def test_a_button_is_read_as_it_was_written(options: dict[str, str], asks: list[str]) -> None:
    button = Button("Ask", "sources add", options, tuple(asks))
    for row in buttons_of((button, Button("More", "why"))):
        first = row["elements"][0]
        assert read_button(first) == ("sources add", options, tuple(asks))


@pytest.mark.parametrize(
    ("action", "read"),
    [
        ({"action_id": "pullquote:quotes#2", "value": "message=m1"}, ("quotes", {"message": "m1"}, ())),
        ({"action_id": "pullquote:why"}, ("why", {}, ())),
        ({"action_id": "pullquote:why", "value": None}, ("why", {}, ())),
        ({"action_id": "pullquote:ask", "value": "%3F=question&%ff=%"}, ("ask", {"\ufffd": "%"}, ("question",))),
        ({"action_id": "pullquote:"}, None),
        ({"action_id": "pullquote:#1"}, None),
        ({"action_id": "other:why"}, None),
        ({"action_id": 1}, None),
        ({"action_id": "pullquote:why", "value": {"x": 1}}, None),
        ({}, None),
    ],
)
def test_a_press_of_any_age_or_make_is_read_or_none_of_ours(action: dict[str, Any], read: object) -> None:
    assert read_button(action) == read


def test_a_sentence_is_followed_by_who_has_it_or_stands_on_a_line_of_its_own() -> None:
    told = (Told("The weir will go.", "Post, also Courier"), Told("It cost 4.6 million."))
    running, listed = rich(Message((Summary(told), Summary(told, is_list=True))))
    assert [part["text"] for part in running["elements"]] == [
        "The weir will go.",
        " (Post, also Courier)",
        " It cost 4.6 million.",
    ]
    assert running["elements"][1]["style"] == {"italic": True}
    assert (listed["type"], listed["style"]) == ("rich_text_list", "bullet")
    assert [section["elements"][0]["text"] for section in listed["elements"]] == [one.text for one in told]
