"""The pages that browsers are shown where a workspace installs the app: words, and a way on. What others wrote is only ever text."""

from collections.abc import Mapping
from enum import StrEnum
from html import escape

from bot.plain import plain

__all__ = ["Reason", "failed_page", "install_page", "installed_page"]

_LONGEST = 100
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto 0; padding: 0 1.5rem; }}
a {{ display: inline-block; margin-top: .5rem; padding: .6rem 1.2rem; border: 2px solid; border-radius: .4rem; text-decoration: none; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #1b1b1b; color: #eee; }} a {{ color: #9cf; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{paragraphs}
</body>
</html>
"""


class Reason(StrEnum):
    """Why a workspace did not install the app, as we call it; others are bolt's, and Slack's."""

    NOT_CONFIRMED = "invalid_code"
    NOT_REACHED = "not_reached"
    NOT_KEPT = "storage_error"
    ORG_WIDE = "org_wide"
    NO_TOKEN = "no_token"  # noqa: S105 - there is none


# What each means, and what to do.
_REASONS: Mapping[str, str] = {
    "access_denied": "You did not allow it, so nothing was installed. Where only some people may install apps, ask one of them to open the page below.",
    "invalid_browser": "This page belongs to an installation that was begun in another browser, or on another page. Begin anew here.",
    "invalid_state": "This page was used already, or too much time has passed since the installation began. Begin anew.",
    "missing_code": "Slack sent nothing by which the installation could go on. Begin anew.",
    Reason.NOT_CONFIRMED: "Slack did not confirm the installation. Begin anew; if that does not help, whoever runs the bot finds the reason in the log.",
    Reason.NOT_REACHED: "Slack can’t be reached just now. Wait a minute, and begin anew.",
    Reason.NOT_KEPT: "The installation could not be kept, as the bot’s database can’t be used just now. Whoever runs the bot finds the reason in the log. Begin anew later.",
    Reason.ORG_WIDE: "Pullquote is installed in one workspace at a time, and not in a whole organization. Begin anew, and choose a workspace.",
    Reason.NO_TOKEN: "Slack gave no token for the bot. Begin anew.",
}


def install_page(url: str) -> str:
    """Where it begins.

    Args:
        url: Of Slack's page that asks whether it may.
    """
    return _page(
        "Add Pullquote to Slack",
        "News digests in the outlets’ own sentences, with who said what. Nothing in them is reworded.",
        "Slack asks you next which workspace it is for, and shows what the bot may do there. In the channels it is invited to, it looks "
        "at what is said to it and in the threads of its own digests, and at nothing else.",
        link=(url, "Add to Slack"),
    )


def installed_page(workspace: str, bot: str, url: str) -> str:
    """Where it ends well.

    Args:
        workspace: What people call it.
        bot: What the bot is called there.
        url: Where it is, beginning with https://; empty if that is not known.
    """
    return _page(
        "Pullquote is installed",
        f"It is in the workspace {plain(workspace, _LONGEST)} now." if workspace.strip() else "It is in your workspace now.",
        f"Open Slack, go to the channel that is to have a digest, type /invite @{plain(bot, _LONGEST)}, and then /digest setup.",
        link=(url, "Open Slack") if url.startswith("https://") else None,
    )  # fmt: skip


def failed_page(reason: str, url: str) -> str:
    """Where it ends without anything being installed.

    Args:
        reason: What bolt, Slack or we call it. Anybody can write another into the page's address.
        url: Where it begins.
    """
    words = _REASONS.get(reason) or f"Slack says “{plain(reason, _LONGEST)}”. Begin anew."
    return _page("Pullquote was not installed", words, link=(url, "Begin anew"))


def _page(title: str, *paragraphs: str, link: tuple[str, str] | None = None) -> str:
    shown = [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
    if link:
        url, words = link
        shown.append(f'<p><a href="{escape(url)}" rel="noreferrer">{escape(words)}</a></p>')
    return _PAGE.format(title=escape(title), paragraphs="\n".join(shown))
