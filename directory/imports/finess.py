"""Reads one line of the cs1100502 / cs1100507 layout. Pure: fields in, a site or a point out."""

import re
from dataclasses import dataclass
from datetime import date

from directory.models.casing import soft_case
from portal.lib.identifiers import finess_ok, siret_ok

SITE_FIELDS = 32
POINT_FIELDS = 6
# Overseas departments have two characters of their own in FINESS; COG codes begin with 97.
OVERSEAS = {"9A", "9B", "9C", "9D", "9E", "9F", "9G", "9H"}
WALLIS = "9J"  # its codes begin with 98: 97611 is Mamoudzou, in Mayotte
ABROAD = re.compile(r"^\s*(?:\+|00)\s*(?:33|262|590|594|596)")
NUMBER = re.compile(r"\d[\dABab]\d{7}")
STREET_KINDS = {
    "R": "rue", "AV": "avenue", "BD": "boulevard", "RTE": "route", "PL": "place",
    "CHE": "chemin", "ALL": "allée", "IMP": "impasse", "QU": "quai", "CRS": "cours",
    "SQ": "square", "LOT": "lotissement", "RES": "résidence", "PAS": "passage", "FG": "faubourg",
    "ZA": "zone d’activité", "ZI": "zone industrielle", "LD": "lieu-dit", "MTE": "montée",
    "ESP": "esplanade", "VLA": "villa", "SEN": "sente", "RUE": "rue", "HAM": "hameau",
    "DOM": "domaine", "RPT": "rond-point", "PRO": "promenade", "VOI": "voie", "TSSE": "terrasse",
    "QUA": "quartier", "CTRE": "centre", "CITE": "cité", "PARC": "parc", "COUR": "cour",
}  # fmt: skip
# The first digits of an overseas number, and the country code behind which it is reached.
OVERSEAS_PHONES = {
    "0590": "590", "0690": "590", "0691": "590", "0594": "594", "0694": "594", "0596": "596",
    "0696": "596", "0697": "596", "0262": "262", "0263": "262", "0269": "262", "0639": "262",
    "0692": "262", "0693": "262", "0508": "508",
}  # fmt: skip
LONGEST = {"name": 200, "short_name": 60, "other_name": 200, "street": 250, "postal_line": 80}


class Unusable(Exception):
    """A line that cannot be kept: `str()` says why in French; `finess` when it is known."""

    def __init__(self, why: str, *, finess: str = "") -> None:
        super().__init__(why)
        self.finess = finess


@dataclass(frozen=True)
class Site:
    """What a source says of an establishment, cleaned; `remarks` are doubts, not rejections.

    None is unknown: what is known stays. Empty is known to be empty.
    """

    finess: str
    legal_finess: str
    siret: str | None
    name: str
    short_name: str
    other_name: str | None
    category: str
    category_label: str
    street: str
    postal_line: str
    commune: str
    phone: str | None
    opened_on: date | None
    remarks: tuple[str, ...]
    level: str = "site"
    closed_on: date | None = None
    email: str | None = None


@dataclass(frozen=True)
class Projected:
    """What a `geolocalisation` line says: an easting and a northing in a named system."""

    finess: str
    easting: float
    northing: float
    system: str


def read_site(fields: list[str]) -> Site:
    """The site of a `structureet` line. Raises Unusable."""
    number = _number(fields, SITE_FIELDS)
    name = fields[4] or fields[3]
    if not name:
        raise Unusable("Le nom est absent.", finess=number)
    if not fields[18]:
        raise Unusable("La catégorie d’établissement est absente.", finess=number)
    remarks = [] if finess_ok(number) else ["La clé de contrôle du numéro FINESS est fausse."]
    phone = french_phone(fields[16])
    if fields[16] and not phone:
        remarks.append(f"Le téléphone « {fields[16]} » est illisible.")
    if fields[22] and not siret_ok(fields[22]):
        remarks.append(f"La clé de contrôle du SIRET « {fields[22]} » est fausse.")
    site = Site(
        finess=number,
        legal_finess=fields[2][:9],
        siret=fields[22] if len(fields[22]) == 14 else "",
        name=name,
        short_name=fields[3] if fields[3] != name else "",
        other_name=fields[5],
        category=fields[18],
        category_label=fields[19],
        street=street(fields),
        postal_line=fields[15],
        commune=cog_code(fields[13], fields[12], finess=number),
        phone=phone,
        opened_on=parsed_day(fields[28]),
        remarks=tuple(remarks),
    )
    check_lengths(site)
    return site


def read_point(fields: list[str]) -> Projected:
    """The projected point of a `geolocalisation` line. Raises Unusable."""
    number = _number(fields, POINT_FIELDS)
    try:
        easting, northing = (float(field.replace(",", ".")) for field in fields[2:4])
    except ValueError as error:
        raise Unusable("Les coordonnées ne sont pas des nombres.", finess=number) from error
    return Projected(number, easting, northing, fields[4].rpartition(",")[2].strip().upper())


def cog_code(department: str, commune: str, *, finess: str) -> str:
    """The official code of a commune; overseas it is 97 and the three digits. Raises Unusable."""
    department = department.upper().zfill(2)
    if not re.fullmatch(r"\d{1,3}", commune) or not re.fullmatch(r"[\dAB]{2,3}|9\w", department):
        raise Unusable("Le code de la commune est absent ou illisible.", finess=finess)
    prefix = "97" if department in OVERSEAS or department.startswith("97") else department
    prefix = "98" if department == WALLIS else prefix
    return prefix + commune.zfill(3)


def french_phone(text: str) -> str:
    """`text` in E.164; empty when it is not a French number of ten digits.

    The leading zero is put back: spreadsheets lose it, and a country code stands for it.
    """
    text, country = ABROAD.subn("", text)
    digits = re.sub(r"\D", "", text)
    digits = digits.removeprefix("0") if country else digits
    digits = digits if len(digits) != 9 or digits.startswith("0") else f"0{digits}"
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        return ""
    return f"+{OVERSEAS_PHONES.get(digits[:4], '33')}{digits[1:]}"


def street(fields: list[str]) -> str:
    """« 900 RTE DE PARIS » becomes « 900 route de Paris », complements apart by commas."""
    kind = STREET_KINDS.get(fields[8].upper(), fields[8].lower())
    number = fields[7].lstrip("0")
    way = " ".join(part for part in (number, kind, _within(fields[9])) if part)
    parts = [soft_case(fields[6]), way, soft_case(fields[10]), soft_case(fields[11])]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _within(text: str) -> str:
    """The way, after its kind: « avenue de Paris » and not « avenue De Paris »."""
    soft = soft_case(text)
    return (
        soft[0].lower() + soft[1:]
        if soft.lower().startswith(("de ", "du ", "des ", "la "))
        else soft
    )


def _number(fields: list[str], count: int) -> str:
    number = fields[1] if len(fields) > 1 else ""
    if len(fields) != count:
        known = number.upper()
        why = f"La ligne compte {len(fields)} champs au lieu de {count}."
        raise Unusable(why, finess=known if NUMBER.fullmatch(known) else "")
    return check_number(number)


def check_number(text: str) -> str:
    """`text` as a FINESS number. Raises Unusable when it has not its form."""
    number = text.upper()
    # A spreadsheet loses the leading zero of the Ain to the Ariège.
    number = number.zfill(9) if re.fullmatch(r"\d{8}", number) else number
    if not NUMBER.fullmatch(number):
        raise Unusable(f"« {number[:60]} » n’est pas un numéro FINESS.", finess=number[:20])
    return number


def parsed_day(text: str) -> date | None:
    """The day that `text` writes in ISO form; None when it writes none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check_lengths(site: Site) -> None:
    """Every value fits its column. Raises Unusable."""
    for field, longest in LONGEST.items():
        length = len(getattr(site, field) or "")
        if length > longest:
            why = f"Un champ est trop long ({length} caractères, {longest} au plus)."
            raise Unusable(why, finess=site.finess)
    if len(site.category) > 8 or len(site.category_label) > 200:
        raise Unusable("La catégorie d’établissement est illisible.", finess=site.finess)
