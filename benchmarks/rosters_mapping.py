"""The Curtois–Qu format as a problem of our solver, and its rosters back."""

from benchmarks.rosters_evaluator import Plan
from benchmarks.rosters_format import Instance, Staff
from coordination.oncall.solver.problem import (
    Demand,
    Duty,
    GroupLimit,
    Limit,
    Person,
    Problem,
    Roster,
    Runs,
    Wish,
)

DAY_MINUTES = 1440
SATURDAY, SUNDAY = 5, 6
EVERYBODY = 10**6


def problem_of(instance: Instance) -> Problem:
    """Each shift of each day is a duty that fills its day: one a day for each person."""
    duties = [
        Duty(_key(day, shift), shift, day, day * DAY_MINUTES, (day + 1) * DAY_MINUTES)
        for day in range(instance.days)
        for shift in instance.minutes
    ]
    demands = [
        Demand(_key(day, shift), 0, need, EVERYBODY, under=under, over=over)
        for day, shift, need, under, over in instance.cover
    ]
    return Problem(
        days=instance.days,
        duties=tuple(duties),
        demands=tuple(demands),
        people=tuple(_person(instance, staff) for staff in instance.staff),
        forbidden_next=frozenset(instance.forbidden),
    )


def plan_of(instance: Instance, roster: Roster) -> Plan:
    """The shift of each worked day."""
    shifts = {_key(day, s): (day, s) for day in range(instance.days) for s in instance.minutes}
    return {person: dict(sorted(shifts[key] for key in keys)) for person, keys in roster.items()}


def _key(day: int, shift: str) -> str:
    return f"{day:03d}·{shift}"


def _person(instance: Instance, staff: Staff) -> Person:
    days = range(instance.days)
    bars = {
        _key(day, shift): "absence"
        for person, day in instance.days_off
        if person == staff.key
        for shift in instance.minutes
    }
    bars |= {
        _key(day, shift): "most_by_shift"
        for shift, most in staff.most_by_shift.items()
        if most == 0
        for day in days
    }
    minutes = {_key(day, s): length for day in days for s, length in instance.minutes.items()}
    wishes = [
        Wish(frozenset({_key(day, shift)}), wanted, weight)
        for wanted, requests in ((True, instance.on), (False, instance.off))
        for person, day, shift, weight in requests
        if person == staff.key
    ]
    return Person(
        staff.key,
        bars=bars,
        limits=(
            Limit("minutes", minutes, most=staff.most_minutes, least=staff.least_minutes),
            *(
                Limit("most_by_shift", {_key(day, shift): 1 for day in days}, most=most)
                for shift, most in staff.most_by_shift.items()
            ),
        ),
        groups=(GroupLimit("weekends", _weekends(instance), staff.most_weekends),),
        runs=Runs(staff.most_worked, staff.least_worked, staff.least_off),
        wishes=tuple(wishes),
    )


def _weekends(instance: Instance) -> tuple[frozenset[str], ...]:
    found: dict[int, set[str]] = {}
    for day in range(instance.days):
        if day % 7 in (SATURDAY, SUNDAY):
            found.setdefault(day // 7, set()).update(_key(day, s) for s in instance.minutes)
    return tuple(frozenset(keys) for keys in found.values())
