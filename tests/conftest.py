"""Starts the real servers, then Django, then offers the fixtures every test may use."""

import gc
import os

import django
import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.emptying import quick_flush
from tests.schema import migrated_template
from tests.servers import start_servers

# Playwright's synchronous interface keeps an event loop running in the thread of the test:
# Django would take it for asynchronous code and refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
start_servers()
django.setup()

# Hypothesis does not judge time: a busy machine is slow, and proves nothing wrong.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

pytest_plugins = ["tests.browser", "tests.workers", "tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """xdist workers inherit our environment, and pytest-django would at once read the settings
    it names: they must first choose their own Redis database, as we have just done.
    """
    if getattr(config.option, "numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.fixture(scope="session", autouse=True)
def tables_emptied_quickly():
    with quick_flush():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, pytestconfig):
    """The database of each process is copied from one that is migrated once."""
    template = migrated_template(pytestconfig.cache.mkdir("schema"))
    connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with nobody left inside when it is dropped.

    The loop that Playwright keeps running gives this thread a second connection (asgiref keeps
    one per context), and a worker just stopped may hold its own for one more instant, whereas
    PostgreSQL drops no database that someone is using.
    """
    yield
    with django_db_blocker.unblock():
        connection.close()  # a test of faults may have cut it
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


# The tests that take longest: two processes end together only when these are not left for the end.
LONGEST = (
    "architecture/test_rights.py",
    "embedded/test_up.py",
    "portal/test_demo.py",
    "notifications/test_workers.py",
    "crisis/test_closed_cells.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever order was drawn, the longest tests come first."""
    items.sort(key=lambda item: not item.nodeid.partition("::")[0].endswith(LONGEST))


def pytest_collection_finish() -> None:
    """What is loaded is never garbage: looking through it again and again takes time."""
    gc.collect()
    gc.freeze()
