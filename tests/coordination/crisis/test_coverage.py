"""The coverage of a cell: rosters, holders, alternates; what warns; alarms; presences (rule 9)."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.crisis import clock, staffing
from coordination.crisis.models import Cell, CellLine, CoverageAlarm, LogText, Presence
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.duty import HereAlready, LineOpenAlready, NotHere
from coordination.crisis.selectors.coverage import cover_of
from coordination.crisis.services.designation import designate
from coordination.crisis.services.duty import (
    check_in,
    check_out,
    open_role_line,
    raise_coverage_alarms,
)
from coordination.crisis.services.shipped_cards import load_cards
from coordination.crisis.staffing import Hold, Segment
from coordination.notifications.models import Notification
from coordination.oncall.models import Shift, Slot
from coordination.oncall.services.rosters.placement import Placement, place_all
from coordination.oncall.services.rosters.roster import draft_roster, publish_roster
from portal.lib.time import PARIS, local_instant
from tests.coordination.crisis.crisis_world import join, role
from tests.coordination.oncall.roster_world import PersonFactory
from tests.people import log_in

pytestmark = pytest.mark.django_db
H = timedelta(hours=1)
ZERO = datetime(2026, 3, 10, tzinfo=UTC)


def at(start, end):
    return ZERO + start * H, ZERO + end * H


def shown(window, needed, *holds):
    found = staffing.segments(at(*window), needed, [Hold(at(*when), *who) for when, *who in holds])
    return [
        ((one.period[0] - ZERO) // H, (one.period[1] - ZERO) // H, one.state, one.names)
        for one in found
    ]


def test_a_window_is_covered_by_alternates_or_by_nobody_hour_by_hour():
    assert shown((0, 24), 1) == [(0, 24, "uncovered", ())]
    assert shown((0, 24), 1, ((-5, 12), "Ada"), ((12, 20), "Bo", True)) == [
        (0, 12, "covered", ("Ada",)),
        (12, 20, "alternate", ("Bo",)),
        (20, 24, "uncovered", ()),
    ]
    assert shown((0, 10), 2, ((0, 10), "Ada"), ((4, 10), "Bo", True)) == [
        (0, 4, "uncovered", ("Ada",)),
        (4, 10, "covered", ("Ada", "Bo")),
    ]
    assert shown((0, 10), 1, ((0, 5), "Ada"), ((5, 10), "Ada")) == [(0, 10, "covered", ("Ada",))]
    assert staffing.outside(at(0, 10), [at(2, 4), at(3, 5)]) == [at(0, 2), at(5, 10)]


def test_more_than_twelve_hours_or_less_than_eleven_of_rest_warns():
    duties = [("Ada", at(0, 12)), ("Ada", at(12, 20)), ("Bo", at(0, 8)), ("Bo", at(18, 24)),
              ("Cy", at(0, 12)), ("Cy", at(23, 24))]  # fmt: skip

    ada, bo = staffing.tired(duties)

    assert ada.startswith("Ada : 20 heures de suite") and bo.startswith("Bo : 10 heures de repos")


@pytest.fixture
def rostered(cell, alice, bob, aube):
    """Logistics has a roster: the holder by day, the alternate by night, nobody tomorrow night."""
    held = role(cell, "communication")
    today = timezone.localdate()
    named = {}
    for rank, who in enumerate((bob, None)):
        person = PersonFactory(user=who, territory=aube, last_name=f"Nom{rank}")
        named[rank] = person
        designate(held, person, owner=aube, rank=rank, since=today - 9 * 24 * H, by=alice,
                  site="Troyes")  # fmt: skip
    line = open_role_line(cell, held, by=alice).line
    roster = draft_roster(line, first=today - 24 * H, last=today + 5 * 24 * H, name="7 j", by=alice)
    tomorrow = today + 24 * H
    place_all(
        roster,
        [
            Placement(slot, line.roles.get(), named[slot.slot_class == "night"])
            for slot in Slot.objects.filter(roster=roster)
            if (slot.local_day, slot.slot_class) != (tomorrow, "night")
        ],
        origin=Shift.Origin.MANUAL,
        by=alice,
    )
    publish_roster(roster, by=alice)
    return held, line, local_instant(tomorrow, time(10), PARIS), named


def test_a_role_is_covered_by_its_roster_else_by_its_holder(cell, alice, rostered):
    held, line, morning, named = rostered

    with clock.standing_at(morning):
        cover = cover_of(cell)
    one = next(one for one in cover.roles if one.role == held)
    vacant = next(one for one in cover.roles if one.role.slug == "capacity")

    first, night, *_ = one.segments
    assert (first.state, first.names) == ("covered", (str(named[0]),))
    assert night.state == "uncovered"
    assert night.period[0] == local_instant(morning.date(), time(20), PARIS)
    assert night.period[1] - night.period[0] == 12 * H
    assert {part.state for part in one.segments} == {"covered", "alternate", "uncovered"}
    assert [filler.rank for filler in one.fillers] == [0, 1]
    assert one in cover.pressing and vacant.segments[0].state == "uncovered"
    assert any("tous les désignés travaillent à Troyes" in words for words in cover.warnings)
    assert line.members.count() == 2 and line.kind == "crisis_cell"
    with pytest.raises(LineOpenAlready):
        open_role_line(cell, held, by=alice)
    assert sum(bar.width for bar in one.bars) == 4320


def test_an_exclusive_role_held_with_another_and_long_hours_are_said(cell, alice, bob, aube):
    join(cell, bob, "situation")

    with clock.standing_at(clock.now() + 13 * H):
        words = " ".join(cover_of(cell).warnings)

    assert f"sans tableau qui les relève : {bob}" in words


@pytest.mark.parametrize("after, is_pressing", [(23 * H, True), (24 * H, False), (30 * H, False)])
def test_the_window_is_72_hours_and_a_hole_presses_within_24(cell, after, is_pressing):
    cover = cover_of(cell)
    start, end = cover.window
    late = Segment((start + after, end), staffing.UNCOVERED)
    held = [replace(cover.roles[0], segments=[Segment((start, late.period[0]), "covered"), late])]

    assert end - start == 72 * H
    assert bool(replace(cover, roles=held).pressing) is is_pressing


def test_a_hole_within_a_day_is_told_once_until_it_is_filled(cell, alice, bob, rostered):
    *_, morning, _named = rostered
    Cell.objects.update(level_since=morning - 2 * H)

    with clock.standing_at(morning):
        first, again = raise_coverage_alarms(morning), raise_coverage_alarms(morning)
        join(cell, bob, "situation")
        filled = raise_coverage_alarms(morning + H)

    alarms = CoverageAlarm.objects.order_by("pk")
    assert (first, again, filled) == (3, 0, 0)
    assert alarms.filter(ended_at=None).count() == 2
    told = Notification.objects.filter(publication__notice="coverage_lacks", channel="inbox")
    assert [one.user for one in told] == [alice]
    assert LogText.objects.filter(text__startswith="Personne n’est prévu").count() == 1
    assert raise_coverage_alarms(clock.now()) == 0 or alarms.count() >= 3


def test_people_check_in_and_out_on_site_or_remote(cell, alice, bob):
    check_in(cell, mode="remote", by=alice)
    with pytest.raises(HereAlready):
        check_in(cell, mode="on_site", site="Troyes", by=alice)
    with pytest.raises(NotOnDuty):
        check_in(cell, mode="on_site", by=bob)
    check_out(cell, by=alice)

    with pytest.raises(NotHere):
        check_out(cell, by=alice)

    assert Presence.objects.get().period.upper is not None
    assert LogText.objects.filter(text=f"{alice} est à son poste, à distance").exists()


def test_a_roster_is_opened_and_presence_said_on_the_page(client, cell, alice, bob):
    log_in(client, alice)
    base = f"{cell.get_absolute_url()}couverture/"

    before = client.get(base).content.decode()
    client.post(f"{base}tableau/", {"fonction": "capacity"})
    twice = client.post(f"{base}tableau/", {"fonction": "capacity"}, follow=True).content.decode()
    client.post(f"{base}arriver/", {"mode": "on_site", "site": "Troyes"})
    after = client.get(base).content.decode()
    wrong = client.post(f"{base}arriver/", {"mode": "ailleurs"}).content.decode()
    client.post(f"{base}partir/")
    home = client.get(cell.get_absolute_url()).content.decode()

    assert "Ouvrir un tableau jour et nuit" in before and "Non couverte" in before
    assert "a déjà son tableau" in twice and CellLine.objects.count() == 1
    assert "Ouvrir le tableau" in after and "Je quitte mon poste" in after
    assert "Sélectionnez un choix valide" in wrong or "choix" in wrong
    assert "Couverture sur 72 heures" in home and "à partir de" in home
    assert client.post(f"{base}tableau/", {"fonction": "inventee"}).status_code == 404
    assert log_in(client, bob).post(f"{base}tableau/", {"fonction": "legal"}).status_code == 403


def test_the_coverage_costs_the_same_with_one_roster_and_with_three(cell, alice, rostered):
    spent = []
    for slug in (None, "capacity", "situation"):
        if slug:
            open_role_line(cell, role(cell, slug), by=alice)
        with CaptureQueriesContext(connection) as captured:
            cover_of(cell)
        spent.append(len(captured))

    assert spent[0] == spent[1] == spent[2] <= 21


def test_the_api_gives_cards_coverage_and_designations(client, cell, alice, bob, rostered):
    load_cards()
    log_in(client, alice)
    uuid = cell.uuid

    cards = client.get(f"/api/v1/cell-cards/{uuid}/").json()["cards"]
    line = cards[0]["bands"][0]["lines"][0]
    asked = {"role": cards[0]["role"], "item": line["item"], "done": True}
    tick = f"/api/v1/cell-cards/{uuid}/tick/"
    first, again = client.post(tick, asked), client.post(tick, asked)
    cover = client.get(f"/api/v1/cell-coverage/{uuid}/").json()
    named = client.get("/api/v1/designations/").json()["results"]

    assert (line["done_by"], first.status_code, again.status_code) == (None, 204, 409)
    states = {one["role"]: one["state"] for one in cover["roles"]}
    assert states["communication"] == "uncovered" and cover["warnings"]
    assert [one["rank"] for one in named] == [1, 0]  # newest first
    assert log_in(client, bob).get(f"/api/v1/cell-cards/{uuid}/").status_code == 404
