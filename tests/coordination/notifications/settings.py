"""What real workers run with: the tests' settings, plus the notices of the tests."""

from pathlib import Path

from portal.settings.test import *  # noqa: F403
from portal.settings.test import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.coordination.notifications.apps.NoticesOfTheTests"]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
