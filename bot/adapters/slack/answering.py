"""Having something answered: how far it has come while it takes, and then the answer, or why there is none."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Protocol, Self

from bot.adapters.slack.failures import SORRY, UNANSWERED
from bot.errors import PullquoteError, RequestError
from bot.messages import Message, MessageRef, Note, Request
from bot.ports import Handler

__all__ = ["Answering", "Screen", "in_words"]

_LOG = logging.getLogger(__name__)
# Slack takes answers for half an hour (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).
_LONGEST_S = 25 * 60.0
_CUT_OFF = "The rest of that could not be shown. Whoever runs me finds the reason in the log."
_TOO_LONG = "This took longer than Slack lets anybody wait. What was read is kept: ask again, and it goes faster."


class Screen(Protocol):
    """Where somebody sees what they asked for."""

    def pauses(self) -> Iterator[float]:
        """The seconds before each word on how far it has come; no more words when they end."""

    async def wait(self, words: str) -> None:
        """Show how far it has come; one of `UNANSWERED` if that fails."""

    async def say(self, words: str) -> None:
        """Show words to who asked and nobody else; one of `UNANSWERED` or `PullquoteError` if that fails."""

    async def show(self, message: Message, refs: list[MessageRef]) -> None:
        """Show an answer, and note each message that all can see; one of `UNANSWERED` or `PullquoteError` if that fails."""


class Answering:
    """Has requests answered, and shows what comes of them."""

    def __init__(self, handler: Handler) -> None:
        """Take who knows the answers."""
        self._handler = handler

    async def answer(self, request: Request, screen: Screen) -> None:
        """Answer a request; errors reach only who asked."""
        await self.tell(await self.find(request, screen), screen)

    async def find(self, request: Request, screen: Screen) -> Message | str:
        """The answer to a request, or words about why there is none; how far it has come is shown meanwhile."""
        try:
            async with asyncio.timeout(_LONGEST_S), _Progress(screen) as progress:
                return await self._handler.answer(request, progress.tell)
        except (RequestError, TimeoutError) as error:
            return str(error) or _TOO_LONG
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("/%s failed", request.command)
            return SORRY

    async def tell(self, answer: Message | str, screen: Screen) -> None:
        """Show an answer, or the words about why there is none."""
        await (self.show(answer, screen) if isinstance(answer, Message) else self.say(answer, screen))

    async def show(self, message: Message, screen: Screen) -> None:
        """Show an answer, and tell the service what came of it."""
        refs: list[MessageRef] = []
        is_shown = False
        try:
            await screen.show(message, refs)
            is_shown = True
        except (PullquoteError, *UNANSWERED) as error:
            _LOG.error("an answer could not be shown%s: %s", " as a whole" if refs else "", error)
            await self.say(_CUT_OFF if refs else SORRY, screen)
        finally:
            if is_shown or refs:
                await self._handler.posted(message, refs)
            else:
                await self._handler.not_posted(message)

    @staticmethod
    async def say(words: str, screen: Screen) -> None:
        """Show words to who asked, as far as that can be."""
        try:
            await screen.say(words)
        except (PullquoteError, *UNANSWERED) as error:
            _LOG.warning("who asked could not be told: %s", error)


class _Progress:
    """Shows how far something has come, as often as a screen takes it, from when it takes longer than a moment."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._words = ""
        self._said = asyncio.Event()
        self._sending = asyncio.Lock()
        self._showing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._showing = asyncio.create_task(self._show())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._showing  # noqa: S101 - it was entered
        try:
            # A word that is on its way has to be there before the answer, which it would else take the place of.
            async with self._sending:
                pass
        finally:
            self._showing.cancel()
        await asyncio.gather(self._showing, return_exceptions=True)

    def tell(self, words: str) -> None:
        """Take what is to be shown next."""
        self._words = words
        self._said.set()

    async def _show(self) -> None:
        for pause_s in self._screen.pauses():
            await asyncio.sleep(pause_s)
            await self._said.wait()
            self._said.clear()
            async with self._sending:
                try:
                    await self._screen.wait(self._words)
                except UNANSWERED as error:
                    _LOG.info("how far it has come could not be shown: %s", error)
                    return


def in_words(words: str) -> Message:
    """A message of a sentence or two."""
    return Message((Note(words),))
