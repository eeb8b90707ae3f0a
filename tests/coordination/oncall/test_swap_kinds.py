"""Each kind of swap: two ways, on the spot, in somebody's name; hours and points are conserved."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import AlertCall, Shift, Swap
from coordination.oncall.refusals import (
    RuleBroken,
    ShiftOver,
    SwapNeedsCounter,
    SwapNotRunning,
    SwapOver,
)
from coordination.oncall.selectors.holders.candidates import points_between
from coordination.oncall.services.alerts.escalation import tell_takeovers
from coordination.oncall.services.rosters.shift import reassign
from coordination.oncall.services.swaps.swap import end_swap, open_swap, take_now, take_swap
from portal.audit.models import Entry
from portal.lib.links import token_for
from portal.lib.refusal import Refusal
from tests.coordination.oncall.alert_world import calling
from tests.coordination.oncall.circuit_world import circuit
from tests.coordination.oncall.roster_world import (
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
    told,
)
from tests.people import log_in
from tests.races import together

__all__ = ["calling", "circuit"]
pytestmark = pytest.mark.django_db
Kind, State = Swap.Kind, Swap.State


def holders(scene):
    return [Shift.objects.get(pk=one.pk).person for one in scene.shifts]


@pytest.fixture
def exchange(circuit):
    """Nadia offers her evening for Louise's."""
    mine, theirs = circuit.shifts
    return open_swap(mine, kind=Kind.EXCHANGE, by=circuit.nadia.user, counter_shift=theirs)


def test_an_exchange_is_offered_to_who_holds_the_other_shift_and_applies_both(circuit, exchange):
    assert (exchange.offered_to, exchange.state) == (circuit.louise, State.OFFERED)

    take_swap(exchange, taker=circuit.louise, by=None)

    assert holders(circuit) == [circuit.louise, circuit.nadia]
    assert circuit.roster.versions.count() == 2


def test_an_exchange_without_a_shift_to_come_is_refused(circuit):
    mine = circuit.shifts[0]
    with pytest.raises(SwapNeedsCounter, match="en échange"):
        open_swap(mine, kind=Kind.EXCHANGE, by=None)


def test_an_exchange_whose_other_shift_has_moved_is_over(circuit, exchange):
    zoe = circuit.person("Zoé")
    reassign(circuit.shifts[1], person=zoe, by=None, motive="grippe")

    with pytest.raises(ShiftOver):
        take_swap(exchange, taker=circuit.louise, by=None)

    assert holders(circuit) == [circuit.nadia, zoe]


def test_who_is_asked_may_say_no_and_who_asked_knows(client, circuit, exchange):
    log_in(client, circuit.coordinator)
    client.post(exchange.get_absolute_url() + "refuser/")

    exchange.refresh_from_db()
    assert exchange.state == State.REFUSED
    assert told("swap_ended") == sorted([circuit.coordinator.first_name, "Nadia"])
    with pytest.raises(SwapOver):
        end_swap(exchange, by=None)


def test_the_coordination_answers_in_the_name_of_somebody_and_the_journal_says_so(
    client, circuit, exchange
):
    log_in(client, circuit.coordinator)
    page = client.get(exchange.get_absolute_url()).content.decode()
    assert "Répondre au nom de" in page

    client.post(exchange.get_absolute_url() + "attribuer/", {"person": circuit.louise.pk})

    assert holders(circuit) == [circuit.louise, circuit.nadia]
    entry = Entry.objects.get(action="swap.applied")
    assert entry.actor == circuit.coordinator and entry.detail["acting"] == str(circuit.louise.uuid)


def test_an_exchange_is_asked_on_the_page(client, circuit):
    mine, theirs = circuit.shifts
    log_in(client, circuit.nadia.user)
    address = reverse("oncall:swap_open", args=[mine.uuid])
    assert "L’échanger contre un tour" in client.get(address).content.decode()
    day = f"{circuit.first:%d/%m/%Y}"
    part = {"starts_at_day": day, "starts_at_hour": "21h"}

    both = client.post(address, {"counter_shift": theirs.pk, **part}).content.decode()
    client.post(address, {"counter_shift": theirs.pk, "reason": "mariage"})

    assert "des tours entiers" in both
    swap = Swap.objects.get()
    assert (swap.kind, swap.counter_shift, swap.offered_to) == (
        "exchange", theirs, circuit.louise
    )  # fmt: skip


def test_where_the_line_wants_it_a_swap_waits_for_the_coordination(client, circuit):
    circuit.line.approves_swaps = True
    circuit.line.save()
    log_in(client, circuit.nadia.user)
    client.post(reverse("oncall:swap_open", args=[circuit.shifts[0].uuid]), {"reason": "mariage"})
    zoe = circuit.person("Zoé")

    take_swap(Swap.objects.get(), taker=zoe, by=zoe.user)

    assert holders(circuit)[0] == circuit.nadia
    assert told("swap_accepted") == [circuit.coordinator.first_name]
    assert (
        "Valider"
        in log_in(client, circuit.coordinator)
        .get(Swap.objects.get().get_absolute_url())
        .content.decode()
    )


def test_the_thresholds_of_a_line_are_settled_on_its_page(client, circuit):
    log_in(client, circuit.coordinator)
    address = reverse("oncall:line_edit", args=["pdsa"])
    page = client.get(address)
    assert "1080,360,72,12" in page.content.decode()
    form = {
        name: "" if value is None else value
        for name, value in page.context["form"].initial.items()
        if value is not False
    }

    client.post(address, form | {"gap_notice_hours": "48, 6", "handover_at": "8h"})

    circuit.line.refresh_from_db()
    assert circuit.line.gap_notice_hours == [48, 6]


def test_who_has_no_account_answers_an_exchange_by_their_link(client, circuit, exchange):
    address = reverse("oncall:duties_by_link", args=[token_for(circuit.louise.link_key)])
    page = client.get(address).content.decode()
    assert "en échange de votre tour" in page and "Je ne peux pas" in page

    client.post(address, {"act": "prendre", "swap": "inconnu"})
    assert holders(circuit) == [circuit.nadia, circuit.louise]
    client.post(address, {"act": "prendre", "swap": str(exchange.uuid)})

    assert holders(circuit) == [circuit.louise, circuit.nadia]
    assert "Je ne peux pas" not in client.get(address).content.decode()


def test_points_and_hours_are_the_same_sum_after_a_part_is_given(circuit):
    shift, since = circuit.shifts[0], timezone.now()
    shift.slot.points = Decimal(4)
    shift.slot.save()
    end = shift.period.upper + timedelta(days=3)
    before = sum(points_between(circuit.line, since, end).values())
    day: date = circuit.first
    swap = open_swap(shift, kind=Kind.PARTIAL, by=None, period=evening(day, 21, 22))

    take_swap(swap, taker=circuit.person("Zoé"), by=None)

    after = points_between(circuit.line, since, end)
    assert sum(after.values()) == before and sorted(after.values())[-1] == Decimal(3)
    held = Shift.objects.holding().filter(slot=shift.slot)
    hours = sum((one.period.upper - one.period.lower for one in held), timedelta())
    assert hours == shift.period.upper - shift.period.lower


def test_a_shift_under_way_is_taken_on_the_spot_and_the_alert_follows(calling):
    alert = calling.call()
    shift = Shift.objects.get(person=calling.now)
    zoe = calling.person("Zoé")

    swap = take_now(shift, taker=zoe, by=zoe.user, reason="Nadia ne répond plus")
    tell_takeovers()

    assert swap.state == State.APPLIED
    parts = Shift.objects.holding().filter(slot=shift.slot).in_order()
    assert [one.person for one in parts] == [calling.now, zoe]
    assert parts[0].period.upper == parts[1].period.lower
    assert AlertCall.objects.filter(step__alert=alert, person=zoe).exists()
    assert "Nadia" in told("swap_applied")


def test_only_what_runs_or_begins_soon_is_taken_on_the_spot(circuit, client):
    zoe = circuit.person("Zoé")
    with pytest.raises(SwapNotRunning, match="12 heures"):
        take_now(circuit.shifts[0], taker=zoe, by=zoe.user)

    log_in(client, zoe.user)
    address = reverse("oncall:swap_now", args=[circuit.shifts[0].uuid])
    page = client.post(address, {"motive": "absence"}).content.decode()

    assert "demandez plutôt" in page and holders(circuit)[0] == circuit.nadia


def test_whoever_breaks_a_rule_does_not_take_on_the_spot(calling):
    shift = Shift.objects.get(person=calling.now)
    busy = calling.later
    slot = SlotFactory(
        roster=calling.roster, sector=SectorFactory(line=calling.line), period=shift.period
    )
    ShiftFactory(slot=slot, person=busy, role=calling.role)

    with pytest.raises(RuleBroken, match="déjà d’astreinte"):
        take_now(shift, taker=busy, by=None)

    assert not Swap.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_exchanges_at_once_over_the_same_shifts_one_applies_and_none_is_half_done(circuit):
    mine, theirs = circuit.shifts
    zoe, third = circuit.person("Zoé"), None
    third = circuit.duty(3, zoe, holds=True)
    one = open_swap(mine, kind=Kind.EXCHANGE, by=None, counter_shift=theirs)
    other = open_swap(third, kind=Kind.EXCHANGE, by=None, counter_shift=theirs)

    found = together(
        *(partial(take_swap, swap, taker=circuit.louise, by=None) for swap in (one, other)),
        *(partial(take_swap, swap, taker=circuit.louise, by=None) for swap in (other, one)),
        threads=4,
    )

    applied = [swap for swap in found if isinstance(swap, Swap)]
    assert len(applied) == 1 and all(isinstance(one, Swap | Refusal) for one in found)
    now = {shift.pk: shift.person_id for shift in Shift.objects.holding()}
    assert sorted(now.values()) == sorted([circuit.nadia.pk, circuit.louise.pk, zoe.pk])
    assert now[theirs.pk] == applied[0].giver_id
    assert now[applied[0].shift_id] == circuit.louise.pk
