"""Overrides: previewed, added, refused, cancelled; and the record that time writes."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.oncall.models import DutyClock, DutyRecord, Override, Shift
from coordination.oncall.refusals import (
    MotiveMissing,
    OverrideClash,
    OverrideOver,
    OverrideTouchesNobody,
    PeriodReversed,
    PeriodTooLong,
    RuleBroken,
    SamePersonTwice,
)
from coordination.oncall.selectors.answering.on_call import on_call
from coordination.oncall.selectors.rosters.preview import preview_override
from coordination.oncall.services.rosters.duty import record_duties
from coordination.oncall.services.rosters.override import Wish, add_override, cancel_override
from tests.coordination.oncall.roster_world import (
    PersonFactory,
    RequirementFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    member,
)
from tests.people import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 7)


@pytest.fixture
def shift(roster, sector, role):
    """The evening of 7 December."""
    slot = SlotFactory(roster=roster, sector=sector, local_day=DAY, points=4)
    return ShiftFactory(slot=slot, role=role, person=member(roster.line, role, user=UserFactory()))


def wish(shift, **fields):
    period = fields.pop("period", evening(DAY, 21, 23))
    fields = {"motive": "malade"} | fields
    return Wish(sector=shift.sector, role=shift.role, period=period, **fields)


def test_a_preview_says_who_gains_and_loses_and_writes_nothing(shift, line, role):
    RequirementFactory(sector=shift.sector)
    other = member(line, role)

    seen = preview_override(
        sector=shift.sector, role=role, period=evening(DAY, 21, 23), added=[other],
        removed=[shift.person],
    )  # fmt: skip
    hole = preview_override(
        sector=shift.sector, role=role, period=evening(DAY, 21, 23), removed=[shift.person]
    )

    changes = {one.person: (one.hours, one.points) for one in seen.people}
    assert changes == {
        shift.person_id: (timedelta(hours=-2), -2),
        other.pk: (timedelta(hours=2), 2),
    }
    assert (seen.gaps_before, seen.gaps_after, seen.findings) == ([], [], {other.pk: []})
    assert [gap.missing for gap in hole.gaps_after] == [1]
    assert Override.objects.count() == 0


def test_a_preview_names_the_rules_that_would_break(shift, role):
    stranger = PersonFactory()

    seen = preview_override(
        sector=shift.sector, role=role, period=evening(DAY, 21, 23), added=[stranger]
    )

    assert [one.code for one in seen.findings[stranger.pk]] == ["member.listed"]


def test_an_override_is_told_to_who_takes_and_who_leaves_then_cancelled(shift, line, role, alice):
    other = member(line, role, user=UserFactory())

    override = add_override(wish(shift, added=[other], removed=[shift.person]), by=alice)

    assert override.kind == Override.Kind.REPLACE
    at = evening(DAY, 22, 23).lower
    (there,) = on_call(alice, line="pdsa", commune="10387", at=at).people
    assert (there.person.pk, there.source) == (other.pk, "override")
    told = Notification.objects.filter(publication__notice="duty_overridden", channel="inbox")
    assert {message.user for message in told} == {other.user, shift.person.user}
    assert "malade" in told.first().publication.inbox_text

    cancel_override(override, by=alice)

    (back,) = on_call(alice, line="pdsa", commune="10387", at=at).people
    assert back.person.pk == shift.person_id
    assert told.all().count() == 4
    with pytest.raises(OverrideOver):
        cancel_override(override, by=alice)


def test_what_makes_no_override_is_refused_with_its_reason(shift, line, role):
    other = member(line, role)
    reversed_period = DateTimeTZRange(evening(DAY).upper, evening(DAY).upper)
    years = DateTimeTZRange(evening(DAY).lower, evening(DAY).lower + timedelta(days=3650))
    for refusal, fields in [
        (PeriodReversed, {"period": reversed_period, "added": [other]}),
        (PeriodTooLong, {"period": years, "added": [other]}),
        (MotiveMissing, {"motive": " ", "added": [other]}),
        (OverrideTouchesNobody, {}),
        (SamePersonTwice, {"added": [other], "removed": [other]}),
        (RuleBroken, {"added": [PersonFactory()]}),
        (RuleBroken, {"added": [shift.person]}),
    ]:
        with pytest.raises(refusal):
            add_override(wish(shift, **fields), by=None)
    assert Override.objects.count() == 0


def test_two_overlapping_overrides_of_one_person_conflict_by_name(shift, line, role):
    other = member(line, role)
    add_override(wish(shift, added=[other], motive="congrès"), by=None)

    with pytest.raises(OverrideClash, match=f"{other}.*congrès"):
        add_override(wish(shift, removed=[other], period=evening(DAY, 22, 24)), by=None)
    assert add_override(wish(shift, added=[other], period=evening(DAY, 23, 24)), by=None).pk


# --- The record -----------------------------------------------------------------------------
def rows():
    return [
        (row.person_id, row.source, row.period.lower, row.period.upper)
        for row in DutyRecord.objects.order_by("period", "person")
    ]


def test_time_writes_who_was_really_on_call_with_exact_handovers(
    shift, line, role, time_machine, alice
):
    start, end = shift.period.lower, shift.period.upper
    other = member(line, role)
    time_machine.move_to(start - timedelta(hours=1), tick=False)
    record_duties()
    add_override(wish(shift, added=[other], removed=[shift.person]), by=None)
    for later in (timedelta(minutes=7), timedelta(minutes=8), timedelta(hours=1, minutes=30)):
        time_machine.move_to(start + later, tick=False)
        record_duties()
    assert rows()[-1] == (other.pk, "override", start + timedelta(hours=1), None)

    time_machine.move_to(end + timedelta(days=2), tick=False)
    record_duties()
    record_duties()

    nine, eleven = start + timedelta(hours=1), start + timedelta(hours=3)
    assert rows() == [
        (shift.person_id, "shift", start, nine),
        (other.pk, "override", nine, eleven),
        (shift.person_id, "shift", eleven, end),
    ]
    Shift.objects.filter(pk=shift.pk).update(person=PersonFactory())
    past = on_call(alice, line="pdsa", commune="10387", at=start)
    assert [one.person.pk for one in past.people] == [shift.person_id]


def test_a_line_begins_its_record_now_and_invents_no_past(shift, time_machine):
    time_machine.move_to(shift.period.upper + timedelta(hours=1), tick=False)

    record_duties()

    assert rows() == []
    assert DutyClock.objects.get().recorded_until == timezone.now()
