"""The screens of the rosters in a real Chromium: axe, 320 px, the keyboard."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.coordination.oncall.roster_world import (
    ALWAYS,
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.pages import check_page
from tests.people import GrantFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = date(2026, 3, 23)


@pytest.fixture
def roster():
    """Two weeks of two sectors: one with a hole, the other left by decision."""
    aube = TerritoryFactory(department=True, code="10", name="Aube")
    roster = RosterFactory(line=LineFactory(territory=aube, name="Médecins de garde"))
    troyes = SectorFactory(line=roster.line, name="Troyes et agglomération", code="troyes")
    bar = SectorFactory(line=roster.line, name="Bar-sur-Aube", code="bar")
    RequirementFactory(sector=troyes)
    RequirementFactory(
        sector=bar, minimum=0, target=0, maximum=0, is_uncovered=True,
        reason="régulation seule", reference="arrêté 7",
    )  # fmt: skip
    for rank in range(14):
        day = FIRST + timedelta(days=rank)
        slot = SlotFactory(roster=roster, sector=troyes, local_day=day)
        SlotFactory(roster=roster, sector=bar, local_day=day)
        if rank != 5:
            ShiftFactory(slot=slot)
    return roster


@pytest.fixture
def agent(roster, live_server, page, client):
    """A page signed in as an agent of the department."""
    client.force_login(GrantFactory(territory=roster.line.territory).user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_the_grid_and_its_slots_are_accessible(agent, live_server, roster):
    hole = roster.slots.get(local_day=FIRST + timedelta(days=5), sector__code="troyes")
    member = MemberFactory(line=roster.line, membership=ALWAYS)
    member.roles.add(LineRoleFactory(line=roster.line))
    shift = roster.shifts.first()
    for path in (
        f"{roster.get_absolute_url()}?mois=2026-03",
        reverse("oncall:slot_detail", args=[roster.uuid, hole.pk]),
        reverse("oncall:shift_withdraw", args=[shift.uuid]),
    ):
        agent.goto(f"{live_server.url}{path}")
        check_page(agent)


def test_the_coverage_and_the_sheet_are_accessible(agent, live_server, roster):
    today = timezone.localdate()
    for slot in roster.slots.all():
        day = today + (slot.local_day - FIRST)
        SlotFactory(roster=roster, sector=slot.sector, local_day=day)
    for name in ("line_coverage", "line_week"):
        agent.goto(f"{live_server.url}{reverse(f'oncall:{name}', args=[roster.line.slug])}")
        check_page(agent)


def test_arrows_move_from_slot_to_slot_in_the_grid(agent, live_server, roster):
    agent.goto(f"{live_server.url}{roster.get_absolute_url()}?mois=2026-03")
    cells = agent.locator("[data-grid] tr", has_text="mardi 24")
    cells.locator("td").nth(0).locator("a").focus()

    agent.keyboard.press("ArrowRight")
    expect(cells.locator("td").nth(1).locator("a")).to_be_focused()

    agent.keyboard.press("ArrowDown")
    below = agent.locator("[data-grid] tr", has_text="mercredi 25")
    expect(below.locator("td").nth(1).locator("a")).to_be_focused()
