"""What is usual for each kind of line: a start that the coordination then changes.

Hours of the PDSA: code de la santé publique, R.6315-1; of the shared night nurse: the
Île-de-France scheme (21:00–07:00). The others are habits, not rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from coordination.oncall.models import Line, Regime, SlotClass, SlotTemplate

Day, Class, Kind = SlotTemplate.DayRule, SlotClass, Line.Kind
Hours = tuple[str, time, time, str, str]


@dataclass(frozen=True)
class Usual:
    """The roles, hours, points and regimes with which a line of that kind begins."""

    roles: tuple[str, ...]
    hours: tuple[Hours, ...]
    points: Mapping[SlotClass, Decimal]
    regimes: tuple[str, ...]


PERMANENCE: tuple[Hours, ...] = (
    ("Nuit profonde", time(0), time(8), Day.EVERY_DAY, Class.DEEP_NIGHT),
    ("Journée", time(8), time(20), Day.DAY_OFF, Class.SUNDAY),
    ("Samedi après-midi", time(12), time(20), Day.SATURDAY, Class.SATURDAY),
    ("Soirée", time(20), time(0), Day.EVERY_DAY, Class.EVENING),
)
PERMANENCE_POINTS = {
    Class.EVENING: Decimal(1), Class.DEEP_NIGHT: Decimal(2), Class.SATURDAY: Decimal(2),
    Class.SUNDAY: Decimal(3), Class.BRIDGE: Decimal(3), Class.HOLIDAY: Decimal(4),
}  # fmt: skip
NIGHT: tuple[Hours, ...] = (("Nuit", time(21), time(7), Day.EVERY_DAY, Class.NIGHT),)
AROUND_THE_CLOCK: tuple[Hours, ...] = (
    ("Journée", time(8), time(20), Day.EVERY_DAY, Class.WEEKDAY),
    ("Nuit", time(20), time(8), Day.EVERY_DAY, Class.NIGHT),
)
ROUND_POINTS = {Class.WEEKDAY: Decimal(1), Class.NIGHT: Decimal(2)}
LIBERAL = (Regime.LIBERAL.value,)
SALARIED = (Regime.PRIVATE.value, Regime.PUBLIC_HOSPITAL.value)

USUAL = {
    Kind.PDSA: Usual(("médecin effecteur",), PERMANENCE, PERMANENCE_POINTS, LIBERAL),
    Kind.PDSA_REGULATION: Usual(("médecin régulateur",), PERMANENCE, PERMANENCE_POINTS, LIBERAL),
    Kind.NIGHT_NURSE: Usual(
        ("infirmière d’astreinte",), NIGHT, {Class.NIGHT: Decimal(1)}, SALARIED
    ),
}
OTHERWISE = Usual(("personne d’astreinte",), AROUND_THE_CLOCK, ROUND_POINTS, ())


def usual_of(kind: str) -> Usual:
    """What a line of that kind begins with."""
    return USUAL.get(Kind(kind), OTHERWISE)
