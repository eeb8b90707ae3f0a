"""Interventions: what is noted during a duty, and the rest it opens."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.forms.served import InterventionForm
from coordination.oncall.models import Intervention, Regime, SlotClass
from coordination.oncall.refusals.served import (
    AlreadyCertified,
    DistanceAbsurd,
    InterventionClash,
    InterventionGone,
    InterventionOutside,
    InterventionReversed,
    InterventionToCome,
    InterventionTooLong,
)
from coordination.oncall.selectors.holders.eligibility import Candidate, report
from coordination.oncall.selectors.serving.rest_opened import rest_after
from coordination.oncall.services.serving.intervention import note_intervention, remove_intervention
from tests.coordination.oncall.roster_world import LineFactory, RosterFactory
from tests.coordination.oncall.served_world import at, between, daily_rest, listed, march, night
from tests.people import UserFactory, log_in
from tests.races import together

PARIS = ZoneInfo("Europe/Paris")
JUNE = date(2026, 6, 9)


@pytest.fixture
def now():
    """Wednesday 10 June 2026, 9 h in Paris."""
    with time_machine.travel(datetime(2026, 6, 10, 7, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def duty(db, now):
    """The night of 9 June, held by a private nurse."""
    line = LineFactory()
    return night(RosterFactory(line=line), JUNE, listed(line, user=UserFactory()))


def noted(duty, *, call=(26, 10), end=(27, 40), by=None, **fields):
    """A trip from 2 h 10 to 3 h 40, unless said otherwise; hours of the night of the duty."""
    given = {"kind": "visit", "called_at": at(JUNE, *call), "ended_at": at(JUNE, *end)}
    return note_intervention(duty, by=by, **given | fields)


def test_the_last_trip_ended_at_3_h_40_and_11_hours_of_rest_lead_to_14_h_40(duty):
    """Case E1 of the field."""
    daily_rest()

    noted(duty)
    rest = rest_after(duty)

    assert rest.until.astimezone(PARIS) == datetime(2026, 6, 10, 14, 40, tzinfo=PARIS)
    assert (rest.hours, rest.legal_ref) == (11, "R.6152-27")


def test_the_rest_that_a_trip_opens_forbids_the_next_duty_until_then(duty):
    daily_rest()
    noted(duty)
    shift = duty.shift
    day = date(2026, 6, 10)

    def asked(start):
        period = between(at(day, *start), at(day, 20))
        return report(Candidate(shift.person, shift.line, shift.sector, shift.role, period,
                                SlotClass.WEEKDAY))  # fmt: skip

    assert [one.code for one in asked((14, 39))] == ["rest.daily"]
    assert asked((14, 40)) == []


@pytest.mark.parametrize(
    ("regime", "kind", "opens"),
    [
        (Regime.PRIVATE, "phone", True),
        (Regime.HOSPITAL_DOCTOR, "phone", False),
        (Regime.HOSPITAL_DOCTOR, "visit", True),
    ],
)
def test_a_call_from_home_breaks_the_rest_of_an_employee_not_of_a_hospital_doctor(
    db, now, regime, kind, opens
):
    line = LineFactory()
    duty = night(RosterFactory(line=line), JUNE, listed(line, regime=regime))
    daily_rest(regime=regime)

    noted(duty, kind=kind)

    assert (rest_after(duty) is not None) is opens


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"call": (19, 59)}, InterventionOutside),
        ({"call": (32, 0), "end": (32, 30)}, InterventionOutside),
        ({"end": (26, 10)}, InterventionReversed),
        ({"trip_started_at": at(JUNE, 28)}, InterventionReversed),
        ({"trip_started_at": at(JUNE, 26)}, InterventionReversed),
        ({"end": (33, 30)}, InterventionToCome),
        ({"distance_km": Decimal(2001)}, DistanceAbsurd),
        ({"distance_km": Decimal(-1)}, DistanceAbsurd),
    ],
)
def test_what_cannot_have_been_is_refused_with_the_reason(duty, given, refusal):
    with pytest.raises(refusal) as told:
        noted(duty, **given)

    assert str(told.value).endswith((".", "km : vérifiez-la."))
    assert not Intervention.objects.exists()


def test_more_than_a_day_is_refused(duty, now):
    now.move_to(datetime(2026, 6, 12, 7, tzinfo=UTC))

    with pytest.raises(InterventionTooLong):
        noted(duty, ended_at=at(JUNE, 26, 11) + timedelta(days=1))

    assert noted(duty, ended_at=at(JUNE, 26, 10) + timedelta(days=1))


def test_two_interventions_never_overlap_but_may_touch(duty):
    noted(duty)

    with pytest.raises(InterventionClash, match="de 2.h.10 à 3.h.40"):
        noted(duty, call=(27, 0), end=(28, 0))
    after = noted(duty, call=(27, 0), end=(28, 0), trip_started_at=at(JUNE, 27, 40))

    assert Intervention.objects.live().count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.filter(pk=after.pk).update(trip_started_at=at(JUNE, 27, 30))


def test_an_intervention_taken_back_leaves_its_place_and_its_trace(duty):
    first = noted(duty)

    remove_intervention(first, by=None)
    noted(duty)

    with pytest.raises(InterventionGone):
        remove_intervention(first, by=None)
    assert (Intervention.objects.count(), Intervention.objects.live().count()) == (2, 1)


def test_after_the_certificate_only_the_coordination_writes(db, emile, aube):
    line = LineFactory(territory=aube)
    duty = night(march(line, state="certified"), date(2026, 3, 28), listed(line))
    called = duty.period.lower + timedelta(hours=1)
    given = {"kind": "phone", "called_at": called, "ended_at": called + timedelta(minutes=9)}

    with pytest.raises(AlreadyCertified, match="correction"):
        note_intervention(duty, by=None, **given)

    assert note_intervention(duty, by=emile, **given)


@pytest.mark.django_db(transaction=True)
def test_of_four_identical_notes_at_once_one_stands(now):
    line = LineFactory()
    duty = night(RosterFactory(line=line), JUNE, listed(line))

    found = together(*(partial(noted, duty) for _ in range(4)))

    assert (
        sorted(type(one).__name__ for one in found) == ["Intervention"] + ["InterventionClash"] * 3
    )
    assert Intervention.objects.count() == 1


# --- Hours typed alone ----------------------------------------------------------------------
def typed(record, **fields):
    """The form, as a phone posts it."""
    given = {"duty": record.pk, "kind": "visit", "called": "2h10", "ended": "3h40"}
    return InterventionForm({**given, **fields}, duties=[record])


def test_hours_typed_alone_are_those_of_the_duty(duty):
    form = typed(duty, left="2:20", distance_km="12,5")

    assert form.is_valid(), form.errors
    assert form.said() == {
        "kind": "visit", "motive": "", "called_at": at(JUNE, 26, 10),
        "trip_started_at": at(JUNE, 26, 20), "ended_at": at(JUNE, 27, 40),
        "distance_km": Decimal("12.5"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"called": "19h"}, "called", "n’est pas dans"),
        ({"ended": "2h05"}, "ended", "vient avant"),
        ({"left": "4h"}, "ended", "vient avant"),
        ({"called": "25h"}, "called", "n’existe pas"),
        ({"distance_km": "-3"}, "distance_km", ""),
    ],
)
def test_hours_that_do_not_follow_are_said_at_their_field(duty, fields, name, words):
    form = typed(duty, **fields)

    assert not form.is_valid()
    assert any(words in sentence for sentence in form.errors[name])


@pytest.mark.parametrize(
    ("day", "called", "fold", "words"),
    [
        (date(2026, 3, 28), "2h30", "", "n’existe pas"),
        (date(2026, 10, 24), "2h30", "", "existe deux fois"),
        (date(2026, 10, 24), "2h30", "1", ""),
    ],
)
def test_an_hour_that_does_not_exist_or_exists_twice_is_never_guessed(db, day, called, fold, words):
    duty = night(RosterFactory(), day)

    with time_machine.travel(duty.period.upper + timedelta(days=1), tick=False):
        form = typed(duty, called=called, ended="4h", fold=fold)
        valid = form.is_valid()

    assert valid is (words == "")
    if words:
        assert words in form.errors["called"][0]
    else:
        assert form.cleaned_data["called_at"] == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_over_several_days_the_day_is_asked(db):
    record = SimpleNamespace(start=datetime(2026, 6, 6, 6, tzinfo=UTC))
    line = LineFactory()
    duty = night(
        RosterFactory(line=line), date(2026, 6, 6), listed(line),
        period=between(record.start, record.start + timedelta(days=2)),
    )  # fmt: skip

    assert "plusieurs jours" in typed(duty).errors["called"][0]
    assert typed(duty, day="08/06/2026").is_valid()


# --- The page -------------------------------------------------------------------------------
def test_from_my_duties_one_notes_a_trip_and_reads_the_rest_it_opens(client, duty):
    daily_rest()
    log_in(client, duty.person.user)

    home = client.get(reverse("oncall:my_duties")).content.decode()
    form = {"duty": duty.pk, "kind": "visit", "called": "2h10", "ended": "3h40"}
    page = client.post(reverse("oncall:intervention_add"), form, follow=True).content.decode()

    assert reverse("oncall:intervention_add") in home
    assert "Intervention notée" in page and "14\u00a0h\u00a040" in page
    assert Intervention.objects.get().noted_by == duty.person.user


def test_one_takes_back_ones_own_intervention_and_nobody_elses(client, duty):
    trip = noted(duty)
    url = reverse("oncall:intervention_remove", args=[trip.uuid])

    other = log_in(client, UserFactory()).post(url)
    mine = log_in(client, duty.person.user).post(url)

    assert (other.status_code, mine.status_code) == (404, 302)
    assert not Intervention.objects.live().exists()
    assert timezone.now() >= Intervention.objects.get().removed_at
