"""The settings of the measured processes: development, with our provider and our notices."""

from pathlib import Path

from portal.settings.development import *  # noqa: F403
from portal.settings.development import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.delivery.apps.DeliveryBenchConfig"]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
PORTAL_SMS_PROVIDER = "benchmarks.delivery.provider.ZeroDelay"
EMAIL_BACKEND = "benchmarks.delivery.provider.ZeroDelayMail"
