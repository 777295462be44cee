"""What holds in a place, how its sources and digests are, and what can be asked for."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.commands import COMMANDS, command_named
from bot.errors import RequestError
from bot.messages import Block, Entry, Heading, Listing, Message, Note, Paragraph, Person, Request, Visibility
from bot.ports import Tell
from bot.render import help_message
from bot.service.desk import Desk
from bot.service.hours import days_words, hours_words, moment_words, read_zone
from bot.service.outcomes import next_words, outcome_words, trouble_words
from bot.service.places import Settings
from bot.service.profiles import as_profiled, profile_zone
from bot.typed import usage
from digest import methods

__all__ = ["Keeping"]

_MOST_INTERESTS = 20
_MOST_NAMED = 10
_LONGEST_INTEREST = 100
_NONE = frozenset({"none", "nothing", "-"})
_WEEK = timedelta(days=7)
# Where it can't be found out after a crash whether a post is there, it is not posted again.
_AT_MOST_ONCE = (
    "If I am stopped in the middle of a post here, that digest may be missing, as none is ever posted twice."
)
# What is written below a digest does not reach the bot on every platform.
_NEEDS_MENTION = (
    "A question below a digest has to name me, as I can’t read other messages here; the button Ask does without."
)


class Keeping:
    """Manages what holds in a place."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk

    async def settings_show(self, request: Request, _: Tell) -> Message:
        """What holds in a place."""
        return _settings_message(await self._desk.places.of(request.place), request.person)

    async def settings_set(self, request: Request, _: Tell) -> Message:
        """Change some of it."""
        readers: dict[str, Callable[[str], object]] = {
            "zone": read_zone,
            "method": _method,
            "about": _interests,
            "style": str,
            "threads": "yes".__eq__,
        }
        changes = {name: readers[name](value) for name, value in request.options.items() if name in readers}
        if not changes:
            message = f"Say what to change: {_usage('settings set')}"
            raise RequestError(message)
        before, now = await self._desk.places.of(request.place), self._desk.clock()
        await self._desk.places.change(request.place, now, **changes)
        after = await self._desk.places.of(request.place)
        note = ""
        if after.zone != before.zone and (subscription := before.subscription):
            note = f"The schedule keeps the zone it was given, {subscription.zone}; /schedule set changes it."
            if subscription.zone == before.zone:
                await self._desk.places.move(before, after.zone, request.person.id, now)
                after = await self._desk.places.of(request.place)
                hours = hours_words(subscription.slots)
                note = f"The schedule moved along: its hours, {hours}, are those of {after.zone} from now on."
        return _settings_message(after, request.person, note)

    async def health(self, request: Request, _: Tell) -> Message:
        """How the sources and the digests of a place are."""
        settings = await self._desk.places.of(request.place)
        now = self._desk.clock()
        troubles = {one.feed: one.words for one in await self._desk.troubles(settings, {})}
        known = {source.feed: source for source in await self._desk.store.sources.of(settings.feeds)}
        entries = []
        for source in settings.sources:
            stored = known.get(source.feed)
            read = stored.health.last_read if stored else None
            fine = f"read {_ago(now - read)} ago" if read else "not read yet"
            words = "paused" if source.is_paused else troubles.get(source.feed, fine)
            entries.append(Entry(source.name, words))
        fine_ones = len(settings.read) - len(troubles)
        blocks: list[Block] = [Heading(f"Sources: {fine_ones} of {len(settings.read)} fine", level=1)]
        blocks += [Listing(tuple(entries))] if entries else []
        blocks += [Paragraph(words) for words in await self._digest_words(settings, now)]
        return Message(tuple(blocks), Visibility.PRIVATE)

    async def _digest_words(self, settings: Settings, now: datetime) -> list[str]:
        """How the digests of a place are, a sentence each."""
        local = now.astimezone(settings.hours)
        words: list[str] = []
        if last := await self._desk.store.last_message(settings.place):
            words.append(f"The last digest here: {moment_words(last[1].astimezone(local.tzinfo))}.")
        found = [one for one in await self._desk.places.deliveries(settings, now - _WEEK) if one.due.at <= now]
        if found:
            posts = await self._desk.store.post_counts([found[-1].message])
            outcome = outcome_words(found[-1], local, posts.get(found[-1].message, 0))
            due = moment_words(found[-1].due.at.astimezone(local.tzinfo))
            words.append(f"The last that was due by itself, on {due}: {outcome}.")
        if troubles := trouble_words(found):
            words.append(f"In the last 7 days: {troubles}; /schedule log has them.")
        words.append(next_words(settings, now))
        if obstacle := await self._desk.obstacle(settings):
            words.append(f"As it is, it can’t come: {obstacle}")
        adapter = self._desk.adapter(settings.place.platform)
        if settings.subscription and adapter and not adapter.terms.is_exact:
            words.append(_AT_MOST_ONCE)
        if adapter and adapter.terms.needs_mention and not settings.place.person:
            words.append(_NEEDS_MENTION)
        return words

    async def help(self, request: Request, _: Tell) -> Message:
        """What the bot does, and for this place in particular; or how one command is asked for."""
        if named := request.options.get("command", "").strip().removeprefix("/"):
            return _help_of(named, self._desk.managers(request.place).rstrip(","))
        settings = await self._desk.places.of(request.place)
        names = [source.name for source in settings.read]
        return help_message(names, settings.subscription, is_own=bool(request.place.person))


def _help_of(named: str, managers: str) -> Message:
    """How a command is asked for, or each of a group."""
    command = command_named(named.lower())
    if command is None:
        message = f"There is no command “{named[:40]}”; /help has them all."
        raise RequestError(message)
    group = [one for one in COMMANDS if one.group and one.group == command.group] or [command]
    blocks: list[Block] = []
    for one in group:
        who = f" Only for {managers}." if one.is_managing else ""
        options = tuple(Entry(option.name, option.help) for option in one.options)
        blocks += [
            Heading(usage(one), is_typed=True),
            Paragraph(f"{one.help}.{who}"),
            *([Listing(options)] if options else []),
        ]
    return Message(tuple(blocks), Visibility.PRIVATE)


def _settings_message(settings: Settings, person: Person, said: str = "") -> Message:
    """What holds, for somebody who asks, and something to be said beside it."""
    profiled = profile_zone(settings, person)
    if profiled and settings.place.person:
        settings = as_profiled(settings, person)
        said = f"{said} The zone is that of your profile; /settings set zone:London, or any other city, changes it."
    elif profiled and person.may_manage:
        said = (
            f"{said} Nobody has set a zone here, so it is that of all places. Your profile has {profiled}: a schedule that you set goes "
            f"by that, and /settings set zone:{profiled} lets all here do so."
        )
    entries = (
        Entry("zone", settings.zone),
        Entry("style", settings.style),
        Entry("method", settings.method),
        Entry("about", ", ".join(settings.about) or "nothing in particular"),
        Entry("hidden", ", ".join(settings.hide) or "nothing"),
        Entry("alone shown", ", ".join(settings.only) or "no filter"),
        Entry("threads", "one with each digest" if settings.has_threads else "none"),
        Entry("sources", _names(settings)),
        Entry("schedule", _schedule_words(settings)),
    )
    note = Note("/settings set changes these; /filter, /sources and /schedule the rest.")
    more = [Paragraph(said.strip())] if said else []
    return Message((Heading("Settings", level=1), *more, Listing(entries), note), Visibility.PRIVATE)


def _names(settings: Settings) -> str:
    names = [source.name for source in settings.sources]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more or "none yet"


def _schedule_words(settings: Settings) -> str:
    subscription = settings.subscription
    if not subscription or not subscription.slots:
        return (
            "no digest comes by itself any more; /health tells why" if settings.problem else "no digest comes by itself"
        )
    hours = hours_words(subscription.slots)
    quiet = f", quiet {subscription.quiet}" if subscription.quiet else ""
    paused = ", paused" if settings.is_paused else ""
    return f"{subscription.length}, {days_words(subscription.days)} at {hours} ({subscription.zone}){quiet}{paused}"


def _usage(name: str) -> str:
    command = command_named(name)
    return usage(command) if command else ""


def _method(typed: str) -> str:
    wanted = typed.strip().lower()
    if wanted not in {"default", *methods()}:
        message = f"There is no method “{wanted[:40]}”; there are default, {', '.join(methods())}."
        raise RequestError(message)
    return wanted


def _interests(typed: str) -> list[str]:
    if typed.strip().lower() in _NONE:
        return []
    found = [" ".join(words.split())[:_LONGEST_INTEREST] for words in typed.split(",") if words.strip()]
    return found[:_MOST_INTERESTS]


def _ago(span: timedelta) -> str:
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 120:  # noqa: PLR2004 - two hours
        return f"{minutes} min"
    hours = round(minutes / 60)
    return f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"  # noqa: PLR2004 - two days
