"""Where structures are, and what their services cover, as Location."""

import math
import re
from typing import Any

from django.db.models import Q

from directory.fhir import clauses
from directory.fhir.canonical import DISTANCE, HL7_CODES, POINT_SOURCE, profile, table
from directory.fhir.clauses import NEVER, Clause, Rows, each
from directory.fhir.elements import (
    Json,
    Site,
    address,
    coding,
    concept,
    identifier,
    kept,
    meta,
    telecom,
)
from directory.fhir.grammar import Criterion, plain, split, token
from directory.fhir.organization import (
    ADDRESS,
    OPEN,
    by_name,
    by_number,
    is_open,
    lines_of,
    numbers_of,
)
from directory.fhir.outcome import invalid
from directory.models import Parentage, Structure
from portal.territories.models import Territory

KILOMETRES = {"km": 1.0, "m": 0.001, "[mi_i]": 1.609344, "[mi_us]": 1.609347}
USUAL_KM, FURTHEST_KM = 10.0, 1_000.0
PROFILES = profile("Location")
KEY = re.compile(r"([a-z]+)-([A-Za-z0-9.-]{1,50})")


def near(rows: Rows, criterion: Criterion) -> Rows:
    """`latitude|longitude|distance|unit`: within ten kilometres when none is said.

    One point sorts by the distance, which each entry then tells.
    """
    points = [_point(value) for value in criterion.values]
    if len(points) == 1:
        return rows.near(*points[0])  # type: ignore[attr-defined]
    around = [Structure.objects.near(*point).values("pk") for point in points]
    return rows.filter(clauses.any_of([Q(pk__in=one) for one in around]))


def _point(value: str) -> tuple[float, float, float]:
    parts = [plain(part) for part in split(value, "|")]
    try:
        latitude, longitude = float(parts[0]), float(parts[1])
        radius = float(parts[2]) if len(parts) > 2 and parts[2] else USUAL_KM
        radius *= KILOMETRES[parts[3] if len(parts) > 3 and parts[3] else "km"]
    except (ValueError, IndexError, KeyError) as error:
        text = "« near » s’écrit latitude|longitude|distance|km, en degrés."
        raise invalid(text, name="near") from error
    if not (
        abs(latitude) <= 90 and abs(longitude) <= 180 and radius >= 0 and math.isfinite(radius)
    ):
        raise invalid("Ce point n’est pas sur la Terre.", name="near")
    return latitude, longitude, min(radius, FURTHEST_KM)


def _partof(value: str) -> Q:
    key = clauses.reference(value, "Location")
    known = clauses.uuids("uuid", kind="Location")(
        Structure.objects.all(), Criterion("_id", (key,))
    )
    return Q(pk__in=Parentage.objects.current().filter(parent__in=known).values("child"))


def _of_territory(value: str) -> Q:
    found = KEY.fullmatch(clauses.reference(value, "Location"))
    return Q(kind=found[1], code=found[2]) if found else NEVER


def _official(value: str) -> Q:
    given, code = token(value)
    communes = Q(kind__in=[Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT])
    return communes & Q(code=code) if not given or given == table("R13") else NEVER


def _status(yes: Q) -> Clause:
    def read(value: str) -> Q:
        code = token(value)[1]
        return {"active": yes, "inactive": ~yes}.get(code, NEVER)

    return each(read)


STRUCTURE: dict[str, Clause] = {
    "_id": clauses.uuids("uuid", kind="Location"),
    "_lastUpdated": clauses.instants(),
    "identifier": by_number,
    "name": by_name,
    "status": _status(OPEN),
    "type": clauses.codes("category", "R66", "R397"),
    "organization": clauses.uuids("uuid", kind="Organization"),
    "partof": each(_partof),
    "near": near,
    **ADDRESS,
}
TERRITORY: dict[str, Clause] = {
    "_id": each(_of_territory),
    "identifier": each(_official),
    "name": clauses.text("search_key", exact="name"),
    "status": _status(Q(closed_on__isnull=True)),
}


def key_of(territory: Territory) -> str:
    """`commune-10387`: the id of a territory, the same everywhere and for ever."""
    return f"{territory.kind}-{re.sub(r'[^A-Za-z0-9.-]', '-', territory.code)[:50]}"


def write_place(one: Structure, site: Site) -> Json:
    """Where the structure is, and how much its point is worth."""
    body = kept(
        resourceType="Location",
        id=str(one.uuid),
        meta=meta(one.changed_at, PROFILES, site=site, source=one.source, as_of=one.source_on),
        language="fr",
        identifier=numbers_of(one),
        status="active" if is_open(one) else "inactive",
        name=one.name.strip() or one.finess or "Lieu sans nom",
        mode="instance",
        managingOrganization={"reference": f"Organization/{one.uuid}"},
    )
    if not is_open(one):
        return body
    units = one.parentages.all() if one.level == Structure.Level.UNIT else []
    parents = [row.parent for row in units if row.ends_on is None]
    places = address(street=one.street, postal_line=one.postal_line, commune=one.commune)
    return body | kept(
        type=[concept(table("R66"), one.category_id, one.category.label)],
        telecom=telecom(row for row in lines_of(one) if row.service_id is None),
        address=places[0] if places else None,
        physicalType={"coding": [_physical(one)]},
        position=_position(one, site),
        partOf={"reference": f"Location/{parents[0].uuid}"} if parents else None,
    )


def write_territory(one: Territory, site: Site) -> Json:
    """A commune, a department, a CPTS: what a service covers."""
    is_commune = one.kind in (Territory.Kind.COMMUNE, Territory.Kind.ARRONDISSEMENT)
    number = identifier("INSEE", table("R13"), one.code) if is_commune else None
    if number is not None:
        number = {"use": "official", "system": number["system"], "value": number["value"]}
    return kept(
        resourceType="Location",
        id=key_of(one),
        meta={"source": site.base, "profile": PROFILES},
        language="fr",
        identifier=[number] if number else [],
        status="active" if one.closed_on is None else "inactive",
        name=f"{one.name} ({one.get_kind_display()})",
        mode="instance",
        physicalType={
            "coding": [coding(f"{HL7_CODES}/location-physical-type", "jdn", "Jurisdiction")]
        },
    )


def search_of(one: Any, mode: str) -> Json:
    """Why the entry is there, and how far it is from the point that was asked."""
    distance = getattr(one, "distance_km", None)
    if distance is None:
        return {"mode": mode}
    value = {
        "value": round(distance, 3), "unit": "km", "system": "http://unitsofmeasure.org",
        "code": "km",
    }  # fmt: skip
    return {"extension": [{"url": DISTANCE, "valueDistance": value}], "mode": mode}


def _physical(one: Structure) -> Json:
    code, display = ("wi", "Wing") if one.level == Structure.Level.UNIT else ("si", "Site")
    return coding(f"{HL7_CODES}/location-physical-type", code, display)


def _position(one: Structure, site: Site) -> Json | None:
    if one.latitude is None or one.longitude is None:
        return None
    origin = {"url": site.url(POINT_SOURCE), "valueCode": one.position_source}
    return kept(
        extension=[origin] if one.position_source else [],
        longitude=one.longitude,
        latitude=one.latitude,
    )
