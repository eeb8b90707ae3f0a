"""A line as a calendar: the month, the year, fairness, the grid turned over, the offline copy."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import Override, OverridePerson
from coordination.oncall.selectors.drawing.fairness import fairness_page
from coordination.oncall.selectors.rosters.calendar_page import month_page, year_page
from coordination.oncall.services.answering import offline
from portal.audit.models import Entry
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
    evening,
    serve,
    tomorrow,
)
from tests.pages import source_problems
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
MARCH, TODAY = date(2026, 3, 1), date(2026, 11, 20)


@pytest.fixture
def line(aube):
    return LineFactory(territory=aube, slug="pdsa", name="Médecins de garde", phone="+33325000000")


@pytest.fixture
def sector(line):
    sector = SectorFactory(line=line, name="Troyes", code="troyes")
    RequirementFactory(sector=sector)
    return sector


@pytest.fixture
def roster(line):
    return RosterFactory(line=line)


def evenings(roster, sector, *days, **fields):
    return [SlotFactory(roster=roster, sector=sector, local_day=day, **fields) for day in days]


def member(line, share=1, sectors=(), **fields):
    listed = MemberFactory(line=line, share=Decimal(share), **fields)
    listed.sectors.set(sectors)
    return listed.person


# --- Month ----------------------------------------------------------------------------------
def test_a_month_is_whole_weeks_and_its_days_last_what_they_last(line, sector, roster):
    hole, held = evenings(roster, sector, date(2026, 3, 28), date(2026, 3, 29))
    ShiftFactory(slot=held)

    page = month_page(line, None, MARCH, today=TODAY)

    days = {one.day: one for week in page["weeks"] for one in week.days}
    assert len(days) == 42 and not days[date(2026, 2, 23)].in_month
    assert (days[date(2026, 3, 28)].width, days[date(2026, 3, 29)].width) == (96, 92)
    assert "heure d’été" in days[date(2026, 3, 29)].note and days[date(2026, 3, 28)].note == ""
    assert page["holes"] == days[date(2026, 3, 28)].holes == 1
    # From 20 h to midnight of a day of 23 hours: the last four hours of it.
    (bar,) = days[date(2026, 3, 29)].bars
    assert (bar.x, bar.width, bar.state) == (76.0, 16.0, "covered")
    autumn = month_page(line, None, date(2026, 10, 1), today=TODAY)
    assert max(one.width for week in autumn["weeks"] for one in week.days) == 100


def test_the_page_of_a_month_shows_one_sector_or_all(client, emile, line, sector, roster):
    other = SectorFactory(line=line, name="Bar-sur-Aube", code="bar")
    RequirementFactory(sector=other)
    for place in (sector, other):
        ShiftFactory(slot=evenings(roster, place, date(2026, 3, 28))[0])
    evenings(roster, sector, date(2026, 3, 30))
    log_in(client, emile)
    address = reverse("oncall:line_month", args=[line.slug])

    whole = client.get(f"{address}?mois=2026-03").content.decode()
    alone = client.get(f"{address}?mois=2026-03&secteur=bar").content.decode()

    # Of a whole line the holes are named and the rest is counted.
    assert whole.count("/creneaux/") == 1 and "2 tours tenus" in whole
    assert alone.count("/creneaux/") == 1 and "Dominique" in alone
    assert "Médecins de garde, mars 2026" in whole
    assert "Médecins de garde, Bar-sur-Aube, mars 2026" in alone
    assert "1 créneau à combler" in whole and "Aucun trou" in alone


@pytest.mark.parametrize("asked", ["2026-13", "x", "0001-01", "9999-12", ""])
def test_a_month_that_is_none_shows_this_one(client, emile, line, asked):
    address = reverse("oncall:line_month", args=[line.slug])
    year = reverse("oncall:line_year", args=[line.slug])
    log_in(client, emile)

    assert str(timezone.localdate().year) in client.get(address, {"mois": asked}).content.decode()
    assert client.get(year, {"annee": asked}).status_code == 200


# --- Year -----------------------------------------------------------------------------------
def test_a_year_says_week_by_week_what_each_sector_lacks(line, sector, roster):
    SectorFactory(line=line, name="Vide", code="vide")
    hole, held = evenings(roster, sector, date(2026, 3, 28), date(2026, 4, 4))
    ShiftFactory(slot=held)

    page = year_page(line, 2026, today=TODAY)

    assert len(page["rows"]) == 53 and page["holes"] == 1
    rows = {row.number: row for row in page["rows"]}
    assert [cell.state for cell in rows[13].cells] == ["hole", ""]
    assert [cell.state for cell in rows[14].cells] == ["covered", ""]
    assert page["worst"] == [rows[13]]
    assert [row.number for row in page["rows"] if row.is_current] == [47]


@pytest.mark.parametrize("days", [2, 12])
def test_calendars_cost_the_same_whatever_they_hold(
    client, emile, line, sector, roster, days, django_assert_num_queries
):
    for rank in range(days):
        slot = evenings(roster, sector, MARCH + timedelta(days=rank))[0]
        ShiftFactory(slot=slot, person=member(line))
    log_in(client, emile)
    first = client.get(reverse("oncall:line_list"))
    assert first.status_code == 200

    with django_assert_num_queries(6):
        month_page(line, None, MARCH, today=TODAY)
    with django_assert_num_queries(5):
        year_page(line, 2026, today=TODAY)
    with django_assert_num_queries(5):
        fairness_page(line, "", today=TODAY)


# --- Fairness -------------------------------------------------------------------------------
def test_points_stand_against_what_each_committed_to(line, sector, roster):
    half, whole, away = member(line, "0.5"), member(line), member(line, sectors=[])
    slots = evenings(roster, sector, *(MARCH + timedelta(days=n) for n in range(6)), points=2)
    for slot in slots[:5]:
        ShiftFactory(slot=slot, person=whole)
    ShiftFactory(slot=slots[5], person=half, period=evening(MARCH + timedelta(days=5), 20, 22))

    rows = {row.name: row for row in fairness_page(line, "", today=TODAY)["rows"]}

    mine = rows[str(whole)]
    assert (mine.duties, mine.balance.points) == (5, 10)
    assert rows[str(half)].balance.points == 1  # half of an evening of two points
    assert mine.balance.target == 2 * rows[str(half)].balance.target
    assert sum(row.balance.target for row in rows.values()) == pytest.approx(11)
    assert rows[str(away)].balance.deviation < 0


def test_an_override_takes_the_points_of_one_and_gives_them_to_the_other(line, sector, roster):
    gone, comes, third = member(line), member(line), member(line)
    slots = evenings(roster, sector, *(MARCH + timedelta(days=n) for n in range(3)), points=2)
    shift = [ShiftFactory(slot=slot, person=gone) for slot in slots][0]
    first, last = slots[0].period, slots[1].period
    asked = {"line": line, "sector": sector, "role": shift.role, "motive": "malade"}
    night = Override.objects.create(kind="replace", period=first, **asked)
    half = evening(last.lower.date(), 20, 22)
    short = Override.objects.create(kind="add", period=half, **asked)
    over = Override.objects.create(
        kind="add", period=slots[2].period, cancelled_at=slots[2].period.upper, **asked
    )
    for override, person, side in [
        (night, gone, "removed"), (night, comes, "added"), (short, third, "added"),
        (over, third, "added"),
    ]:  # fmt: skip
        OverridePerson.objects.create(
            override=override, person=person, side=side, line=line, period=override.period,
            is_live=override != over,
        )  # fmt: skip

    rows = {row.name: row for row in fairness_page(line, "", today=TODAY)["rows"]}

    assert (rows[str(gone)].duties, rows[str(gone)].balance.points) == (2, 4)
    assert (rows[str(comes)].duties, rows[str(comes)].balance.points) == (1, 2)
    assert rows[str(third)].balance.points == 1


def test_a_sector_is_shared_among_those_who_serve_it(line, sector, roster):
    other = SectorFactory(line=line, name="Bar", code="bar")
    here, there = member(line, sectors=[sector]), member(line, sectors=[other])
    (slot,) = evenings(roster, sector, MARCH, points=4)
    ShiftFactory(slot=slot, person=here)

    rows = {row.name: row.balance for row in fairness_page(line, "", today=TODAY)["rows"]}

    assert (rows[str(here)].target, rows[str(there)].target) == (4, 0)


def test_what_is_published_ahead_counts_unless_only_the_past_is_asked(line, sector, roster):
    person = member(line)
    for slot in evenings(roster, sector, TODAY - timedelta(days=1), date(2026, 12, 24), points=3):
        ShiftFactory(slot=slot, person=person)

    ahead, done = (fairness_page(line, asked, today=TODAY) for asked in ("prevu", "fait"))

    assert (ahead["total"], done["total"]) == (6, 3)
    assert done["last"] == TODAY


def test_fairness_is_for_those_who_share_the_burden(client, emile, bob, line, sector, roster):
    doctor = UserFactory()
    MemberFactory(line=line, person=PersonFactory(user=doctor))
    address = reverse("oncall:line_fairness", args=[line.slug])

    codes = {who: log_in(client, who).get(address).status_code for who in (emile, doctor, bob)}

    assert codes == {emile: 200, doctor: 200, bob: 403}


# --- The grid, turned over --------------------------------------------------------------------
def test_the_grid_lies_with_a_sector_on_each_row(client, emile, sector, roster):
    ShiftFactory(slot=evenings(roster, sector, date(2026, 3, 28))[0])
    log_in(client, emile)

    page = client.get(f"{roster.get_absolute_url()}?mois=2026-03&sens=secteurs").content.decode()

    table = page[page.index("<table") : page.index("</table>")]
    assert re.findall(r'rowheader">([^<]+)', table) == ["Troyes"]
    assert table.count('scope="col"') == 32 and table.count("/creneaux/") == 0
    assert table.count('href="creneaux/') == 1 and "23\u00a0heures" in table
    assert not source_problems(page)


# --- The offline copy -------------------------------------------------------------------------
@pytest.fixture
def on_call(line, sector, roster, troyes):
    """Tomorrow evening: a number for all, one for those who call, one for the coordination."""
    serve(sector, troyes)
    slot = SlotFactory(roster=roster, sector=sector, period=tomorrow())
    people = [
        PersonFactory(last_name=name, mobile=number, mobile__audience=audience)
        for name, number, audience in (
            ("Tous", "+33612000001", "professionals"),
            ("Appel", "+33612000002", "callers"),
            ("Coordination", "+33612000003", "coordination"),
        )
    ]
    for person in people:
        ShiftFactory(slot=slot, person=person, role=LineRoleFactory(line=line))
    return people


def taken(client, user, line):
    return log_in(client, user).post(reverse("oncall:line_copy", args=[line.slug]))


def test_the_copy_opens_alone_and_holds_the_numbers_of_its_reader(
    client, bob, emile, line, on_call
):
    files = {who: taken(client, who, line).content.decode() for who in (bob, emile)}

    held = {who: re.findall(r"tel:(\+33612\d+)", text) for who, text in files.items()}
    assert held == {
        bob: ["+33612000001"], emile: ["+33612000001", "+33612000002", "+33612000003"],
    }  # fmt: skip
    assert "Numéro réservé" in files[bob] and "Troyes" in files[bob]
    assert not re.search(r'(src|href)="(?!tel:|mailto:|#)', files[emile])
    assert "default-src 'none'" in files[emile]


def test_each_reserved_number_of_a_copy_stands_in_the_journal(client, emile, line, on_call):
    answer = taken(client, emile, line)

    assert answer["Content-Disposition"].startswith('attachment; filename="astreintes-pdsa-')
    revealed = Entry.objects.filter(actor=emile, action="contact.revealed")
    assert {entry.subject_id for entry in revealed} == {
        str(person.contacts.get().pk) for person in on_call[1:]
    }
    assert Entry.objects.filter(actor=emile, action="oncall.exported").count() == 1


def test_numbers_are_not_emptied_by_copies(client, emile, line, on_call, monkeypatch):
    monkeypatch.setattr(offline, "MOST_AN_HOUR", 1)

    answer = taken(client, emile, line)

    assert answer.status_code == 302
    assert not Entry.objects.filter(action="contact.revealed").exists()
