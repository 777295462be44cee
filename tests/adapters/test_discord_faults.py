"""Discord refuses something, or the bot fails, while somebody is answered: who asked is told where that can be, and the bot goes on."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import StoreError
from bot.messages import Message, MessageRef, Paragraph, Place, Request, Suggestion, Visibility
from bot.ports import Leaving, Tell, nobody
from tests.adapters.harness import Answering, on
from tests.adapters.harness_discord import DiscordPlatform, platform

ONE = Message((Paragraph("The council voted."),), Visibility.PUBLIC, "m1")
LONG = Message(tuple(Paragraph("It goes. " * 150) for _ in range(5)), Visibility.PRIVATE, "m2")
CALLBACK, EDIT, FOLLOW_UP = "/interactions/*/callback", "/webhooks/*/messages/@original", "/webhooks/*"


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_what_can_not_be_acknowledged_is_not_worked_at(status: int) -> None:
    handler = Answering({"help": ONE})

    async def ask(started: DiscordPlatform) -> None:
        started.env.inject_error("POST", CALLBACK, status=status, code=10_062)
        await started.types("help", {})
        await started.types("quotes", {})

    on(platform, handler, ask)
    assert [request.command for request in handler.requests] == ["quotes"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_an_answer_that_is_refused_was_not_shown_and_the_next_one_is(status: int) -> None:
    handler = Answering({"help": ONE})

    async def ask(started: DiscordPlatform) -> None:
        started.env.inject_error("PATCH", EDIT, status=status, code=50_027)
        await started.types("help", {})
        await started.types("help", {})

    on(platform, handler, ask)
    assert handler.not_shown == ["m1"]
    assert [id_ for id_, _ in handler.shown] == ["m1"]


def test_of_an_answer_that_breaks_off_the_part_that_is_there_is_known() -> None:
    handler = Answering({"help": LONG})

    async def ask(started: DiscordPlatform) -> str:
        started.env.inject_error("POST", FOLLOW_UP, status=404, code=10_015)
        result = await started.member.slash(started.channel, "help")
        return str(result.response.id)

    first = on(platform, handler, ask)
    ((id_, refs),) = handler.shown
    assert id_ == "m2"
    assert [ref.id for ref in refs] == [first]
    assert handler.not_shown == []


def test_a_form_that_can_not_be_opened_is_no_end_of_the_bot() -> None:
    handler = Answering({"help": ONE})

    async def ask(started: DiscordPlatform) -> None:
        started.env.inject_error("POST", CALLBACK, status=404, code=10_062)
        await started.member.slash(started.channel, "setup")
        await started.types("help", {})

    on(platform, handler, ask)
    assert [request.command for request in handler.requests] == ["help"]


def test_a_form_waits_for_nobody_who_does_not_know_what_could_stand_in_it() -> None:
    class Slow(Answering):
        async def suggest(self, request: Request, option: str) -> Sequence[Suggestion]:
            await asyncio.sleep(60)
            return ()

    async def ask(started: DiscordPlatform) -> list[str]:
        form = await started.member.slash(started.channel, "setup")
        assert form.modal
        return [one["component"]["custom_id"] for one in form.modal["components"]]

    assert "time" in on(platform, Slow({"help": ONE}), ask)


def test_what_fails_behind_an_answer_or_an_event_ends_nothing() -> None:
    class Failing(Answering):
        async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
            words = "no room is left"
            raise StoreError(words)

        async def heard(self, request: Request) -> Message | None:
            raise StoreError(str(request.id))

        async def joined(self, place: Place, *, is_invited: bool = False) -> Message | None:
            raise StoreError(str(place))

        async def left(self, place: Place, called: str = "", how: Leaving = Leaving.GONE) -> None:
            raise StoreError(str(place))

        async def answer(self, request: Request, tell: Tell = nobody) -> Message:
            self.requests.append(request)
            return ONE

    handler = Failing({})

    async def ask(started: DiscordPlatform) -> int:
        env = started.env
        await started.types("help", {})
        bot = env.bot.user
        await started.reader.send(started.channel, f"{bot.mention} who?")
        channel = env.bot.get_channel(started.channel.id)
        thread = await (await channel.send("digest")).create_thread(name="digest")
        await env.settle()
        await started.reader.send(started.channel.threads[0], "who?")
        await thread.delete()
        env.create_guild()
        await env.settle()
        await started.types("help", {})
        return len(env.errors)

    errors = on(platform, handler, ask)
    assert [request.command for request in handler.requests] == ["help", "ask", "help"]
    # All of them are in the log.
    assert errors >= 5
