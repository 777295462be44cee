"""Bolt's app, made of nothing but what it is given."""

import os
from typing import Any

from slack_bolt.async_app import AsyncApp

__all__ = ["new_app"]

_OF_SLACK = "SLACK_"


def new_app(**given: Any) -> AsyncApp:
    """An app of `slack_bolt`.

    It would take from the environment what it is not given, and the environment is whoever's: with the id and the secret of
    an app in it, bolt lets workspaces install that app, and keeps their tokens in files that anybody may read.

    Args:
        given: What bolt takes.
    """
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(_OF_SLACK)}
    try:
        return AsyncApp(**given)
    finally:
        os.environ.update(hidden)
