"""The time zone of somebody's profile, for places that were never given one. Pure."""

from dataclasses import replace

from bot.messages import Person
from bot.service.hours import is_zone
from bot.service.places import Settings

__all__ = ["as_profiled", "profile_zone"]


def profile_zone(settings: Settings, person: Person) -> str:
    """The zone of somebody's profile, by which a place goes that was never given one; empty where it was, or where the profile has none."""
    return person.zone if not settings.has_zone and is_zone(person.zone) else ""


def as_profiled(settings: Settings, person: Person) -> Settings:
    """What holds in a place, for somebody who alone sees the answer: by the hours of their profile, if it was never given a zone."""
    zone = profile_zone(settings, person)
    return replace(settings, zone=zone) if zone else settings
