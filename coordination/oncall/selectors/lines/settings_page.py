"""What is settled of a line and what is not yet, in the order in which one goes about it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from coordination.oncall.models import (
    EscalationChain,
    Line,
    LineRole,
    Member,
    PointWeight,
    Recipient,
    Requirement,
    Rotation,
    Sector,
    SectorCommune,
    SlotTemplate,
)


@dataclass(frozen=True)
class Setting:
    """One thing to settle: its page, what stands today, whether something is missing."""

    label: str
    url: str
    stands: str
    is_missing: bool = False
    act: str = ""


def settings_of(line: Line) -> dict[str, Any]:
    """Each setting with its state, the first that is missing; a constant number of statements."""
    today = timezone.localdate()
    rows = [
        _identity(line),
        _roles(line),
        _sectors(line, today),
        _uncovered(line, today),
        _templates(line, today),
        _requirements(line, today),
        _points(line, today),
        _members(line, today),
        _rotations(line, today),
        _chain(line),
        _recipients(line),
    ]
    missing = next((row for row in rows if row.is_missing), None)
    return {"line": line, "rows": rows, "next": missing}


def weights_in_force(line: Line, day: date) -> dict[str, Decimal]:
    """What each class of slots is worth on that day."""
    found = PointWeight.objects.filter(line=line, validity__contains=day)
    return dict(found.values_list("slot_class", "points"))


def roles_of(line: Line) -> list[LineRole]:
    """The roles, with who may hold them and how many people do."""
    counted = line.roles.annotate(holders=Count("members", distinct=True))
    return list(counted.prefetch_related("professions", "qualifications"))


def recipients_of(line: Line) -> list[Recipient]:
    """Those that rosters are sent to today, step by step."""
    return list(line.recipients.filter(is_active=True).order_by("-stage", "kind", "name"))


def sectors_with_needs(line: Line, today: date) -> list[Sector]:
    """The open sectors, and whether what they owe is declared."""
    declared = Requirement.objects.filter(
        Q(validity__contains=today) | Q(validity__startswith__gt=today), sector=OuterRef("pk")
    )
    opened = Sector.objects.open(today).filter(line=line)
    return list(opened.annotate(is_declared=Exists(declared)).order_by("name"))


def _identity(line: Line) -> Setting:
    stands = f"{capfirst(line.get_kind_display())}, {line.territory}, relève à"
    url = reverse("oncall:line_edit", args=[line.slug])
    return Setting("La ligne", url, f"{stands} {line.handover_at:%H:%M}")


def _roles(line: Line) -> Setting:
    labels = list(line.roles.values_list("label", flat=True))
    url = reverse("oncall:line_roles", args=[line.slug])
    return Setting("Rôles", url, ", ".join(labels) or "aucun", not labels, "Nommer les rôles")


def _sectors(line: Line, today: date) -> Setting:
    served = SectorCommune.objects.filter(
        line=line, sector__isnull=False, validity__overlap=(today, None)
    )
    communes = served.aggregate(found=Count("commune", distinct=True))["found"]
    sectors = Sector.objects.open(today).filter(line=line).count()
    stands = f"{_count(sectors, 'secteur')}, {_count(communes, 'commune')}"
    url = reverse("oncall:line_sectors", args=[line.slug])
    return Setting("Secteurs et communes", url, stands, not communes, "Tracer les secteurs")


def _uncovered(line: Line, today: date) -> Setting:
    rows = SectorCommune.objects.filter(line=line, sector=None, validity__contains=today)
    url = reverse("oncall:line_uncovered", args=[line.slug])
    stands = _count(rows.count(), "commune")
    return Setting("Communes non couvertes par décision", url, stands)


def _templates(line: Line, today: date) -> Setting:
    known = SlotTemplate.objects.filter(line=line, validity__overlap=(today, None))
    names = list(known.values_list("name", flat=True))
    url = reverse("oncall:line_templates", args=[line.slug])
    return Setting("Horaires", url, ", ".join(names) or "aucun", not names, "Dire les horaires")


def _requirements(line: Line, today: date) -> Setting:
    sectors = sectors_with_needs(line, today)
    without = [one for one in sectors if not one.is_declared]  # type: ignore[attr-defined]
    first = next(iter(without or sectors), None)
    url = reverse("oncall:line_sectors", args=[line.slug])
    if first is not None:
        url = reverse("oncall:sector_requirements", args=[first.uuid])
    names = ", ".join(str(one) for one in without[:3])
    stands = f"à déclarer : {names}" if without else "déclarés dans chaque secteur"
    return Setting(
        "Besoins par secteur", url, stands if sectors else "aucun secteur", bool(without),
        f"Déclarer les besoins de {first}" if first else "",
    )  # fmt: skip


def _points(line: Line, today: date) -> Setting:
    worth = weights_in_force(line, today)
    url = reverse("oncall:line_points", args=[line.slug])
    stands = f"{_count(len(worth), 'type')} de créneau" if worth else "aucun : un point partout"
    return Setting("Points", url, stands)


def _members(line: Line, today: date) -> Setting:
    number = Member.objects.filter(line=line, membership__overlap=(today, None)).count()
    url = reverse("oncall:member_list", args=[line.slug])
    return Setting("Personnes", url, _count(number, "personne"), not number, "Inscrire quelqu’un")


def _rotations(line: Line, today: date) -> Setting:
    running = Rotation.objects.filter(layer__sector__line=line)
    number = running.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today)).count()
    url = reverse("oncall:rotation_list", args=[line.slug])
    stands = _count(number, "roulement") if number else "aucun : les tableaux répondent seuls"
    return Setting("Roulements", url, stands)


def _chain(line: Line) -> Setting:
    chain = EscalationChain.objects.filter(line=line, is_default=True).first()
    url = reverse("oncall:chain_edit", args=[line.slug])
    return Setting("Chaîne d’appel", url, chain.name if chain else "chaîne ordinaire")


def _recipients(line: Line) -> Setting:
    number = len(recipients_of(line))
    url = reverse("oncall:line_recipients", args=[line.slug])
    return Setting("Destinataires des tableaux", url, _count(number, "destinataire"))


def _count(number: int, word: str) -> str:
    if not number:
        return "aucune" if word in ("commune", "personne") else "aucun"
    return f"{number} {word}{'s' if number > 1 else ''}"
