"""What the database itself refuses, whatever writes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange, NumericRange
from django.db.utils import Error

from coordination.oncall.models import (
    Alert,
    DutyRecord,
    Override,
    OverridePerson,
    RosterVersion,
    SectorCommune,
    Shift,
)
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    PersonFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    serve,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 28)


def refused(name, act):
    """The constraint (or trigger) of that name refuses the act."""
    with pytest.raises(Error, match=name), transaction.atomic():
        act()


def test_a_commune_is_in_one_sector_of_a_line_at_a_time(troyes):
    north = SectorFactory()
    south = SectorFactory(line=north.line)
    serve(north, troyes)

    refused("commune_in_one_sector", lambda: serve(south, troyes))
    serve(SectorFactory(), troyes)

    assert SectorCommune.objects.filter(commune=troyes).count() == 2


def test_a_commune_may_change_sector_on_a_day_or_at_an_hour(troyes):
    north = SectorFactory()
    night = SectorFactory(line=north.line)
    until = DateRange(date(2026, 1, 1), date(2026, 7, 1))
    serve(north, troyes, validity=until, band=NumericRange(480, 1440))
    serve(night, troyes, validity=until, band=NumericRange(0, 480))
    serve(night, troyes, validity=DateRange(date(2026, 7, 1), None))

    refused("commune_in_one_sector", lambda: serve(north, troyes, band=NumericRange(400, 500)))


def test_a_commune_is_left_uncovered_only_by_a_decision(troyes):
    line = LineFactory()

    def uncovered(reference):
        SectorCommune.objects.create(
            line=line,
            commune=troyes,
            validity=DateRange(date(2026, 1, 1), None),
            reason="régulation seule",
            reference=reference,
        )

    refused("commune_uncovered_by_decision", lambda: uncovered(""))
    uncovered("arrêté 2026-12")

    assert SectorCommune.objects.get().sector is None


def test_a_requirement_is_one_per_sector_class_and_role_even_without_a_role():
    need = RequirementFactory()

    refused("requirement_one_per_role", lambda: RequirementFactory(sector=need.sector))
    role = LineRoleFactory(line=need.sector.line)
    assert RequirementFactory(sector=need.sector, role=role).pk


def test_not_covered_by_decision_names_the_decision():
    refused(
        "requirement_uncovered_by_decision",
        lambda: RequirementFactory(is_uncovered=True, minimum=0, target=0, maximum=0),
    )


def test_two_rosters_of_a_line_are_not_published_on_the_same_days():
    roster = RosterFactory()

    refused("roster_one_published", lambda: RosterFactory(line=roster.line))
    assert RosterFactory(line=roster.line, state="draft").pk


def test_a_person_never_holds_two_duties_at_once():
    shift = ShiftFactory()
    other = SlotFactory(period=evening(DAY, 22, 26))

    refused("shift_one_duty_at_a_time", lambda: ShiftFactory(slot=other, person=shift.person))
    draft = ShiftFactory(slot=other, person=shift.person, holds=False)
    declared = ShiftFactory(slot=other, person=shift.person, is_exclusive=False)

    assert draft.pk and declared.pk


def test_a_shift_may_end_when_the_next_begins():
    shift = ShiftFactory(slot__period=evening(DAY, 20, 22))
    slot = SlotFactory(period=evening(DAY, 22, 24), roster=shift.roster, sector=shift.sector)

    assert ShiftFactory(slot=slot, person=shift.person).pk


def test_a_cancelled_shift_holds_nobody():
    shift = ShiftFactory()

    refused(
        "shift_holds_while_standing",
        lambda: Shift.objects.filter(pk=shift.pk).update(status=Shift.Status.CANCELLED),
    )


def test_a_published_version_never_changes():
    version = RosterVersion.objects.create(
        roster=RosterFactory(), number=1, content=[], content_hash="0" * 64
    )

    refused("version_immutable", lambda: RosterVersion.objects.update(number=2))
    refused("version_immutable", version.delete)


def record(**fields):
    sector = SectorFactory()
    return DutyRecord.objects.create(
        line=sector.line,
        sector=sector,
        role=LineRoleFactory(line=sector.line),
        person=PersonFactory(),
        period=DateTimeTZRange(datetime(2026, 3, 28, 19, tzinfo=UTC), None),
        source=DutyRecord.Source.SHIFT,
        **fields,
    )


def test_the_record_of_duties_is_closed_once_and_never_rewritten():
    row = record()
    start = row.period.lower
    same = DutyRecord.objects.filter(pk=row.pk)

    refused("append-only", lambda: same.update(person=PersonFactory()))
    same.update(period=DateTimeTZRange(start, start + timedelta(hours=4)))
    refused("append-only", lambda: same.update(period=DateTimeTZRange(start, None)))
    refused("record_kept", same.delete)

    assert same.get().period.upper == start + timedelta(hours=4)


def test_a_person_has_one_open_line_in_the_record_of_a_sector_and_role():
    row = record()
    later = DateTimeTZRange(row.period.lower + timedelta(hours=1), None)

    again = DutyRecord(
        line=row.line, sector=row.sector, role=row.role, person=row.person, source=row.source
    )
    again.period = later

    refused("record_one_open_per_person", again.save)


def override_of(person, sector, *, side, period=None):
    period = period or evening(DAY)
    override = Override.objects.create(
        line=sector.line,
        sector=sector,
        role=LineRoleFactory(line=sector.line),
        kind=Override.Kind.ADD,
        period=period,
        motive="essai",
    )
    return OverridePerson.objects.create(
        override=override, person=person, side=side, line=sector.line, period=period
    )


def test_an_addition_and_a_removal_of_one_person_conflict_and_may_touch():
    person, sector = PersonFactory(), SectorFactory()
    override_of(person, sector, side="added", period=evening(DAY, 20, 22))

    refused(
        "override_one_at_a_time",
        lambda: override_of(person, sector, side="removed", period=evening(DAY, 21, 24)),
    )
    assert override_of(person, sector, side="removed", period=evening(DAY, 22, 24)).pk


def test_nobody_is_added_on_two_lines_at_once_but_may_leave_one_for_another():
    person = PersonFactory()
    override_of(person, SectorFactory(), side="added")

    refused("override_adds_on_one_line", lambda: override_of(person, SectorFactory(), side="added"))
    assert override_of(person, SectorFactory(), side="removed").pk


def test_a_living_alert_always_has_its_next_step_due():
    with pytest.raises(IntegrityError, match="alert_always_due"), transaction.atomic():
        Alert.objects.create(line=LineFactory(), subject="essai", chain_name="chaîne")


def test_a_change_of_shift_keeps_what_it_was():
    shift = ShiftFactory()

    Shift.objects.filter(pk=shift.pk).update(status=Shift.Status.ACCEPTED)

    assert [event.status for event in shift.events.all()] == [Shift.Status.PROPOSED]


def test_a_number_belongs_to_one_person():
    PersonFactory(mobile="+33612345678")

    refused("contact_of_one_person", lambda: PersonFactory(mobile="+33612345678"))
