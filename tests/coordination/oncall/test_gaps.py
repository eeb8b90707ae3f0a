"""Alarms: what lacks is told once at each threshold, to those who can act; decisions are silent."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.oncall.models import ContactMethod, GapAlarm, GapAlarmSlot, Person, Requirement
from coordination.oncall.selectors.lines.desk import desk_of, tonight_ends
from coordination.oncall.selectors.plans.gaps import threshold_of, weak_slots
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.rosters.gaps import raise_gap_alarms
from coordination.oncall.tasks import raise_gap_alarms as task
from portal.lib.time import PARIS
from tests.coordination.oncall.circuit_world import Circuit, circuit
from tests.coordination.oncall.roster_world import (
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
)
from tests.races import together

__all__ = ["circuit"]
pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(notice="gaps_found"):
    rows = Notification.objects.filter(publication__notice=notice, channel="inbox")
    return sorted(row.user.pk for row in rows)


def hole(scene, rank=2):
    """An evening that nobody holds."""
    return scene.slot(rank)


def test_a_hole_is_told_once_at_each_threshold_to_the_coordination_then_to_the_ars(circuit):
    starts = hole(circuit).period.lower
    both = sorted([circuit.coordinator.pk, circuit.agent.pk])

    assert raise_gap_alarms(starts - 46 * DAY) == 0
    assert [raise_gap_alarms(starts - 44 * DAY) for _ in range(3)] == [1, 0, 0]
    assert told() == [circuit.coordinator.pk]
    assert raise_gap_alarms(starts - 14 * DAY) == 1
    assert raise_gap_alarms(starts - 2 * DAY) == 1
    assert raise_gap_alarms(starts - 11 * HOUR) == 1

    assert told() == sorted([circuit.coordinator.pk] * 2 + both * 2)
    hours = GapAlarmSlot.objects.order_by("pk").values_list("hours", flat=True)
    assert list(hours) == [1080, 360, 72, 12]


def test_the_same_task_delivered_three_times_tells_once(aube, troyes):
    scene = Circuit(aube, troyes, starts_in=0)
    scene.publish()
    hole(scene, 2)

    for _ in range(3):
        task()

    assert GapAlarm.objects.count() == 1 and len(told()) == 2


def test_holes_found_together_are_one_message(circuit):
    for rank in (2, 3, 4):
        hole(circuit, rank)

    raise_gap_alarms(circuit.slot(5).period.lower - 44 * DAY)

    assert GapAlarm.objects.count() == 1 and GapAlarmSlot.objects.count() == 4
    text = Notification.objects.filter(publication__notice="gaps_found")[0].publication.email_body
    assert text.count("il manque 1 personne") == 4


def test_what_is_left_by_decision_or_never_defined_raises_nothing(circuit):
    slot = hole(circuit)
    Requirement.objects.update(
        minimum=0, target=0, maximum=0, is_uncovered=True, reference="arrêté fictif"
    )
    assert raise_gap_alarms(slot.period.lower - DAY) == 0

    Requirement.objects.all().delete()

    assert raise_gap_alarms(slot.period.lower - DAY) == 0


def test_the_thresholds_are_those_of_the_line(circuit):
    slot = hole(circuit)
    circuit.line.gap_notice_hours = [48]
    circuit.line.save()

    assert raise_gap_alarms(slot.period.lower - 3 * DAY) == 0
    assert raise_gap_alarms(slot.period.lower - DAY) == 1
    assert threshold_of(timezone.now() + DAY, [], timezone.now()) is None


def test_half_a_slot_uncovered_is_a_hole_of_that_half(circuit):
    slot = hole(circuit)
    part = DateTimeTZRange(slot.period.lower, slot.period.lower + HOUR)
    ShiftFactory(slot=slot, role=circuit.role, person=circuit.nadia, period=part)

    weak = weak_slots([circuit.line], (slot.period.lower - HOUR, slot.period.upper))

    assert [one.kind for one in weak] == ["hole"] and weak[0].starts_at == part.upper


def test_a_holder_absent_gone_or_unreachable_makes_the_slot_fragile(circuit):
    first, second = circuit.shifts
    third = circuit.duty(2, circuit.person("Zoé"), holds=True)
    note_absence(circuit.nadia, period=first.period, by=None)
    ContactMethod.objects.filter(person=circuit.louise).update(state="pending")
    Person.objects.filter(pk=third.person_id).update(left_on=circuit.first)
    window = (first.period.lower, third.period.upper)

    weak = weak_slots([circuit.line], window)

    assert [(one.post.slot, one.kind, one.why.split(" ", 2)[2]) for one in weak] == [
        (first.slot_id, "fragile", "est absent"),
        (second.slot_id, "fragile", "n’a aucun contact vérifié"),
        (third.slot_id, "fragile", "est parti"),
    ]
    assert raise_gap_alarms(first.period.lower - DAY) == 1
    body = Notification.objects.filter(publication__notice="gaps_found")[0].publication.email_body
    assert "Fragile" in body and "est absent" in body


def test_looking_for_what_lacks_costs_the_same_for_more_lines(
    circuit, aube, django_assert_max_num_queries
):
    lines = [circuit.line]
    for _ in range(3):
        roster = RosterFactory(line__territory=aube)
        sector = SectorFactory(line=roster.line)
        RequirementFactory(sector=sector)
        SlotFactory(
            roster=roster, sector=sector, local_day=circuit.first, period=evening(circuit.first)
        )
        lines.append(roster.line)
    window = (circuit.shifts[0].period.lower, circuit.shifts[1].period.upper)

    with django_assert_max_num_queries(8):
        weak = weak_slots(lines, window)

    assert len([one for one in weak if one.kind == "hole"]) == 3


def test_the_desk_says_tonight_first_and_the_week_apart(aube, troyes, time_machine):
    time_machine.move_to(timezone.localtime().replace(hour=16))
    scene = Circuit(aube, troyes, starts_in=0)
    scene.publish()
    scene.slot(5)
    scene.roster.shifts.filter(pk=scene.shifts[0].pk).update(status="cancelled", holds=False)

    desk = desk_of(scene.coordinator)

    assert [one.post.slot for one in desk.tonight] == [scene.shifts[0].slot_id]
    assert len(desk.week) == 1 and [roster for roster, _ in desk.late] == [scene.roster]
    assert desk_of(scene.louise.user or scene.nadia.user).lines == []


def test_tonight_lasts_until_the_noon_after_the_night():
    evening_of = timezone.datetime(2026, 11, 22, 21, tzinfo=PARIS)
    night = timezone.datetime(2026, 11, 23, 3, tzinfo=PARIS)
    noon = timezone.datetime(2026, 11, 23, 12, tzinfo=PARIS)

    assert tonight_ends(evening_of) == tonight_ends(night) == noon


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_tell_once(aube, troyes):
    scene = Circuit(aube, troyes, starts_in=1)
    scene.publish()
    now = timezone.now()

    raised = together(*([lambda: raise_gap_alarms(now)] * 4), threads=4)

    assert sum(raised) <= 1 and GapAlarm.objects.count() == sum(raised)
    hole(scene, 2)
    raised = together(*([lambda: raise_gap_alarms(now)] * 4), threads=4)
    assert sum(raised) == 1
    assert GapAlarmSlot.objects.filter(kind="hole").count() == 1
