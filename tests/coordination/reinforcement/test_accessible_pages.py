"""The pages of the chain in a real browser: axe (RGAA and WCAG AA), outline, 320 px.

Few tests of many pages: a browser page is quick, emptying the database is not.
"""

import pytest
from django.urls import reverse

from coordination.notifications.models import Notification
from coordination.reinforcement.models import Assignment, Trust
from coordination.reinforcement.selectors.assignment import own_link
from coordination.reinforcement.services.selection import select
from coordination.reinforcement.services.wave import release_wave
from portal.accounts.services import request_grant
from tests.coordination.reinforcement.scene import asked, open_need, said_yes
from tests.pages import check_page
from tests.people import NeedFactory, UserFactory, VolunteerFactory, make_free

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
State = Assignment.State


def at(name, *args):
    return reverse(name, args=args)


def of_need(need, *names):
    return [reverse(f"reinforcement:{name}", args=[need.uuid]) for name in names]


@pytest.fixture
def need(ehpad, bob):
    """An open need of two nights, with people to ask, a wave, a candidate and somebody chosen."""
    made = open_need(ehpad, slots=2, pay="Grille FPH", lodging=True, contact_name="Mme Roux")
    for trust in (Trust.REGISTERED, Trust.REGISTERED, Trust.DECLARED):
        make_free(VolunteerFactory(commune=ehpad.commune, trust=trust))
    release_wave(made, by=bob, rank=1, size=1)
    said_yes(made, score=80, reasons=["EHPAD, 7 ans, en 2026", "à moins de 5 km"])
    select(said_yes(made), by=bob)
    return made


def test_the_pages_of_a_manager(visit, bob, need):
    waiting = need.assignments.get(state=State.ACCEPTED)
    chosen = need.assignments.get(state=State.SELECTED)
    draft = NeedFactory(structure=need.structure, created_by=bob)
    paths = [
        "/",
        at("reinforcement:need_list"),
        at("reinforcement:need_create"),
        *of_need(draft, "need_detail", "need_profile", "need_terms"),
        *of_need(need, "need_detail", "need_matching", "candidate_list", "need_cancel"),
        *of_need(waiting, "assignment_detail"),
        *of_need(chosen, "assignment_detail"),
        at("notifications:inbox"),
    ]

    for path in paths:
        check_page(visit(bob, path))


def test_a_preview_that_nobody_fits_and_a_form_with_errors(visit, bob, ehpad, page):
    alone = open_need(ehpad)

    for path in of_need(alone, "need_matching", "candidate_list"):
        check_page(visit(bob, path))
    visit(bob, at("reinforcement:need_create"))
    with page.expect_navigation():
        page.get_by_role("button", name="Continuer").click()
    assert page.title().startswith("Erreur\xa0: ")
    check_page(page, source="")


def test_the_page_of_an_answer_at_each_stage(visit, ehpad, need):
    need.slots.update(capacity=5)
    stages = [
        asked(need),
        need.assignments.get(state=State.ACCEPTED),
        need.assignments.get(state=State.SELECTED),
        *(asked(need, state=state) for state in (State.REFUSED, State.STANDBY, State.CANCELLED)),
    ]

    for ask in stages:
        check_page(visit(None, own_link(ask)))
    check_page(visit(None, "/r/inconnu/"))


def test_the_pages_of_a_volunteer(visit, charlie, need):
    ask = asked(need)
    Assignment.objects.filter(pk=ask.pk).update(volunteer=charlie.volunteer)
    names = ("home", "missions", "availability", "profile", "export", "leave")

    check_page(visit(charlie, "/"))
    for name in names:
        check_page(visit(charlie, at(f"reinforcement:volunteer_{name}")))
    check_page(visit(charlie, at("notifications:preferences")))


def test_the_pages_of_the_agency(visit, alice, need):
    submitted = NeedFactory(structure=need.structure, submitted=True)
    request_grant(UserFactory(first_name="Théo"), structure=need.structure)
    person = need.assignments.first().volunteer
    paths = [
        "/",
        *of_need(submitted, "need_detail", "need_return"),
        *of_need(person, "volunteer_detail"),
        at("reinforcement:volunteer_list"),
        at("situation:grant_list"),
        at("situation:pilotage"),
        at("situation:search") + "?q=tilleuls",
        at("accounts:profile"),
        at("accounts:territory"),
    ]

    for path in paths:
        check_page(visit(alice, path))


def test_the_outbox_and_the_directory(visit, gaspard, need):
    message = Notification.objects.earliest("pk")
    structure = need.structure
    paths = [
        at("notifications:outbox"),
        at("notifications:outbox_detail", message.pk),
        at("directory:structure_list"),
        at("directory:structure_list") + "?q=introuvable&commune=Troyes&rayon=20",
        structure.get_absolute_url(),
    ]

    for path in paths:
        page = visit(gaspard, path)
        page.wait_for_load_state("networkidle")
        check_page(page)
