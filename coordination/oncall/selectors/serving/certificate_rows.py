"""A certificate as a table, and as what its PDF says."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coordination.oncall.models import Certificate, Intervention, SlotClass
from coordination.oncall.selectors.serving.certification import people_of
from coordination.oncall.selectors.wording import hours_said
from portal.ui import moments

CERTIFICATE = [
    *("Nature", "Jour", "Secteur", "Type", "Tour", "Rôle", "Référence", "Personne"),
    *("Prévu de", "Prévu à", "Fait de", "Fait à", "Minutes", "Points", "Constat", "Motif", "Km"),
]


def certificate_rows(certificate: Certificate) -> Iterator[list[Any]]:
    """One line per duty and per intervention, as signed; hours of the wall clock of the line."""
    zone = ZoneInfo(certificate.roster.line.zone)
    for row in certificate.content["duties"]:
        yield [
            "Astreinte", date.fromisoformat(row["day"]), row["sector_name"],
            SlotClass(row["class"]).label, row["label"], row["role"], row["person"], row["name"],
            *_ends(row["planned"], zone), *_ends(row["served"], zone), row["minutes"],
            row["points"].replace(".", ","), row["answer"], row["motive"], "",
        ]  # fmt: skip
    for row in certificate.content["interventions"]:
        start, end = row["trip_started_at"] or row["called_at"], row["ended_at"]
        kind = Intervention.Kind(row["kind"]).label
        yield [
            "Intervention", _local(start, zone).date(), row["sector"], kind, "", "",
            row["person"], row["name"], "", "", *_ends([[start, end]], zone), row["minutes"],
            "", "", "", row["km"].replace(".", ","),
        ]  # fmt: skip


def printed(certificate: Certificate) -> dict[str, Any]:
    """What the PDF says: who signed, totals by person, then slot by slot."""
    roster, zone = certificate.roster, ZoneInfo(certificate.roster.line.zone)
    signed = certificate.signed_at.astimezone(zone)
    who = certificate.signed_by
    name = str(who.get_full_name() or who) if who else "la coordination"
    lead = [
        f"Ligne : {roster.line}. Tableau : {roster}, du {roster.days.lower:%d/%m/%Y} "
        f"au {roster.last_day:%d/%m/%Y}.",
        f"Certificat n° {certificate.number}, signé le {signed:%d/%m/%Y à %H h %M} par {name}.",
    ]
    if certificate.motive:
        lead.append(f"Motif de la correction : {certificate.motive}.")
    return {
        "title": "Certificat de service fait",
        "author": str(roster.line),
        "about": f"Qui a réellement servi le tableau {roster}",
        "wide": True,
        "footer": f"Certificat {certificate.number}, empreinte {certificate.content_hash}",
        "lead": lead,
        "parts": [_people(certificate), _duties(certificate, zone), _trips(certificate, zone)],
    }


def _people(certificate: Certificate) -> dict[str, Any]:
    rows = [
        [one.name, str(one.duties), hours_said(one.lived), str(one.interventions)]
        for one in people_of(certificate.content)
    ]
    header = ["Personne", "Tours faits", "Heures", "Interventions"]
    return {"title": "Par personne", "header": header, "rows": rows, "empty": "Personne."}


def _duties(certificate: Certificate, zone: ZoneInfo) -> dict[str, Any]:
    rows = [
        [
            f"{date.fromisoformat(row['day']):%d/%m/%Y}", row["sector_name"], row["label"],
            row["name"], _said(row["planned"], zone), _said(row["served"], zone),
            hours_said(timedelta(minutes=row["minutes"])),
            " : ".join(words for words in (row["answer"], row["motive"]) if words),
        ]
        for row in certificate.content["duties"]
    ]  # fmt: skip
    header = ["Jour", "Secteur", "Tour", "Personne", "Prévu", "Fait", "Durée", "Constat"]
    return {"title": "Tour par tour", "header": header, "rows": rows, "empty": "Aucun tour."}


def _trips(certificate: Certificate, zone: ZoneInfo) -> dict[str, Any]:
    rows = [
        [
            f"{_local(row['called_at'], zone):%d/%m/%Y}", row["name"],
            Intervention.Kind(row["kind"]).label,
            _said([[row["trip_started_at"] or row["called_at"], row["ended_at"]]], zone),
            hours_said(timedelta(minutes=row["minutes"])), row["km"].replace(".", ","),
        ]
        for row in certificate.content["interventions"]
    ]  # fmt: skip
    header = ["Jour", "Personne", "Nature", "Heures", "Durée", "Km"]
    empty = "Aucune intervention n’a été notée."
    return {"title": "Interventions", "header": header, "rows": rows, "empty": empty}


def _said(periods: list[list[str]], zone: ZoneInfo) -> str:
    """`20 h → 8 h`, each part."""
    parts = [[moments.hour(_local(mark, zone)) for mark in period] for period in periods]
    return ", ".join(" → ".join(part) for part in parts) or "–"


def _ends(periods: list[list[str]], zone: ZoneInfo) -> list[str]:
    if not periods:
        return ["", ""]
    first, last = periods[0][0], periods[-1][1]
    return [f"{_local(mark, zone):%d/%m/%Y %H:%M}" for mark in (first, last)]


def _local(mark: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(mark).astimezone(zone)
