"""What the offline pack of a cell says: sheets of plain words, the same in HTML, CSV and PDF.

The pack is one for all the people of the cell: numbers are those that every professional of the
territory may read; the others stay behind. Nothing here depends on the minute: two readings
that say the same thing give the same sheets, and the pack is then not built again.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from json import dumps
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from coordination.crisis import clock
from coordination.crisis.models import Band, CardItem, Cell, Decision, OfflinePack, Sitrep, Task
from coordination.crisis.selectors.card_versions import current_cards
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.chain import chains_of
from coordination.crisis.selectors.pack_directory import directory_of
from coordination.crisis.selectors.sheets import Sheet, Table
from coordination.oncall.models import Line, Sector
from coordination.oncall.selectors.plans.plan import add_rotations, planned
from portal.lib.dates import day_words
from portal.lib.phone import national
from portal.lib.time import local_instant
from portal.territories.models import Territory
from portal.territories.paper import Spot

DAYS = 7
MOST = 300
# Enough for a night on paper; each line is then typed with the hour at which it happened.
PAPER_LINES = 40


@dataclass(frozen=True)
class PackContent:
    """Everything that the pack says, and the report that goes with it."""

    title: str
    about: str
    is_exercise: bool
    sheets: list[Sheet]
    report: str
    spots: list[Spot]

    @property
    def mark(self) -> str:
        """The same for two contents that say the same thing."""
        return sha256(dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()


def pack_content(cell: Cell) -> PackContent:
    """What the pack of `cell` says now."""
    crisis = cell.crisis
    report = _report(cell)
    directory, spots = directory_of(cell)
    return PackContent(
        title=str(cell),
        about=f"{crisis} ({crisis.reference})",
        is_exercise=crisis.is_exercise,
        sheets=[
            _calls(cell),
            _duties(cell),
            _cards(cell),
            *_reports(cell, report),
            _tasks(cell),
            _decisions(cell),
            directory,
            _paper(),
        ],
        report=str(report.uuid) if report else "",
        spots=spots,
    )


def pack_of(cell: Cell) -> OfflinePack | None:
    """The last pack built for `cell`; None before the first."""
    built = OfflinePack.objects.filter(cell=cell, built_at__isnull=False)
    return built.select_related("cell__crisis").first()


def report_of(content: PackContent) -> Sitrep | None:
    """The report whose document goes with the pack."""
    return Sitrep.objects.filter(uuid=content.report).first() if content.report else None


def _calls(cell: Cell) -> Sheet:
    own = [("Cellule", cell.phone), ("Secours", cell.fallback_phone), ("Réunion", cell.dial_in)]
    rows = [[what, _phone(value), ""] for what, value in own if value]
    chain = [
        [
            line.role,
            f"{one.name} ({'titulaire' if one.rank == 0 else f'suppléant {one.rank}'})",
            ", ".join(_phone(number) for number in one.phones) or "numéro non partagé",
        ]
        for line in chains_of([cell], reader=None)[cell.pk]
        for one in line.callees
    ]
    return Sheet(
        "appels",
        "Qui appeler",
        ["Les numéros réservés à quelques personnes ne sont pas dans cette copie."],
        [
            Table("Joindre la cellule", ["Quoi", "Numéro", ""], rows, "Aucun numéro n’est noté."),
            Table("Fonctions, dans l’ordre d’appel", ["Fonction", "Personne", "Numéro"], chain,
                  "Personne n’est désigné."),
        ],
    )  # fmt: skip


def _duties(cell: Cell) -> Sheet:
    """The lines that serve the place of the cell, for seven days from this morning."""
    zone = _zone(cell)
    today = timezone.localdate(clock.now(), zone)
    start = local_instant(today, time(0), zone)
    window = (start, start + timedelta(days=DAYS))
    serving = Q(territory__in=Territory.objects.within([cell.territory_id]).values("pk"))
    serving |= Q(territory__in=Territory.objects.containing([cell.territory_id]).values("pk"))
    lines = list(Line.objects.open().filter(serving).order_by("name", "pk"))
    sectors = {one.pk: one for one in Sector.objects.open(today).filter(line__in=lines)}
    plan = planned(sectors, window, contacts=True)
    add_rotations(plan, list(sectors), window, contacts=True)
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for (sector, role), fragments in plan.resolved(window).items():
        for one in fragments:
            person = plan.people[one.person]
            numbers = [
                raw["value"]
                for raw in person.contacts
                if raw["audience"] == "professionals" and raw["kind"] != "email"
            ]
            first, last = (_moment(instant, zone) for instant in one.period)
            rows.setdefault(sectors[sector].line_id, []).append(
                (one.period[0], sectors[sector].name, first, last, person.name,
                 plan.roles[role].label, ", ".join(_phone(number) for number in numbers))
            )  # fmt: skip
    header = ["Secteur", "Du", "Au", "Qui", "Rôle", "Numéro"]
    tables = [
        Table(
            str(line) + (f", {_phone(line.phone)}" if line.phone else ""),
            header,
            [list(row[1:]) for row in sorted(rows.get(line.pk, []), key=lambda row: row[:5])],
            "Personne n’est prévu sur cette ligne.",
        )
        for line in lines
    ]
    lead = [f"Sept jours à partir du {day_words(today, 'l j F Y')}."]
    return Sheet("gardes", "Astreintes et gardes", lead, tables)


def _cards(cell: Cell) -> Sheet:
    """The reflex card of each role, to be ticked with a pen."""
    cards = current_cards(cell)
    lines: dict[int, list[list[str]]] = defaultdict(list)
    for item in CardItem.objects.filter(card__in=cards.values()).order_by("card", "band", "rank"):
        lines[item.card_id].append([Band(item.band).label, item.text, ""])
    tables = [
        Table(str(role), ["Quand", "Quoi", "Fait à, par"], lines[cards[role.slug].pk])
        for role in roles_of_cell(cell)
        if role.slug in cards
    ]
    return Sheet("fiches", "Fiches réflexes", [], tables)


def _report(cell: Cell) -> Sitrep | None:
    """The last report issued to the cell itself or more widely."""
    issued = Sitrep.objects.filter(cell=cell, state=Sitrep.State.ISSUED)
    return issued.select_related("cell").order_by("-issued_at").first()


def _reports(cell: Cell, report: Sitrep | None) -> list[Sheet]:
    if report is None:
        return [Sheet("point", "Dernier point de situation", ["Aucun n’a encore été diffusé."])]
    lead = [f"{report}, diffusé le {_moment(report.issued_at, _zone(cell))}."]
    for title, words in report.sections:
        lead.append(f"{title.capitalize()}\u00a0: {words.strip() or 'rien à signaler.'}")
    figures = [
        [one.label, one.words, one.source, one.age]
        for one in report.figures.select_related("sitrep")
    ]
    table = Table("Chiffres", ["Indicateur", "Valeur", "Source", "Âge"], figures, "Aucun chiffre.")
    return [Sheet("point", "Dernier point de situation", lead, [table])]


def _tasks(cell: Cell) -> Sheet:
    rows = Task.objects.filter(cell=cell).open().select_related("owner", "owner_role")
    zone = _zone(cell)
    shown = [
        [
            one.title,
            one.get_state_display()
            + (f"\u00a0: {one.blocked_reason}" if one.blocked_reason else ""),
            str(one.owner or one.owner_role or "personne"),
            _moment(one.due_at, zone) if one.due_at else "sans échéance",
            one.get_priority_display(),
        ]
        for one in rows.order_by(F("due_at").asc(nulls_last=True), "-priority", "pk")[:MOST]
    ]
    header = ["Tâche", "État", "Qui", "Échéance", "Priorité"]
    return Sheet("taches", "Tâches ouvertes", [], [Table("Par échéance", header, shown, "Aucune.")])


def _decisions(cell: Cell) -> Sheet:
    rows = Decision.objects.filter(cell=cell).in_force().select_related("decided_by", "decided_as")
    zone = _zone(cell)
    shown = [
        [
            f"n° {one.number}",
            one.statement,
            str(one.decided_as or one.decided_by),
            _moment(one.in_force_from, zone),
            _moment(one.in_force_until, zone) if one.in_force_until else "",
        ]
        for one in rows.order_by("-number")[:MOST]
    ]
    header = ["Numéro", "Décision", "Prise par", "Depuis", "Jusqu’au"]
    table = Table("En vigueur", header, shown, "Aucune.")
    return Sheet("decisions", "Décisions en vigueur", [], [table])


def _paper() -> Sheet:
    rows = [[f"P{rank}", "", "", "", ""] for rank in range(1, PAPER_LINES + 1)]
    header = ["Ligne", "Jour et heure", "De → à", "Ce qui est dit, fait ou décidé", "N° au portail"]
    lead = [
        "Écrivez une ligne par fait, avec l’heure à laquelle il a eu lieu. Quand le réseau "
        "revient, recopiez chaque ligne dans la main courante avec cette heure, champ "
        "« Survenu le », et notez ici le numéro que le portail lui donne.",
        "Aucun nom de patient, ni ici ni au portail.",
    ]
    return Sheet("papier", "Main courante sur papier", lead, [Table("Feuille", header, rows)])


def _zone(cell: Cell) -> ZoneInfo:
    return ZoneInfo(cell.territory.timezone)


def _moment(instant: datetime | None, zone: ZoneInfo) -> str:
    return date_format(instant.astimezone(zone), "D j M, H \\h i") if instant else ""


def _phone(value: str) -> str:
    return national(value) if value.startswith("+") else value
