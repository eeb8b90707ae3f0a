"""Whole journeys with the keyboard alone: Tab to get there, Enter or Space to act."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from coordination.notifications import delivery
from coordination.notifications.models import Publication
from coordination.notifications.writing import write_one
from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.services.wave import release_wave
from tests.coordination.reinforcement.scene import open_need, said_yes, state_of
from tests.people import NeedFactory, VolunteerFactory, make_free

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = Assignment.State
SEEN = """() => { const one = document.activeElement, style = getComputedStyle(one);
    if (one === document.body) return ["", true];
    const label = one.labels && one.labels[0] ? one.labels[0].innerText : "";
    const words = label || one.innerText || one.value || one.name || "";
    return [words.replace(/\\s+/g, " "),
            style.outlineStyle !== "none" || style.boxShadow !== "none"] }"""


def reach(page, words, *, most=90):
    """Tab from stop to stop until `words`; each stop shows where the focus is."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        text, is_seen = page.evaluate(SEEN)
        assert is_seen or not text, f"the focus cannot be seen on {text!r}"
        if words in text:
            return
        stops.append(text[:40])
    raise AssertionError(f"{words!r} is not among the stops of the keyboard: {stops}")


def press(page, words, key="Enter"):
    """Reach `words` and act; the next page is there when this returns."""
    reach(page, words)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_volunteer_answers_from_the_link_of_the_e_mail(visit, bob, ehpad, charlie):
    make_free(charlie.volunteer)
    need = open_need(ehpad, slots=2)
    release_wave(need, by=bob, rank=1, size=1)
    write_one(Publication.objects.get(notice="wave_ask").pk)
    delivery.drain("bulk")
    letter = next(sent for sent in mail.outbox if sent.to == [charlie.email])
    link = re.search(r"https?://[^/\s]+(/r/\S+/)", letter.body)[1]

    page = visit(None, link)
    ask = Assignment.objects.get(volunteer=charlie.volunteer)
    assert ask.answered_at is None
    reach(page, "20")  # the first slot
    page.keyboard.press("Space")
    press(page, "Seulement les créneaux cochés")

    assert page.locator("h1").inner_text().startswith("Votre oui est enregistré")
    assert (state_of(ask), ask.seats.count()) == (State.ACCEPTED, 1)
    reach(page, "Je ne peux finalement pas")
    page.keyboard.press("Enter")
    press(page, "Je ne peux pas")
    assert state_of(ask) == State.REFUSED


def test_a_manager_selects_then_confirms(visit, bob, ehpad):
    candidate = said_yes(open_need(ehpad))
    address = reverse("reinforcement:candidate_list", args=[candidate.need.uuid])

    page = visit(bob, address)
    press(page, f"Retenir {candidate.volunteer.reference}")
    assert state_of(candidate) == State.SELECTED
    page = visit(bob, candidate.get_absolute_url())
    press(page, "Confirmer la mission")

    assert state_of(candidate) == State.CONFIRMED


def test_the_agency_validates_then_releases_a_wave(visit, alice, bob, ehpad, nurse):
    for _ in range(3):
        make_free(VolunteerFactory(profession=nurse, commune=ehpad.commune))
    need = NeedFactory(structure=ehpad, submitted=True, created_by=bob)

    page = visit(alice, need.get_absolute_url())
    press(page, "Valider et diffuser")
    assert Need.objects.get(pk=need.pk).state == Need.State.OPEN
    press(page, "Voir qui correspond et prévenir")
    press(page, "Prévenir")

    assert Assignment.objects.filter(need=need, state=State.NOTIFIED).count() == 3
    assert "Vague 1" in page.inner_text("main")
