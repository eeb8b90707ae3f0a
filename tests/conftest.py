"""Starts the real servers, then Django, then offers the fixtures every test may use."""

import os

import django
import pytest

from tests.servers import start_servers

# Playwright's synchronous interface keeps an event loop running in the thread of the test:
# Django would take it for asynchronous code and refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
start_servers()
django.setup()

pytest_plugins = ["tests.browser", "tests.workers", "tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """xdist workers inherit our environment, and pytest-django would at once read the settings
    it names: they must first choose their own Redis database, as we have just done.
    """
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]
