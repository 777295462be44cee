"""What would run with a configuration, and what stands in its way: `pullquote check`."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import Connection

from bot.config import PLATFORMS, Config, MetricsConfig, SlackConfig, read_config
from bot.database_urls import file_of
from bot.errors import ConfigError, StoreError, how_to_install
from bot.fetch import Fetcher
from bot.finding import Tested, test_source
from bot.monitoring import address_of
from bot.opening import ConfiguredPlaces
from bot.plain import plain
from bot.problems import Problem
from bot.role import Role
from bot.roles import Haste, open_queue
from bot.store.database import Database
from bot.store.queue import can_have_queue
from bot.store.schema import see_that_it_fits
from bot.subscriptions import Subscription, next_due
from bot.workers import Reader

__all__ = ["Finding", "Verdict", "as_data", "check", "lines_of"]

# How the secrets of Slack look, by the keys of its table, in words and as a pattern.
_FORMS = {
    "bot_token": ("begin with xoxb-", r"xoxb-.+"),
    "app_token": ("begin with xapp-", r"xapp-.+"),
    "signing_secret": ("have 32 digits and letters from a to f", r"[0-9a-f]{32}"),
    "client_secret": ("have 32 digits and letters from a to f", r"[0-9a-f]{32}"),
}
# Its ids of apps.
_CLIENT_ID = r"\d+\.\d+"
_PARTS_OF_A_DISCORD_TOKEN = 3
_THIS_MACHINE = {"127.0.0.1", "::1", "localhost"}


class Verdict(StrEnum):
    """What a finding means."""

    FINE = "fine"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


_MARKS = {Verdict.FINE: "ok", Verdict.DOUBTFUL: "?", Verdict.WRONG: "NO"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What: "configuration", "database", a platform, "slack port", "limits", "metrics", "source NAME", "place NAME".
        verdict: Whether the bot can run with it; what is doubtful does not stop it.
        words: What was found, or what to do.
    """

    subject: str
    verdict: Verdict
    words: str


async def check(
    path: Path, environment: Mapping[str, str], fetcher: Fetcher, now: datetime, role: Role = Role.ALL
) -> tuple[Finding, ...]:
    """Look at all that the bot needs, or the part of it that a role is, and change nothing.

    Args:
        path: Of the configuration.
        environment: Where the tokens are.
        fetcher: Closed.
        now: Aware; from when on the next digests are told.
        role: What the process is to do.
    """
    speaks = role in {Role.ALL, Role.BOT}
    try:
        config = read_config(path, environment, is_complete=speaks, is_on_platforms=speaks)
    except ConfigError as error:
        wrong = (Finding("configuration", Verdict.WRONG, words) for words in error.problems)
        return (*wrong, *_to_be_made(path, environment))
    fine = Finding("configuration", Verdict.FINE, f"{path} can be used")
    return (
        fine,
        await _database(config, role),
        *(_platforms(config) if speaks else ()),
        _limits(config),
        _metrics(config.metrics),
        *await _sources(config, fetcher),
        *_places(config, now),
    )


def lines_of(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Findings for people, a line each."""
    width = max(len(one.subject) for one in findings)
    for one in findings:
        yield f"{_MARKS[one.verdict]:<3} {plain(one.subject):<{width}}  {plain(one.words)}"


def as_data(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Findings for programs."""
    return {"findings": [{"subject": one.subject, "verdict": str(one.verdict), "words": one.words} for one in findings]}


async def _database(config: Config, role: Role) -> Finding:
    """Whether the database can be used, for a role; one that is not there yet is not made."""
    file = file_of(config.database)
    found = _file(file) if file else None
    try:
        if role is not Role.ALL:
            open_queue(config, role, Haste())
        if found and (found.verdict is Verdict.WRONG or not file or not file.exists()):
            return found
        database = Database(config.database)
        try:
            await database.read(lambda connection: _see_that_it_fits(connection, database.name, role))
        finally:
            await database.close()
    except (ConfigError, StoreError) as error:
        return Finding("database", Verdict.WRONG, str(error))
    return found or Finding("database", Verdict.FINE, f"{database.name} answers, and can be used")


def _see_that_it_fits(connection: Connection, name: str, role: Role) -> None:
    see_that_it_fits(connection, name)
    if role is not Role.ALL and not can_have_queue(connection):
        words = f"the database {name} can't be used with --role {role}: its user may not make a schema for the queue in it; make the user the owner of the database"
        raise StoreError(words)


def _file(path: Path) -> Finding:
    folder = path.parent
    if not path.exists():
        if folder.is_dir() and os.access(folder, os.W_OK):
            return Finding("database", Verdict.FINE, f"{path} will be made at the first start")
        words = f"{path} can't be made: {'its folder may not be written' if folder.is_dir() else f'there is no folder {folder}'}"
        return Finding("database", Verdict.WRONG, words)
    if path.is_dir() or not os.access(path, os.R_OK | os.W_OK):
        what = "is a folder" if path.is_dir() else "may not be read and written by this user"
        return Finding("database", Verdict.WRONG, f"{path} {what}; name another file, or change who owns it")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            [[found]] = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.Error as error:
        return Finding("database", Verdict.WRONG, f"{path} can't be read ({error}); put a backup in its place")
    if found != "ok":
        return Finding("database", Verdict.WRONG, f"{path} is damaged ({found}); put a backup in its place")
    return Finding("database", Verdict.FINE, f"{path}, {path.stat().st_size / 1e6:,.1f} MB")


def _to_be_made(path: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Where an app is made whose tokens are all that is missing."""
    try:
        config = read_config(path, environment, is_complete=False)
    except ConfigError:
        return
    for platform in PLATFORMS:
        table = getattr(config, platform)
        secrets = [value for value in dict(table or ()).values() if isinstance(value, SecretStr)]
        if any(not secret.get_secret_value() for secret in secrets):
            address = getattr(import_module(f"bot.adapters.{platform}"), "creation", lambda _: "")(table)
            words = (
                f"if there is no app yet, this link makes it, with all it needs; then install it, copy what is missing above, "
                f"and check again (docs/{platform}.md has each step): {address}"
            )
            yield from [Finding(platform, Verdict.DOUBTFUL, words)] if address else []


def _platforms(config: Config) -> Iterator[Finding]:
    """Whether each platform's tokens look like tokens; what they are is never shown."""
    for platform in PLATFORMS:
        table = getattr(config, platform)
        if table is None:
            continue
        if platform == "slack" and (wrong := list(_formless(table))):
            yield Finding(platform, Verdict.WRONG, f"{', '.join(wrong)}; copy it anew from the app's pages")
        elif platform == "discord" and _secret(table, "token").count(".") != _PARTS_OF_A_DISCORD_TOKEN - 1:
            words = "the token is none: it has three parts with points between them; copy it anew from the Bot page of the application"
            yield Finding(platform, Verdict.WRONG, words)
        else:
            tokens = "needs no token" if platform == "terminal" else "its tokens look right"
            yield Finding(platform, Verdict.FINE, f"will be connected to; {tokens}{_invitation(platform, table)}")
        if platform == "slack":
            yield from _listening(table)


def _formless(table: SlackConfig) -> Iterator[str]:
    """Which secrets of Slack, and which ids, are none."""
    for key, (words, pattern) in _FORMS.items():
        if getattr(table, key) is not None and not re.fullmatch(pattern, _secret(table, key)):
            yield f"{key} does not {words}"
    if table.client_id is not None and not re.fullmatch(_CLIENT_ID, table.client_id):
        yield "client_id is not two numbers with a point between them"


def _listening(table: SlackConfig) -> Iterator[Finding]:
    """Where Slack's requests are taken, and what has to be in front of that."""
    if table.mode != "http":
        return
    where = f"{address_of(table.host, table.port)}/slack/events"
    if table.client_id and not find_spec("cryptography"):
        words = f"the tokens of many workspaces are kept encrypted, and the package for that is not installed; {how_to_install('workspaces')}"
        yield Finding("slack tokens", Verdict.WRONG, words)
    if table.host not in _THIS_MACHINE:
        words = f'takes requests at {where}, where other machines can send them without a proxy, and in clear text; host = "127.0.0.1" keeps that for a proxy here'
        yield Finding("slack port", Verdict.DOUBTFUL, words)
        return
    public = f"{table.public_url.rstrip('/')}/slack/" if table.public_url else "an https address"
    yield Finding(
        "slack port", Verdict.FINE, f"takes requests at {where}; a proxy has to pass on to it what comes to {public}"
    )


def _invitation(platform: str, table: Any) -> str:
    """How a bot is taken in on a platform that has an address for that."""
    address = getattr(import_module(f"bot.adapters.{platform}"), "invitation", lambda _: "")(table)
    return f"; take it in with {address}" if address else ""


def _secret(table: Any, key: str) -> str:
    return str(getattr(table, key).get_secret_value())


def _limits(config: Config) -> Finding:
    """How much the bot does for one place or one person."""
    limits = config.limits
    words = (
        f"{limits.sources_per_place} sources a place; {limits.questions_per_hour} questions an hour a place and "
        f"{limits.questions_per_person_per_hour} a person; {limits.digests_per_hour} digests an hour a place; "
        f"{limits.cooldown_s:g} s between two commands"
    )
    blocked = f"; {len(config.blocked)} hosts and feeds blocked" if config.blocked else ""
    return Finding("limits", Verdict.FINE, words + blocked)


def _metrics(config: MetricsConfig | None) -> Finding:
    """Where the bot can be watched, and whether by others."""
    if config is None:
        return Finding("metrics", Verdict.FINE, "off; [metrics] switches them on")
    words = f"{address_of(config.host, config.port)}/metrics and /healthz"
    if config.host in _THIS_MACHINE:
        return Finding("metrics", Verdict.FINE, words)
    return Finding(
        "metrics", Verdict.DOUBTFUL, f"{words}; other machines can read them too, and nobody is asked who it is"
    )


async def _sources(config: Config, fetcher: Fetcher) -> list[Finding]:
    """What each source gives, all asked for at once; the fetcher sees to it that no host is asked too often."""
    if not config.sources:
        return [Finding("sources", Verdict.FINE, "none here; places add their own in chat")]
    async with fetcher as fetching, Reader() as reader:
        tested = await asyncio.gather(*(test_source(url, fetching, reader) for url in config.sources.values()))
    return [_source(name, outcome) for name, outcome in zip(config.sources, tested, strict=True)]


def _source(name: str, outcome: Tested | Problem) -> Finding:
    subject = f"source {name}"
    if isinstance(outcome, Problem):
        return Finding(subject, Verdict.WRONG if outcome.permanent else Verdict.DOUBTFUL, outcome.words)
    articles = outcome.read.articles
    if not articles:
        return Finding(subject, Verdict.DOUBTFUL, "a feed without articles")
    dates = [article.published for article in articles if article.published]
    newest = f"the newest of {max(dates):%Y-%m-%d %H:%M %Z}" if dates else "none of them dated"
    moved = f"; it has moved to {outcome.fetched.moved_to}, follow it there" if outcome.fetched.moved_to else ""
    verdict = Verdict.DOUBTFUL if moved or not dates else Verdict.FINE
    return Finding(subject, verdict, f"{len(articles)} articles, {newest}{moved}")


def _places(config: Config, now: datetime) -> Iterator[Finding]:
    """What comes by itself, where and when."""
    try:
        subscriptions = ConfiguredPlaces(config).subscriptions
    except ConfigError as error:
        yield from (Finding("places", Verdict.WRONG, words) for words in error.problems)
        return
    for one in subscriptions:
        sources = ConfiguredPlaces(config).of(one.place).sources
        yield Finding(f"place {one.id}", Verdict.FINE, _coming(one, sources, now))
    if not subscriptions:
        words = "nothing comes by itself; give a place its times under [[places]]"
        yield Finding("places", Verdict.DOUBTFUL, words)


def _coming(subscription: Subscription, sources: Collection[str], now: datetime) -> str:
    due = next_due(subscription, now)
    local = due.at.astimezone(ZoneInfo(subscription.zone)) if due else None
    when = f"next digest {local:%a %d %b %Y, %H:%M} ({subscription.zone})" if local else "no digest comes"
    quiet = f"; quiet hours {subscription.quiet}" if subscription.quiet else ""
    return f"{when}, of {', '.join(sources) or 'what is added there'}{quiet}"
