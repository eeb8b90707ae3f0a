"""What a shortage file says: the need and its decision, who could serve, acts, gaps left."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Q
from django.utils import timezone

from coordination.oncall.models import (
    Absence,
    CoverOffer,
    Line,
    Member,
    Requirement,
    Sector,
    Shift,
    ShortageFile,
    ShortageStep,
    Swap,
)
from coordination.oncall.selectors.plans.coverage import gaps_of_sectors
from coordination.oncall.selectors.plans.plan import planned
from coordination.oncall.selectors.wording import hours_said, period_said
from portal.lib.time import Period, local_instant
from portal.ui import moments

Kind, Party = ShortageStep.Kind, ShortageStep.Party
MOST_SEARCHES = 500
# Whom R.6315-4 names before a requisition.
CONSULTED = (Party.UNION, Party.HEALTH_CENTRES, Party.ASSOCIATIONS)


@dataclass(frozen=True)
class Able:
    """Somebody listed on the line at that time: what they hold, how long they are away."""

    name: str
    profession: str
    roles: str
    duties: int
    away: str


@dataclass(frozen=True)
class Left:
    """A gap that nobody fills."""

    sector: str
    role: str
    period: Period
    missing: int


@dataclass(frozen=True)
class Search:
    """A slot proposed to somebody, and what they answered: a proof of what was tried."""

    at: datetime
    sector: str
    period: Any
    name: str
    answer: str
    state: str


def shortage_page(file: ShortageFile) -> dict[str, Any]:
    """The whole file, in a constant number of statements."""
    zone = ZoneInfo(file.line.zone)
    steps = list(file.steps.select_related("noted_by"))
    sectors = _sectors(file)
    left = _left(file, sectors, zone)
    return {
        "file": file,
        "last": file.days.upper - timedelta(days=1),
        "zone": zone,
        "requirements": _requirements(file, sectors),
        "able": _able(file, zone),
        "steps": steps,
        "calls": _calls(file, zone),
        "searches": _searches(file, zone),
        "left": left,
        "missing": sum(((one.period[1] - one.period[0]) * one.missing for one in left),
                       timedelta()),
        "not_consulted": _not_consulted(steps),
    }  # fmt: skip


def files_of(line: Line) -> list[ShortageFile]:
    """The files of a line, last first."""
    rows = ShortageFile.objects.filter(line=line).select_related("sector")
    return list(rows.annotate(number=Count("steps")).order_by("-opened_at")[:50])


def printed(file: ShortageFile) -> dict[str, Any]:
    """What the PDF says; its HTML twin shows the same parts."""
    page = shortage_page(file)
    zone = page["zone"]
    place = str(file.sector) if file.sector else "toute la ligne"
    made = moments.day_hour(timezone.now(), now=timezone.localtime(), zone=zone)
    lead = [
        f"Ligne : {file.line}. Secteur : {place}. "
        f"Du {file.days.lower:%d/%m/%Y} au {page['last']:%d/%m/%Y} inclus.",
        f"État au {made} : {_gap_words(page)}.",
    ]
    if page["not_consulted"]:
        lead.append("Pas encore consultés : " + ", ".join(page["not_consulted"]) + ".")
    return {
        "title": "Dossier de carence",
        "author": str(file.line),
        "about": f"Dossier de carence de {file.line}",
        "wide": True,
        "footer": f"Dossier de carence, {file.line}, établi le {made}",
        "lead": lead,
        "parts": [
            _needs(page),
            _people(page),
            _acts(page, zone),
            _asked(page),
            _proposed(page),
            _gaps(page, zone),
        ],
    }


def _gap_words(page: dict[str, Any]) -> str:
    number = len(page["left"])
    if not number:
        return "aucun trou"
    return f"{number} trou{'s' if number > 1 else ''}, {hours_said(page['missing'])} de présence"


def _needs(page: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [
            str(row.sector), row.get_slot_class_display(), str(row.role or "tout rôle"),
            str(row.minimum), f"{row.validity.lower:%d/%m/%Y}", row.reference or "–",
        ]
        for row in page["requirements"]
    ]  # fmt: skip
    header = ["Secteur", "Créneau", "Rôle", "Minimum", "Depuis le", "Décision"]
    empty = "Aucun besoin n’est déclaré à ces dates."
    return {"title": "Le besoin et sa décision", "header": header, "rows": rows, "empty": empty}


def _people(page: dict[str, Any]) -> dict[str, Any]:
    rows = [[one.name, one.profession, one.roles, str(one.duties), one.away]
            for one in page["able"]]  # fmt: skip
    header = ["Personne", "Profession", "Rôles", "Tours tenus", "Absences"]
    empty = "Personne n’est inscrit sur la ligne à ces dates."
    title = "Personnes à même de servir"
    return {"title": title, "header": header, "rows": rows, "empty": empty}


def _acts(page: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    rows = [
        [
            _at(step.at, zone), step.get_kind_display(), step.get_party_display(),
            " ".join(words for words in (step.who, f"({step.means})" if step.means else "")
                     if words) or "–",
            "–" if step.reached is None else str(step.reached),
            _answer(step, zone), _order(step, zone),
        ]
        for step in page["steps"]
    ]  # fmt: skip
    header = ["Date", "Acte", "Auprès de", "Qui", "Joints", "Réponse", "Ordre"]
    empty = "Aucune démarche n’est notée."
    return {"title": "Démarches", "header": header, "rows": rows, "empty": empty}


def _asked(page: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [_at(swap.opened_at, page["zone"]), str(swap.giver),
         period_said(swap.period, page["zone"]), swap.get_state_display()]
        for swap in page["calls"]
    ]  # fmt: skip
    header = ["Date", "Demandé par", "Pour", "Suite"]
    empty = "Aucune demande de remplacement n’est passée par le portail."
    title = "Remplacements demandés sur le portail"
    return {"title": title, "header": header, "rows": rows, "empty": empty}


def _proposed(page: dict[str, Any]) -> dict[str, Any]:
    rows = [
        [_at(one.at, page["zone"]), one.sector, period_said(one.period, page["zone"]), one.name,
         one.answer, one.state]
        for one in page["searches"]
    ]  # fmt: skip
    header = ["Date", "Secteur", "Pour", "Personne appelée", "Réponse", "Suite"]
    empty = "Aucun créneau n’a été proposé par le portail."
    return {"title": "Personnes appelées une à une", "header": header, "rows": rows, "empty": empty}


def _gaps(page: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    rows = [
        [one.sector, one.role or "tout rôle", period_said(DateTimeTZRange(*one.period), zone),
         str(one.missing)]
        for one in page["left"]
    ]  # fmt: skip
    header = ["Secteur", "Rôle", "Quand", "Manque"]
    return {"title": "Trous restants", "header": header, "rows": rows, "empty": "Aucun trou."}


def _answer(step: ShortageStep, zone: ZoneInfo) -> str:
    if not step.answered_at:
        return step.answer or "pas de réponse"
    return f"{step.answer or 'réponse reçue'} ({_at(step.answered_at, zone)})"


def _order(step: ShortageStep, zone: ZoneInfo) -> str:
    if not step.served_at:
        return step.reference or "–"
    return f"{step.reference}, remis le {_at(step.served_at, zone)}"


def _at(mark: Any, zone: ZoneInfo) -> str:
    return f"{mark.astimezone(zone):%d/%m/%Y %H h %M}"


def _sectors(file: ShortageFile) -> dict[int, Sector]:
    rows = Sector.objects.filter(line=file.line_id)
    if file.sector_id:
        rows = rows.filter(pk=file.sector_id)
    return {row.pk: row for row in rows}


def _frame(file: ShortageFile, zone: ZoneInfo) -> Period:
    first, end = (local_instant(day, time(0), zone) for day in (file.days.lower, file.days.upper))
    return first, end


def _requirements(file: ShortageFile, sectors: dict[int, Sector]) -> list[Requirement]:
    rows = Requirement.objects.filter(sector__in=sectors, validity__overlap=file.days)
    return list(rows.select_related("sector", "role").order_by("sector__name", "slot_class", "pk"))


def _able(file: ShortageFile, zone: ZoneInfo) -> list[Able]:
    frame = DateTimeTZRange(*_frame(file, zone))
    members = Member.objects.filter(line=file.line_id, membership__overlap=file.days)
    if file.sector_id:
        members = members.filter(Q(sectors=None) | Q(sectors=file.sector_id))
    rows = members.select_related("person__profession").prefetch_related("roles").distinct()
    held = Shift.objects.holding().filter(line=file.line_id, period__overlap=frame)
    counted = dict(held.values_list("person").annotate(number=Count("pk")).order_by())
    away: dict[int, list[str]] = {}
    people = [row.person_id for row in rows]
    for one in Absence.objects.filter(person__in=people, period__overlap=frame).order_by("period"):
        away.setdefault(one.person_id, []).append(period_said(one.period, zone))
    found = [
        Able(
            str(row.person),
            str(row.person.profession or "–"),
            ", ".join(str(role) for role in row.roles.all()) or "–",
            counted.get(row.person_id, 0),
            " ; ".join(away.get(row.person_id, [])) or "–",
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.name)


def _calls(file: ShortageFile, zone: ZoneInfo) -> list[Swap]:
    """The replacements asked through the portal for these days."""
    rows = Swap.objects.filter(
        shift__line=file.line_id, period__overlap=DateTimeTZRange(*_frame(file, zone))
    )
    if file.sector_id:
        rows = rows.filter(shift__sector=file.sector_id)
    return list(rows.select_related("giver", "shift__sector").order_by("opened_at")[:200])


def _searches(file: ShortageFile, zone: ZoneInfo) -> list[Search]:
    """To whom each slot of these days was proposed, when, and what each answered."""
    rows = CoverOffer.objects.filter(
        call__line=file.line_id, call__period__overlap=DateTimeTZRange(*_frame(file, zone))
    )
    if file.sector_id:
        rows = rows.filter(call__slot__sector=file.sector_id)
    related = rows.select_related("person", "call__slot__sector").order_by("asked_at", "pk")
    return [
        Search(
            one.asked_at,
            str(one.call.slot.sector),
            one.call.period,
            str(one.person),
            _offer_words(one, zone),
            one.call.get_state_display(),
        )
        for one in related[:MOST_SEARCHES]
    ]


def _offer_words(one: CoverOffer, zone: ZoneInfo) -> str:
    words = one.get_state_display()
    return f"{words} ({_at(one.answered_at, zone)})" if one.answered_at else words


def _left(file: ShortageFile, sectors: dict[int, Sector], zone: ZoneInfo) -> list[Left]:
    window = _frame(file, zone)
    resolved = planned(sectors, window).resolved(window)
    roles = {role.pk: role.label for role in file.line.roles.all()}
    found = [
        Left(str(sectors[sector]), roles.get(gap.role or 0, ""), gap.period, gap.missing)
        for sector, gaps in gaps_of_sectors(sectors, window, resolved).items()
        for gap in gaps
    ]
    return sorted(found, key=lambda one: (one.period, one.sector))


def _not_consulted(steps: list[ShortageStep]) -> list[str]:
    """Those whom the text names and whom nobody has consulted yet."""
    done = {step.party for step in steps if step.kind == Kind.CONSULTATION}
    return [str(party.label) for party in CONSULTED if party not in done]
