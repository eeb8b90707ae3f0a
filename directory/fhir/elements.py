"""The small parts of which every resource is made. Nothing empty ever leaves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from directory.fhir.canonical import (
    ADDRESS_PART,
    DATA_TRACE,
    EMAIL_TYPE,
    FINESS,
    IDENTIFIER_TYPE,
    INSEE,
    MAILBOX,
    RPPS,
    table,
)
from directory.models import ContactPoint
from portal.territories.models import Territory

Json = dict[str, Any]
Kind = Territory.Kind
STREET_TYPES = (
    "R|RUE|AV|AVENUE|BD|BLD|BOULEVARD|RTE|ROUTE|PL|PLACE|CHE|CHEM|CHEMIN|ALL|ALLEE|ALLÉE|IMP|"
    "IMPASSE|QU|QUAI|SQ|SQUARE|CRS|COURS|PAS|PASSAGE|FG|FBG|FAUBOURG|RES|LOT|ZA|ZAC|ZI|ESP|PROM"
)
STREET = re.compile(
    rf"(?:(?P<houseNumber>\d+(?: ?(?:BIS|TER|QUATER|[A-Z])(?= ))?),? +)?"
    rf"(?:(?P<streetNameType>{STREET_TYPES})\.? +)?(?P<streetNameBase>.+)",
    re.IGNORECASE,
)
POSTAL = re.compile(r"(\d{5})\s+(.+)")
SYSTEMS = {"phone": "phone", "mobile": "phone", "fax": "fax", "email": "email", "mss": "email"}
SOURCES = {"FINESS": FINESS, "RPPS": RPPS}


@dataclass(frozen=True)
class Site:
    """The server that answers: `base` is the address of /fhir, without a final bar."""

    base: str

    def url(self, path: str) -> str:
        """The address of something of ours, under the base."""
        return f"{self.base}/{path}"


def kept(**elements: Any) -> Json:
    """The elements that say something: neither null, nor empty text, list or object."""
    return {
        name: value
        for name, value in elements.items()
        if value is not None and value != "" and value != [] and value != {}
    }


def instant(moment: datetime) -> str:
    """To the microsecond: a rounded instant would make a delta repeat or skip."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def coding(system: str, code: str, display: str = "") -> Json:
    """One code of one table."""
    return kept(system=system, code=code, display=display)


def concept(system: str, code: str, display: str = "") -> Json:
    """A CodeableConcept of one code."""
    return {"coding": [coding(system, code, display)]}


def identifier(
    kind: str, system: str, value: str, *, use: str = "official", period: Json | None = None
) -> Json:
    """A number of the French tables (`kind`: FINEG, FINEJ, IDNST, RPPS…)."""
    return kept(
        use=use, type=concept(IDENTIFIER_TYPE, kind), system=system, value=value, period=period
    )


def period(start: date | None, end: date | None) -> Json:
    """From `start` to `end` included; empty when nobody knows."""
    return kept(start=start and start.isoformat(), end=end and end.isoformat())


def meta(
    changed_at: datetime, profiles: list[str], *, site: Site, source: str, as_of: date | None
) -> Json:
    """Which version this is, where it comes from, which profiles it follows."""
    trace = [
        *([{"url": "systeme-information", "valueCode": source}] if source in SOURCES else []),
        *([{"url": "date-maj-ae", "valueDate": as_of.isoformat()}] if as_of else []),
    ]
    return kept(
        extension=[{"url": DATA_TRACE, "extension": trace}] if trace else [],
        versionId=str(int(changed_at.timestamp() * 1_000_000)),
        lastUpdated=instant(changed_at),
        source=SOURCES.get(source, site.base.removesuffix("/fhir") or site.base),
        profile=profiles,
    )


def address(*, street: str, postal_line: str, commune: Territory | None) -> list[Json]:
    """Where to write and to go. The town never bears the postal code, nor the reverse."""
    found = POSTAL.fullmatch(postal_line.strip())
    code, town = (found[1], found[2]) if found else ("", postal_line.strip())
    if commune is not None:
        town = town or commune.name
        code = code or (commune.postal_codes[0] if len(commune.postal_codes) == 1 else "")
    one = kept(
        extension=_insee(commune),
        text=", ".join(part for part in (street.strip(), f"{code} {town}".strip()) if part),
        line=[street.strip()] if street.strip() else [],
        _line=_street(street.strip()),
        city=town,
        postalCode=code,
    )
    return [{"use": "work", **one, "country": "FR"}] if one else []


def telecom(lines: Iterable[ContactPoint]) -> list[Json]:
    """The lines that may be called, the first first; a radio is no ContactPoint."""
    ordered = sorted(lines, key=lambda line: (line.rank, line.pk))
    return [
        kept(
            extension=_mailbox(line),
            system=SYSTEMS[line.channel],
            value=line.value,
            use="mobile" if line.channel == "mobile" else "work",
            rank=rank,
            period=period(line.starts_on, line.ends_on),
        )
        for rank, line in enumerate((one for one in ordered if one.channel in SYSTEMS), 1)
    ]


def _mailbox(line: ContactPoint) -> list[Json]:
    """What tells a secure mailbox from ordinary mail; who is on the red list is not here."""
    if line.channel != ContactPoint.Channel.MSS:
        return []
    box = [
        {"url": "type", "valueCodeableConcept": concept(table("R257"), "ORG")},
        *([{"url": "description", "valueString": line.note}] if line.note else []),
        {"url": "listeRouge", "valueBoolean": False},
    ]
    return [
        {"url": EMAIL_TYPE, "valueCoding": coding(table("R256"), "MSSANTE")},
        {"url": MAILBOX, "extension": box},
    ]


def _insee(commune: Territory | None) -> list[Json]:
    if commune is None or commune.kind not in (Kind.COMMUNE, Kind.ARRONDISSEMENT):
        return []
    return [{"url": INSEE, "valueCoding": coding(table("R13"), commune.code, commune.name)}]


def _street(street: str) -> list[Json]:
    found = STREET.fullmatch(street)
    if not found:
        return []
    parts = [
        {"url": ADDRESS_PART + name, "valueString": value.strip()}
        for name, value in found.groupdict().items()
        if value and value.strip()
    ]
    return [{"extension": parts}]
