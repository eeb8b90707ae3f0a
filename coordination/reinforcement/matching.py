"""What makes a volunteer fit, and how many to ask: plain arithmetic, explained in words.

The hard rules and the order are computed by one SQL statement (pool.py) with the weights
below; this file says the same in French, and sizes waves.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

# What counts in the score, out of 100. Skill and proof weigh more than distance; age,
# gender, name, nationality and past refusals never enter (field notes, section 4).
WEIGHTS = {
    "experience": 30,
    "trust": 15,
    "coverage": 20,
    "distance": 15,
    "freshness": 5,
    "rest": 15,
}
RECENT_YEARS = 5
FRESH_DAYS = 30
RESTED_DAYS = 60

# The prior share of yes, by phase of the crisis: 10 % in a fresh one, 1.5 % in a second
# wave, 0.3 % under exhaustion (Réserve sanitaire, spring 2020 to spring 2021).
PRIORS = {"fresh": 0.10, "second": 0.015, "exhausted": 0.003}
PRIOR_WEIGHT = 50
SMALLEST_WAVE = 5

# Which status may sign which legal vehicle (field notes, section 3).
VEHICLES_BY_STATUS = {
    "public": {"secondment", "fixed_term", "unpaid"},
    "private": {"secondment", "fixed_term", "unpaid"},
    "liberal": {"liberal", "unpaid"},
    "unemployed": {"fixed_term", "unpaid"},
    "retired": {"retired", "fixed_term", "unpaid"},
    "student": {"student", "fixed_term", "unpaid"},
    "reservist": {"secondment", "fixed_term", "unpaid"},
}

# Why somebody of the right trade is not asked: first obstacle met, in this order. Those
# that another setting of the need would lift come last, so that "14 trop loin" means
# fourteen people who fit in everything else.
OBSTACLES = {
    "already_asked": "déjà sollicités pour ce besoin",
    "trust": "dont la vérification est insuffisante",
    "skills": "sans l’expérience exigée",
    "status": "statut incompatible avec les cadres proposés",
    "not_free": "non disponibles sur ces créneaux",
    "engaged": "déjà engagés ailleurs",
    "too_far": "disponibles mais trop loin",
    "beyond_their_limit": "disponibles mais au-delà de la distance qu’ils acceptent",
    "over_budget": "déjà sollicités autant qu’ils l’acceptent cette semaine",
}


@dataclass(frozen=True)
class Fit:
    """What is said of one volunteer who fits; no name, no contact."""

    volunteer_id: int
    reference: str
    profession: str
    trust: int
    distance_km: float
    slots_covered: int
    slots_asked: int
    experiences: Sequence[tuple[str, int, int]]
    confirmed_at: datetime
    last_asked_at: datetime | None
    score: float

    def reasons(self, now: datetime) -> list[str]:
        """Why this person, in French, most telling first."""
        return [
            *(f"{skill}, {_months(months)}, en {year}" for skill, months, year in self.experiences),
            f"à {distance_band(self.distance_km)}",
            _coverage(self.slots_covered, self.slots_asked),
            _freshness(self.confirmed_at, now),
            _rest(self.last_asked_at, now),
        ]


def statuses_for(vehicles: Iterable[str]) -> list[str]:
    """Statuses that can sign at least one of `vehicles`; all of them when none is named."""
    wanted = set(vehicles)
    return [
        status for status, allowed in VEHICLES_BY_STATUS.items() if not wanted or wanted & allowed
    ]


def distance_band(km: float) -> str:
    """A distance said without giving a place away: rounded up to 5 km, 10 km past 50."""
    step = 5 if km <= 50 else 10
    return f"moins de {max(step, math.ceil(km / step) * step)} km"


def yield_rate(*, prior: float, yes: int, asked: int) -> float:
    """The share of asked people expected to say yes: prior blended with what was observed.

    (prior x weight + yes) / (weight + asked), the prior weighing as 50 asks; only asks
    whose window has ended are to be counted. Raises ValueError for more yes than asks.
    """
    if not 0 <= yes <= asked:
        raise ValueError("there cannot be more yes than asks")
    return (prior * PRIOR_WEIGHT + yes) / (PRIOR_WEIGHT + asked)


def wave_size(*, places: int, rate: float, pool: int) -> int:
    """How many people to ask for `places`, at least five, never more than fit.

    For 3 places: 30 people at 10 %, 200 at 1.5 %, 1,000 at 0.3 %.
    """
    if places <= 0:
        return 0
    # Rounded first: 3 / 0.003 is a hair above 1,000 in binary.
    return min(pool, max(SMALLEST_WAVE, math.ceil(round(places / rate, 6))))


def _months(months: int) -> str:
    if months < 24:
        return f"{months} mois"
    return f"{months // 12} ans"


def _coverage(covered: int, asked: int) -> str:
    if covered == asked:
        return "couvre le créneau" if asked == 1 else f"couvre les {asked} créneaux"
    return f"couvre {covered} créneau{'x' if covered > 1 else ''} sur {asked}"


def _freshness(confirmed_at: datetime, now: datetime) -> str:
    days = (now - confirmed_at).days
    if days <= 0:
        return "disponibilité confirmée aujourd’hui"
    return f"disponibilité confirmée il y a {days} jour{'s' if days > 1 else ''}"


def _rest(last_asked_at: datetime | None, now: datetime) -> str:
    if last_asked_at is None:
        return "jamais sollicité"
    days = (now - last_asked_at).days
    if days <= 0:
        return "sollicité aujourd’hui"
    return f"pas sollicité depuis {days} jour{'s' if days > 1 else ''}"
