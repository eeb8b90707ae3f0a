"""The crisis directory of a territory on paper: emergencies, who is on call, structures, index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from coordination.crisis.models import CellLine, Mode
from coordination.oncall.models import Line, Sector
from coordination.oncall.selectors.plans.plan import add_rotations, planned
from coordination.situation.selectors.territory.duties import lines_there
from coordination.situation.selectors.where import Where, only, where_looked
from directory.models import Structure
from directory.selectors import Criteria
from directory.selectors.printed import by_commune, index
from portal.accounts.models import User
from portal.lib.dates import day_words
from portal.lib.phone import national
from portal.lib.text import counted
from portal.territories.models import Territory

# The same in the whole country, free from any telephone.
EMERGENCY = [
    ("15", "SAMU : urgence médicale, conseil d’un médecin régulateur"),
    ("18", "Sapeurs-pompiers"),
    ("17", "Police, gendarmerie"),
    ("112", "Toutes les urgences, dans toute l’Europe"),
    ("114", "Urgences par message, pour qui entend ou parle mal"),
    ("3114", "Prévention du suicide, jour et nuit"),
]
AHEAD = timedelta(hours=24)
HOUR = "H\u00a0\\h\u00a0i"
EXERCISE = "EXERCICE\u00a0: "
Duty = tuple[str, str, str, str]


@dataclass(frozen=True)
class About:
    """What the document is about: `place`, and what of it is left out (`only`)."""

    place: Where | None
    only: str

    @property
    def title(self) -> str:
        return f"Annuaire de crise, {self.place.name}" if self.place else "Annuaire de crise"


def about(criteria: Criteria, current: Territory | None) -> About:
    """The title and the limits of what `criteria` finds, read from the territory `current`."""
    return About(where_looked(criteria, current), only(criteria))


def duties(user: User, place: Where, at: datetime) -> list[Duty]:
    """Line, person, hours and number of the line, for a day from `at`; exercises last, marked.

    A constant number of statements. The numbers of people are not printed, those of lines are.
    """
    lines = lines_there(user, place.territories)
    exercises = exercise_lines(lines)
    found = Sector.objects.open().filter(line__in=lines).select_related("line")
    sectors = {one.pk: one for one in found.order_by("line__name", "line", "name", "pk")}
    window = (at, at + AHEAD)
    plan = planned(list(sectors), window)
    add_rotations(plan, list(sectors), window)
    rows = []
    ranks = {pk: rank for rank, pk in enumerate(sectors)}
    for (sector, role), fragments in plan.resolved(window).items():
        is_exercise = sectors[sector].line_id in exercises
        for one in fragments:
            who = f"{plan.people[one.person].name} ({plan.roles[role].label})"
            rows.append((is_exercise, ranks[sector], one.period, sectors[sector], who))
    rows.sort(key=lambda row: (*row[:3], row[4]))
    return [_duty(row[3], row[2], row[4], is_exercise=row[0]) for row in rows]


def exercise_lines(lines: Iterable[Line]) -> set[int]:
    """Those of `lines` (their ids) that are the roster of a cell where nothing is real."""
    played = CellLine.objects.filter(line__in=list(lines)).exclude(cell__crisis__mode=Mode.ACTUAL)
    return set(played.values_list("line", flat=True))


def printed(
    about: About, structures: Sequence[Structure], on_call: list[Duty], at: datetime
) -> dict[str, Any]:
    """What the template says; « à jour au » is on each page."""
    updated = f"à jour au {day_words(timezone.localtime(at), f'j F Y, {HOUR}')}"
    count = counted(len(structures), "structure", "structures")
    left = [f"Seulement ce qui répond à la recherche\u00a0: {about.only}."] if about.only else []
    return {
        "title": about.title,
        "author": "Portail des renforts",
        "about": f"{count}, {updated}",
        "updated": updated,
        "lead": [
            *left,
            f"{count}, {updated}. Numéros publics seulement : les lignes réservées aux "
            "professionnels et aux cellules de crise se lisent sur le portail.",
            "Une copie vieillit : réimprimez-la au moins chaque mois, et chaque jour en crise.",
        ],
        "emergency": EMERGENCY,
        "duties_lead": _lead(on_call, at),
        "duties": on_call,
        "communes": by_commune(structures),
        "index": index(structures),
    }


def _lead(on_call: list[Duty], at: datetime) -> list[str]:
    until = day_words(timezone.localtime(at + AHEAD), f"l j F, {HOUR}")
    if on_call:
        lead = [f"Jusqu’à {until}. Ensuite, lisez « Qui est d’astreinte » sur le portail."]
        if any(row[0].startswith(EXERCISE) for row in on_call):
            lead.append("Les lignes marquées EXERCICE ne répondent à aucune urgence réelle.")
        return lead
    return [f"Aucune astreinte que vous puissiez lire n’est prévue ici jusqu’à {until}."]


def _duty(
    sector: Sector, period: tuple[datetime, datetime], who: str, *, is_exercise: bool
) -> Duty:
    line = sector.line
    named = line.name if str(sector) == line.name else f"{line.name}, {sector}"
    if is_exercise:
        named = f"{EXERCISE}{named}"
    number = sector.phone or line.phone
    start, end = (_moment(instant) for instant in period)
    return (named, who, f"{start} – {end}", national(number) if number else "")


def _moment(instant: datetime) -> str:
    return day_words(timezone.localtime(instant), f"D j, {HOUR}")
