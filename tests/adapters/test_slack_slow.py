"""However long Slack's own methods take to answer, the bot says at once that it heard."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.forms import Origin, form_of
from bot.commands import command_named
from bot.messages import Heading, Message, Paragraph, Suggestion
from tests.adapters.harness import Answering
from tests.adapters.slack_limits import Failure
from tests.adapters.slack_office import Office, in_an_office
from tests.adapters.slack_text import view_text
from tests.adapters.slack_world import Json

DONE = Message((Heading("Set up", level=1), Paragraph("It comes at seven.")))
HELD = Failure(is_held=True, is_answered=True)


async def opened_before(office: Office) -> Json:
    """A form that ann has open since before the bot was started, which knows nobody yet."""
    setup, trigger = command_named("setup"), office.slack.triggers.begin(office.ann, office.news)
    assert setup
    view = form_of(setup, [option.name for option in setup.options], {}, origin=Origin(office.news.id))
    client = AsyncWebClient(office.team.token, base_url=f"{office.people.address}/api/")
    await client.views_open(trigger_id=trigger.id, view=view)
    return office.ann.views[-1]


def test_a_form_that_was_sent_is_acknowledged_while_slack_is_asked_about_its_channel() -> None:
    async def walk(office: Office) -> tuple[str, str]:
        other = office.slack.world.channel(office.team, "other", private=True)
        form = await office.form(await office.people.types(office.ann, office.news, "/digest setup"))
        office.slack.limits.fail("conversations.info", HELD)
        sent = await office.people.submits(office.ann, form, {"Channel": other.id})
        assert not sent.failure
        assert len(office.slack.web.held) == 1
        meanwhile = view_text(sent.view or {})
        office.slack.web.let_go()
        await office.slack.until(lambda: "seven" in view_text(sent.view or {}))
        return meanwhile, other.id

    handler = Answering({"help": DONE, "setup": DONE})
    meanwhile, channel = in_an_office(handler, walk)
    assert "One moment" in meanwhile
    (request,) = handler.requests
    assert request.options["channel"] == channel


def test_a_form_that_was_sent_is_acknowledged_while_slack_is_asked_who_sent_it() -> None:
    async def walk(office: Office) -> bool:
        form = await opened_before(office)
        office.slack.limits.fail("users.info", HELD)
        sent = await office.people.submits(office.ann, form)
        is_held = len(office.slack.web.held) == 1
        office.slack.web.let_go()
        await office.slack.until(lambda: "seven" in view_text(sent.view or {}))
        return is_held and not sent.failure

    assert in_an_office(Answering({"help": DONE, "setup": DONE}), walk)


def test_a_list_that_is_filled_while_somebody_types_is_left_empty_rather_than_late() -> None:
    async def walk(office: Office) -> tuple[list[str], list[str]]:
        people = office.people
        form = await opened_before(office)
        office.slack.limits.fail("users.info", HELD)
        late = await people.completes(office.ann, form, "Zone", "ber")
        office.slack.web.let_go()
        return late, await people.completes(office.ann, form, "Zone", "ber")

    handler = Answering({"help": DONE}, suggestions=[Suggestion("Berlin", "Europe/Berlin")])
    late, soon = in_an_office(handler, walk)
    assert (late, soon) == ([], ["Berlin"])


def test_who_asks_is_answered_though_slack_takes_no_more_questions_about_people() -> None:
    async def walk(office: Office) -> int:
        office.slack.limits.fail("users.info", Failure(429, retry_after_s=1))
        await office.sees(await office.people.types(office.bob, office.news, "/digest help"), "It comes at seven.")
        return len(office.calls("users.info"))

    handler = Answering({"help": DONE})
    assert in_an_office(handler, walk) == 1
    assert handler.requests[0].person.zone == ""
