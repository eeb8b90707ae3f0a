"""The notices of the tests and their templates, for every test of this folder."""

from pathlib import Path

import pytest
from django.conf import settings as project

from coordination.notifications import doorbell
from coordination.notifications.channels import provider_of, sms_ovh
from coordination.notifications.models import Preference
from tests.coordination.notifications import (
    notices,  # noqa: F401 - registers the notices
    ovh_server,
)
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


@pytest.fixture
def ovh(settings, monkeypatch):
    server = ovh_server.OvhServer()
    settings.PORTAL_SMS_PROVIDER = "ovh"
    settings.PORTAL_SMS_REPLIES = False
    settings.PORTAL_SMS_OVH_URL = server.url
    settings.PORTAL_SMS_OVH_SERVICE = "sms-test-1"
    settings.PORTAL_SMS_OVH_KEY = ovh_server.KEY
    settings.PORTAL_SMS_OVH_SECRET = ovh_server.SECRET
    settings.PORTAL_SMS_OVH_CONSUMER = ovh_server.CONSUMER
    monkeypatch.setattr(sms_ovh, "CALL_SECONDS", 0.4)
    yield server
    server.close()


@pytest.fixture
def reached(martin):
    Preference.objects.create(
        user=martin,
        phone="+33612345678",
        channels=["sms", "email"],
        quiet_from=None,
        quiet_until=None,
    )
    return martin
