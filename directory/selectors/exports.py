"""What is looked for, as other tools read it: rows, points on a map, a card for a telephone."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from directory.models import ContactPoint, Structure, StructureQuerySet
from directory.refusals import TooLongForASheet
from portal.lib.phone import national
from portal.lib.xlsx import Sheet

MOST_IN_A_SHEET = 10_000
TYPES = {"phone": "work,voice", "mobile": "work,cell", "fax": "work,fax"}
EXPORT_HEADER = (
    "FINESS", "Nom", "Catégorie", "Adresse", "Ville", "Code commune", "Commune", "Téléphone",
    "Latitude", "Longitude", "Origine de la position", "Source", "À jour au",
)  # fmt: skip


def features(structures: list[Structure]) -> list[dict[str, Any]]:
    """The structures that have a position, as GeoJSON features, in the same order."""
    return [
        {
            "type": "Feature",
            "id": str(one.uuid),
            "geometry": {"type": "Point", "coordinates": [one.longitude, one.latitude]},
            "properties": {
                "title": str(one),
                "text": f"{one.category}, {one.commune}",
                "url": one.get_absolute_url(),
                "level": "place",
            },
        }
        for one in structures
        if one.latitude is not None and one.longitude is not None
    ]


def export_rows(structures: StructureQuerySet) -> Iterator[tuple[object, ...]]:
    """The cells of `EXPORT_HEADER` for each structure; phones as they are dialled in France."""
    rows = structures.select_related("category", "commune")
    for one in rows.iterator(chunk_size=2_000):
        yield (
            *(one.finess, one.name, one.category.label, one.street, one.postal_line),
            *(one.commune.code, one.commune.name, national(one.phone) if one.phone else ""),
            *(one.latitude, one.longitude, one.get_position_source_display()),
            *(one.source, one.source_on.isoformat() if one.source_on else ""),
        )


def sheet(structures: StructureQuerySet) -> Sheet:
    """The same cells as a spreadsheet. Raises TooLongForASheet beyond 10,000 structures."""
    rows = [list(row) for row in export_rows(structures[: MOST_IN_A_SHEET + 1])]
    if len(rows) > MOST_IN_A_SHEET:
        raise TooLongForASheet(most=f"{MOST_IN_A_SHEET:,}".replace(",", "\u202f"))
    return Sheet("Annuaire", list(EXPORT_HEADER), rows)


def geojson(structures: StructureQuerySet) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), written as it is read; who has no position is not in it."""
    placed = structures.filter(latitude__isnull=False).select_related("category", "commune")
    yield '{"type": "FeatureCollection", "features": ['
    for rank, one in enumerate(placed.iterator(chunk_size=2_000)):
        point = {"type": "Point", "coordinates": [one.longitude, one.latitude]}
        properties = {
            "nom": str(one), "finess": one.finess, "categorie": one.category.code,
            "libelle": one.category.label, "commune": one.commune.code, "telephone": one.phone,
            "position": one.get_position_source_display(), "source": one.source,
            "a_jour_au": one.source_on.isoformat() if one.source_on else None,
        }  # fmt: skip
        feature = {
            "type": "Feature", "id": str(one.uuid), "geometry": point, "properties": properties
        }  # fmt: skip
        yield ("," if rank else "") + "\n" + json.dumps(feature, ensure_ascii=False)
    yield "\n]}\n"


def vcard(structure: Structure, url: str) -> str:
    """A card that a telephone keeps (vCard 4.0, RFC 6350): public lines only, the first first."""
    lines = structure.contacts.public().current()
    postal = [structure.street, *_split(structure.postal_line)]
    card = [
        "BEGIN:VCARD", "VERSION:4.0", "KIND:org", f"UID:urn:uuid:{structure.uuid}",
        f"FN:{_escaped(str(structure))}", f"ORG:{_escaped(str(structure))}",
        f"ADR;TYPE=work:;;{_escaped(postal[0])};{_escaped(postal[2])};;{postal[1]};France",
        *_channels(lines), f"CATEGORIES:{_escaped(str(structure.category))}", f"URL:{url}",
    ]  # fmt: skip
    if structure.latitude is not None:
        card.append(f"GEO:geo:{structure.latitude},{structure.longitude}")
    if structure.finess:
        card.append(f"NOTE:FINESS {structure.finess}")
    return "".join(f"{_folded(line)}\r\n" for line in [*card, "END:VCARD"])


def _channels(lines: Iterable[ContactPoint]) -> Iterator[str]:
    for rank, line in enumerate(lines, 1):
        preferred = f"PREF={min(rank, 100)}"
        if line.channel in TYPES:
            yield f'TEL;VALUE=uri;TYPE="{TYPES[line.channel]}";{preferred}:tel:{line.value}'
        elif "@" in line.value:
            yield f"EMAIL;TYPE=work;{preferred}:{_escaped(line.value)}"


def _split(postal_line: str) -> tuple[str, str]:
    """The postal code and the town of « 10003 TROYES CEDEX »."""
    code, _space, town = postal_line.partition(" ")
    return (code, town) if code.isdecimal() else ("", postal_line)


def _escaped(text: str) -> str:
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of 75 octets at most, cut between two letters; the next ones begin with a blank."""
    parts, octets = [""], 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > 75:
            parts.append(" ")
            octets = 1
        parts[-1] += sign
        octets += size
    return "\r\n".join(parts)
