"""« Où en est-on ? »: the indicators of a crisis or of one cell, for who reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Min, Q, QuerySet

from coordination.crisis.models import Cell, Crisis
from coordination.reinforcement.models import Need
from coordination.situation.selectors.response import reading
from coordination.situation.selectors.response.measures import Meaning, Measure
from coordination.situation.selectors.territory.structures import told_in
from portal.accounts.models import User
from portal.territories.models import Territory

HEADER = ("Indicateur", "Valeur", "Observations", "Définition", "Source")
REGISTER = "registre des décisions et tâches"
ALERT = Meaning("alert", "De l’alerte à l’activation",
    "Entre le début déclaré de la crise et la décision qui active chaque cellule.",
    "déclaration, activations")  # fmt: skip
HALF = Meaning("manned_50", "De l’activation à la moitié des fonctions tenues",
    "Première personne entrée dans la moitié des fonctions que demande le premier niveau.",
    "personnes des cellules")  # fmt: skip
FULL = Meaning("manned_100", "De l’activation à toutes les fonctions tenues",
    "Première personne entrée dans chacune des fonctions que demande le premier niveau.",
    "personnes des cellules")  # fmt: skip
REPORT = Meaning("first_sitrep", "De l’activation au premier point de situation",
    "Entre l’activation de la cellule et la diffusion de son premier point.",
    "points de situation")  # fmt: skip
PUNCTUAL = Meaning("punctual", "Points de situation à l’heure",
    "Diffusés au plus tard à l’heure que donnait le niveau, sur ceux qui étaient dus.",
    "points de situation")  # fmt: skip
EXECUTED = Meaning("executed", "De la décision à son exécution",
    "Entre la décision et la fin de la dernière de ses tâches, quand toutes sont finies.",
    REGISTER)  # fmt: skip
LATE = Meaning("late_tasks", "Tâches en retard",
    "Ouvertes et passées de leur échéance, sur les tâches ouvertes.", "tâches")  # fmt: skip
LOST = Meaning("lost", "Heures de fonction sans personne",
    "Pour chaque fonction que demande le niveau, le temps où personne ne l’a tenue.",
    "personnes des cellules, activations")  # fmt: skip
MISSED = Meaning("undelivered", "Messages non remis",
    "En échec, incertains, périmés ou retenus, sur ceux des niveaux, passations et points.",
    "registre des envois")  # fmt: skip
ANSWERED = Meaning("callouts", "Réponses aux rappels",
    "Personnes qui ont répondu, quelle que soit la réponse, sur les appels partis.",
    "rappels")  # fmt: skip
FIRST_ANSWER = Meaning("first_answer", "Du besoin de renfort à la première réponse",
    "Entre la diffusion du besoin et la première réponse d’un volontaire.",
    "besoins de renfort que vous voyez, sur le territoire")  # fmt: skip
DELIVERY = Meaning("delivery", "Du besoin de renfort au besoin pourvu",
    "Entre la diffusion du besoin et le moment où toutes ses places sont prises.",
    "besoins de renfort que vous voyez, sur le territoire")  # fmt: skip
FRESH = Meaning("fresh", "Structures aux chiffres à jour",
    "Ont donné au moins un chiffre encore valable, sur celles dont on en attend.",
    "chiffres des structures")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One indicator as its reader may see it."""

    measure: Measure
    words: str
    count: str


def of_crisis(crisis: Crisis, user: User) -> list[Line]:
    """The indicators of the cells of `crisis` that `user` sees; nothing for an exercise."""
    if crisis.is_exercise:
        return []
    cells = list(Cell.objects.visible_to(user).filter(crisis=crisis).select_related("crisis"))
    mine = Cell.objects.with_log_for(user).filter(crisis=crisis, pk__in=[one.pk for one in cells])
    inside = bool(cells) and mine.count() == len(cells)
    measures = [*_of_cells(cells), *_of_place(crisis, crisis.territory, user)]
    return _lines(measures, inside=inside)


def of_cell(cell: Cell, user: User) -> list[Line]:
    """Those of one cell; nothing for an exercise."""
    if cell.crisis.is_exercise:
        return []
    inside = Cell.objects.with_log_for(user).filter(pk=cell.pk).exists()
    return _lines(list(_of_cells([cell])), inside=inside)


def rows_of(lines: list[Line]) -> Iterator[tuple[str, ...]]:
    """The same as rows of CSV."""
    for one in lines:
        measure = one.measure
        yield (measure.label, one.words, one.count, measure.definition, measure.source)


def _lines(measures: list[Measure], *, inside: bool) -> list[Line]:
    return [Line(one, one.shown(inside=inside), one.shown_count(inside=inside)) for one in measures]


def _of_cells(cells: list[Cell]) -> Iterator[Measure]:
    pasts = reading.pasts_of(cells)
    begun = [(one, one.first) for one in pasts if one.first]
    yield ALERT.delays([first.decided_at - one.cell.crisis.started_at for one, first in begun])
    manned = [one.manned for one in pasts]
    yield HALF.delays([one[50] for one in manned if 50 in one])
    yield FULL.delays([one[100] for one in manned if 100 in one])
    yield REPORT.delays([one.issued[0][0] - first.decided_at for one, first in begun if one.issued])
    punctual = [one.punctual for one in pasts]
    yield PUNCTUAL.share(sum(done for done, _due in punctual), sum(due for _done, due in punctual))
    yield EXECUTED.delays(reading.executed(cells))
    yield LATE.share(*reading.late_tasks(cells))
    lost = [time for one in pasts for time in one.lost.values()]
    yield LOST.hours(sum(lost, timedelta()), len(lost))
    yield MISSED.share(*reading.undelivered(cells))
    yield ANSWERED.shares(*reading.answered(cells))


def _of_place(crisis: Crisis, place: Territory, user: User) -> Iterator[Measure]:
    """Needs opened there since the crisis began, and the figures of today."""
    rows = _needs(crisis, place, user).annotate(first=Min("assignments__answered_at"))
    delays = list(rows.values_list("opened_at", "first", "filled_at"))
    yield FIRST_ANSWER.delays([first - at for at, first, _full in delays if at and first])
    yield DELIVERY.delays([full - at for at, _first, full in delays if at and full])
    told = told_in(place, named=False)
    yield FRESH.share(told.fresh, told.count)


def _needs(crisis: Crisis, place: Territory, user: User) -> QuerySet[Need]:
    inside = Territory.objects.within([place.pk]).values("pk")
    seen = Need.objects.visible_to(user).filter(structure__commune__in=inside, is_exercise=False)
    until = Q() if crisis.ended_at is None else Q(opened_at__lte=crisis.ended_at)
    return seen.filter(until, opened_at__gte=crisis.started_at)
