"""Planned steps against what is open and occupied: where each establishment stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from coordination.crisis import clock
from coordination.crisis.capacity import (
    NEARLY_FULL,
    RECENT,
    Trend,
    hours_until,
    is_too_late,
    trend,
)
from coordination.crisis.models import CapacityStep, Cell, Reading
from coordination.crisis.selectors.figures.values import plain, structures_of
from coordination.crisis.sources import Window, provide_lines
from directory.models import Structure

# Which figures say what is open and what is free, for each kind of beds.
OPEN_AND_FREE = {"icu": ("icu_open", "icu_free"), "medicine": ("medicine_open", "medicine_free")}
FRESH = timedelta(hours=24)
NAMED = 30


class Beds(NamedTuple):
    """What was open and occupied, at an instant."""

    at: datetime
    opened: Decimal
    occupied: Decimal


@dataclass(frozen=True)
class Plan:
    """The steps of one kind in one establishment, and where it stands now."""

    structure: Structure
    kind: str
    label: str
    steps: list[CapacityStep]
    beds: Beds | None
    line: Trend | None
    now: datetime

    @property
    def is_fresh(self) -> bool:
        return self.beds is not None and self.now - self.beds.at <= FRESH

    @property
    def current(self) -> CapacityStep:
        """The step that is open: the highest reached, else the first."""
        reached = [one for one in self.steps if self.beds and one.target <= self.beds.opened]
        return reached[-1] if reached else self.steps[0]

    @property
    def following(self) -> CapacityStep | None:
        """The next one to prepare."""
        after = [one for one in self.steps if one.target > self.current.target]
        return after[0] if after else None

    @property
    def full_in_hours(self) -> float | None:
        """When the step will be full, if the trend holds; None when nothing says so."""
        return hours_until(self.current.target, self.line)

    @property
    def is_alarming(self) -> bool:
        """At 85 % of the step, and the next one would open too late; or there is no next one."""
        if self.beds is None or not self.is_fresh:
            return False
        if self.following is None:
            return self.beds.occupied >= NEARLY_FULL * self.current.target
        return is_too_late(
            occupied=self.beds.occupied, target=self.current.target,
            next_lead_hours=self.following.lead_hours, full_in_hours=self.full_in_hours,
        )  # fmt: skip

    @property
    def level(self) -> str:
        """Grey without recent figures: never green."""
        if self.beds is None or not self.is_fresh:
            return "unknown"
        if self.is_alarming:
            return "critical"
        return "watch" if self.beds.occupied >= NEARLY_FULL * self.current.target else "good"

    @property
    def words(self) -> str:
        """Where it stands, in a sentence."""
        if self.beds is None or not self.is_fresh:
            return f"occupation inconnue ; palier de {self.current.target} lits"
        said = f"{plain(self.beds.occupied)} lits occupés, palier de {self.current.target}"
        hours, following = self.full_in_hours, self.following
        if hours is not None:
            said += ", déjà atteint" if not hours else f", plein dans {round(hours)} h à ce rythme"
        if following is None:
            return f"{said} ; aucun palier au-delà"
        return f"{said} ; {following.target} lits demandent {following.lead_hours} h"


def plans_of(structure: Structure) -> list[Plan]:
    """The plans of one establishment: two statements."""
    return _plans(CapacityStep.objects.filter(structure=structure))


def plans_around(cell: Cell) -> list[Plan]:
    """The plans of the establishments that `cell` looks after, the alarming ones first."""
    return _plans(CapacityStep.objects.filter(structure__in=structures_of(cell)))


def step_of(structure: Structure) -> QuerySet[CapacityStep]:
    """The steps of one establishment."""
    return CapacityStep.objects.filter(structure=structure).select_related("structure")


def plan_lines(window: Window) -> list[str]:
    """What a situation report says of them; nothing real enters that of an exercise."""
    if window.cell.crisis.is_exercise:
        return []
    return [f"{one.structure}, {one.label} : {one.words}"
            for one in plans_around(window.cell)[:NAMED]]  # fmt: skip


def beds_of(readings: Iterable[tuple[str, datetime, Decimal]], kind: str) -> list[Beds]:
    """The occupation at each instant where both are known; each value holds until the next."""
    names = OPEN_AND_FREE[kind]
    last: dict[str, Decimal] = {}
    found: dict[datetime, Beds] = {}
    for slug, at, value in readings:
        if slug in names:
            last[slug] = value
        if slug in names and len(last) == len(names):
            opened, free = last[names[0]], last[names[1]]
            found[at] = Beds(at, opened, max(Decimal(0), opened - free))
    return list(found.values())


def _plans(planned: QuerySet[CapacityStep]) -> list[Plan]:
    now = clock.now()
    grouped: dict[tuple[int, str], list[CapacityStep]] = {}
    for one in planned.select_related("structure").order_by("structure", "kind", "target"):
        grouped.setdefault((one.structure_id, one.kind), []).append(one)
    told: dict[int, list[tuple[str, datetime, Decimal]]] = {}
    slugs = [slug for names in OPEN_AND_FREE.values() for slug in names]
    rows = Reading.objects.filter(
        structure__in={key[0] for key in grouped}, indicator__slug__in=slugs, exercise=None,
        as_of__gte=now - RECENT, as_of__lte=now,
    )  # fmt: skip
    for structure, slug, at, value in rows.order_by("as_of", "pk").values_list(
        "structure", "indicator__slug", "as_of", "value"
    ):
        told.setdefault(structure, []).append((slug, at, value))
    found = []
    for (structure, kind), steps in grouped.items():
        beds = beds_of(told.get(structure, []), kind)
        line = trend([(one.at, float(one.occupied)) for one in beds], now=now)
        label = steps[0].get_kind_display()
        last = beds[-1] if beds else None
        found.append(Plan(steps[0].structure, kind, label, steps, last, line, now))
    order = ("critical", "watch", "unknown", "good")
    return sorted(found, key=lambda one: (order.index(one.level), one.structure.name_key))


provide_lines("capacities", plan_lines)
