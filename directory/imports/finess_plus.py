"""Reads the objects of FINESS+ (JSON, schema v1.0.0). Pure: an object in, sites out.

An absent key means unknown (None), never empty. Old records are padded with blanks, even in
their codes; a closed entity is still in the flow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.imports.decoding import writable
from directory.imports.finess import (
    Projected,
    Site,
    Unusable,
    check_lengths,
    check_number,
    french_phone,
    parsed_day,
    street,
)
from portal.lib.identifiers import finess_ok, siret_ok

SEAT, EXERCISE = "02", "03"
LEGAL_CATEGORY, LEGAL_LABEL = "EJ", "Entité juridique"
GHT, COOPERATION = "ght", "cooperation"
SYSTEMS = {
    "971": "UTM_N20", "972": "UTM_N20", "973": "UTM_N22", "974": "UTM_S40", "976": "UTM_S38",
    "975": "UTM_N21", "977": "UTM_N20", "978": "UTM_N20",
}  # fmt: skip
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Place:
    """The coordinates of a site: degrees, and the projected pair that must agree with them."""

    finess: str
    latitude: float | None
    longitude: float | None
    projected: Projected | None


@dataclass(frozen=True)
class Read:
    """One entity or site: itself, where it is, and its other numbers (system, value)."""

    site: Site
    place: Place | None
    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Member:
    """`number` (of the internal system) takes `part` in the group `code` of `kind`."""

    kind: str
    code: str
    name: str
    number: str
    part: str


def read_entity(item: dict[str, Any], day: date | None) -> Iterator[Read | Unusable]:
    """The legal entity, then each of its sites; in place of those that cannot be kept, why."""
    info = _object(item.get("informationsGeneralesPMEJ"))
    number = _text(info.get("numFinessPm"))
    sites = _objects(item.get("ege"))
    try:
        yield _entity(item, info, number, sites, day)
    except Unusable as unusable:
        yield unusable
    for one in sites:
        try:
            yield _site(one, number, day)
        except Unusable as unusable:
            yield unusable


def read_group(root: str, item: dict[str, Any]) -> Iterator[Member]:
    """Who belongs to a conventional group (GHT) or to a cooperation body."""
    ours = root == "gcc"
    code = _text(item.get("gccId" if ours else "pmSmsseId"))
    name = _text(item.get("nomGcc"))
    suffix = "Gcc" if ours else "Gco"
    kind = GHT if ours else COOPERATION
    for of, key in (("pmej", "pmSmsseId"), ("ege", "egeId")):
        for one in _objects(item.get(f"{of}Du{suffix}")):
            part = "support" if one.get("typeRoleEntiteGroupe") == "S" else "member"
            yield Member(kind, code, name, f"{of}-{_text(one.get(key))}", part)
    yield Member(kind, code, name, "", "")


def _entity(
    item: dict[str, Any], info: dict[str, Any], number: str, sites: list[Any], day: date | None
) -> Read:
    address = _address(item, SEAT) or (_address(sites[0], EXERCISE) if sites else None)
    long_name, short = _names(info, "denominationLonguePmSmsse", "denominationPm")
    siren = _text(info.get("siren"))
    site = _assembled(
        item, number, address, long_name, short,
        level="legal", category=LEGAL_CATEGORY, category_label=LEGAL_LABEL, legal_finess="",
        siret=None, opened_on=parsed_day(_text(info.get("dateCreation"))),
        closed_on=_closing(item, info, day),
    )  # fmt: skip
    numbers = [("smsse", f"pmej-{_text(info.get('pmSmsseId'))}")]
    numbers += [("siren", siren)] if siren else []
    return Read(site, _place(number, address), tuple(numbers))


def _site(item: dict[str, Any], legal_finess: str, day: date | None) -> Read:
    info = _object(item.get("informationsGeneralesEGE"))
    number = _text(info.get("numFinessEge"))
    category = _text(item.get("categorieentiteGeographiqueExercice"))
    if not category:
        raise Unusable("La catégorie d’établissement est absente.", finess=number)
    long_name, short = _names(info, "nomEgeLong", "nomEgeCourt")
    siret = _text(info.get("siret"))
    remarks: tuple[str, ...] = ()
    if siret and not siret_ok(siret):
        remarks = (f"La clé de contrôle du SIRET « {siret} » est fausse.",)
    address = _address(item, EXERCISE)
    site = _assembled(
        item, number, address, long_name, short,
        level="site", category=category, category_label="", legal_finess=legal_finess,
        siret=siret[:14] or None, opened_on=parsed_day(_text(info.get("dateOuverture"))),
        closed_on=_closing(item, info, day), remarks=remarks,
    )  # fmt: skip
    internal = ("smsse", f"ege-{_text(info.get('egeId'))}")
    return Read(site, _place(number, address), (internal,))


def _assembled(
    item: dict[str, Any], number: str, address: dict[str, Any] | None, name: str, short: str,
    *, remarks: tuple[str, ...] = (), **told: Any,
) -> Site:  # fmt: skip
    known = check_number(number)
    if not name:
        raise Unusable("Le nom est absent.", finess=known)
    commune = _text((address or {}).get("cogCommune"))
    if address is None or not commune:
        raise Unusable("L’adresse est absente : la commune n’est pas connue.", finess=known)
    phone, email = _lines(item)
    if not finess_ok(known):
        remarks = (*remarks, "La clé de contrôle du numéro FINESS est fausse.")
    postal = f"{_text(address.get('codePostal'))} {_text(address.get('ligneAcheminement'))}"
    site = Site(
        finess=known, name=name, short_name=short if short != name else "", other_name=None,
        street=_street(address), postal_line=postal.strip(), commune=commune, phone=phone,
        email=email, remarks=remarks, **told,
    )  # fmt: skip
    check_lengths(site)
    return site


def _names(info: dict[str, Any], long_key: str, short_key: str) -> tuple[str, str]:
    short = _text(info.get(short_key))
    return _text(info.get(long_key)) or short, short


def _closing(item: dict[str, Any], info: dict[str, Any], day: date | None) -> date | None:
    """The day it closed, if it has: a date to come is a project."""
    told = parsed_day(_text(info.get("dateFermeture")))
    if told is not None and (day is None or told <= day):
        return told
    if item.get("etatObjet") == "I":
        return parsed_day(_text(item.get("dateDerniereMaj"))[:10]) or day
    return None


def _address(item: dict[str, Any], usage: str) -> dict[str, Any] | None:
    known = _objects(item.get("adresse"))
    wanted = [one for one in known if _text(one.get("usageAdresse")) == usage]
    return next(iter([*wanted, *known]), None)


def _street(address: dict[str, Any]) -> str:
    """The way in words. Some labels lost their « TH » (BERTHELOT, BEREELOT): line 4 has it."""
    way, line = _text(address.get("libelleVoie")), _text(address.get("ligneQuatre"))
    tails = [line[-len(way) - lost :] for lost in range(1, line.count("TH") + 1)] if way else []
    whole = next((one for one in tails if one.replace("TH", "E") == way), way)
    fields = [""] * 12
    fields[7], fields[8] = _text(address.get("numeroVoie")), _text(address.get("typeVoie"))
    fields[9], fields[11] = whole, _text(address.get("lieuDit"))
    return street(fields)


def _lines(item: dict[str, Any]) -> tuple[str | None, str | None]:
    """The main telephone and e-mail; None when the flow does not say."""
    phone = email = None
    for one in _objects(item.get("contact")):
        telecom = _object(one.get("telecom"))
        phone = phone or french_phone(_text(telecom.get("telephone"))) or None
        mail = _text(telecom.get("mail"))
        email = email or (mail if ADDRESS.fullmatch(mail) and len(mail) <= 200 else None)
    return phone, email


def _place(number: str, address: dict[str, Any] | None) -> Place | None:
    """Degrees as they are; the projected pair in the file's own order, which is swapped."""
    told = _object((address or {}).get("coordonneesGeographique"))
    latitude, longitude = (
        _number(told.get(f"direction{axis}")) for axis in ("Latitude", "Longitude")
    )
    x, y = _number(told.get("coordonneeX")), _number(told.get("coordonneeY"))
    commune = _text((address or {}).get("cogCommune"))
    system = SYSTEMS.get(commune[:3], "LAMBERT_93")
    projected = Projected(number, x, y, system) if x is not None and y is not None else None
    if (latitude is None or longitude is None) and projected is None:
        return None
    return Place(number, latitude, longitude, projected)


def _number(value: Any) -> float | None:
    try:
        found = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return found if found == found and abs(found) < 1e9 else None  # NaN differs from itself


def _text(value: Any) -> str:
    return " ".join(writable(value).split()) if isinstance(value, str) else ""


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
