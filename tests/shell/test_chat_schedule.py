"""What people see of the digests that come by themselves: when they come, what became of them, and why."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.errors import PostError, RequestError
from bot.ports import Terms
from bot.quiet import Quiet
from bot.service.hours import read_quiet_hours, read_when
from bot.store import Database
from bot.store import tables as t
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, feed
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RAIN = "it rains on the roof of the dovecote"


def lines(text: str) -> list[str]:
    """The lines of what is shown, without what stands before and behind them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


# Quiet hours.


def test_quiet_hours_are_chosen_shown_kept_and_given_up(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    assert (
        "“late” are no quiet hours; write them like 22:00-06:30, or none."
        in chat.types("/schedule set 7 quiet:late").text
    )
    refused = chat.types("/schedule set 6:00 07:00 18:30 quiet:22:00-07:30").text
    assert "06:00, 07:00 are within the quiet hours, 22:00-07:30" in refused
    assert "No digest comes by itself here." in chat.types("/schedule show").text
    shown = chat.types('/schedule set 07:00 days:weekdays quiet:"10pm to 6:30am"').text
    assert "A brief digest comes on weekdays at 07:00, Europe/Berlin." in shown
    assert "Quiet hours: 22:00-06:30; what is late waits until they end." in shown
    assert lines(shown)[3:8] == [f"{day} Nov, 07:00" for day in ("Wed 25", "Thu 26", "Fri 27", "Mon 30")] + [
        "Tue 1 Dec, 07:00"
    ]
    assert "quiet 22:00-06:30" in chat.types("/settings show").text
    # Like the zone they stay, and so an hour within them is refused.
    assert "05:00 is within the quiet hours, 22:00-06:30" in chat.types("/schedule set 05:00").text
    assert "Quiet hours" in chat.types("/schedule set 08:00").text
    chat.restart()
    assert "Quiet hours: 22:00-06:30" in chat.types("/schedule show", BOB).text
    assert "Quiet hours" not in chat.types("/schedule set 05:00 quiet:none").text


@pytest.mark.parametrize("step", ["made before", "slept through"])
def test_what_is_late_waits_for_quiet_hours_to_end_and_says_so(begins: Begins, step: str) -> None:
    evening = NOW.replace(hour=20, minute=30)
    chat = begins(sources={"mail": "mail"})
    chat.types("/schedule set 21:30 quiet:22:00-06:30")
    chat.web["mail"] = feed("Weir to go", day="24")
    if step == "made before":
        assert chat.comes(evening - timedelta(minutes=5)) == []
    assert chat.comes(evening + 2 * HOUR) == []
    words = "tried again at 06:30: it waits for the quiet hours to end"
    assert f"Tue 24 Nov, 21:30  {words}" in chat.types("/schedule log").text
    assert f"{words[0].upper()}{words[1:]}." in chat.types("/why when:today").text
    (morning,) = chat.comes(evening.replace(hour=5) + DAY)
    assert stories(morning) == ["Weir to go"]
    assert "Tue 24 Nov, 21:30  posted Wed 06:30:00 (1 message)" in chat.types("/schedule log").text


@pytest.mark.parametrize(
    ("typed", "quiet"),
    [("22:00-06:30", "22:00-06:30"), ("10pm - 7", "22:00-07:00"), ("12 to 2pm", "12:00-14:00"), ("0–6", "00:00-06:00"), ("None", "")],
)  # fmt: skip
def test_quiet_hours_are_read_as_people_type_them(typed: str, quiet: str) -> None:
    found = read_quiet_hours(typed)
    assert str(found or "") == quiet


@pytest.mark.parametrize("typed", ["night", "22:00", "22-06-07", "25-7", "7-7", ""])
def test_what_is_no_span_of_hours_is_refused(typed: str) -> None:
    with pytest.raises(RequestError, match="or none"):
        read_quiet_hours(typed)


def test_quiet_hours_of_blanks_are_none_at_once() -> None:
    with pytest.raises(RequestError):
        read_quiet_hours("22" + " " * 200_000 + "6")


def test_quiet_hours_may_go_over_midnight_and_end_with_their_last_minute() -> None:
    night, noon = read_quiet_hours("22-6"), read_quiet_hours("12-14")
    assert isinstance(night, Quiet)
    assert isinstance(noon, Quiet)
    clock = [NOW.replace(hour=hour).time() for hour in (22, 23, 0, 5, 6, 12, 13, 14)]
    assert [hour.hour for hour in clock if hour in night] == [22, 23, 0, 5]
    assert [hour.hour for hour in clock if hour in noon] == [12, 13]


# What became of them.


def test_the_log_and_why_tell_of_each_digest_what_became_of_it(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    assert "Nothing was due here in the last two weeks" in chat.types("/schedule log").text
    chat.web["mail"] = feed("Weir to go")
    chat.types("/schedule set 07:00")
    assert "The digest of Tue 24 Nov is still to come: at 07:00." in chat.types("/why when:today").text
    assert len(chat.comes(NOW)) == 1
    assert chat.comes(NOW + DAY) == []
    log = chat.types("/schedule log", BOB)
    assert log.is_private
    assert lines(log.text)[1:3] == [
        "Wed 25 Nov, 07:00  nothing new (1 article read, shown here before)",
        "Tue 24 Nov, 07:00  posted 07:00:00 (1 message)",
    ]
    # Of the last digest, and that none came since.
    why = chat.types("/why")
    assert "1 · Weir to go" in why.text
    assert "The digest of Wed 25 Nov, 07:00 had nothing new to tell; /why when:today tells why." in why.text
    empty = chat.types("/why when:today").text
    assert "Nothing new (1 article read, shown here before)." in empty
    assert "1 left out  shown here before" in empty
    assert "The next one comes: Thu 26 Nov, 07:00 (Europe/Berlin)." in empty
    assert "Weir to go  Dorn Mail: shown here before" in chat.types("/why weir when:today").text
    assert "1 · Weir to go" in chat.types("/why weir when:yesterday 07:00").text
    # The bot is off on Thursday.
    chat.comes(NOW + 2 * DAY + 14 * HOUR)
    missed = "missed: the bot was not running at its hour, nor within 12 hours after it"
    assert f"Thu 26 Nov, 07:00  {missed}" in chat.types("/schedule log").text
    assert "The digest of Thu 26 Nov, 07:00 was missed; /why when:today tells why." in chat.types("/why").text
    assert "/digest has the news of now. The next one comes: Fri 27 Nov" in chat.types("/why when:thu").text
    assert "In the last 7 days: 1 missed; /schedule log has them." in chat.types("/health").text
    # On Friday the platform is out of order.
    chat.web["mail"] = feed("Pier to open", day="27", hour="01")
    chat.pigeons.failures = [PostError(RAIN, permanent=False), PostError(RAIN, permanent=False, retry_after_s=300)]
    assert chat.comes(NOW + 3 * DAY) == []
    assert f"tried again in a moment: {RAIN}" in chat.types("/schedule log").text
    assert chat.comes(NOW + 3 * DAY + timedelta(seconds=6)) == []
    assert f"tried again at 07:05: {RAIN}" in chat.types("/schedule log").text
    assert "The digest of Fri 27 Nov, 07:00 is not there yet; /why when:today tells why." in chat.types("/why").text
    (late,) = chat.comes(NOW + 3 * DAY + timedelta(minutes=6))
    assert stories(late) == ["Pier to open"]
    posted = chat.types("/why when:2026-11-27").text
    assert "Posted 07:06:00 (1 message), after 3 tries." in posted
    assert "1 · Pier to open" in posted
    assert "when:today" not in chat.types("/why").text


def test_a_digest_of_which_nobody_knows_whether_it_is_there_is_called_so(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR, terms=Terms(per_second=1_000))
    chat.web["mail"] = feed("Weir to go")
    chat.types("/schedule set 07:00")
    chat.pigeons.failures = [PostError("it fell from the sky", permanent=False, is_unknown=True)]
    chat.comes(NOW)
    assert "Tue 24 Nov, 07:00  looked up in a moment: it fell from the sky" in chat.types("/schedule log").text
    assert chat.comes(NOW + timedelta(minutes=1)) == []
    words = "may be there or not: it fell from the sky"
    assert f"Tue 24 Nov, 07:00  {words}" in chat.types("/schedule log").text
    why = chat.types("/why when:today").text
    assert "It is not posted again, as it would be there twice; if it is not there, /digest has the news." in why
    assert "1 · Weir to go" in why
    health = chat.types("/health").text
    assert "In the last 7 days: 1 uncertain; /schedule log has them." in health
    assert (
        "If I am stopped in the middle of a post here, that digest may be missing, as none is ever posted twice."
        in health
    )
    # It may change while the bot runs.
    chat.pigeons.terms = Terms(per_second=1_000, has_history=True)
    assert "may be missing" not in chat.types("/health").text


def test_a_day_without_a_digest_is_said_to_be_one(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00", "18:30"), now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    chat.comes(NOW)
    chat.comes(NOW + 11.5 * HOUR)
    shown = chat.types("/why").text
    assert 'The digest of Tue 24 Nov, 18:30 had nothing new to tell; /why when:"today 18:30" tells why.' in shown
    assert "Nothing new" in chat.types("/why when:today").text
    assert "Posted 07:00:00" in chat.types('/why when:"today 7am"').text
    assert "Posted 07:00:00" in chat.types("/why when:07:00").text
    assert "digests were due at 07:00, 18:30." in chat.types('/why when:"today 12:00"').text
    assert "Nothing was due here on Mon 23 Nov; /schedule log has the last digests." in chat.types("/why when:mon").text
    assert "still to come: at 07:00, 18:30." in chat.types("/why when:2026-11-30").text
    assert "Nothing was due here on Mon 1 Jan" in chat.types("/why when:0001-01-01").text
    assert (
        "“sometime” is no day that I can look up; write today, yesterday, mon" in chat.types("/why when:sometime").text
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("today", "2026-11-24"),
        ("Yesterday 7am", "2026-11-23 07:00"),
        ("tuesday", "2026-11-24"),
        ("wed at 18:30", "2026-11-18 18:30"),
        ("2026-11-20T07:00", "2026-11-20 07:00"),
        ("2026-11-20, 7 pm", "2026-11-20 19:00"),
        ("07:00", "2026-11-24 07:00"),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, found: str) -> None:
    day, hour = read_when(typed, NOW.astimezone(ZoneInfo("Europe/Berlin")))
    assert f"{day}{f' {hour:%H:%M}' if hour else ''}" == found


@pytest.mark.parametrize("typed", ["", "to", "today 25:00", "today 07:00 08:00", "2026-02-30", "7"])
def test_what_is_no_day_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(RequestError, match="is no day that I can look up; write today"):
        read_when(typed, NOW)


def test_a_day_at_either_end_of_the_calendar_is_answered(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",))
    assert "Nothing was due here on" in chat.types("/why when:0001-01-01").text
    assert "is still to come: at 07:00." in chat.types("/why when:9999-12-31").text


def test_midnight_is_of_the_day_that_it_begins(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("00:00", "12:00"))
    assert "The digest of Wed 25 Nov is still to come: at 00:00, 12:00." in chat.types("/why when:2026-11-25").text


# A silence, an end, another zone.


def test_a_week_without_news_is_told_once_and_then_counted_anew(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.types("/schedule set 07:00")
    chat.web["mail"] = feed("Weir to go")
    assert len(chat.comes(NOW)) == 1
    came = {day: chat.comes(NOW + day * DAY) for day in range(1, 14)}
    ((day, (notice,)),) = [(day, shown) for day, shown in came.items() if shown]
    assert day == 8
    assert "Nothing new has come from this channel’s sources since Wed 25 Nov: mail." in notice.text
    assert "This is said once." in notice.text
    why = chat.types("/why when:2026-12-02").text
    assert "It told no story: there was nothing new." in why
    chat.web["mail"] = feed("Pier to open", day="07").replace(b"Nov", b"Dec")
    (digest,) = chat.comes(NOW + 14 * DAY)
    assert stories(digest) == ["Pier to open"]
    again = {day: chat.comes(NOW + day * DAY) for day in range(15, 24)}
    assert [day for day, shown in again.items() if shown] == [22]


def test_what_can_not_be_posted_any_more_ends_is_told_its_owner_and_can_begin_anew(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.types("/schedule set 07:00 days:weekdays length:full", ANN)
    chat.web["mail"] = feed("Weir to go")
    gone = "the bot is not in channel news; type /invite @Pullquote there"
    chat.pigeons.failures = [PostError(gone, permanent=True)]
    told = chat.comes(NOW)
    told += [shown for minutes in range(1, 5) for shown in chat.comes(NOW + minutes * HOUR)]
    (notice,) = told
    assert notice.ref
    assert notice.ref.place.person == ANN.id
    assert f"to channel news at 07:00 (Europe/Berlin) can’t be posted there: {gone}." in notice.text
    assert "/schedule set 07:00" in notice.text
    since, anew = (
        f"Since Tue 24 Nov, 07:00 nothing comes by itself here any more: {gone}.",
        "/schedule set days:weekdays length:full 07:00",
    )
    show = chat.types("/schedule show").text
    assert since in show
    assert "Until then a full digest came on weekdays at 07:00, Europe/Berlin." in show
    for command in ("schedule show", "schedule pause", "health", "why when:today"):
        shown = chat.types(f"/{command}").text
        assert since in shown, command
        assert f"Once that is mended, {anew} lets it come again." in shown, command
    assert f"Tue 24 Nov, 07:00  not posted: {gone}" in chat.types("/schedule log").text
    assert "/health tells why" in chat.types("/settings show").text
    assert chat.comes(NOW + DAY) == []
    assert "A full digest comes on weekdays at 07:00" in chat.types(anew).text
    chat.web["mail"] = feed("Wall to stay", day="25")
    (digest,) = chat.comes(NOW + 2 * DAY)
    assert stories(digest) == ["Wall to stay"]
    # It may end a second time, and be given up.
    chat.web["mail"] = feed("Pier to open", day="27")
    chat.pigeons.failures = [PostError(gone, permanent=True)]
    assert [shown.ref.place.person for shown in chat.comes(NOW + 3 * DAY) if shown.ref] == [ANN.id]
    chat.types("/schedule remove")
    assert "No digest comes by itself here." in chat.types("/schedule show").text
    assert gone not in chat.types("/schedule show").text


def test_a_digest_of_the_configuration_that_can_not_be_posted_is_at_its_end_too(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",), now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    chat.pigeons.failures = [PostError(RAIN, permanent=True)]
    assert chat.comes(NOW) == []
    assert f"nothing comes by itself here any more: {RAIN}." in chat.types("/schedule show").text
    assert "next in" not in chat.types("/digest").text
    chat.types("/schedule set 08:00")
    assert "every day at 08:00" in chat.types("/schedule show").text
    assert f"Tue 24 Nov, 07:00  not posted: {RAIN}" in chat.types("/schedule log").text


def test_the_schedule_moves_along_with_the_zone_of_its_place(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, slots=("07:00",), now=NOW - HOUR)
    shown = chat.types("/settings set zone:tokyo").text
    assert "The schedule moved along: its hours, 07:00, are those of Asia/Tokyo from now on." in shown
    assert "brief, every day at 07:00 (Asia/Tokyo)" in shown
    chat.restart()
    assert "every day at 07:00, Asia/Tokyo" in chat.types("/schedule show").text
    chat.types("/schedule pause")
    assert "(Europe/Berlin), paused" in chat.types("/settings set zone:berlin").text
    chat.types("/schedule set 09:00 zone:berlin")
    chat.types("/settings set style:bullets")
    chat.types("/settings set zone:utc", at=OTHER)
    assert "every day at 09:00, Europe/Berlin" in chat.types("/schedule show", at=NEWS).text
    chat.types("/schedule set 09:00 zone:lisbon")
    kept = chat.types("/settings set zone:tokyo").text
    assert "(Asia/Tokyo)" in kept


def test_a_digest_that_ends_twice_on_a_day_is_told_its_owner_twice(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    told = []
    for hour in (7, 18):
        chat.types(f"/schedule set {hour}:00")
        chat.pigeons.failures = [PostError(RAIN, permanent=True)]
        told += [shown for minutes in (0, 1) for shown in chat.comes(NOW + (hour - 7) * HOUR + minutes * HOUR / 60)]
    assert [shown.ref.place.person for shown in told if shown.ref] == [ANN.id, ANN.id]
    assert [f"at {hour}:00" in shown.text for hour, shown in zip(("07", "18"), told, strict=True)] == [True, True]


def test_a_pause_is_no_silence(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.types("/schedule set 07:00")
    chat.web["mail"] = feed("Weir to go")
    chat.comes(NOW)
    chat.comes(NOW + DAY)
    chat.types("/schedule pause")
    chat.now = NOW + 20 * DAY
    chat.types("/schedule resume")
    assert [chat.comes(NOW + day * DAY) for day in (21, 22)] == [[], []]
    assert "nothing new" in chat.types("/schedule log").text


@pytest.mark.parametrize(
    "settings",
    ["", "null", "[]", "{", '{"zone": "Mars/Olympus", "slots": ["07:00"]}', '{"zone": "America", "slots": ["07:00"]}',
     '{"zone": "Europe/Berlin", "slots": [7]}', '{"zone": "Europe/Berlin", "slots": ["07:00"], "days": [9]}'],
    ids=["empty", "null", "a list", "half", "no zone", "a folder of zones", "a number", "an eighth day"],
)  # fmt: skip
@pytest.mark.parametrize("moment", ["when it is due", "before"])
def test_what_can_not_be_read_of_one_schedule_is_said_there_holds_up_no_other_and_is_set_anew(
    begins: Begins, anywhere: Path | str, settings: str, moment: str
) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    chat.types("/schedule set 07:00")
    chat.types("/schedule set 07:00", at=OTHER)
    ruin = update(t.subscriptions).where(t.subscriptions.c.channel == NEWS.channel).values(settings=settings)
    database = Database(anywhere)
    chat.does(lambda _: database.write(lambda connection: connection.execute(ruin)))
    chat.does(lambda _: database.close())
    if moment == "when it is due":
        assert [shown.ref.place.channel for shown in chat.comes(NOW) if shown.ref] == [OTHER.channel]
    assert "othing comes by itself here any more: what was chosen can't be read" in chat.types("/schedule show").text
    assert "every day at 08:00" in chat.types("/schedule set 08:00").text
    (digest,) = [shown for shown in chat.comes(NOW + HOUR) if shown.ref and shown.ref.place.channel == NEWS.channel]
    assert stories(digest) == ["Weir to go"]


# Several slots of one place.


@pytest.mark.parametrize(
    ("slots", "began", "posted"),
    [
        (("07:30", "07:35"), NOW, "Tue 24 Nov, 07:30  posted 07:30:00"),
        # An hour that is skipped, and the one that it becomes.
        (("02:30", "03:30"), datetime(2027, 3, 27, 23, tzinfo=UTC), "Sun 28 Mar, 03:30  posted 03:30:00"),
    ],
    ids=["five minutes apart", "at one instant"],
)
def test_slots_that_are_made_together_tell_nothing_twice(
    begins: Begins, slots: tuple[str, ...], began: datetime, posted: str
) -> None:
    chat = begins(sources={"mail": "mail"}, slots=slots, now=began)
    chat.web["mail"] = feed("Weir to go", hour="05").replace(b"23 Nov 2026", f"{began:%d %b %Y}".encode())
    came = [shown for minutes in range(0, 180, 5) for shown in chat.comes(began + timedelta(minutes=minutes))]
    assert [stories(shown) for shown in came] == [["Weir to go"]]
    log = chat.types("/schedule log").text
    assert posted in log
    assert "nothing new (1 article read, shown here before)" in log


def test_a_slot_that_came_in_the_zone_of_before_is_not_promised_again(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    chat.types("/schedule set 07:00")
    assert len(chat.comes(NOW)) == 1
    # It is 06:00 in London.
    chat.types("/settings set zone:london")
    show = chat.types("/schedule show").text
    assert "Tue 24 Nov, 07:00" not in show
    assert "Wed 25 Nov, 07:00" in show


def test_a_schedule_rings_the_clock(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    rung: list[str] = []
    chat.desk.places.changed = lambda: rung.append("rung")
    for command in ("schedule set 06:01", "schedule pause", "schedule resume", "settings set zone:london"):
        chat.types(f"/{command}")
        assert rung, command
        rung.clear()
