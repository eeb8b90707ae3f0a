"""Calendars, fairness, the grid turned over, files, in a real Chromium: axe, 320 px, keyboard."""

import re
from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from coordination.oncall.models import Roster
from coordination.oncall.services.calendars.agenda_import import read_agenda
from coordination.oncall.services.rosters.roster_import import read_roster_file
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
)
from tests.pages import axe_problems, check_page
from tests.people import GrantFactory, TerritoryFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MARCH = date(2026, 3, 23)
CALENDAR = b"""BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
UID:un\r
DTSTART;VALUE=DATE:%s\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:deux\r
DTSTART:demain\r
END:VEVENT\r
END:VCALENDAR\r
"""
SHEET = "Date;Horaire;Secteur;Personne\r\n23/03/2026;20h-24h;Troyes;{}\r\n23/03/2026;20h;;Personne"


@pytest.fixture
def roster():
    """A week of two sectors, one with a hole; the agent of the department is on call too."""
    aube = TerritoryFactory(department=True, code="10", name="Aube")
    roster = RosterFactory(line=LineFactory(territory=aube, name="Médecins de garde"))
    role = LineRoleFactory(line=roster.line)
    for name in ("Troyes", "Bar-sur-Aube"):
        sector = SectorFactory(line=roster.line, name=name, code=name.lower())
        RequirementFactory(sector=sector)
        for rank in range(7):
            slot = SlotFactory(roster=roster, sector=sector, local_day=MARCH + timedelta(days=rank))
            if rank != 3:
                ShiftFactory(slot=slot, role=role)
    return roster


@pytest.fixture
def agent(roster):
    """Somebody of the ARS who is listed on the line."""
    user = GrantFactory(territory=roster.line.territory).user
    listed = MemberFactory(line=roster.line, person=PersonFactory(user=user))
    listed.roles.add(LineRoleFactory(line=roster.line))
    return user


@pytest.fixture
def signed_in(agent, live_server, page, client):
    client.force_login(agent)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_the_pages_are_accessible(signed_in, agent, live_server, roster):
    line, person = roster.line, agent.oncall_person
    draft = RosterFactory(
        line=line, state=Roster.State.DRAFT, days=DateRange(MARCH, MARCH + timedelta(days=7))
    )
    SlotFactory(roster=draft, sector=line.sectors.get(name="Troyes"), local_day=MARCH)
    day = f"{timezone.localdate() + timedelta(days=9):%Y%m%d}".encode()
    agenda = read_agenda(CALENDAR % day, name="a.ics", person=person, line=None, by=agent)
    text = SHEET.format(person).encode()
    sheet = read_roster_file(text, name="t.csv", roster=draft, by=agent)
    month = reverse("oncall:line_month", args=[line.slug])
    for path in (
        f"{month}?mois=2026-03",
        f"{month}?mois=2026-03&secteur=troyes",
        f"{reverse('oncall:line_year', args=[line.slug])}?annee=2026",
        reverse("oncall:line_fairness", args=[line.slug]),
        reverse("oncall:line_copy", args=[line.slug]),
        f"{reverse('oncall:feed_list')}?ligne={line.slug}",
        f"{roster.get_absolute_url()}?mois=2026-03&sens=secteurs",
        reverse("oncall:absence_import"),
        agenda.get_absolute_url(),
        reverse("oncall:roster_import", args=[draft.uuid]),
        sheet.get_absolute_url(),
    ):
        signed_in.goto(f"{live_server.url}{path}")
        check_page(signed_in)


def test_a_calendar_is_opened_and_revoked_by_keyboard(signed_in, live_server, roster):
    signed_in.goto(f"{live_server.url}{roster.line.get_absolute_url()}")
    signed_in.get_by_role("link", name="Dans mon agenda").focus()
    signed_in.keyboard.press("Enter")
    expect(signed_in).to_have_title(re.compile("mon agenda"))
    signed_in.get_by_role("button", name="Créer l’adresse de l’agenda").focus()

    signed_in.keyboard.press("Enter")
    expect(signed_in.locator(".pt-copy__value")).to_contain_text(".ics")
    assert not axe_problems(signed_in)

    signed_in.get_by_role("button", name="Révoquer").focus()
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator("main")).to_contain_text("L’agenda est révoqué")


def test_the_copy_is_read_without_network_and_says_its_age(
    signed_in, live_server, roster, tmp_path
):
    signed_in.goto(f"{live_server.url}{reverse('oncall:line_copy', args=[roster.line.slug])}")
    with signed_in.expect_download() as taken:
        signed_in.get_by_role("button", name="Prendre la copie").click()
    file = tmp_path / "copie.html"
    taken.value.save_as(file)
    signed_in.context.set_offline(True)

    signed_in.goto(file.as_uri())

    expect(signed_in.locator("#age-words")).to_have_text("Cette copie a moins d’une heure.")
    assert not axe_problems(signed_in)
    signed_in.clock.install(time=timezone.now() + timedelta(hours=30))
    signed_in.reload()
    expect(signed_in.locator("#age")).to_contain_text("Cette copie a 30 h")
    expect(signed_in.locator("#age")).to_have_class(re.compile("old"))
