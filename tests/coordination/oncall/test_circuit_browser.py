"""The pages of the circuit, of replacements and of reliefs in a real browser."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coordination.oncall.models import CoverCall, Shift, Swap
from coordination.oncall.services.rosters.circuit import transmit_roster
from coordination.oncall.services.rosters.shift import assign
from coordination.oncall.services.swaps.cover import ask_cover
from coordination.oncall.services.swaps.relay import leave_note
from coordination.oncall.services.swaps.swap import open_swap
from portal.lib.links import token_for
from tests.coordination.oncall.circuit_world import Circuit
from tests.pages import check_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def scene(aube, troyes):
    """Nadia is on call this evening, Louise tomorrow; a hole in two days, proposed to both."""
    found = Circuit(aube, troyes, starts_in=0)
    found.publish()
    found.hole = found.slot(2)
    return found


def test_the_pages_are_accessible(visit, scene):
    zoe = scene.person("Zoé")
    sent = transmit_roster(scene.roster, by=scene.coordinator)[0]
    assign(scene.slot(3), role=scene.role, person=zoe, by=scene.coordinator)
    call = ask_cover(scene.hole, role=scene.role, people=[zoe, scene.louise], by=None)
    leave_note(scene.shifts[0], text="Le badge est à l’accueil.", by=None)
    swap = open_swap(
        scene.shifts[1], kind=Swap.Kind.GIVE, by=None, offered_to=zoe, reason="mariage"
    )
    roster, hole = scene.roster.uuid, scene.hole.pk
    offer = call.offers.get(person=scene.louise)
    for path in [
        reverse("oncall:desk"),
        reverse("oncall:line_list"),
        scene.line.get_absolute_url(),
        reverse("oncall:roster_draft", args=["pdsa"]),
        reverse("oncall:roster_circuit", args=[roster]),
        reverse("oncall:version_detail", args=[roster, 2]),
        reverse("oncall:slot_candidates", args=[roster, hole]),
        call.get_absolute_url(),
        swap.get_absolute_url(),
        reverse("oncall:note_write", args=[scene.shifts[0].uuid]),
    ]:
        check_page(visit(scene.coordinator, path))
    for path in [
        reverse("oncall:my_duties"),
        reverse("oncall:swap_now", args=[scene.shifts[0].uuid]),
        reverse("oncall:swap_open", args=[scene.shifts[0].uuid]),
    ]:
        check_page(visit(zoe.user if "ceder" not in path else scene.nadia.user, path))
    for path in [
        reverse("oncall:roster_receipt", args=[token_for(sent.link_key)]),
        reverse("oncall:cover_answer", args=[token_for(offer.link_key)]),
        reverse("oncall:duties_by_link", args=[token_for(scene.louise.link_key)]),
        reverse("oncall:cover_answer", args=["z" * 32]),
    ]:
        check_page(visit(None, path))


def test_a_hole_is_proposed_by_keyboard_alone(visit, scene):
    page = visit(
        scene.coordinator,
        reverse("oncall:slot_candidates", args=[scene.roster.uuid, scene.hole.pk]),
    )
    first = page.get_by_role("checkbox").first
    first.focus()
    page.keyboard.press("Space")
    expect(first).not_to_be_checked()
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Proposer aux personnes cochées")
    button.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_title(re.compile("Recherche d’un remplaçant"))
    assert CoverCall.objects.get().offers.count() == 2


def test_a_draft_is_published_and_transmitted_from_its_page(visit, aube, troyes):
    scene = Circuit(aube, troyes, starts_in=50)
    page = visit(scene.coordinator, reverse("oncall:roster_circuit", args=[scene.roster.uuid]))

    page.get_by_role("button", name="Publier le tableau").click()
    page.get_by_role("button", name="Transmettre le tableau").click()

    expect(page.get_by_text("Pas encore d’accusé")).to_be_visible()
    assert Shift.objects.filter(holds=True).count() == 2
    assert scene.first - timedelta(days=45) > scene.today
