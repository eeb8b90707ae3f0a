"""Who should replace, and the place proposed to several: the first who accepts has it."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.notifications.models import Notification
from coordination.oncall.models import CoverCall, CoverOffer, Shift
from coordination.oncall.refusals import (
    CoverNotForYou,
    CoverOver,
    CoverPending,
    CoverTaken,
    NobodyChosen,
    RuleBroken,
)
from coordination.oncall.selectors.holders.candidates import Place, rank
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.swaps.cover import (
    accept_cover,
    ask_cover,
    decline_cover,
    end_cover,
    expire_covers,
)
from portal.lib.links import token_for
from portal.lib.refusal import Refusal
from tests.coordination.oncall.circuit_world import circuit
from tests.coordination.oncall.roster_world import told
from tests.people import TerritoryFactory, log_in
from tests.races import together

__all__ = ["circuit"]
pytestmark = pytest.mark.django_db
State = CoverCall.State


def names(ranked):
    return [one.person.first_name for one in ranked]


@pytest.fixture
def call(circuit):
    """A hole of the third evening, proposed to Nadia and to Louise, who has no account."""
    slot = circuit.slot(2)
    people = [circuit.nadia, circuit.louise]
    return ask_cover(slot, role=circuit.role, people=people, by=circuit.coordinator)


def test_people_are_ranked_by_rules_points_distance_and_rest_with_their_reasons(circuit, aube):
    slot = circuit.slot(5)
    near = TerritoryFactory(inside=aube, latitude=48.3, longitude=4.07)
    circuit.sector.communes.update(commune=near)
    far = TerritoryFactory(inside=aube, latitude=48.9, longitude=4.07)
    zoe, anna, away = circuit.person("Zoé"), circuit.person("Anna"), circuit.person("Paul")
    for person, commune in [(zoe, far), (anna, near)]:
        person.commune = commune
        person.save()
    note_absence(away, period=slot.period, by=None)

    able, barred = rank(Place(slot, circuit.role, slot.period))

    assert names(able)[0] == "Anna" and names(able).index("Anna") < names(able).index("Zoé")
    assert names(barred) == ["Paul"]
    assert "est absent" in barred[0].findings[0].sentence
    reasons = " · ".join(able[0].reasons)
    assert "0\u00a0point en douze mois" in reasons and "km du secteur" in reasons
    busy = next(one for one in able if one.person == circuit.louise)
    assert any("astreinte précédente finie" in reason for reason in busy.reasons)


def test_ranking_costs_the_same_for_more_people(circuit, django_assert_num_queries):
    slot = circuit.slot(5)
    rank(Place(slot, circuit.role, slot.period))
    with CaptureQueriesContext(connection) as few:
        rank(Place(slot, circuit.role, slot.period))
    for number in range(8):
        circuit.person(f"Personne{number}")

    with django_assert_num_queries(len(few)):
        able, _barred = rank(Place(slot, circuit.role, slot.period))
    assert len(able) == 10


def test_each_is_asked_by_a_link_of_their_own_with_or_without_an_account(call, circuit):
    asked = Notification.objects.filter(publication__notice="cover_asked")
    outside = asked.get(user=None)
    keys = set(CoverOffer.objects.values_list("link_key", flat=True))

    assert outside.channel == "sms" and outside.address.startswith("+336")
    assert {row.reference for row in asked} == {str(key) for key in keys}


def test_the_first_who_accepts_holds_the_place_and_the_next_is_told_who(call, circuit):
    accept_cover(call, person=circuit.louise, by=None)
    with pytest.raises(CoverTaken, match="Louise"):
        accept_cover(call, person=circuit.nadia, by=circuit.nadia.user)

    shift = Shift.objects.get(slot=call.slot)
    assert (shift.person, shift.holds, shift.status) == (circuit.louise, True, "accepted")
    assert circuit.roster.versions.count() == 2
    assert told("cover_ended") == [circuit.coordinator.first_name]


def test_a_shift_stays_its_holders_until_somebody_accepts(circuit):
    shift = circuit.shifts[0]
    zoe = circuit.person("Zoé")
    call = ask_cover(shift.slot, role=shift.role, people=[zoe], by=None, replaces=shift)
    assert Shift.objects.get(pk=shift.pk).person == circuit.nadia

    accept_cover(call, person=zoe, by=zoe.user)

    assert Shift.objects.get(pk=shift.pk).person == zoe


def test_what_is_not_possible_is_refused_with_its_reason(call, circuit):
    slot = call.slot
    with pytest.raises(NobodyChosen):
        ask_cover(slot, role=circuit.role, people=[], by=None)
    with pytest.raises(CoverPending):
        ask_cover(slot, role=circuit.role, people=[circuit.nadia], by=None)
    with pytest.raises(CoverNotForYou):
        accept_cover(call, person=circuit.person("Zoé"), by=None)
    note_absence(circuit.nadia, period=slot.period, by=None)
    with pytest.raises(RuleBroken, match="absent"):
        accept_cover(call, person=circuit.nadia, by=None)
    end_cover(call, by=None)
    with pytest.raises(CoverOver, match="arrêté"):
        decline_cover(call, person=circuit.nadia, by=None)


def test_when_everybody_says_no_or_time_is_over_the_coordination_knows(call, circuit):
    decline_cover(call, person=circuit.nadia, by=None)
    assert CoverCall.objects.get(pk=call.pk).state == State.OPEN
    decline_cover(call, person=circuit.louise, by=None)
    other = ask_cover(circuit.slot(4), role=circuit.role, people=[circuit.nadia], by=None)

    late = other.deadline + timedelta(minutes=1)
    assert (expire_covers(late), expire_covers(late)) == (1, 0)

    states = set(CoverCall.objects.values_list("state", flat=True))
    assert states == {State.EXPIRED} and len(told("cover_ended")) == 2


def test_the_personal_link_answers_by_post_alone(client, call, circuit):
    offer = call.offers.get(person=circuit.louise)
    address = reverse("oncall:cover_answer", args=[token_for(offer.link_key)])

    page = client.get(address).content.decode()
    assert "Je prends cette astreinte" in page and not Shift.objects.filter(slot=call.slot).exists()
    client.post(address, {"act": "rien"})
    client.post(address, {"act": "accepter"})

    assert Shift.objects.get(slot=call.slot).person == circuit.louise
    assert "Cette astreinte est la vôtre" in client.get(address).content.decode()


def test_the_coordinator_finds_asks_and_follows_on_the_pages(client, circuit):
    slot = circuit.slot(2)
    log_in(client, circuit.coordinator)
    seat = reverse("oncall:slot_detail", args=[circuit.roster.uuid, slot.pk])
    address = reverse("oncall:slot_candidates", args=[circuit.roster.uuid, slot.pk])
    assert address in client.get(seat).content.decode()

    page = client.get(address).content.decode()
    assert "en douze mois" in page and "Chercher au-delà de la ligne" in page
    assert "Choisissez au moins une personne" in client.post(address).content.decode()
    done = client.post(address, {"people": [circuit.nadia.pk], "reason": "grippe"}, follow=True)
    call = CoverCall.objects.get()

    assert "pas encore répondu" in done.content.decode() and call.reason == "grippe"
    log_in(client, circuit.nadia.user)
    assert "On vous propose" in client.get(reverse("oncall:my_duties")).content.decode()
    client.post(call.get_absolute_url() + "accepter/")
    assert CoverCall.objects.get().taker == circuit.nadia


def test_a_hole_becomes_a_need_by_an_address_alone(client, circuit, alice):
    slot = circuit.slot(2)
    log_in(client, alice)
    page = client.get(reverse("oncall:slot_candidates", args=[circuit.roster.uuid, slot.pk]))

    form = client.get(page.context["need"])

    assert form.context["formset"].initial[0]["starts_at"] == slot.period.lower
    assert form.context["formset"].initial[0]["ends_at"] == slot.period.upper
    assert "Publier un besoin de renfort" in page.content.decode()
    log_in(client, circuit.coordinator)
    page = client.get(reverse("oncall:slot_candidates", args=[circuit.roster.uuid, slot.pk]))
    assert "Lien à transmettre" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_accept_at_once_one_has_the_place(circuit):
    people = [circuit.person(f"P{number}", account=False) for number in range(8)]
    call = ask_cover(circuit.slot(2), role=circuit.role, people=people, by=None)

    found = together(*(partial(accept_cover, call, person=one, by=None) for one in people))

    refusals = [one for one in found if isinstance(one, Refusal)]
    assert len(refusals) == 7 and {type(one) for one in refusals} == {CoverTaken}
    assert Shift.objects.filter(slot=call.slot, holds=True).count() == 1
