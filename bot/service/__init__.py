"""What the bot does, whatever the platform: a room for each kind of thing that can be asked for."""

from bot.service.desk import Desk
from bot.service.places import CONFIGURED, Defaults, Places, Settings, filters
from bot.service.service import Service

__all__ = ["CONFIGURED", "Defaults", "Desk", "Places", "Service", "Settings", "filters"]
