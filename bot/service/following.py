"""What persons follow: a topic, a person or a story, of which they get what is new as a direct message."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from uuid import uuid4

from bot.errors import RequestError
from bot.messages import Entry, Heading, Listing, Manner, Message, Note, Paragraph, Place, Request, Visibility
from bot.plain import plain
from bot.ports import Nothing, Tell, nobody
from bot.render import edition_title
from bot.service.desk import Desk
from bot.service.digests import Digests, Posting
from bot.service.hours import hours_words
from bot.service.making import Making, Wish
from bot.service.news import REMEMBERED, News
from bot.service.places import Settings, filters, subscription_id
from bot.service.profiles import profile_zone
from bot.service.receipts import receipt_of, write_receipt
from bot.store import Follow, FollowKind, PlaceSource
from bot.subscriptions import Due, Subscription
from digest import Article, Digest, Filter, Length, Style, first_match

__all__ = ["Following"]

# When what is followed comes, until the person says otherwise in their direct messages.
_MORNING = (time(8),)
_MOST_FOLLOWED = 50
# What somebody follows is nobody else's affair, and stays to be read again.
_DIRECTLY = Manner(is_direct=True)
_LONGEST = 90


class Following:
    """Manages what persons follow, and makes the digests of it."""

    def __init__(self, desk: Desk, making: Making, news: News, digests: Digests) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making
        self._news = news
        self._digests = digests

    async def follow(self, request: Request, _: Tell) -> Message:
        """Follow something; without words, what a person follows."""
        what = " ".join(request.options.get("what", "").split())
        known = await self._of(request)
        if not what:
            return _listed(known)
        settings = await self._desk.settings(request.place)
        if len(known) >= _MOST_FOLLOWED:
            message = f"You follow {_MOST_FOLLOWED} things, which is the most; /unfollow ends one."
            raise RequestError(message)
        kind = FollowKind(request.options.get("kind", FollowKind.TOPIC))
        data = {"place": [settings.place.platform, settings.place.workspace, settings.place.channel]}
        if kind is FollowKind.STORY or what.removeprefix("#").isdecimal():
            told = await self._digests.told_story(await self._desk.message_of(request), what)
            kind, what, data["revisions"] = FollowKind.STORY, plain(told.headline, _LONGEST), list(told.revisions)
        elif len(what) > _LONGEST:
            message = f"That is too long to be followed; name it in at most {_LONGEST} characters."
            raise RequestError(message)
        else:
            _filter_of(kind, what)
        if same := next((one for one in known if one.words.casefold() == what.casefold()), None):
            message = f"You follow “{same.words}” already."
            raise RequestError(message)
        now, home = self._desk.clock(), _home(request)
        await self._desk.store.follows.add(Follow(uuid4().hex, home, kind, what, json.dumps(data), now))
        return await self._begun(home, request, what, settings.zone)

    async def _begun(self, home: Place, request: Request, what: str, zone: str) -> Message:
        """That somebody follows something, and when it comes.

        Args:
            home: Their direct messages, to which a digest comes from now on if none did.
            request: What they asked.
            what: What they follow.
            zone: Of the place where they asked, by which it goes if neither their direct messages nor their profile have one.
        """
        own = await self._desk.places.of(home)
        profiled = profile_zone(own, request.person)
        subscription = own.subscription if own.subscription and own.subscription.slots else None
        if subscription is None:
            zone = own.zone if own.has_zone else profiled or zone
            subscription = Subscription(subscription_id(home), home, _MORNING, zone)
            await self._desk.places.subscribe(subscription, request.person.id, self._desk.clock())
            if zone != own.zone:
                await self._desk.places.change(home, self._desk.clock(), zone=zone)
        hours = hours_words(subscription.slots)
        whose = f"{subscription.zone}, as your profile has it" if profiled else subscription.zone
        words = (
            f"You follow “{what}”: what is new comes as a direct message at {hours} ({whose}), if there is anything."
        )
        when = (
            f" /schedule set {hours} zone:London, typed in your direct messages with me, changes the hours."
            if profiled
            else ""
        )
        note = Note(f"/follow shows what you follow, /unfollow ends it.{when}")
        return Message((Paragraph(words), note), Visibility.PRIVATE)

    async def unfollow(self, request: Request, _: Tell) -> Message:
        """No longer follow something."""
        known = await self._of(request)
        wanted = " ".join(request.options["what"].split()).casefold()
        found = next((one for one in known if one.words.casefold() == wanted), None)
        found = found or next((one for one in known if wanted in one.words.casefold()), None)
        if found is None:
            names = ", ".join(f"“{one.words}”" for one in known)
            message = f"You don't follow “{wanted[:60]}”; you follow {names or 'nothing'}."
            raise RequestError(message)
        await self._desk.store.follows.remove(_home(request), found.id)
        if len(known) == 1 and not (await self._desk.places.of(_home(request))).is_own:
            await self._desk.store.subscriptions.end(subscription_id(_home(request)), self._desk.clock())
        return Message((Paragraph(f"You no longer follow “{found.words}”."),), Visibility.PRIVATE)

    async def follows(self, place: Place) -> bool:
        """Whether a person follows anything; if not, what comes to their direct messages is the news of the sources there."""
        return bool(await self._desk.store.follows.of_person(place))

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        """What is new of what a person follows, written down as ready to be posted, if anything is."""
        place = subscription.place
        followed = await self._desk.store.follows.of_person(place)
        if not followed:
            # They have sources of their own, of which they let digests come.
            return await self._digests.edition(subscription, due)
        settings = await self._read_by(place, followed)
        digest = await self._digest(settings, followed)
        if not digest.stories:
            return Nothing(write_receipt(receipt_of(digest)))
        posting = Posting(
            place, edition_title(subscription, due, is_of_follows=True), Visibility.PUBLIC, (subscription.id, due)
        )
        return await self._digests.edited(digest, replace(settings, subscription=subscription), (), posting)

    async def _of(self, request: Request) -> tuple[Follow, ...]:
        return await self._desk.store.follows.of_person(_home(request))

    async def _read_by(self, home: Place, followed: Sequence[Follow]) -> Settings:
        """What holds in a person's direct messages, with the sources of the places in which they follow something."""
        own = await self._desk.places.of(home)
        sources: dict[str, PlaceSource] = {}
        for place in {Place(*json.loads(one.data)["place"]) for one in followed}:
            sources |= {source.feed: source for source in (await self._desk.places.of(place)).read}
        return replace(own, sources=tuple(sources.values()))

    async def _digest(self, settings: Settings, followed: Sequence[Follow]) -> Digest:
        """What is new of topics and persons, and behind it what is new of stories."""
        await self._desk.refresh(settings, nobody)
        now, store = self._desk.clock(), self._desk.store
        # Not since each of them: what was there when the first was followed is old, and no more is known of the others.
        began = min((one.created_at for one in followed), default=now)
        news = await self._news.articles(settings, max(began + timedelta.resolution, now - REMEMBERED), now)
        shown = await store.shown(settings.place)
        earlier = await self._making.known(await store.shown_since(settings.place, now - REMEMBERED))
        wish = Wish.of(settings, Length.BRIEF, Style(settings.style))
        wanted = tuple(_filter_of(one.kind, one.words) for one in followed if one.kind is not FollowKind.STORY)
        matching = [one for one in news if first_match(wanted, one)]
        digest = await self._making.digest(
            await self._making.known(matching), wish, now, shown=shown, earlier=earlier, is_patient=True
        )
        revisions = [one for follow in followed for one in json.loads(follow.data).get("revisions", ())]
        stories = await self._making.known(await store.articles.get(revisions))
        if not stories.articles:
            return digest
        running = await self._making.digest(
            await self._making.known(news), wish, now, shown=shown, earlier=stories, is_patient=True
        )
        return _together(digest, running, {article.id for article in stories.articles})


def _together(digest: Digest, running: Digest, followed: set[str]) -> Digest:
    """A digest with those stories of another that go on from articles that are followed."""
    told = {article.id for story in digest.stories for article in story.articles}
    more = [
        story
        for story in running.stories
        if story.is_update and followed & _ids(story.earlier) and not told & _ids(story.articles)
    ]
    return replace(digest, stories=(*digest.stories, *more), topics=())


def _ids(articles: Sequence[Article]) -> set[str]:
    return {article.id for article in articles}


def _filter_of(kind: FollowKind, words: str) -> Filter:
    """What tells whether an article is about what is followed.

    Raises:
        RequestError: If it can't be used.
    """
    (wanted,) = filters([f"text: {words}" if kind is FollowKind.PERSON else words])
    return wanted


def _home(request: Request) -> Place:
    return Place.of_person(request.place.platform, request.person.workspace, request.person.id)


def _listed(known: Sequence[Follow]) -> Message:
    if not known:
        return Message(
            (Paragraph("You follow nothing yet; /follow sea trout begins it."),), Visibility.PRIVATE, manner=_DIRECTLY
        )
    entries = tuple(Entry(one.words, one.kind) for one in known)
    return Message((Heading("You follow", level=1), Listing(entries)), Visibility.PRIVATE, manner=_DIRECTLY)
