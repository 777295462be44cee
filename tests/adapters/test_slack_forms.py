"""Forms, answers in modals and the home of the app on Slack: within every limit, and read as they were written."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.slack.forms import Origin, answer_view, choices_of, form_of, origin_of, read_form, waiting_view
from bot.adapters.slack.home import home_view
from bot.adapters.slack.rendering import IS_CUT
from bot.commands import COMMANDS, Command, Holds, Option, command_named
from bot.messages import (
    Actions,
    Button,
    Divider,
    Heading,
    Listing,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Place,
    Pointer,
    Suggestion,
)
from bot.messages import Entry as Line
from bot.render import help_message
from tests.adapters.generated import HOSTILE, generated_for_slack
from tests.adapters.slack_kit import problems_of_view
from tests.adapters.slack_text import text_of
from tests.chosen import fewer

ORIGIN = Origin("C1", "1.1", "2.2", "https://a.example/x\nhttps://b.example/y")
SETUP = ("pack", "source", "channel", "time", "zone")


def known(name: str) -> Command:
    command = command_named(name)
    assert command
    return command


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of a form by their options."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def sent(view: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """A form as Slack sends it with something filled in; what is left as it is has what stood there."""
    state: dict[str, Any] = {}
    for name, block in fields(view).items():
        element = block["element"]
        value = values.get(name)
        match element["type"]:
            case "plain_text_input":
                field: dict[str, Any] = {"value": value or element.get("initial_value")}
            case "static_select":
                chosen = next(
                    (one for one in element["options"] if one["value"] == value), element.get("initial_option")
                )
                field = {"selected_option": chosen}
            case "external_select":
                given = {"value": value} if value else None
                field = {"selected_option": given or element.get("initial_option")}
            case _:
                field = {"selected_conversation": value or element.get("initial_conversation")}
        state[name] = {element["action_id"]: {"type": element["type"], **field}}
    return {**view, "id": "V1", "state": {"values": state}}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_is_a_form_that_slack_takes_and_that_is_read_as_it_was_filled_in(command: Command) -> None:
    view = form_of(command, [option.name for option in command.options], {"message": "m1"}, origin=ORIGIN)
    # What has no picker, what changes nothing on Slack, and who sees an answer that stands in the form.
    left_out = {"role", "document", "silent", "publish", "visibility"}
    asked = [one for one in command.options if one.name not in left_out]
    assert problems_of_view(view) == []
    assert list(fields(view)) == [one.name for one in asked]
    values = {
        one.name: one.choices[-1] if one.choices else "C9" if one.holds is Holds.CHANNEL else "sea trout"
        for one in asked
    }
    assert read_form(sent(view, values)) == (command.name, {"message": "m1", **values}, ORIGIN)
    assert read_form(sent(view, {})) == (command.name, {"message": "m1"}, ORIGIN)


def test_the_setup_asks_for_a_pack_a_source_a_channel_and_an_hour() -> None:
    view = form_of(known("setup"), SETUP, {}, {"time": " 07:00 ", "pack": "science", "zone": ""})
    elements = {name: block["element"] for name, block in fields(view).items()}
    assert (view["title"]["text"], view["submit"]["text"], view["close"]["text"]) == ("Setup", "Set up", "Cancel")
    assert {name: element["type"] for name, element in elements.items()} == {
        "pack": "static_select",
        "source": "plain_text_input",
        "channel": "conversations_select",
        "time": "plain_text_input",
        "zone": "external_select",
    }
    assert elements["time"]["initial_value"] == "07:00"
    assert elements["zone"] == {"type": "external_select", "min_query_length": 0, "action_id": "value"}
    assert elements["pack"]["initial_option"]["value"] == "science"
    assert elements["source"]["placeholder"]["text"] == "https://example.org"
    assert elements["channel"]["filter"] == {"include": ["public", "private"], "exclude_bot_users": True}
    assert elements["channel"]["default_to_current_conversation"] is True
    assert all(block["optional"] for block in fields(view).values())
    assert fields(view)["time"]["hint"]["text"] == "At which hour it comes, like 07:00"


def test_where_a_form_is_opened_outside_of_all_channels_it_says_what_becomes_of_none() -> None:
    def hint(origin: Origin) -> str:
        return str(fields(form_of(known("setup"), SETUP, {}, origin=origin))["channel"]["hint"]["text"])

    assert hint(ORIGIN) == "Where the digest comes; here if none is chosen"
    to_you = "Where the digest comes; to you alone, as a direct message, if no channel is chosen"
    assert [hint(Origin("", is_home=True)), hint(Origin("D1"))] == [to_you, to_you]


@pytest.mark.parametrize(
    ("options", "origin", "words"),
    [
        ({"channel": "C99"}, Origin("", is_home=True), "For <C99>"),
        ({}, Origin("", is_home=True), "For your direct messages"),
        ({"channel": "C9> <!here"}, Origin("", is_home=True), ""),
        ({}, ORIGIN, ""),
    ],
)
def test_a_form_opened_from_the_home_says_what_it_is_about(options: dict[str, str], origin: Origin, words: str) -> None:
    view = form_of(known("schedule set"), ["times"], options, origin=origin)
    assert problems_of_view(view) == []
    assert text_of([one for one in view["blocks"] if one["type"] != "input"]) == words
    assert list(fields(view)) == ["times"]


def test_what_stands_over_an_answer_is_not_said_twice() -> None:
    said = Message((Heading("Settings", level=1), Paragraph("zone · Europe/Berlin")))
    assert "header" not in [one["type"] for one in answer_view("Settings", said, ORIGIN)["blocks"]]
    assert answer_view("Schedule", said, ORIGIN)["blocks"][0]["type"] == "header"
    alone = Message((Heading("Settings", level=1),))
    assert problems_of_view(answer_view("Settings", alone, ORIGIN)) == []


def test_what_can_be_chosen_is_what_slack_takes_of_what_is_suggested() -> None:
    found = [Suggestion(text, text) for text in HOSTILE] + [
        Suggestion(f"{number}", f"{number}") for number in range(200)
    ]
    choices = choices_of([*found, *found])
    assert len(choices) == 100
    assert all(0 < len(one["text"]["text"]) <= 75 and 0 < len(one["value"]) <= 150 for one in choices)
    assert len({one["value"] for one in choices}) == len(choices)
    assert choices_of([Suggestion("Berlin", "Europe/Berlin")]) == [
        {"text": {"type": "plain_text", "text": "Berlin", "emoji": False}, "value": "Europe/Berlin"}
    ]


@pytest.mark.parametrize(
    ("zone", "is_there"), [("Europe/Berlin", True), ("\u200b", False), ("x" * 151, False), ("", False)]
)
def test_what_stands_in_a_list_before_anything_is_chosen_is_whole_or_not_there(zone: str, *, is_there: bool) -> None:
    view = form_of(known("setup"), SETUP, {}, {"zone": zone})
    assert ("initial_option" in fields(view)["zone"]["element"]) is is_there
    assert problems_of_view(view) == []
    assert (read_form(sent(view, {})) or ("", {}))[1].get("zone") == (zone if is_there else None)


def test_a_question_has_room_for_several_lines_and_has_to_be_there() -> None:
    field = fields(form_of(known("ask"), ("question",), {"message": "m1"}))["question"]
    assert field["element"]["multiline"] is True
    assert field["optional"] is False
    assert field["element"]["max_length"] <= 3_000


def test_what_slack_has_no_picker_for_is_left_out_and_typed() -> None:
    assert "role" not in fields(form_of(known("schedule set"), ("times", "role"), {}))
    view = form_of(known("sources import"), ("document", "nothing"), {})
    assert text_of(view["blocks"]) == "There is nothing to fill in; type /digest sources import."
    assert "submit" not in view
    assert problems_of_view(view) == []


@pytest.mark.parametrize("channel", ["C0123ABCD", "G0123ABCD", "D0123ABCD", "news", "C1<!channel>", ""])
def test_only_a_channel_s_id_stands_in_a_picker_of_channels(channel: str) -> None:
    element = fields(form_of(known("setup"), SETUP, {}, {"channel": channel}))["channel"]["element"]
    is_id = channel in {"C0123ABCD", "G0123ABCD"}
    assert element.get("initial_conversation") == (channel if is_id else None)


_ANY = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=200), st.text(min_size=3_000, max_size=4_000))


@given(_ANY, _ANY, _ANY, st.sampled_from(COMMANDS))
def test_whatever_stands_in_a_form_slack_takes_it(one: str, other: str, links: str, command: Command) -> None:
    filled = {option.name: other for option in command.options}
    origin = Origin("C1", "1.1", "2.2", links)
    view = form_of(command, list(filled), {"message": "m1", "about": one}, filled, origin)
    assert problems_of_view(view) == []
    read = read_form(sent(view, {}))
    assert read is not None
    assert read[2].channel == "C1"
    assert read[2].about == "2.2"
    assert read[1]["message"] == "m1"


def test_of_what_a_message_links_to_as_many_whole_words_are_kept_as_there_is_room_for() -> None:
    links = " ".join(f"https://x.example/{number:030}" for number in range(200))
    view = form_of(known("read"), ("links",), {"visibility": "only-me"}, origin=Origin("C1", "", "2.2", links))
    kept = origin_of(view).links.split()
    assert 50 < len(kept) < 200
    assert kept == links.split()[: len(kept)]
    assert 2_900 < len(view["private_metadata"]) <= 3_000


def test_what_a_form_can_t_keep_costs_the_form_nothing_else() -> None:
    options = {"message": "m1", "about": "x" * 4_000}
    view = form_of(known("ask"), ("question",), options, origin=ORIGIN)
    assert problems_of_view(view) == []
    assert read_form(sent(view, {"question": "Who?"})) == (
        "ask",
        {"message": "m1", "question": "Who?"},
        Origin("C1", "1.1", "2.2"),
    )
    view = form_of(known("ask"), ("question",), {}, origin=Origin("C1", about="x" * 4_000))
    assert read_form(sent(view, {"question": "Who?"})) == ("ask", {"question": "Who?"}, Origin(""))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30), st.text(max_size=300))
def test_an_origin_is_read_as_it_was_written(channel: str, thread: str, about: str, links: str) -> None:
    def whole(text: str) -> str:
        return text.encode(errors="replace").decode()

    origin = Origin(channel, thread, about, links)
    read = origin_of(waiting_view("Ask", "Reading …", origin))
    assert read == Origin(whole(channel), whole(thread), whole(about), whole(links))


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"callback_id": 1},
        {"callback_id": "other:ask"},
        {"callback_id": "pullquote-form:"},
        {"callback_id": "pullquote-form: "},
        {"callback_id": None, "state": {"values": {}}},
    ],
)
def test_what_is_no_form_of_ours_is_none(view: dict[str, Any]) -> None:
    assert read_form(view) is None


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"state": None},
        {"state": []},
        {"state": {"values": None}},
        {"state": {"values": ["question"]}},
        {"state": {"values": {"question": None}}},
        {"state": {"values": {"question": {"value": "Who?"}}}},
        {"state": {"values": {"question": {"value": {"value": 1}}}}},
        {"state": {"values": {"question": {"value": {"value": " \n"}}}}},
        {"state": {"values": {"question": {"value": {"selected_option": "x"}}}}},
        {"state": {"values": {"question": {"value": {"selected_option": {"value": ["x"]}}}}}},
        {"state": {"values": {1: {"value": {"value": "Who?"}}}}},
        {"private_metadata": "{"},
        {"private_metadata": "[1]"},
        {"private_metadata": '"x"'},
        {"private_metadata": 5},
        {"private_metadata": {"origin": {"channel": "C1"}}},
        {"private_metadata": '{"origin":["C1"],"options":"x"}'},
        {"private_metadata": '{"origin":{"channel":1},"options":{"message":{}}}'},
        {"private_metadata": "[" * 100_000},
    ],
)
def test_what_is_broken_in_a_form_is_left_out(broken: dict[str, Any]) -> None:
    assert read_form({"callback_id": "pullquote-form:ask", **broken}) == ("ask", {}, Origin(""))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["values", "value", "question", "selected_option", "origin", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)


@given(_JSON, _JSON, st.booleans())
def test_no_form_is_so_broken_that_it_ends_in_an_error(state: Any, metadata: Any, is_json: bool) -> None:  # noqa: FBT001 - drawn
    view = {
        "callback_id": "pullquote-form:ask",
        "state": state,
        "private_metadata": json.dumps(metadata) if is_json else metadata,
    }
    read = read_form(view)
    assert read is not None
    assert all(isinstance(one, str) for pair in read[1].items() for one in pair)


def test_a_command_with_more_than_a_form_has_room_for_is_cut() -> None:
    many = tuple(str(number) for number in range(150))
    command = Command(
        "x" * 90, "Help", tuple(Option(f"o{number}", "x" * 300, () if number else many) for number in range(120))
    )
    view = form_of(command, [option.name for option in command.options], {})
    assert problems_of_view(view) == []
    assert len(view["title"]["text"]) == 24


@pytest.mark.parametrize("text", HOSTILE)
def test_a_modal_that_is_waiting_says_what_for(text: str) -> None:
    view = waiting_view(text, f"{text} /help tells.", ORIGIN)
    assert problems_of_view(view) == []
    assert text_of(view["blocks"]).rstrip("\u2069").endswith(("/digest help tells.", "…"))
    assert origin_of(view) == ORIGIN
    assert "submit" not in view
    assert problems_of_view(waiting_view(text, "\u200b", ORIGIN)) == []


@pytest.mark.parametrize("seed", range(0, fewer(10_000, 2), 100))
def test_any_answer_is_shown_in_a_modal_and_in_the_home(seed: int) -> None:
    message = generated_for_slack(seed)
    assert problems_of_view(answer_view("Ask", message, ORIGIN)) == []
    assert problems_of_view(home_view(message)) == []


def test_an_answer_has_its_buttons_and_its_way_to_a_message() -> None:
    ref = MessageRef(Place("slack", "T1", "C1"), "1.1")
    message = Message((Pointer("The digest", ref), Actions((Button("Ask", "ask", asks=("question",)),))))
    view = answer_view("Ask", message, ORIGIN, lambda _: "https://example.slack.com/archives/C1/p11")
    assert view["blocks"][0]["elements"][0]["elements"][0]["type"] == "link"
    assert view["blocks"][1]["elements"][0]["action_id"] == "pullquote:ask"
    assert origin_of(view) == ORIGIN


def test_what_a_modal_has_no_room_for_is_said_and_what_can_be_pressed_stands_in_it() -> None:
    stories = [(Heading(f"{number}"), Paragraph("It goes."), Divider()) for number in range(80)]
    blocks = (*(block for story in stories for block in story), Actions((Button("More", "why"),)), Note("61 read"))
    view = answer_view("Digest", Message(blocks), ORIGIN)
    assert len(view["blocks"]) <= 100
    assert text_of(view["blocks"][-3:]) == f"{IS_CUT}\nMore\n61 read"
    assert IS_CUT not in text_of(answer_view("Digest", Message(blocks[-32:]), ORIGIN)["blocks"])


def test_the_home_is_what_the_message_says() -> None:
    view = home_view(help_message(["Dorn Mail"], None))
    assert view["type"] == "home"
    assert "/digest schedule set\u00a0· Let a digest come by itself" in text_of(view["blocks"])
    assert "Sources here: Dorn Mail." in text_of(view["blocks"])
    assert home_view(Message(()))["blocks"] != []


def test_a_home_with_more_than_it_has_room_for_says_so() -> None:
    blocks = tuple(block for number in range(90) for block in (Listing((Line(f"{number}", "fine"),)), Divider()))
    view = home_view(Message(blocks))
    assert problems_of_view(view) == []
    assert IS_CUT in text_of(view["blocks"])
