"""What stands in the fields of forms until somebody changes it: what holds in their place. Pure."""

from collections.abc import Callable, Mapping

from bot.messages import Person
from bot.service.hours import days_typed, hours_words
from bot.service.places import Settings
from bot.service.profiles import profile_zone
from bot.subscriptions import Subscription

__all__ = ["standing"]

# When a digest comes where nobody says when.
_MORNING = "07:00"

_Stands = Callable[[Settings, Person], str]


def standing(command: str, option: str, settings: Settings, person: Person) -> str:
    """What stands in the field of an option, as it could be typed; empty for nothing.

    Args:
        command: Whose form it is.
        option: Its name.
        settings: Of the place that the form is about.
        person: Who fills it in.
    """
    stands = _STANDING.get((command, option))
    return stands(settings, person) if stands else ""


def _schedule(settings: Settings) -> Subscription | None:
    return settings.subscription or settings.ended


def _times(settings: Settings, _: Person) -> str:
    one = _schedule(settings)
    return hours_words(one.slots) if one and one.slots else _MORNING


def _days(settings: Settings, _: Person) -> str:
    one = _schedule(settings)
    return days_typed(one.days) if one else "daily"


def _zone(settings: Settings, person: Person) -> str:
    """That of its readers, if anybody said which it is; else that of a profile."""
    return settings.zone if settings.has_zone else profile_zone(settings, person)


def _zone_of_hours(settings: Settings, person: Person) -> str:
    one = _schedule(settings)
    return one.zone if one else _zone(settings, person)


def _quiet(settings: Settings, _: Person) -> str:
    one = _schedule(settings)
    return str(one.quiet) if one and one.quiet else ""


_STANDING: Mapping[tuple[str, str], _Stands] = {
    ("setup", "time"): _times,
    ("setup", "zone"): _zone_of_hours,
    ("schedule set", "times"): _times,
    ("schedule set", "days"): _days,
    ("schedule set", "zone"): _zone_of_hours,
    ("schedule set", "quiet"): _quiet,
    ("settings set", "zone"): _zone,
    ("settings set", "style"): lambda settings, _: str(settings.style),
    ("settings set", "method"): lambda settings, _: settings.method,
    ("settings set", "about"): lambda settings, _: ", ".join(settings.about),
    ("settings set", "threads"): lambda settings, _: "yes" if settings.has_threads else "no",
}
