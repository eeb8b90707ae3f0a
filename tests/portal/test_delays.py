"""Delays are settings: each territory has its own, and an absurd one stops everything."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from coordination.upkeep.models import Confirmation
from coordination.upkeep.models.page import answer_due
from coordination.upkeep.selectors.pages import pages_due
from portal.settings.delays import days, in_order


@pytest.mark.parametrize(
    "said", ["0", "-3", "3651", "dix", "", "1.5", "１２", "9" * 5_000, "30 jours"]
)
def test_an_absurd_delay_is_refused_and_named(monkeypatch, said):
    monkeypatch.setenv("PORTAL_CONFIRM_DAYS", said)

    with pytest.raises(ImproperlyConfigured, match=r"PORTAL_CONFIRM_DAYS vaut .* de 1 à 3650"):
        days("PORTAL_CONFIRM_DAYS", default=180)


def test_a_delay_is_read_or_has_its_default(monkeypatch):
    assert days("PORTAL_CONFIRM_DAYS", default=180) == 180
    monkeypatch.setenv("PORTAL_CONFIRM_DAYS", " 90 ")
    assert days("PORTAL_CONFIRM_DAYS", default=180) == 90


def test_a_crisis_does_not_make_delays_longer():
    in_order(CONFIRM_DAYS_IN_CRISIS=30, CONFIRM_DAYS=30)

    with pytest.raises(ImproperlyConfigured, match="IN_CRISIS .40 jours. dépasse PORTAL_CONFIRM"):
        in_order(CONFIRM_DAYS_IN_CRISIS=40, CONFIRM_DAYS=30)


def test_nothing_starts_with_an_absurd_delay():
    absurd = os.environ | {"PORTAL_STALE_DAYS": "0"}
    asked = [sys.executable, "-c", "import portal.settings.base"]

    started = subprocess.run(asked, env=absurd, capture_output=True, text=True, check=False)

    assert started.returncode != 0
    assert "PORTAL_STALE_DAYS vaut « 0 »" in started.stderr


@pytest.mark.django_db
def test_the_delays_of_the_pages_are_those_of_the_settings(settings, ehpad, bob):
    confirmed = timezone.now() - timedelta(days=50)
    Confirmation.objects.create(structure=ehpad, by=bob, at=confirmed)
    assert ehpad not in pages_due(timezone.now())

    settings.CONFIRM_DAYS, settings.SUGGESTION_DAYS = 45, 3

    assert ehpad in pages_due(timezone.now())
    assert answer_due() == timezone.localdate() + timedelta(days=3)
