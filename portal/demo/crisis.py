"""Ten days of an emerging epidemic in the Aube: four cells, their people, their main courante."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from coordination.crisis import clock, shorthand
from coordination.crisis.models import Cell, CellKind, Crisis, Importance, Role, Term
from coordination.crisis.services.activation import Decided, change_level
from coordination.crisis.services.catalogue import load_catalogue
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.crisis import Declaration, declare_crisis
from coordination.crisis.services.designation import designate
from coordination.crisis.services.member import add_member
from coordination.crisis.services.shipped_cards import load_cards
from coordination.crisis.services.writing import Draft, write_entry
from coordination.oncall.models import Person
from coordination.oncall.services.lines.line import list_person
from directory.models import Structure
from portal.accounts.models import User
from portal.demo import accounts, crisis_reports, crisis_work
from portal.demo.accounts import Account
from portal.demo.callout import call_out, tell_members, tell_partners
from portal.demo.cards import tell_preparation
from portal.demo.crisis_story import STORY
from portal.demo.exercise import play_exercise
from portal.demo.figures import DAYS_BEFORE, Values, say_figures, tell_figures
from portal.demo.pack import prepare_copies, share_numbers
from portal.demo.people import first_of, sign_up
from portal.lib.time import PARIS, local_instant
from portal.territories.models import Territory

DAYS = timedelta(days=10)
ARS, CCH, CPTS, BLEU = "ars", "cch", "cpts", "bleu"
# Invented colleagues: (name in the story, first name, last name, cell, role).
COLLEAGUES = [
    ("veille", "Aline", "Morchain", ARS, "situation"),
    ("capacite", "Rémi", "Valsec", ARS, "capacity"),
    ("logistique", "Solène", "Harcigny", ARS, "logistics"),
    ("rh", "Karim", "Delmotte-Roy", ARS, "workforce"),
    ("communication", "Judith", "Pernaud", ARS, "communication"),
    ("secretariat", "Léo", "Sainte-Maure", ARS, "secretariat"),
    ("prefecture", "Gilles", "Torvilliers", ARS, "prefecture_liaison"),
    ("ambulatoire", "Nadia", "Courteranges", ARS, "primary_care"),
    ("social", "Brice", "Lavau-Petit", ARS, "social_care"),
    ("planification", "Hortense", "Beaulieu-Ney", ARS, "planning"),
    ("dmc", "Claude", "Vermandois", CCH, "medical_director"),
    ("copilote", "Yann", "Rigny", CPTS, "secretariat"),
    ("idec", "Fatima", "Ossey", BLEU, "care_lead"),
]
LEADERS = {
    ARS: (accounts.ARS, "cadre d’astreinte de l’ARS", "plan ORSAN REB (fictif)"),
    CCH: (accounts.CLINIC, "directrice", "plan de gestion des tensions hospitalières"),
    CPTS: (accounts.CPTS, "pilote de la CPTS", "plan de la CPTS, mission crise sanitaire grave"),
    BLEU: (accounts.EHPAD, "directeur", "plan bleu de l’établissement"),
}
# Day, hour, cell, level: how each went up.
LEVELS = [
    (0, "08:00", ARS, 1), (0, "10:00", ARS, 2), (0, "14:30", CCH, 1), (1, "12:30", CPTS, 2),
    (2, "08:00", CCH, 2), (3, "07:30", BLEU, 2), (3, "18:00", ARS, 3),
]  # fmt: skip
# How many minutes ago, which cell, by whom: two reports sent, one begun.
REPORTS = [(90, CCH, "dmc"), (80, ARS, "veille"), (10, ARS, "veille")]
BEGUN = 30
REASON = {
    1: "premiers signaux groupés", 2: "hausse des cas et des absences", 3: "réanimation à 90 %",
}  # fmt: skip


@dataclass
class Scene:
    """Who plays, where, and when the first day was."""

    crisis: Crisis
    first: datetime
    people: dict[str, User]
    cells: dict[str, Cell]


def play_crisis() -> None:
    """The crisis is under way since ten days, and tonight nobody holds the logistics."""
    load_catalogue()
    load_cards()
    people = _people()
    aube = Territory.objects.get(kind=Territory.Kind.DEPARTMENT, code="10")
    today = timezone.localdate() - DAYS
    first = local_instant(today, time(0), PARIS)
    with clock.standing_at(first + timedelta(hours=7, minutes=50)):
        crisis = declare_crisis(
            Declaration(
                title="Épidémie respiratoire émergente",
                nature="agent respiratoire inconnu, cas groupés dans l’agglomération troyenne",
                territory=aube,
                started_at=clock.now(),
                effects="Afflux aux urgences, réanimation bientôt pleine, absences dans les EHPAD.",
                scale=3,
                trend="increasing",
                typologies=tuple(Term.objects.filter(kind=Term.Kind.TYPOLOGY, code__in="35")),
            ),
            by=people[ARS],
        )
    scene = Scene(crisis=crisis, first=first, people=people, cells={})
    _designate(scene, aube)
    acts = [(day, hour, _climb, (cell, level)) for day, hour, cell, level in LEVELS]
    acts += [(day, hour, _write, row) for row in STORY for day, hour in [(row[1], row[2])]]
    acts += [(row[1], row[2], _meet, row) for row in crisis_reports.MEETINGS]
    acts += [(9, "12:00", _plan, 9), (9, "19:00", _plan, 10)]
    acts += [(row[0], row[1], _decide, row[2:]) for row in crisis_work.DECISIONS]
    acts += [(*crisis_work.SET_ASIDE[:2], _set_aside, crisis_work.SET_ASIDE[2:])]
    acts += [(day, "07:40", _count, what) for day, what in enumerate(DAYS_BEFORE)]
    for day, hour, act, what in sorted(acts, key=lambda one: (one[0], one[1])):
        at = first + timedelta(days=day, hours=int(hour[:2]), minutes=int(hour[3:]))
        if at < timezone.now():
            with clock.standing_at(at):
                act(scene, what)
    _tell_present(scene, aube)
    play_exercise(people, aube, leader=people[ARS])


def _tell_present(scene: Scene, aube: Territory) -> None:
    """What was said, written, asked and prepared in the last hours."""
    people = scene.people
    tell_figures(scene.cells[ARS], by=people[ARS])
    crisis_work.give_tasks(scene.cells[ARS], by=people[ARS])
    crisis_work.leave_role(scene.cells[CPTS], giver=people["copilote"], receiver=people[CPTS])
    _tell_reports(scene)
    share_numbers(by=people[ARS])
    prepare_copies()
    tell_preparation(scene.cells[ARS], aube, by=people[ARS])
    call_out(scene.cells[ARS], people, by=people[ARS])
    tell_members(scene.cells[ARS], by=people[ARS])
    tell_partners(scene.cells[ARS], by=people[ARS])


def _people() -> dict[str, User]:
    found = {slug: User.objects.get(email=one.email) for slug, (one, *_) in LEADERS.items()}
    # The story calls some of them otherwise.
    found |= {"clinique": found[CCH], "ehpad": found[BLEU]}
    for slug, first, last, _cell, _role in COLLEAGUES:
        account = Account(f"cellule.{slug}", "cellule de crise", first, last)
        found[slug] = sign_up(account, password=None)
    return found


def _designate(scene: Scene, aube: Territory) -> None:
    """In peacetime: the ARS named people for its cell, and one alternate."""
    since = timezone.localdate(scene.first) - timedelta(days=200)
    for slug, first, last, cell, name in COLLEAGUES:
        if cell != ARS:
            continue
        person = list_person(
            Person(user=scene.people[slug], first_name=first, last_name=last, territory=aube),
            by=scene.people[ARS],
        )
        role = Role.objects.get(kind=CellKind.CRAPS, slug=name, territory=None, structure=None)
        designate(role, person, owner=aube, rank=0, since=since, by=scene.people[ARS])


def _climb(scene: Scene, what: tuple[str, int]) -> None:
    """The cell opens at its first level, or goes up."""
    slug, level = what
    _account, capacity, basis = LEADERS[slug]
    by = scene.people[slug]
    decided = Decided(by=by, capacity=capacity, basis=basis, reason=REASON[level])
    if slug in scene.cells:
        change_level(scene.cells[slug], to=level, decided=decided, by=by)
        _enter(scene, slug)
        return
    new = _new_cell(slug, scene)
    scene.cells[slug] = open_cell(scene.crisis, new, level=level, decided=decided, by=by)
    _enter(scene, slug)


def _enter(scene: Scene, slug: str) -> None:
    """Colleagues whom nothing named enter their role; logistics is left to nobody at the end."""
    cell = scene.cells[slug]
    kind = CellKind.CRAPS if slug == ARS else cell.kind
    for name, _first, _last, where, role in COLLEAGUES:
        known = cell.members.filter(user=scene.people[name]).exists()
        if where == slug and not known and (slug != ARS or cell.level > 1):
            held = Role.objects.get(kind=kind, slug=role, territory=None, structure=None)
            add_member(cell, scene.people[name], by=scene.people[slug], role=held)


def _new_cell(slug: str, scene: Scene) -> NewCell:
    aube, parent = scene.crisis.territory, scene.cells.get(ARS)
    video = "https://visio.demo.example/cellule"
    if slug == ARS:
        name = "Cellule départementale de l’Aube"
        return NewCell(
            CellKind.DEPARTMENTAL, name, aube, phone="+33353018010", video_url=video,
            mailbox="cellule@demo.example", place="Délégation de Troyes, salle de crise",
        )  # fmt: skip
    if slug == CPTS:
        place = Territory.objects.get(kind=Territory.Kind.CPTS, code="CPTS-TROYES")
        return NewCell(CellKind.CPTS, "Cellule de la CPTS troyenne", place, parent=parent)
    house = _house(slug)
    kind = CellKind.CCH if slug == CCH else CellKind.PLAN_BLEU
    name = f"{'Cellule de crise' if slug == CCH else 'Plan bleu'}, {house}"
    return NewCell(kind, name, house.commune, structure=house, parent=parent)


def _house(slug: str) -> Structure:
    return first_of("106", "10323") if slug == CCH else first_of("500", "10387")


def _tell_reports(scene: Scene) -> None:
    """Two reports sent in the last hours, one begun."""
    for minutes, slug, author in REPORTS:
        by, cell = scene.people[author], scene.cells[slug]
        with clock.standing_at(timezone.now() - timedelta(minutes=minutes)):
            if minutes < BEGUN:
                crisis_reports.begin(cell, author=by)
            else:
                ahead = crisis_reports.ANTICIPATION[slug]
                crisis_reports.report(cell, author=by, leader=scene.people[slug], ahead=ahead)


def _meet(scene: Scene, what: tuple[str, int, str, tuple[str, ...], list[Any]]) -> None:
    slug, _day, _hour, missing, said = what
    leader = scene.people[slug]
    crisis_reports.hold(scene.cells[slug], scene.people, leader=leader, missing=missing, said=said)


def _plan(scene: Scene, day: int) -> None:
    """The evening of that day."""
    at = scene.first + timedelta(days=day, hours=18)
    if day == DAYS.days:
        at = crisis_reports.tonight(scene.first, DAYS)
    crisis_reports.plan(scene.cells[ARS], at, by=scene.people[ARS])


def _decide(scene: Scene, row: tuple[str, ...]) -> None:
    crisis_work.write_decision(scene.cells[ARS], scene.people, row)


def _set_aside(scene: Scene, row: tuple[str, str]) -> None:
    crisis_work.set_aside(scene.cells[ARS], scene.people, row)


def _count(scene: Scene, said: tuple[Values | None, Values | None]) -> None:
    for slug, values in zip((CCH, BLEU), said, strict=True):
        if values:
            say_figures(_house(slug), values, by=scene.people[slug])


def _write(scene: Scene, row: tuple[str, int, str, str, str, str]) -> None:
    slug, _day, _hour, author, typed, options = row
    words = options.split()
    line = shorthand.read(typed)
    themes = [word.removeprefix("theme=") for word in words if word.startswith("theme=")]
    channels = [word for word in words if word.isupper()]
    importances = [word for word in words if word in Importance.values]
    draft = Draft(
        text=line.text,
        kind=line.kind,
        channel=channels[0] if channels else "",
        importance=importances[0] if importances else Importance.NORMAL,
        theme=themes[0] if themes else "",
        in_sitrep="sitrep" in words,
    )
    write_entry(scene.cells[slug], draft, by=scene.people[author])
