"""When a row last changed for other systems: whoever writes, whatever they write."""

import pytest
from django.db import connection

from directory.models import (
    Alias,
    ContactPoint,
    HoursException,
    Identifier,
    Parentage,
    Service,
    Structure,
)
from tests.directory.depth import ContactFactory, ServiceFactory, hours
from tests.people import StructureFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-03-16T12:00:00Z"


def past(*rows):
    """As if each row had last changed long ago: the transaction of a test is one instant."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger
        for row in rows:
            table = row._meta.db_table
            cursor.execute(f"UPDATE {table} SET changed_at = %s WHERE id = %s", [LONG_AGO, row.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


def moved(row):
    """True when `row` has changed since `past`; it is then put back."""
    row.refresh_from_db()
    has_moved = row.changed_at.year > 2020
    past(row)
    return has_moved


def test_a_structure_changes_with_what_others_read_of_it_and_nothing_else():
    ehpad, entity = StructureFactory(), StructureFactory(level="legal")
    past(ehpad)
    told = {}

    def seen(what, write):
        write()
        told[what] = moved(ehpad)

    own = Structure.objects.filter(pk=ehpad.pk)
    seen("name", lambda: own.update(name="EHPAD DES GLYCINES"))
    seen("same name", lambda: own.update(name="EHPAD DES GLYCINES"))
    seen("date of the extraction", lambda: own.update(source_on="2026-05-12", search_key="x"))
    seen("number", lambda: Identifier.objects.create(structure=ehpad, system="siret", value="1"))
    seen("number ends", lambda: Identifier.objects.update(ends_on="2026-01-01"))
    seen("same end", lambda: Identifier.objects.update(ends_on="2026-01-01"))
    seen("other name", lambda: Alias.objects.create(structure=ehpad, name="Les Glycines"))
    seen("parent", lambda: Parentage.objects.create(child=ehpad, parent=entity))
    seen("line", lambda: ContactFactory(structure=ehpad, value="+33325494949"))
    seen("no answer", lambda: ContactPoint.objects.update(unanswered=3, tested_on="2026-01-01"))
    seen("line for cells", lambda: ContactFactory(structure=ehpad, audience="crisis"))
    seen("service", lambda: ServiceFactory(structure=ehpad))
    seen("line leaves", lambda: ContactPoint.objects.filter(audience="public").delete())
    seen("hidden line leaves", lambda: ContactPoint.objects.all().delete())

    assert [what for what, has_moved in told.items() if not has_moved] == [
        "same name", "date of the extraction", "same end", "no answer", "line for cells",
        "hidden line leaves",
    ]  # fmt: skip
    assert ehpad.events.count() == 1


def test_a_service_changes_with_its_hours_its_zone_its_lines_and_the_end_of_its_structure():
    night = ServiceFactory()
    other = ServiceFactory(structure=StructureFactory())
    past(night, other, night.structure)
    told = {}

    def seen(what, write):
        write()
        told[what] = (moved(night), moved(night.structure))

    seen("hours", lambda: hours(night, [1], 480, 1080))
    seen(
        "exception",
        lambda: HoursException.objects.create(
            service=night, first_day="2026-12-24", last_day="2026-12-24"
        ),
    )
    seen("zone", lambda: night.zones.add(TerritoryFactory()))
    seen("line", lambda: ContactFactory(structure=night.structure, service=night))
    seen("conditions", lambda: Service.objects.filter(pk=night.pk).update(conditions="Sans"))
    seen("closing", lambda: Structure.objects.filter(services=night).update(closed_on="2026-01-01"))

    assert told == {
        "hours": (True, False), "exception": (True, False), "zone": (True, False),
        "line": (True, True), "conditions": (True, True), "closing": (True, True),
    }  # fmt: skip
    assert not moved(other)


def test_what_was_read_before_never_comes_back_with_an_earlier_instant():
    ehpad = StructureFactory()
    stale = Structure.objects.get(pk=ehpad.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_structure SET changed_at = now() + interval '1 hour' WHERE id = %s",
            [ehpad.pk],
        )
    ehpad.refresh_from_db()

    stale.phone = "+33325000000"
    stale.save()
    stale.refresh_from_db()
    Structure.objects.filter(pk=ehpad.pk).update(name="Autre")
    after = Structure.objects.get(pk=ehpad.pk)

    assert stale.changed_at > ehpad.changed_at
    assert after.changed_at > stale.changed_at
