"""The crisis directory of a territory on paper: emergencies, who is on call, structures, index."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from coordination.oncall.models import Sector
from coordination.oncall.selectors.plans.plan import add_rotations, planned
from coordination.situation.selectors.territory.duties import lines_there
from directory.models import Structure
from directory.selectors import Criteria
from directory.selectors.printed import by_commune, index
from portal.accounts.models import User
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
Duty = tuple[str, str, str, str]


def place_of(criteria: Criteria, current: Territory | None) -> Territory | None:
    """Where the search looks: what it names, else the territory from which the reader looks."""
    if criteria.territory is not None:
        return Territory.objects.get(pk=criteria.territory)
    read = criteria.place.commune if criteria.place is not None else None
    return criteria.commune or read or current


def duties(user: User, place: Territory, at: datetime) -> list[Duty]:
    """Line, person, hours and number of the line, for a day from `at`.

    A constant number of statements. The numbers of people are not printed, those of lines are.
    """
    lines = lines_there(user, place)
    found = Sector.objects.open().filter(line__in=lines).select_related("line")
    sectors = {one.pk: one for one in found.order_by("line__name", "line", "name", "pk")}
    window = (at, at + AHEAD)
    plan = planned(list(sectors), window)
    add_rotations(plan, list(sectors), window)
    rows = []
    ranks = {pk: rank for rank, pk in enumerate(sectors)}
    for (sector, role), fragments in plan.resolved(window).items():
        for one in fragments:
            who = f"{plan.people[one.person].name} ({plan.roles[role].label})"
            rows.append((ranks[sector], one.period, sectors[sector], who))
    rows.sort(key=lambda row: (row[0], row[1], row[3]))
    return [_duty(sector, period, who) for _rank, period, sector, who in rows]


def printed(
    place: Territory | None, structures: Sequence[Structure], on_call: list[Duty], at: datetime
) -> dict[str, Any]:
    """What the template says; « à jour au » is on each page."""
    title = f"Annuaire de crise, {place.name}" if place else "Annuaire de crise"
    updated = f"à jour au {date_format(timezone.localtime(at), f'j F Y, {HOUR}')}"
    count = counted(len(structures), "structure", "structures")
    return {
        "title": title,
        "author": "Portail des renforts",
        "about": f"{count}, {updated}",
        "updated": updated,
        "lead": [
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
    until = date_format(timezone.localtime(at + AHEAD), f"l j F, {HOUR}")
    if on_call:
        return [f"Jusqu’à {until}. Ensuite, lisez « Qui est d’astreinte » sur le portail."]
    return [f"Aucune astreinte que vous puissiez lire n’est prévue ici jusqu’à {until}."]


def _duty(sector: Sector, period: tuple[datetime, datetime], who: str) -> Duty:
    line = sector.line
    named = line.name if str(sector) == line.name else f"{line.name}, {sector}"
    number = sector.phone or line.phone
    start, end = (_moment(instant) for instant in period)
    return (named, who, f"{start} – {end}", national(number) if number else "")


def _moment(instant: datetime) -> str:
    return date_format(timezone.localtime(instant), f"D j, {HOUR}")
