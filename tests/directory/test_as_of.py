"""The page of a structure as it was at a past date."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import (
    ContactPoint,
    HoursException,
    Identifier,
    OpeningHours,
    Parentage,
    ResponsePlan,
    Service,
    Structure,
)
from directory.models.offer import ServiceZone
from directory.selectors.as_of import page_as_of
from tests.directory.depth import ContactFactory, ServiceFactory, hours
from tests.people import log_in

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-01-01T00:00Z"


def age(structure):
    """All that is on the page was known long ago."""
    OpeningHours.objects.filter(service__structure=structure).update(known_since=LONG_AGO)
    for model in (ContactPoint, Service, Identifier):
        model.objects.filter(structure=structure).update(known_since=LONG_AGO)
    for model in (ContactPoint, Service, Identifier, OpeningHours):
        model.pgh_event_model.objects.all().delete()  # said by the two lines above


def test_a_page_is_read_as_it_was_without_what_is_protected(client, ehpad, charlie):
    street = ehpad.street
    line = ContactFactory(structure=ehpad, value="+33325000001")
    secret = ContactFactory(structure=ehpad, value="+33325000002", audience="crisis")
    once = ContactFactory(structure=ehpad, value="+33325000007")
    service = ServiceFactory(structure=ehpad, name="Nuit partagée")
    hours(service, [1], 480, 720)
    ended = ServiceFactory(structure=ehpad, name="Halte", ends_on=date(2021, 3, 1))
    age(ehpad)
    yesterday = timezone.localdate() - timedelta(days=1)
    Structure.objects.filter(pk=ehpad.pk).update(street="3 rue Zola", name="LES ACACIAS")
    ContactPoint.objects.filter(pk=line.pk).update(value="+33325000003")
    ContactPoint.objects.filter(pk=once.pk).update(audience="restricted")
    service.hours.all().delete()
    ContactFactory(structure=ehpad, value="+33325000004", function="management")
    log_in(client, charlie)

    shown = client.get(ehpad.get_absolute_url(), {"au": yesterday.isoformat()}).text

    assert "Fiche telle qu’elle était le" in shown
    assert street in shown and "3 rue Zola" not in shown
    assert "+33325000001" in shown
    # Protected then, protected since, unknown then, changed since.
    assert not any(f"+3332500000{rank}" in shown for rank in (2, 3, 4, 7))
    assert secret.value not in shown
    assert "Nuit partagée" in shown and "8" in shown and "Halte" not in shown
    assert "/tenir/" not in shown and '<form method="post" action="/annuaire' not in shown
    assert "Halte" in client.get(ehpad.get_absolute_url(), {"au": "2021-02-01"}).text
    assert str(ended.name) not in client.get(ehpad.get_absolute_url(), {"au": "2021-03-02"}).text
    assert "Avant ce que le portail connaît" not in shown
    before = client.get(ehpad.get_absolute_url(), {"au": "2019-02-01"}).text
    assert "Avant ce que le portail connaît" in before
    today = client.get(ehpad.get_absolute_url(), {"au": timezone.localdate().isoformat()}).text
    assert "3 rue Zola" in today and "+33325000003" in today


def test_ties_plans_hours_and_zones_are_read_as_they_were(
    client, ehpad, other_ehpad, charlie, marne, reims
):
    entity = Structure.objects.create(
        level="legal", name="FONDATION DES LILAS", name_key="fondation des lilas",
        commune=ehpad.commune, category=ehpad.category,
    )  # fmt: skip
    tie = Parentage.objects.create(child=ehpad, parent=entity)
    plan = ResponsePlan.objects.create(structure=ehpad, kind="blue", updated_on=date(2019, 3, 1))
    service = ServiceFactory(structure=ehpad, name="Nuit partagée")
    hours(service, [1], 480, 720)
    hours(service, [1, 2, 3, 4, 5, 6, 7], 0, 1440, regime="crisis")
    yesterday = timezone.localdate() - timedelta(days=1)
    for rank, reason in enumerate(("inventaire", "travaux")):
        service.exceptions.create(
            first_day=yesterday - timedelta(days=9), last_day=yesterday - timedelta(days=rank),
            reason=reason,
        )  # fmt: skip
    for model in (Parentage, ResponsePlan, HoursException):
        model.objects.update(known_since=LONG_AGO)
        model.pgh_event_model.objects.all().delete()
    service.zones.add(ehpad.commune, marne)
    ServiceZone.pgh_event_model.objects.all().delete()
    age(ehpad)
    service.zones.set([marne, reims])
    Parentage.objects.filter(pk=tie.pk).update(parent=other_ehpad)
    ResponsePlan.objects.filter(pk=plan.pk).update(updated_on=date(2024, 5, 6))
    service.hours.filter(regime="crisis").delete()
    service.exceptions.all().delete()
    log_in(client, charlie)

    shown = client.get(ehpad.get_absolute_url(), {"au": yesterday.isoformat()}).text

    assert "Rattachée à Fondation des Lilas" in shown and str(other_ehpad) not in shown
    assert "Plan bleu, à jour au 1er mars 2019" in shown and "2024" not in shown
    assert "En crise\u00a0: 24\u00a0h sur 24, tous les jours" in shown.replace("&nbsp;", "\u00a0")
    assert "inventaire" in shown and "travaux" not in shown
    assert f"Intervient\u00a0: {marne.name}, {ehpad.commune.name}" in shown.replace(
        "&nbsp;", "\u00a0"
    )


def test_a_day_that_is_not_past_leads_to_the_page_of_today(client, ehpad, charlie):
    log_in(client, charlie)
    for typed in ("", "demain", "2026-02-30", "9999-12-31", "0001-01-01", "2026-03-01'--", "١٢"):
        answer = client.get(ehpad.get_absolute_url(), {"au": typed}, follow=True)
        assert answer.redirect_chain, typed
        assert "n’est pas passée" in answer.text


def test_the_past_costs_a_constant_number_of_statements(ehpad, charlie):
    counts = []
    for size in (1, 6):
        for rank in range(size):
            ContactFactory(structure=ehpad, value=f"+3332501{size}{rank:03d}")
            hours(ServiceFactory(structure=ehpad, name=f"{size} {rank}"), [1, 2], 480, 720)
        age(ehpad)
        ContactPoint.objects.filter(structure=ehpad).update(note=f"{size}")
        yesterday = timezone.localdate() - timedelta(days=1)
        with CaptureQueriesContext(connection) as seen:
            page = page_as_of(charlie, ehpad, yesterday)
            assert [one.service.activity.label for one in page.services]
        counts.append(len(seen))

    assert counts[0] == counts[1]
    assert len(page.contacts) == 7
