"""Planned steps against what is open; the lines of the register counted once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.capacity import (
    RegisterLine,
    hours_until,
    is_too_late,
    register_total,
    trend,
)
from coordination.crisis.models import CapacityStep, Indicator, RegisterEntry
from coordination.crisis.refusals.capacity import NotItsManager, RegisterRepeats, StepKnown
from coordination.crisis.selectors.capacity import plans_around, plans_of
from coordination.crisis.services.capacity import plan_step, receive_register
from coordination.crisis.services.figures import declare_figures
from coordination.crisis.services.sitrep import draft_sitrep
from tests.people import GrantFactory, StructureFactory, log_in

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
FREE = RegisterLine("UF 12", "réanimation", "libre", "maintenant", "", "", Decimal(11))


def test_the_line_of_least_squares_says_when_a_step_is_full():
    rising = [(NOON - timedelta(hours=hours), 20 - hours / 6) for hours in (18, 12, 6, 0)]

    line = trend(rising, now=NOON)
    later = trend(rising, now=NOON + timedelta(hours=6))

    assert line is not None and round(line.per_hour, 6) == round(1 / 6, 6)
    assert round(hours_until(24, line) or 0) == 24
    assert round(hours_until(24, later) or 0) == 18
    assert hours_until(20, line) == 0
    assert hours_until(24, trend([(at, 20) for at, _ in rising], now=NOON)) is None
    assert trend(rising[:2], now=NOON) is None
    assert trend([(NOON, 4)] * 5, now=NOON) is None
    assert trend([(at - timedelta(days=9), value) for at, value in rising], now=NOON) is None


@pytest.mark.parametrize(
    ("occupied", "lead", "hours", "alarm"),
    [(13, 48, 2.0, False), (14, 48, 24.0, True), (14, 24, 24.0, False), (14, 48, None, False),
     (16, 1, None, True)],
)  # fmt: skip
def test_the_alarm_is_for_a_step_nearly_full_whose_next_takes_longer(occupied, lead, hours, alarm):
    said = is_too_late(
        occupied=Decimal(occupied), target=16, next_lead_hours=lead, full_in_hours=hours
    )

    assert said is alarm


def test_eleven_free_beds_published_twice_are_eleven():
    def like(**other):
        return RegisterLine(**(vars(FREE) | other))

    assert register_total([FREE, like(assignment="Covid")]) == 11
    assert register_total([like(assignment="Covid", count=Decimal(4)), FREE]) == 11
    for key in ("location", "kind", "status", "temporality", "crisis_type"):
        assert register_total([FREE, like(**{key: "autre"})]) == 22
    assert register_total([]) == 0


@pytest.mark.django_db
def test_the_register_is_kept_line_by_line_with_its_key(catalogue):
    clinic = StructureFactory(category__code="106", category__label="CH")
    free = Indicator.objects.get(slug="icu_free")
    covid = RegisterLine(**(vars(FREE) | {"assignment": "Covid"}))

    reading = receive_register(clinic, free, [FREE, covid], as_of=timezone.now())
    with pytest.raises(RegisterRepeats, match="UF 12"):
        receive_register(clinic, free, [FREE, FREE], as_of=timezone.now())

    assert (reading.value, reading.source, reading.state) == (11, "ror", "good")
    assert RegisterEntry.objects.filter(reading=reading).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        RegisterEntry.objects.update(count=0)


@pytest.mark.django_db
def test_the_page_of_steps_warns_in_time_and_the_report_says_it(client, cell, alice, bob, troyes,
                                                                emile):  # fmt: skip
    clinic = StructureFactory(commune=troyes, category__code="106", category__label="CH")
    manager = GrantFactory(user__email="ch@example.org", role="manager", territory=None,
                           structure=clinic).user  # fmt: skip
    known = {one.slug: one for one in Indicator.objects.all()}
    page = f"/crises/structures/{clinic.uuid}/paliers/"
    log_in(client, manager)
    for target, lead in ((16, 6), (24, 48)):
        client.post(page, {"kind": "icu", "target": target, "lead_hours": lead, "staff": 12,
                           "ventilators": 8, "source": "plan blanc"})  # fmt: skip
    again = client.post(page, {"kind": "icu", "target": 24, "lead_hours": 4, "source": "presse",
                               "staff": 0, "ventilators": 0})  # fmt: skip
    with pytest.raises(NotItsManager):
        plan_step(CapacityStep(structure=clinic, target=48, lead_hours=1, source="x"), by=bob)
    with pytest.raises(StepKnown):
        plan_step(CapacityStep(structure=clinic, target=24, lead_hours=1, source="x"), by=manager)
    unknown = plans_of(clinic)[0]
    for hours, free in ((36, 6), (24, 5), (12, 3), (1, 2)):
        with clock.standing_at(timezone.now() - timedelta(hours=hours)):
            values = {known["icu_open"]: Decimal(16), known["icu_free"]: Decimal(free)}
            declare_figures(clinic, values, by=manager)

    (plan,) = plans_around(cell)
    shown = client.get(page).content.decode()
    log_in(client, alice)
    board = client.get(f"{cell.get_absolute_url()}chiffres/").content.decode()
    sitrep = draft_sitrep(cell, by=alice)
    log_in(client, emile)

    assert "existe déjà" in again.content.decode()
    assert (unknown.level, plan.level) == ("unknown", "critical")
    assert (plan.beds.occupied, plan.current.target, plan.following.target) == (14, 16, 24)
    assert 10 < plan.full_in_hours < 20
    assert "Palier suivant trop tard" in shown and "24 lits demandent 48 h" in board
    assert "14 lits occupés, palier de 16" in sitrep.capacities
    assert client.get(page).status_code == 403
