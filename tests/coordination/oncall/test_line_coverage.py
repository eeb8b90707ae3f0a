"""The coverage of a line as strips, and the sheet of its week."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from coordination.oncall.selectors.lines.strips import coverage_page, week_page
from tests.coordination.oncall.roster_world import (
    LineFactory,
    RequirementFactory,
    RosterFactory,
    SectorFactory,
    ShiftFactory,
    SlotFactory,
    evening,
)
from tests.people import log_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 27)
NOW = datetime(2026, 3, 27, 9, tzinfo=UTC)


@pytest.fixture
def roster(aube):
    return RosterFactory(line=LineFactory(territory=aube, slug="garde"))


def sector_of(roster, name, *, evenings=5, held=()):
    """A sector that owes one person each evening from today on."""
    sector = SectorFactory(line=roster.line, name=name)
    RequirementFactory(sector=sector)
    for rank in range(evenings):
        day = TODAY + timedelta(days=rank)
        slot = SlotFactory(roster=roster, sector=sector, local_day=day)
        if rank in held:
            ShiftFactory(slot=slot)
    return sector


def test_a_sector_with_a_hole_comes_first_with_what_is_covered(roster):
    sector_of(roster, "Bar-sur-Aube", held=range(5))
    sector_of(roster, "Troyes", held=[0, 1, 3, 4])

    short, long = coverage_page(roster.line, NOW)["spans"]

    assert [strip.sector for strip in short.strips] == ["Troyes", "Bar-sur-Aube"]
    assert [(strip.covered, strip.due) for strip in short.strips] == [(2, 3), (3, 3)]
    assert [(strip.covered, strip.due) for strip in long.strips] == [(4, 5), (5, 5)]


def test_half_a_hole_is_drawn_over_the_half_that_is_covered(roster):
    sector = sector_of(roster, "Troyes", evenings=0)
    slot = SlotFactory(roster=roster, sector=sector, local_day=TODAY)
    ShiftFactory(slot=slot, period=evening(TODAY, 20, 22))

    short = coverage_page(roster.line, NOW)["spans"][0]

    whole, hole = short.strips[0].segments
    assert (whole.state, hole.state) == ("covered", "hole")
    assert hole.width == pytest.approx(whole.width / 2, abs=0.2)
    assert hole.x + hole.width == pytest.approx(whole.x + whole.width, abs=0.2)


def test_a_day_of_23_hours_is_drawn_shorter(roster):
    marks = coverage_page(roster.line, NOW)["spans"][0].marks

    friday, saturday, sunday = (mark.x for mark in marks)
    assert [mark.words for mark in marks] == ["ven 27", "sam 28", "dim 29"]
    assert 1000 - sunday < saturday - friday == pytest.approx(1000 * 24 / 71, abs=0.1)


@pytest.mark.parametrize("sectors", [1, 4])
def test_the_coverage_takes_as_many_statements_for_one_sector_as_for_four(
    roster, sectors, django_assert_num_queries
):
    for rank in range(sectors):
        sector_of(roster, f"Secteur {rank}", held=[0, 1])

    with django_assert_num_queries(5):
        coverage_page(roster.line, NOW)


def test_the_week_has_a_row_per_day_with_who_is_on_call(roster):
    sector_of(roster, "Troyes", held=[0])

    rows = week_page(roster.line, date(2026, 3, 23))["rows"]

    assert [day for day, _ in rows][0] == date(2026, 3, 23)
    assert [len(cells[0]) for _, cells in rows] == [0, 0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize("asked", ["2026-03-27", "hier", "2026-02-31", "0001-01-01", ""])
def test_any_week_that_is_asked_for_gives_a_sheet(client, alice, roster, asked):
    url = reverse("oncall:line_week", args=["garde"])

    page = log_in(client, alice).get(url, {"semaine": asked})

    assert page.status_code == 200
    assert page.context["monday"].weekday() == 0
