"""Requests about another channel than the one in which they are asked. Pure."""

from dataclasses import replace

from bot.commands import Command, Holds, command_named
from bot.errors import RequestError
from bot.messages import Actions, Block, Button, Heading, Message, Paragraph, Request
from bot.plain import is_id, plain

__all__ = ["about_channel", "of_channel"]

# Of what somebody typed that is no channel, so many characters are repeated.
_LONGEST_ID = 40


def about_channel(request: Request, command: Command) -> Request:
    """A request that names another channel as one about that channel: what holds there is asked and changed by those who manage it.

    Raises:
        RequestError: If there is no such channel, or it is not theirs to ask about.
    """
    place, name = request.place, _channel_option(command)
    channel = request.options.get(name, "").strip() if name else ""
    if not channel or channel == place.channel:
        return request
    if not place.workspace:
        message = f"There are no other channels here; leave {name} out."
        raise RequestError(message)
    if not is_id(channel):
        message = f"“{plain(channel, _LONGEST_ID)}” is no channel that I know; choose one of those that there are, or leave {name} out."
        raise RequestError(message)
    if not request.person.may_manage:
        message = "Only those who manage a channel can ask about it from elsewhere; ask there."
        raise RequestError(message)
    return replace(request, place=replace(place, channel=channel, thread=""), asked_in=place)


def of_channel(request: Request, answer: Message, called: str) -> Message:
    """An answer about another channel says so, and its buttons are about that channel too; those that can't be are left out.

    Args:
        request: What was asked.
        answer: What is answered.
        called: What people call the channel that it is about.
    """
    if request.asked_in is None:
        return answer
    blocks: list[Block] = []
    is_said = False
    has_title = any(isinstance(block, Heading) and block.level == 1 for block in answer.blocks)
    for block in answer.blocks:
        if isinstance(block, Heading) and block.level == 1:
            block = replace(block, text=f"{block.text} · {called}")  # noqa: PLW2901 - the same, of that channel
        if isinstance(block, Paragraph) and not (has_title or is_said):
            block, is_said = Paragraph(f"{called}: {block.text}"), True  # noqa: PLW2901 - the same, of that channel
        if isinstance(block, Actions):
            there = (_about(button, request.place.channel) for button in block.buttons)
            block = Actions(tuple(filter(None, there)))  # noqa: PLW2901 - the same, about that channel
        if block != Actions(()):
            blocks.append(block)
    return replace(answer, blocks=tuple(blocks))


def _about(button: Button, channel: str) -> Button | None:
    """A button that is about a channel; None if it can be about no other than its own. What is about a message says so itself."""
    if "message" in button.options:
        return button
    command = command_named(button.command)
    name = _channel_option(command) if command else ""
    return replace(button, options={**button.options, name: channel}) if name else None


def _channel_option(command: Command) -> str:
    """The option of a command that holds a channel; empty if none does."""
    return next((option.name for option in command.options if option.holds is Holds.CHANNEL), "")
