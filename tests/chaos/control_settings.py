"""The control's settings: the same system with one fault put in (see oscr.config.settings for everything else)."""

from oscr.config.settings import *  # noqa: F403 - the same system
from oscr.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.chaos.control.apps.TooEarly"]
