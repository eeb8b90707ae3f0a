"""Public holidays, bridges, and the slots that follow from them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordination.oncall.calendar import Calendar, DayKind
from coordination.oncall.clock import days_between
from coordination.oncall.slots import Template, plan_slots
from portal.lib.holidays import HolidayZone, zone_of
from portal.lib.time import PARIS, hours_between
from tests.coordination.oncall.patience import patient

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
NATIONAL = ["01/01", "06/04", "01/05", "08/05", "14/05", "25/05", "14/07", "15/08", "01/11",
            "11/11", "25/12"]  # fmt: skip
PDSA = [
    Template(1, "Soirée", time(20), time(0), "every_day", "evening"),
    Template(2, "Nuit profonde", time(0), time(8), "every_day", "deep_night"),
    Template(3, "Journée", time(8), time(20), "day_off", "sunday"),
    Template(4, "Samedi après-midi", time(12), time(20), "saturday", "saturday"),
]


def holidays_of(calendar):
    return [f"{day:%d/%m}" for day in days_between(*YEAR) if calendar.holiday(day)]


def test_the_national_days_of_2026():
    assert holidays_of(Calendar()) == NATIONAL


def test_alsace_moselle_adds_saint_stephen_and_good_friday_only_where_there_is_a_church():
    alsace = Calendar(HolidayZone.ALSACE_MOSELLE)
    with_church = Calendar(HolidayZone.ALSACE_MOSELLE, good_friday=True)

    assert set(holidays_of(alsace)) - set(NATIONAL) == {"26/12"}
    assert set(holidays_of(with_church)) - set(NATIONAL) == {"03/04", "26/12"}


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("97105", {"27/05", "21/07"}),
        ("97209", {"22/05", "21/07"}),
        ("97302", {"10/06"}),
        ("97411", {"20/12"}),
        ("97608", {"27/04"}),
        ("97701", {"09/10"}),
        ("97801", {"28/05"}),
        ("67482", {"26/12"}),
        ("10387", set()),
        ("2A004", set()),
    ],
)
def test_each_place_has_its_own_days(code, more):
    assert set(holidays_of(Calendar(zone_of(code)))) - set(NATIONAL) == more


def test_two_holidays_may_fall_on_one_date():
    assert "Ascension" in Calendar().holiday(date(2008, 5, 1))


def counted(slots):
    found = {}
    for slot in slots:
        found[slot.template] = found.get(slot.template, 0) + 1
    return found


def test_the_pdsa_year_2026_is_5588_hours():
    slots = plan_slots(PDSA, *YEAR, zone=PARIS, calendar=Calendar())

    assert counted(slots) == {1: 365, 2: 365, 3: 70, 4: 46}
    assert sum(hours_between(*slot.period) for slot in slots) == 5588


def test_a_saturday_holiday_of_alsace_is_held_from_8_to_20():
    alsace = Calendar(HolidayZone.ALSACE_MOSELLE, good_friday=True, bridges=False)
    saturday = date(2026, 12, 26)

    slots = plan_slots(PDSA, saturday, date(2026, 12, 27), zone=PARIS, calendar=alsace)

    assert [(slot.template, slot.slot_class) for slot in slots][1] == (3, "holiday")
    assert counted(slots) == {1: 1, 2: 1, 3: 1}


def test_without_bridges_the_friday_after_ascension_is_a_weekday():
    friday = date(2026, 5, 15)

    assert Calendar().kind(friday) == DayKind.BRIDGE
    assert Calendar(bridges=False).kind(friday) == DayKind.WEEKDAY
    assert Calendar(bridge_saturdays=False).kind(date(2026, 5, 16)) == DayKind.SATURDAY


@patient
@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(HolidayZone), st.booleans())
def test_the_slots_of_a_pdsa_day_never_overlap_and_follow_the_rule(day, zone, bridges):
    calendar = Calendar(zone, bridges=bridges)
    slots = plan_slots(PDSA, day, day + timedelta(days=1), zone=PARIS, calendar=calendar)

    for one, following in zip(slots, slots[1:], strict=False):
        assert one.period[1] <= following.period[0]
    rules = {slot.template for slot in slots}
    assert rules >= {1, 2}
    assert (3 in rules) == calendar.is_day_off(day)
    assert not {3, 4} <= rules
