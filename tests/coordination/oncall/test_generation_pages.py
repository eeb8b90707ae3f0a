"""The pages of a proposal: ask, follow, read why, take up; by whoever runs the line only."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import GenerationRun, Shift
from coordination.oncall.services.drawing import generation
from coordination.oncall.services.people.absence import note_absence
from coordination.oncall.services.rosters.roster import draft_roster
from coordination.oncall.tasks import draw_rosters
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    RequirementFactory,
    SectorFactory,
    SlotTemplateFactory,
)
from tests.pages import check_page
from tests.people import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(aube, alice):
    """A week of evenings to hold between two people."""
    line = LineFactory(territory=aube)
    SlotTemplateFactory(line=line)
    RequirementFactory(sector=SectorFactory(line=line))
    for _ in range(2):
        MemberFactory(line=line).roles.add(LineRoleFactory(line=line))
    return draft_roster(line, first=date(2027, 3, 1), last=date(2027, 3, 7), name="Mars", by=alice)


def asked(client, draft):
    address = reverse("oncall:generation_ask", args=[draft.uuid])
    response = client.post(address, {"seconds": "20"}, follow=True)
    return GenerationRun.objects.get(), response.content.decode()


def test_a_coordinator_asks_follows_reads_and_takes_up(client, draft, alice):
    log_in(client, alice)

    run, waiting = asked(client, draft)
    draw_rosters()
    read = client.get(run.get_absolute_url()).content.decode()
    taken = client.post(reverse("oncall:generation_apply", args=[run.uuid]), follow=True)

    assert "en attente" in waiting
    assert "Équité sur douze mois" in read
    assert "Reprendre la proposition" in read
    assert Shift.objects.filter(roster=draft).count() == 7
    assert "reste un brouillon" in taken.content.decode()
    assert "Reprendre la proposition" not in taken.content.decode()


def test_a_run_under_way_shows_how_far_it_is_and_can_be_stopped(client, draft, alice):
    log_in(client, alice)
    run, _ = asked(client, draft)
    generation.claim_generation(timezone.now())
    GenerationRun.objects.update(objective=1234, bound=1200, elapsed_seconds=7)

    page = client.get(run.get_absolute_url()).content.decode()
    fragment = client.get(run.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    client.post(reverse("oncall:generation_stop", args=[run.uuid]))

    assert "1 234" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "<html" in page
    assert "<html" not in fragment
    assert "Arrêter et garder le meilleur" in fragment
    run.refresh_from_db()
    assert run.stop_asked_at is not None


def test_the_page_turns_by_itself_once_the_run_is_over(client, draft, alice):
    log_in(client, alice)
    run, _ = asked(client, draft)
    draw_rosters()

    response = client.get(run.get_absolute_url(), headers={"HX-Request": "true"})

    assert response["HX-Refresh"] == "true"


def test_what_is_not_covered_is_said_with_the_rules_in_the_way(client, draft, alice):
    for member in draft.line.members.all():
        member.roles.clear()
    log_in(client, alice)
    run, _ = asked(client, draft)
    draw_rosters()

    page = client.get(run.get_absolute_url()).content.decode()

    assert "Ce qui reste découvert, et pourquoi" in page
    assert "sans le rôle ou la qualification&nbsp;: 2" in page


def test_a_refusal_is_said_on_the_page(client, draft, alice):
    log_in(client, alice)
    asked(client, draft)

    again = client.post(reverse("oncall:generation_ask", args=[draft.uuid]), {"seconds": "20"})

    assert "Un calcul est déjà en cours" in again.content.decode()


def test_nobody_else_sees_a_run(client, draft, alice, dora):
    log_in(client, alice)
    run, _ = asked(client, draft)

    log_in(client, dora)

    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.post(reverse("oncall:generation_stop", args=[run.uuid])).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_a_proposal_are_accessible(visit, draft, alice):
    gone = draft.line.members.first().person
    note_absence(gone, period=draft.slots.order_by("period").first().period, by=alice)
    draft.line.members.last().roles.clear()
    first = reverse("oncall:generation_ask", args=[draft.uuid])
    run = generation.ask_generation(draft, seconds=20, stays_close=False, by=alice)

    check_page(visit(alice, first))
    check_page(visit(alice, run.get_absolute_url()))
    generation.claim_generation(timezone.now())
    GenerationRun.objects.update(objective=1234, bound=1200, elapsed_seconds=7)
    check_page(visit(alice, run.get_absolute_url()))
    GenerationRun.objects.update(state="queued")
    draw_rosters()
    page = visit(alice, run.get_absolute_url())
    check_page(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Reprendre la proposition").click()
    assert page.get_by_text("reste un brouillon à relire").is_visible()
