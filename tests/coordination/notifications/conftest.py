"""The notices of the tests and their templates, for every test of this folder."""

from pathlib import Path

import pytest
from django.conf import settings as project

from coordination.notifications import doorbell
from coordination.notifications.channels import provider_of
from tests.coordination.notifications import notices  # noqa: F401 - registers the notices
from tests.people import UserFactory

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _templates_of_the_tests(settings, tmp_path):
    engine = dict(project.TEMPLATES[0])
    engine["DIRS"] = [*engine["DIRS"], HERE / "templates"]
    settings.TEMPLATES = [engine]
    settings.VAR_DIR = tmp_path
    provider_of.cache_clear()
    doorbell._state["silent_until"] = 0.0
    yield
    provider_of.cache_clear()


@pytest.fixture
def martin(db):
    return UserFactory(email="alice@exemple.fr", first_name="Alice", last_name="Martin")
