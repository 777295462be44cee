"""Makes slack-manifest.yaml of what the bot does on Slack: the app for one workspace, in Socket Mode.

python -m tests.house.slack_manifest > slack-manifest.yaml
"""

import sys

from bot.adapters.slack.manifest import SCOPES, as_yaml, manifest
from bot.config import SlackConfig

__all__ = ["written"]

_HEAD = """# The app that the bot is on Slack, for one workspace and without an open port: docs/slack.md says where this is pasted, and
# what is lost without each of the scopes. For other ways, pullquote check has a link with all of it. Written by make docs.
"""


def written() -> str:
    """The whole file."""
    return _HEAD + as_yaml(manifest(SlackConfig()), SCOPES)


if __name__ == "__main__":
    sys.stdout.write(written())
