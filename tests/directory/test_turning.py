"""What begins, ends or leaves without anybody writing: who reads the changes hears of it."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from coordination.upkeep.models import ChangeDigest, Follow
from coordination.upkeep.selectors.watch import pages_of
from coordination.upkeep.services.follows import Subject, follow, tell_changes
from directory.models import (
    HoursException,
    Identifier,
    Membership,
    Network,
    Parentage,
    PastPractice,
    Practice,
    Service,
)
from directory.services.turning import tell_what_turned
from tests.directory.depth import ContactFactory, ServiceFactory
from tests.directory.fhir.world import a_key, hospital, reader
from tests.directory.test_last_changes import moved, past
from tests.people import StructureFactory
from tests.races import together

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 31)


def structure_with(write):
    """A structure that has not changed since 2020, with a dated line."""
    one = StructureFactory()
    row = write(one)
    past(one, *([row] if hasattr(row, "changed_at") else []))
    return one


def member(structure, **days):
    ght = Network.objects.create(kind="ght", name="GHT")
    return Membership.objects.create(network=ght, structure=structure, **days)


@pytest.mark.parametrize(
    ("write", "tells"),
    [
        (lambda one: ServiceFactory(structure=one, ends_on=DAY), True),
        (lambda one: ServiceFactory(structure=one, starts_on=DAY), True),
        (lambda one: ServiceFactory(structure=one, starts_on=date(2100, 1, 1)), False),
        (lambda one: ServiceFactory(structure=one, ends_on=date(2019, 1, 1)), False),
        (lambda one: ContactFactory(structure=one, ends_on=DAY), True),
        (lambda one: ContactFactory(structure=one, ends_on=DAY, audience="crisis"), False),
        (lambda one: member(one, ends_on=DAY), True),
        (
            lambda one: Parentage.objects.create(
                child=one, parent=StructureFactory(level="legal"), starts_on=DAY
            ),
            True,
        ),
        (
            lambda one: Identifier.objects.create(
                structure=one, system="siret", value="1", ends_on=DAY
            ),
            True,
        ),
    ],
)
def test_a_structure_changes_when_a_line_of_its_page_begins_or_ends(write, tells):
    structure = structure_with(write)

    tell_what_turned()

    structure.refresh_from_db()
    assert (structure.changed_at.year > 2020) is tells
    assert tell_what_turned() == 0


def test_the_last_day_is_included_whenever_the_task_runs():
    today = timezone.localdate()
    structure = structure_with(lambda one: ServiceFactory(structure=one, ends_on=today))

    assert tell_what_turned() == 0

    Service.objects.update(ends_on=today - timedelta(days=1))
    past(structure, Service.objects.get())
    assert tell_what_turned() == 2


def test_a_service_changes_with_its_lines_its_particular_days_and_its_own_end():
    ended, called, closed, none = (
        ServiceFactory(structure=StructureFactory(), **days)
        for days in ({"ends_on": DAY}, {}, {}, {})
    )
    ContactFactory(structure=called.structure, service=called, ends_on=DAY)
    HoursException.objects.create(service=closed, first_day=DAY, last_day=DAY)
    past(ended, called, closed, none)

    tell_what_turned()

    assert [moved(one) for one in (ended, called, closed, none)] == [True, True, True, False]


@pytest.mark.django_db(transaction=True)
def test_two_processes_tell_once_and_a_row_being_written_waits_for_the_next_tick():
    one, busy = (
        structure_with(lambda s: ServiceFactory(structure=s, ends_on=DAY)) for _ in range(2)
    )
    with transaction.atomic():
        past(one, busy, *Service.objects.all())

    with transaction.atomic():
        type(busy).objects.select_for_update().get(pk=busy.pk)
        assert sum(together(*[tell_what_turned] * 3, threads=3)) == 3
    busy.refresh_from_db()

    assert busy.changed_at.year == 2020
    assert (tell_what_turned(), tell_what_turned()) == (1, 0)


def test_who_follows_a_structure_hears_of_what_ended_by_its_date(ehpad, fatou, broker):
    follow(Subject(structure=ehpad), cadence="daily", by=fatou)
    yesterday = timezone.localdate() - timedelta(days=1)
    night = ServiceFactory(structure=ehpad, name="Nuit", ends_on=yesterday)
    secret = ContactFactory(structure=ehpad, audience="crisis", ends_on=yesterday)
    with connection.cursor() as cursor:
        for row in (night, secret):
            cursor.execute(f"UPDATE {row._meta.db_table} SET known_since = '2020-01-01'")
    past(ehpad, night)
    now = timezone.now()
    Follow.objects.update(next_due_at=now, told_until=now - timedelta(days=3))

    tell_what_turned()
    assert tell_changes(now + timedelta(hours=2)) == 1

    (page,) = pages_of(ChangeDigest.objects.get(), [ehpad])
    said = [(one.name, one.before, one.after, one.by) for one in page.changes]
    assert ("service", "Nuit", "a pris fin", "la date prévue") in said
    assert not [one for one in said if secret.value in one]


def test_a_practice_that_leaves_is_gone_for_machines_and_may_come_back():
    world, client = hospital(), reader(a_key())
    pk, number = world.cabinet.pk, "10001234567/R10000000800887/L"
    past(world.role, world.cabinet)
    world.cabinet.delete()

    gone = client.get(f"/fhir/PractitionerRole/{pk}")
    delta = client.get("/fhir/PractitionerRole?_lastUpdated=gt2021-01-01").json()

    assert (gone.status_code, gone.json()["resourceType"]) == (410, "OperationOutcome")
    (left,) = [one["resource"] for one in delta["entry"]]
    assert (left["id"], left["active"]) == (str(pk), False)
    assert left["identifier"][0]["value"] == number
    for asked in ("practitioner=10001234567&active=false", f"identifier={number}"):
        found = client.get(f"/fhir/PractitionerRole?{asked}").json()
        assert [one["resource"]["id"] for one in found["entry"]] == [str(pk)]
    for asked in ("organization.address-insee=10387", "role=L", "active=true"):
        found = client.get(f"/fhir/PractitionerRole?{asked}").json()
        assert str(pk) not in [one["resource"]["id"] for one in found.get("entry", [])]
    Practice.objects.create(pk=pk, professional=world.doctor, place_key="R10000000800887", mode="L")
    assert client.get(f"/fhir/PractitionerRole/{pk}").json()["active"] is True
    assert not PastPractice.objects.exists()
