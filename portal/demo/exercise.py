"""An exercise of last month, played, observed, ended: its archive and what its people said."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellKind, DebriefAsk, Objective
from coordination.crisis.models.choices import Mode
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services import inject as animating
from coordination.crisis.services.activation import Check, Decided, lift_cell
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.closing.bundle import build_next
from coordination.crisis.services.crisis import (
    Declaration,
    complete_crisis,
    declare_crisis,
    suspend_crisis,
)
from coordination.crisis.services.debrief import answer_debrief
from coordination.crisis.services.inject import NewInject
from coordination.crisis.services.member import add_member
from coordination.crisis.services.writing import Draft, write_entry
from portal.accounts.models import User
from portal.demo.people import first_of
from portal.lib.time import PARIS, local_instant
from portal.territories.models import Territory

AGO = timedelta(days=33)
OBJECTIVES = [
    "Réunir la cellule en moins de trente minutes",
    "Savoir en une heure combien de lits peuvent ouvrir",
]
# Minutes after the start, who calls, what they say, what is expected.
INJECTS = [
    (5, "SAMU (joué par l’animation)", "Accident de car à l’entrée de Romilly, 40 passagers",
     "La cellule se réunit et prévient l’établissement support"),
    (25, "Préfecture (jouée par l’animation)", "Le préfet demande un point de situation à 10 h",
     "Un point de situation part avant 10 h"),
    (50, "Presse (jouée par l’animation)", "Une radio demande un entretien en direct",
     "La demande va à la communication"),
]  # fmt: skip
# What the cell answered to each.
DONE = [
    "Cellule réunie en 22 minutes, établissement support prévenu",
    "Point de situation parti à 9 h 50",
    "Entretien refusé, point presse prévu à 11 h avec la préfecture",
]
# Minutes, what was seen, which objective, how far it was met.
SEEN = [
    (22, "Cellule au complet en 22 minutes, un suppléant venu à distance.", 0, "yes"),
    (70, "Deux établissements ont répondu par téléphone, le troisième après relance.", 1, "partly"),
    (75, "L’annuaire papier n’était plus à jour : trois numéros ne répondaient pas.", None, ""),
]  # fmt: skip
# Mark, what went well, what went badly, what to improve.
SAID = [
    (4, "Rappel rapide, chacun savait sa fonction", "Trop de numéros faux", "Vérifier l’annuaire"),
    (4, "Main courante tenue sans retard", "Salle trop petite", "Prévoir une seconde salle"),
    (3, "Bonne entente avec la préfecture", "Attente des chiffres", "Demander les lits par lien"),
]  # fmt: skip
PLAYERS = (("secretariat", "secretariat"), ("veille", "situation"), ("capacite", "capacity"))


def play_exercise(people: dict[str, User], aube: Territory, *, leader: User) -> None:
    """Declared, played in two hours, lifted, ended; its archive is there to be taken."""
    nine = local_instant(timezone.localdate() - AGO, time(9), PARIS)
    decided = Decided(
        by=leader, capacity="cadre d’astreinte de l’ARS",
        basis="programme annuel d’exercices", reason="exercice prévu",
    )  # fmt: skip
    with clock.standing_at(nine):
        cell = _open(aube, people, decided)
        objectives = _prepare(cell, by=leader)
        animating.start_exercise(cell.crisis, by=leader)
    for (minutes, *_), done in zip(INJECTS, DONE, strict=True):
        at = nine + timedelta(minutes=minutes, seconds=1)
        with clock.standing_at(at):
            animating.play_due(at)
        with clock.standing_at(at + timedelta(minutes=2)):
            write_entry(cell, Draft(done, in_sitrep=True), by=leader)
    _observe(cell, objectives, nine, by=people["secretariat"])
    with clock.standing_at(nine + timedelta(hours=2)):
        checks = {one.code: Check(is_done=True) for one in exit_of(cell).checks}
        lift_cell(cell, decided=decided, checks=checks, by=leader)
        suspend_crisis(cell.crisis, by=leader)
    with clock.standing_at(nine + timedelta(hours=26)):
        _answer(cell)
    with clock.standing_at(nine + timedelta(days=6)):
        complete_crisis(cell.crisis, by=leader)
        build_next(clock.now())


def _open(aube: Territory, people: dict[str, User], decided: Decided) -> Cell:
    leader, house = decided.by, first_of("355", "10387")
    said = Declaration(
        title="Accident de car à Romilly",
        nature="exercice de deux heures sur un afflux de blessés",
        territory=aube, started_at=clock.now(), mode=Mode.EXERCISE,
        effects=f"Urgences saturées : {house}.",
    )  # fmt: skip
    new = NewCell(CellKind.DEPARTMENTAL, "Cellule de l’exercice de Romilly", aube)
    crisis = declare_crisis(said, by=leader)
    cell = open_cell(crisis, new, level=2, decided=decided, by=leader)
    for slug, role in PLAYERS:
        if not cell.members.filter(user=people[slug]).exists():
            add_member(cell, people[slug], by=leader, role=roles_of_cell(cell).get(slug=role))
    return cell


def _prepare(cell: Cell, *, by: User) -> list[Objective]:
    """What it is for, and what will be told, when."""
    for minutes, sender, text, expected in INJECTS:
        told = NewInject(text, sender, after_minutes=minutes, expected=expected)
        animating.plan_inject(cell, told, by=by, confirmed=True)
    return [animating.add_objective(cell.crisis, one, by=by) for one in OBJECTIVES]


def _observe(cell: Cell, objectives: list[Objective], nine: datetime, *, by: User) -> None:
    for minutes, text, about, met in SEEN:
        objective = None if about is None else objectives[about]
        with clock.standing_at(nine + timedelta(minutes=minutes)):
            animating.observe(cell, text, by=by, objective=objective, met=met, confirmed=True)


def _answer(cell: Cell) -> None:
    asks = DebriefAsk.objects.filter(debrief__cell=cell).select_related("debrief")
    for ask, (rating, well, badly, improve) in zip(asks.order_by("pk"), SAID, strict=False):
        words = {"went_well": well, "went_badly": badly, "improve": improve}
        answer_debrief(ask, words, rating=rating, confirmed=True)
