"""What every platform keeps to: those of the project, and any whose harness stands in this folder."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import bot.adapters
from bot.commands import COMMANDS, Holds
from bot.errors import RequestError
from bot.messages import (
    Actions,
    Button,
    Divider,
    Entry,
    Heading,
    Link,
    Listing,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Saying,
    Sources,
)
from tests.adapters.harness import Answering, Harness, Platform, Shown, comes, on

HARNESSES: dict[str, Harness] = {
    path.stem.removeprefix("harness_"): import_module(f"tests.adapters.{path.stem}").platform
    for path in sorted(Path(__file__).parent.glob("harness_*.py"))
}
MORE = Button("Who said what", "quotes", {"about": "m1"})
# Everything a platform may read something into, as an article may print it.
TEXTS = (
    "Morning brief *now* @everyone",
    "1 · [Weir](https://evil.example) to go <!channel> _soon_ # not",
    "- The council ~~voted~~ `today` & ||tomorrow|| <@U1> https://evil.example/x :smile:",
    "We are all fond of it,",
    "It goes > “it stays”.",
    "Capt. Henrike Salter, *the* harbour master",
    "Dorn Mail [x](https://evil.example)",
    "19 Nov 2026",
    "2. Wall to go",
    "mail · *new*",
    "3 of [them](https://evil.example) since 1. May",
    "61 read · @here",
)
DIGEST = Message(
    (
        Heading(TEXTS[0], level=1),
        Heading(TEXTS[1], badges=("opinion",)),
        Paragraph(TEXTS[2]),
        Saying((TEXTS[3], TEXTS[4]), TEXTS[5]),
        Sources((Link(TEXTS[6], "https://mail.example/weir?a=(b)|c"), Link("Post")), (TEXTS[7],)),
        Divider(),
        Heading(TEXTS[8]),
        Listing((Entry(TEXTS[9], TEXTS[10]), Entry("post"))),
        Actions((MORE,)),
        Note(TEXTS[11]),
    ),
    id="m1",
)
# More than any platform shows in one piece.
CHAPTERS = tuple(f"Chapter {number}." for number in range(1, 6))
BOOK = Message(
    tuple(block for chapter in CHAPTERS for block in (Paragraph(f"{chapter} {'It goes. ' * 600}"), Divider())), id="m2"
)
# Before anything was posted on any of them.
SINCE = datetime(2025, 12, 31, tzinfo=UTC)


@pytest.fixture(params=HARNESSES)
def platform(request: pytest.FixtureRequest) -> Harness:
    return HARNESSES[request.param]


def answering(**answers: Message | RequestError | Exception) -> Answering:
    return Answering({"digest": DIGEST, "quotes": DIGEST, "help": DIGEST, **answers})


def text_of(shown: object) -> str:
    assert isinstance(shown, list)
    return " ".join(" ".join(one.text for one in shown if isinstance(one, Shown)).split())


def test_every_adapter_is_held_to_the_contract() -> None:
    assert {module.name for module in iter_modules(bot.adapters.__path__)} <= HARNESSES.keys()


def test_an_answer_says_all_of_a_message_in_its_order_and_as_it_stands(platform: Harness) -> None:
    handler = answering()
    text = text_of(list(on(platform, handler, lambda started: started.types("digest", {}))))
    places = [text.find(part) for part in TEXTS]
    assert -1 not in places, text
    assert places == sorted(places)
    assert [id_ for id_, _ in handler.shown] == ["m1"]


def test_what_comes_by_itself_says_the_same_as_what_is_asked_for(platform: Harness) -> None:
    asked = text_of(list(on(platform, answering(), lambda started: started.types("digest", {}))))
    came = text_of(list(on(platform, answering(), lambda started: seen_of(started, DIGEST))))
    assert came
    assert came in asked


async def seen_of(started: Platform, message: Message) -> Sequence[Shown]:
    await comes(started, message)
    return await started.seen()


def test_all_parts_one_by_one_show_the_whole_message_in_its_order(platform: Harness) -> None:
    for message, texts in ((DIGEST, TEXTS), (BOOK, CHAPTERS)):
        text = text_of(list(on(platform, answering(), partial(seen_of, message=message))))
        places = [text.find(part) for part in texts]
        assert -1 not in places, text
        assert places == sorted(places)
        assert text.count(texts[0]) == 1


def test_a_message_has_a_part_at_least_and_always_the_same_ones(platform: Harness) -> None:
    async def lay_out(started: Platform) -> list[list[object]]:
        return [list(started.adapter.lay_out(message)) for message in (DIGEST, BOOK, Message(()))]

    first, again = on(platform, answering(), lay_out), on(platform, answering(), lay_out)
    assert first == again
    assert all(first)


def test_the_terms_are_such_as_can_be_kept(platform: Harness) -> None:
    async def ask(started: Platform) -> tuple[float, float, timedelta, bool, bool]:
        terms = started.adapter.terms
        return terms.per_second, terms.place_pause_s, terms.key_lives, terms.has_history, terms.is_exact

    per_second, place_pause_s, key_lives, has_history, is_exact = on(platform, answering(), ask)
    assert per_second > 0
    assert place_pause_s >= 0
    assert key_lives >= timedelta(0)
    assert is_exact or not has_history


def test_what_nobody_knows_the_name_of_is_called_by_its_id_and_what_is_known_in_one_line(platform: Harness) -> None:
    async def call(started: Platform) -> tuple[str, str]:
        return started.adapter.called(started.place), started.adapter.called(started.place, "1234")

    place, role = on(platform, answering(), call)
    assert place
    assert place.isprintable()
    assert role == "role 1234"


def test_a_history_tells_exactly_which_parts_are_there(platform: Harness) -> None:
    async def post(started: Platform) -> tuple[dict[str, MessageRef], list[dict[str, MessageRef]]]:
        adapter, place = started.adapter, started.place
        book = await comes(started, BOOK, "m1")
        await started.says("m1-0 and m9-0, says somebody")
        digest = await comes(started, DIGEST, "m2")
        begun = {"m3-0": await adapter.post(place, adapter.lay_out(BOOK)[0], "m3-0")}
        await started.says("It goes.")
        posted = book | digest | begun
        if not adapter.terms.has_history:
            return posted, [posted, digest, {}]
        keys = [[*list(posted), "m3-1", "m9-0"], list(digest), ["m9-0", "m9-1"]]
        return posted, [dict(await adapter.reconcile(place, some, SINCE)) for some in keys]

    posted, found = on(platform, answering(), post)
    digest = {key: ref for key, ref in posted.items() if key.startswith("m2-")}
    assert found == [posted, digest, {}]
    assert len({ref.id for ref in posted.values()}) == len(posted)


def test_a_post_with_the_key_of_another_is_that_other_one(platform: Harness) -> None:
    async def post(started: Platform) -> tuple[bool, list[MessageRef], str]:
        adapter, place = started.adapter, started.place
        part = adapter.lay_out(DIGEST)[0]
        refs = [await adapter.post(place, part, key) for key in ("m1-0", "m1-0", "m2-0")]
        return adapter.terms.key_lives > timedelta(0), refs, text_of(list(await started.seen()))

    takes_keys, (first, again, other), text = on(platform, answering(), post)
    assert first != other
    if takes_keys:
        assert first == again
        assert text.count(TEXTS[0]) == 2


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_can_be_asked_for_with_all_its_options(platform: Harness, command: str) -> None:
    handler = answering()
    (known,) = [one for one in COMMANDS if one.name == command]
    options = {option.name: option.choices[-1] if option.choices else "the old weir" for option in known.options}
    on(platform, handler, lambda started: started.types(command, options))
    (request,) = handler.requests
    # What a channel or a role is called, only its platform knows.
    chosen = {option.name for option in known.options if option.holds in {Holds.CHANNEL, Holds.ROLE}}
    assert request.command == command
    assert all(request.options[name] == value for name, value in options.items() if name not in chosen)
    assert all(request.options[name] for name in chosen)
    assert request.id
    assert request.place.channel
    assert request.at.tzinfo


def test_an_answer_for_one_person_is_seen_by_nobody_else(platform: Harness) -> None:
    async def ask(started: Platform) -> list[Shown]:
        return [*await started.types("help", {}), *await started.types("digest", {"visibility": "only-me"})]

    shown = on(platform, answering(), ask)
    assert len(shown) >= 2
    assert all(one.is_private for one in shown)


def test_an_error_reaches_only_who_asked_in_words(platform: Harness) -> None:
    handler = answering(digest=RequestError("there is no news *today* @everyone"))
    shown = list(on(platform, handler, lambda started: started.types("digest", {})))
    assert "there is no news *today* @everyone" in text_of(shown)
    assert [one.is_private for one in shown if "no news" in one.text] == [True]
    assert handler.shown == []


def test_a_mistake_of_ours_leaves_no_trace_in_the_chat(platform: Harness) -> None:
    handler = answering(digest=ValueError("secret detail"))
    shown = list(on(platform, handler, lambda started: started.types("digest", {})))
    assert "Something went wrong" in text_of(shown)
    assert not any("secret" in one.text or "Traceback" in one.text for one in shown)
    assert [one.is_private for one in shown if "went wrong" in one.text] == [True]


def test_a_button_asks_for_its_command(platform: Harness) -> None:
    handler = answering()

    async def press(started: Platform) -> None:
        await started.types("digest", {})
        await started.presses(MORE)

    on(platform, handler, press)
    assert handler.requests[-1].command == "quotes"


def test_of_two_buttons_of_one_command_each_asks_for_its_own(platform: Harness) -> None:
    mail, post = (Button(name, "sources add", {"source": name.lower()}) for name in ("Mail", "Post"))
    handler = answering(digest=Message((Heading("Which one?"), Actions((mail, post)))))

    async def press(started: Platform) -> None:
        await started.types("digest", {})
        await started.presses(post)

    on(platform, handler, press)
    assert (handler.requests[-1].command, dict(handler.requests[-1].options)) == ("sources add", {"source": "post"})
