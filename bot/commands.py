"""What people can ask for, as data: every adapter offers each of these, by the same name."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.messages import Visibility

__all__ = ["COMMANDS", "GROUPS", "SHORTCUTS", "Command", "Holds", "Option", "Shortcut", "command_named", "visibility"]


class Holds(StrEnum):
    """What the value of an option is: text in any case."""

    WORDS = "words"
    CHANNEL = "channel"
    """The id of a channel of the same workspace: what is asked, is asked of that one."""
    ROLE = "role"
    """The id of a group of people."""
    DOCUMENT = "document"
    """The text of a file."""


@dataclass(frozen=True, slots=True)
class Option:
    """What goes with a command: one of several choices, or words.

    Attributes:
        name: As it is typed.
        help: One line.
        choices: What can be chosen; the first is what holds if nothing is, where something has to. Empty for words.
        is_required: Whether the command is nothing without it.
        is_rest: Whether it takes what is typed behind the command without a name.
        holds: What its value is.
        is_suggested: Whether the service suggests what could stand there, while it is typed.
        is_one_of_them: Whether nothing else can stand there than what is suggested.
        is_prefilled: Whether the first of that stands in a form until somebody changes it.
        example: What could stand there, as a form shows it while it is empty.
        help_outside: The same line, for a form that is opened outside of all channels; empty if it holds there too.
    """

    name: str
    help: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
    is_rest: bool = False
    holds: Holds = Holds.WORDS
    is_suggested: bool = False
    is_one_of_them: bool = False
    is_prefilled: bool = False
    example: str = ""
    help_outside: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to ask for; the service has a method of the same name, with underscores.

    Attributes:
        name: As it is typed: a word, or a group and what to do in it ("sources add").
        help: One line.
        options: What goes with it; what is required comes first, and at most one takes the rest.
        is_private: Whether only who asked sees the answer, where no option says otherwise.
        is_managing: Whether only those may ask who manage the place.
        is_form: Whether a platform that has forms shows its options as one, where none of them is given. Where one can be typed without
            an option that it is nothing without, that is asked for in a form in any case.
    """

    name: str
    help: str
    options: tuple[Option, ...] = ()
    is_private: bool = False
    is_managing: bool = False
    is_form: bool = False

    @property
    def group(self) -> str:
        """The group it is one of; empty if it stands alone."""
        return self.name.split()[0] if " " in self.name else ""

    @property
    def rest(self) -> Option | None:
        """The option that takes what is typed without a name."""
        return next((option for option in self.options if option.is_rest), None)


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A command that is asked for about any message of a place: with what it says, as `links`; as a reply to it, and for who asks alone.

    Attributes:
        label: As it stands in the menu of the message.
        command: Name of the command.
        asks: The option that whoever asks is asked for first; empty for none.
    """

    label: str
    command: str
    asks: str = ""


_WHO_SEES_IT = "visibility"
_PUBLIC, _ONLY_ME = "public", "only-me"
_FOR_ALL = Option(_WHO_SEES_IT, "Who sees the answer", (_PUBLIC, _ONLY_ME))
_FOR_ME = Option(_WHO_SEES_IT, "Who sees the answer", (_ONLY_ME, _PUBLIC))
_LENGTH = ("standard", "brief", "full")
_STYLE = ("summary", "bullets", "headlines")
_NO_YES = ("no", "yes")
# As the lists that come with Pullquote are called.
_PACKS = ("business", "europe", "german", "science", "technology", "world")
_FILTER = Option(
    "filter",
    "A word, a phrase, a pattern like elect*, or outlet:, author:, section: and a name",
    is_required=True,
    is_rest=True,
)
_KIND = Option("kind", "Whether it is never shown, or alone is", ("hide", "only"))
_CHANNEL = Option(
    "channel",
    "Which channel it is about; this one if none is named",
    holds=Holds.CHANNEL,
    help_outside="Which channel it is about; your direct messages if none is named",
)
_ZONE = Option(
    "zone",
    "Whose hours: a city, or a name like Europe/Berlin",
    is_suggested=True,
    is_one_of_them=True,
    is_prefilled=True,
    example="Berlin",
)


def _words(name: str, help_: str, *, is_required: bool = False, is_suggested: bool = False) -> Option:
    """An option that takes what is typed without a name."""
    return Option(name, help_, is_required=is_required, is_rest=True, is_suggested=is_suggested)


_NAMED = replace(_words("source", "Its name or address", is_required=True, is_suggested=True), is_one_of_them=True)


def _private(name: str, help_: str, *options: Option) -> Command:
    return Command(name, help_, options, is_private=True)


def _managing(name: str, help_: str, *options: Option, is_form: bool = False) -> Command:
    return Command(name, help_, options, is_private=True, is_managing=True, is_form=is_form)


COMMANDS: tuple[Command, ...] = (
    Command(
        "digest",
        "The news of the sources here, in their own sentences",
        (
            _words("about", "Only what is about these words, or of the source of this name", is_suggested=True),
            Option("length", "How much of it", _LENGTH),
            Option("style", "How it tells a story", _STYLE),
            Option("since", "From when on: 36h, 7d, 2w or a date like 2026-11-20"),
            _FOR_ALL,
        ),
    ),
    Command(
        "ask",
        "A question about the news, answered in the sources' own sentences or not at all",
        (_words("question", "Who said it? When was it? And in Georgia?", is_required=True), _FOR_ALL),
    ),
    _private(
        "read",
        "A digest of the pages behind one to five links",
        _words("links", "Their addresses, like https://example.org/news"),
        _FOR_ME,
    ),
    _private(
        "quotes",
        "Who said what: in the last digest here, or of a speaker, about something, in an outlet",
        _words("about", "What it is about"),
        Option("by", "Who said it", is_suggested=True),
        Option("outlet", "Where it was printed", is_suggested=True),
        _FOR_ME,
    ),
    _private(
        "story",
        "All there is of one story of the last digest here",
        _words("story", "Its number, or words of its headline", is_required=True, is_suggested=True),
        _FOR_ME,
    ),
    _private(
        "why",
        "Why a story is in a digest here, or an article is not; and why no digest came",
        _words("what", "The story's number, or words of a headline; nothing for all of it", is_suggested=True),
        Option("when", "Which digest: today, yesterday, mon or 2026-11-30, with an hour or without; else the last one"),
    ),
    _private(
        "catch-up",
        "What you missed here, for you alone",
        _words("since", "From when on: 36h, 7d, 2w or a date like 2026-11-20"),
        Option("length", "How much of it", _LENGTH),
    ),
    _private(
        "follow",
        "A topic, a person or a story of which you get what is new, as a direct message",
        _words("what", "Words or a name, or a story's number; nothing for what you follow", is_suggested=True),
        Option("kind", "What it is", ("topic", "person", "story")),
    ),
    _private(
        "unfollow",
        "No longer follow something",
        replace(_words("what", "As you follow it", is_required=True, is_suggested=True), is_one_of_them=True),
    ),
    Command(
        "setup",
        "Set it all up in one go: a source, and a digest of it every day",
        (
            Option("pack", "A starter pack: a few well-known sources of one topic", _PACKS),
            replace(_words("source", "Or a site or a feed of your own choice, by its address"), example="https://example.org"),
            replace(_CHANNEL, help="Where the digest comes; here if none is chosen", help_outside="Where the digest comes; to you alone, as a direct message, if no channel is chosen"),
            Option("time", "At which hour it comes, like 07:00", is_suggested=True, is_prefilled=True),
            _ZONE,
        ),
        is_private=True,
        is_managing=True,
        is_form=True,
    ),
    _private("sources list", "The sources here, and how they are", _CHANNEL),
    _managing(
        "sources add",
        "Add a source: the address of a site or of a feed, or the name of a starter pack",
        _words("source", "Like https://example.org, or science", is_required=True, is_suggested=True),
        Option("name", "What to call it here"),
        _CHANNEL,
    ),
    _managing("sources remove", "Remove a source", _NAMED, _CHANNEL),
    _managing("sources pause", "Leave a source out for now", _NAMED),
    _managing("sources resume", "Take a paused source in again", _NAMED),
    _managing("sources test", "What a feed gives, without adding it", _words("source", "Its address", is_required=True)),
    _managing(
        "sources import",
        "Add all feeds of an OPML list",
        _words("source", "The address of the list"),
        Option("document", "The list itself, as a file", holds=Holds.DOCUMENT),
    ),
    _private("sources export", "The sources here as an OPML list"),
    _private("filter list", "What is hidden here, and what alone is shown"),
    _managing("filter add", "Hide what is about something, or show nothing else", _FILTER, _KIND),
    _managing("filter remove", "Take a filter away", replace(_FILTER, is_suggested=True, is_one_of_them=True)),
    _private("filter test", "What a filter would have hidden of the last week", _FILTER, _KIND),
    _private("schedule show", "When digests come by themselves here", _CHANNEL),
    _private("schedule log", "What became of the last digests here, and why"),
    _managing(
        "schedule set",
        "Let a digest come by itself",
        replace(_words("times", "Hours of the day, like 07:00 or 07:00 18:30", is_required=True, is_suggested=True), is_prefilled=True),
        Option(
            "days",
            "On which days: daily, weekdays, weekends, or names like mon,wed,fri or mon-thu",
            is_suggested=True,
            is_prefilled=True,
        ),
        _ZONE,
        Option("length", "How much of it", ("brief", "standard", "full")),
        Option(
            "quiet",
            "Hours in which nothing comes by itself, like 22:00-06:30; none for none",
            is_prefilled=True,
            example="22:00-06:30",
        ),
        _CHANNEL,
        Option("silent", "Whether it comes without a sound, where that can be", _NO_YES),
        Option("publish", "Whether it goes on to those who follow the channel from elsewhere, where that can be", _NO_YES),
        Option("role", "Who is called to it; none for nobody", holds=Holds.ROLE),
    ),
    _private("schedule preview", "The next digest as it would be now, and when the next ones come", _CHANNEL),
    _managing("schedule pause", "No digests by themselves for now", _CHANNEL),
    _managing("schedule resume", "Digests by themselves again", _CHANNEL),
    _managing("schedule remove", "No digests by themselves any more", _CHANNEL),
    _private("settings show", "What holds here", _CHANNEL),
    _managing(
        "settings set",
        "Change what holds here",
        replace(_ZONE, help="Time zone of its readers: a city, or a name like Europe/Berlin"),
        Option("style", "How digests tell a story", _STYLE, is_prefilled=True),
        Option("method", "How digests summarize", is_prefilled=True),
        Option("about", "Words and names whose stories come earlier, with commas between; none for none", is_prefilled=True),
        Option("threads", "Whether each digest has a thread of its own, to talk about it", _NO_YES, is_prefilled=True),
        _CHANNEL,
        is_form=True,
    ),
    _private("health", "How the sources and the digests here are", _CHANNEL),
    _private("help", "What I do, and how to ask for it", _words("command", "The command you want to know of", is_suggested=True)),
)  # fmt: skip
"""All of them, the one that is asked for by default first. A new one is an entry here and a method of the service."""


GROUPS: Mapping[str, str] = {
    "sources": "What the digests here are made of",
    "filter": "What is hidden here",
    "schedule": "When digests come by themselves here",
    "settings": "What holds here",
}
"""What each group of commands is about."""


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("Digest this", "read"),
    Shortcut("Ask about this", "ask", "question"),
)
"""What can be asked for about a message."""


def command_named(name: str) -> Command | None:
    """The command of a name; of a group alone, the first in it; None if there is none."""
    found = (command for command in COMMANDS if name in {command.name, command.group})
    return next(found, None) if name else None


def visibility(command: str, options: Mapping[str, str]) -> Visibility:
    """Who sees the answer to a command."""
    known = command_named(command)
    default = _ONLY_ME if known and known.is_private else _PUBLIC
    return Visibility.PRIVATE if options.get(_WHO_SEES_IT, default) == _ONLY_ME else Visibility.PUBLIC
