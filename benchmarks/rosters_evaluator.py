"""What a roster of the Curtois–Qu format costs and breaks, told by the text of the format only.

It shares nothing with the solver: neither its model, nor its rules, nor its mapping.
"""

from collections import Counter
from itertools import groupby

from benchmarks.rosters_format import Instance, Staff

SATURDAY, SUNDAY = 5, 6
Plan = dict[str, dict[int, str]]
"""For each person, the shift of each worked day."""


def objective(instance: Instance, plan: Plan) -> int:
    """The requests that are not met and the cover that is missed, at their weights."""
    cost = 0
    for person, day, shift, weight in instance.on:
        cost += weight * (plan.get(person, {}).get(day) != shift)
    for person, day, shift, weight in instance.off:
        cost += weight * (plan.get(person, {}).get(day) == shift)
    present = Counter((day, shift) for days in plan.values() for day, shift in days.items())
    for day, shift, need, under, over in instance.cover:
        number = present[day, shift]
        cost += under * max(need - number, 0) + over * max(number - need, 0)
    return cost


def violations(instance: Instance, plan: Plan) -> list[str]:
    """Each hard rule that the plan breaks, with whose it is."""
    known = {one.key for one in instance.staff}
    found = [f"{person}: unknown" for person in plan if person not in known]
    for staff in instance.staff:
        days = plan.get(staff.key, {})
        found += [f"{staff.key}: {broken}" for broken in _of_person(instance, staff, days)]
    return found


def _of_person(instance: Instance, staff: Staff, days: dict[int, str]) -> list[str]:
    found = []
    found += [f"day {day} outside" for day in days if not 0 <= day < instance.days]
    found += [f"day {day} off" for person, day in instance.days_off
              if person == staff.key and day in days]  # fmt: skip
    found += [f"shift {shift} unknown" for shift in days.values() if shift not in instance.minutes]
    for shift, number in Counter(days.values()).items():
        if number > staff.most_by_shift.get(shift, number):
            found.append(f"{number} shifts {shift}")
    minutes = sum(instance.minutes.get(shift, 0) for shift in days.values())
    if not staff.least_minutes <= minutes <= staff.most_minutes:
        found.append(f"{minutes} minutes")
    for day, shift in days.items():
        if (shift, days.get(day + 1)) in instance.forbidden:
            found.append(f"{shift} then {days[day + 1]} on day {day + 1}")
    weekends = {day // 7 for day in days if day % 7 in (SATURDAY, SUNDAY)}
    if len(weekends) > staff.most_weekends:
        found.append(f"{len(weekends)} week-ends")
    return found + _runs(instance, staff, days)


def _runs(instance: Instance, staff: Staff, days: dict[int, str]) -> list[str]:
    found, first = [], 0
    for is_worked, run in groupby(range(instance.days), key=lambda day: day in days):
        length = len(list(run))
        inside = first > 0 and first + length < instance.days
        if is_worked and length > staff.most_worked:
            found.append(f"{length} days in a row from day {first}")
        if inside and length < (staff.least_worked if is_worked else staff.least_off):
            what = "worked" if is_worked else "off"
            found.append(f"only {length} days {what} from day {first}")
        first += length
    return found
