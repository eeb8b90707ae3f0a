"""The slots that a line is to hold between two days, sector by sector."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from coordination.oncall.calendar import Calendar
from coordination.oncall.models import Line, Sector, SlotTemplate
from coordination.oncall.slots import PlannedSlot, Template, plan_slots
from portal.lib.holidays import HolidayZone


def calendar_of(sector: Sector) -> Calendar:
    """The holidays and bridges that the sector follows."""
    return Calendar(
        zone=HolidayZone(sector.holiday_zone),
        good_friday=sector.good_friday,
        bridges=sector.line.bridges,
        bridge_saturdays=sector.line.bridge_saturdays,
    )


def slots_of_line(line: Line, first: date, end: date) -> list[tuple[Sector, PlannedSlot]]:
    """Every slot of the sectors of the line while they serve, from `first` to the eve of `end`."""
    templates = list(
        SlotTemplate.objects.filter(line=line, validity__overlap=(first, end)).prefetch_related(
            "sectors"
        )
    )
    found = []
    for sector in Sector.objects.open(first).filter(line=line).select_related("line"):
        mine = [_plain(one) for one in templates if _concerns(one, sector)]
        last = min(end, sector.closed_on or end)
        planned = plan_slots(
            mine, first, last, zone=ZoneInfo(sector.zone), calendar=calendar_of(sector)
        )
        found += [(sector, slot) for slot in planned]
    return found


def _concerns(template: SlotTemplate, sector: Sector) -> bool:
    only = {one.pk for one in template.sectors.all()}
    return not only or sector.pk in only


def _plain(template: Any) -> Template:
    return Template(
        key=template.pk,
        name=template.name,
        starts_at=template.starts_at,
        ends_at=template.ends_at,
        day_rule=template.day_rule,
        slot_class=template.slot_class,
        first=template.validity.lower,
        end=template.validity.upper or date.max,
    )
