"""The statements as tables: for CSV, for spreadsheets, for the PDF."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from coordination.oncall.clock import elapsed
from coordination.oncall.models import Intervention, SlotClass
from coordination.oncall.selectors.holders.trips import work_of
from coordination.oncall.selectors.serving.statement import Account, Entry, Statement
from coordination.oncall.selectors.serving.tally import FAMILIES, Tally
from coordination.oncall.selectors.wording import hours_said, month_said
from portal.lib.xlsx import Sheet
from portal.ui import moments

SUMMARY = [
    *("Personne", "Ligne", "Nuits", "Samedis", "Dimanches", "Fériés et ponts", "Autres", "Tours"),
    *("Heures prévues", "Heures enregistrées", "Heures faites", "Heures certifiées"),
    *("Heures transmises au paiement", "Interventions", "Déplacements"),
    *("Heures d’intervention", "Kilomètres"),
]
DUTIES = [
    *("Jour", "Personne", "Ligne", "Secteur", "Type", "Tour", "Début", "Fin"),
    *("Heures prévues", "Heures enregistrées", "Heures faites", "Heures certifiées"),
    "Transmis au paiement",
]
TRIPS = [
    *("Jour", "Personne", "Ligne", "Secteur", "Nature", "Motif", "Appel", "Départ", "Fin"),
    *("Heures", "Kilomètres"),
]
WORDS_SUMMARY = [
    *("Personne", "Ligne", "Fait", "Prévu", "Enregistré", "Heures faites", "Certifié"),
    *("Au paiement", "Interventions"),
]
WORDS_DUTIES = ["Jour", "Personne", "Secteur", "Type", "Heures", "Prévu", "Fait"]
WORDS_TRIPS = ["Jour", "Personne", "Nature", "Heures", "Durée", "Km"]
RULE = "Un tour compte en entier dans le mois du jour où il commence ; les durées sont réelles."
TOTAL = "Total"


def csv_rows(statement: Statement) -> Iterator[list[Any]]:
    """Duties, then interventions, in one table; hours as decimals, with a comma."""
    for entry in statement.entries:
        yield ["Astreinte", *map(_plain, duty_row(entry))]
    for trip in statement.trips:
        day, person, line, sector, kind, motive, called, left, ended, lived, km = trip_row(trip)
        shown = [day, person, line, sector, kind, motive, left or called, ended]
        yield ["Intervention", *map(_plain, shown), "", "", _plain(lived), "", "", _plain(km)]


CSV_HEADER = ["Nature", *DUTIES, "Kilomètres"]


def sheets(statement: Statement) -> list[Sheet]:
    """Summary, duties, interventions."""
    accounts = [*statement.accounts, statement.total]
    return [
        Sheet("Résumé", SUMMARY, [account_row(one) for one in accounts]),
        Sheet("Tours", DUTIES, [duty_row(one) for one in statement.entries]),
        Sheet("Interventions", TRIPS, [trip_row(one) for one in statement.trips]),
    ]


def account_row(account: Account) -> list[Any]:
    """A line of the summary, in the order of its header."""
    families = [account.served.family(classes) for _, classes in FAMILIES]
    return [
        str(account.person) if account.person else TOTAL,
        str(account.line or ""),
        *families,
        account.served.count,
        account.planned.total,
        account.recorded.total,
        account.served.total,
        account.certified,
        account.paid,
        account.calls,
        account.trips,
        account.at_work,
        account.km,
    ]


def duty_row(entry: Entry) -> list[Any]:
    """A duty, in the order of its header; hours of the wall clock of the place."""
    start, end = entry.period or (None, None)
    return [
        entry.day,
        str(entry.person),
        str(entry.line),
        entry.sector,
        SlotClass(entry.slot_class).label,
        entry.label,
        _clock(start, entry.zone),
        _clock(end, entry.zone),
        elapsed(entry.planned),
        elapsed(entry.recorded),
        elapsed(entry.served),
        "" if entry.certified is None else entry.certified,
        "oui" if entry.is_paid else "non",
    ]


def trip_row(one: Intervention) -> list[Any]:
    """An intervention, in the order of its header."""
    zone = ZoneInfo(one.record.sector.zone)
    return [
        one.called_at.astimezone(zone).date(),
        str(one.person),
        str(one.record.line),
        one.record.sector.name,
        one.get_kind_display(),
        one.get_motive_display(),
        _clock(one.called_at, zone),
        _clock(one.trip_started_at, zone),
        _clock(one.ended_at, zone),
        elapsed([work_of(one)]),
        one.distance_km,
    ]


def printed(statement: Statement, *, title: str, about: str) -> dict[str, Any]:
    """What the PDF says, in words."""
    month = month_said(statement.first)
    totals = [*statement.accounts, statement.total]
    return {
        "title": f"{title}, {month}",
        "author": about,
        "about": f"{about}, {month}",
        "wide": True,
        "footer": f"{title}, {about}, {month}",
        "lead": [f"{about}. {RULE}"],
        "parts": [
            _part("Résumé", WORDS_SUMMARY, [_account_words(one) for one in totals]),
            _part("Tours", WORDS_DUTIES, [_duty_words(one) for one in statement.entries]),
            _part("Interventions", WORDS_TRIPS, [_trip_words(one) for one in statement.trips]),
        ],
    }


def _part(title: str, header: list[str], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "header": header, "rows": rows, "empty": "Rien ce mois-ci."}


def families_said(tally: Tally) -> str:
    """`8 nuits, 1 samedi`; `aucun tour` when nothing was served."""
    said = [f"{number}\u00a0{_singular(words, number)}" for words, number in tally.families
            if number]  # fmt: skip
    return ", ".join(said) or "aucun tour"


def _account_words(one: Account) -> list[str]:
    return [
        str(one.person) if one.person else TOTAL,
        str(one.line or ""),
        families_said(one.served),
        hours_said(one.planned.total),
        hours_said(one.recorded.total),
        hours_said(one.served.total),
        hours_said(one.certified),
        hours_said(one.paid),
        f"{one.calls} ({hours_said(one.at_work)}, {_plain(one.km)}\u00a0km)",
    ]


def _duty_words(entry: Entry) -> list[str]:
    row = duty_row(entry)
    return [
        f"{row[0]:%d/%m/%Y}", row[1], row[3], row[4],
        f"{_hour(row[6])} → {_hour(row[7])}",
        hours_said(row[8]), hours_said(row[10]),
    ]  # fmt: skip


def _trip_words(one: Intervention) -> list[str]:
    row = trip_row(one)
    left = row[7] or row[6]
    return [
        f"{row[0]:%d/%m/%Y}", row[1], row[4],
        f"{_hour(left)} → {_hour(row[8])}", hours_said(row[9]), f"{_plain(row[10])}\u00a0km",
    ]  # fmt: skip


def _singular(words: str, number: int) -> str:
    return words if number > 1 else words.replace("s et ponts", " ou pont").removesuffix("s")


def _hour(at: datetime | str) -> str:
    return moments.hour(at) if isinstance(at, datetime) else "–"


def _clock(at: datetime | None, zone: ZoneInfo) -> Any:
    return at.astimezone(zone) if at else ""


def _plain(value: Any) -> str:
    """As a French spreadsheet reads it: `11,5`, `28/03/2026`, `28/03/2026 20:00`."""
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:.2f}".replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)
