"""Reads the open extract of the register (PS_LibreAcces). Pure: a line in, a person's activity out.

56 columns, found by their normalised label: case and apostrophes vary between releases. The
positions of the release we know serve only when a label is missing.
"""

from dataclasses import dataclass

from directory.imports.decoding import writable
from directory.imports.finess import french_phone
from portal.lib.text import search_key

FIELDS = {
    "rpps": ("identifiant pp", 1),
    "family_name": ("nom d exercice", 7), "given_name": ("prenom d exercice", 8),
    "profession": ("code profession", 9), "profession_label": ("libelle profession", 10),
    "know_how": ("libelle savoir faire", 16), "mode": ("code mode exercice", 17),
    "siret": ("numero siret site", 19), "finess": ("numero finess site", 21),
    "technical": ("identifiant technique de la structure", 23),
    "place": ("raison sociale site", 24), "sign": ("enseigne commerciale site", 25),
    "number": ("numero voie coord structure", 28),
    "way_kind": ("libelle type de voie coord structure", 31),
    "way": ("libelle voie coord structure", 32),
    "postal_code": ("code postal coord structure", 35),
    "commune": ("code commune coord structure", 36),
    "phone": ("telephone coord structure", 40),
    "department": ("code departement coord structure", 44),
    "function_code": ("code fonction", 52), "function_label": ("libelle fonction", 53),
    "kind_code": ("code genre d activite", 54), "kind_label": ("libelle genre d activite", 55),
}  # fmt: skip
# Without these nothing can be read; the others may be missing from a release.
NEEDED = ("rpps", "family_name", "profession")
FEWEST_COLUMNS = 40


@dataclass(frozen=True)
class Wanted:
    """The territory and the professions asked for; empty professions mean all."""

    department: str
    professions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Activity:
    """One line: a person, a place, a mode. One person has as many as places and know-how."""

    rpps: str
    family_name: str
    given_name: str
    profession: str
    profession_label: str
    place_key: str
    place_name: str
    mode: str
    know_how: str
    street: str
    postal_code: str
    commune: str
    phone: str
    finess: str
    siret: str
    function_code: str = ""
    function_label: str = ""
    kind_code: str = ""
    kind_label: str = ""


class Columns:
    """Where each field is, in this release."""

    def __init__(self, header: list[str]) -> None:
        labels = [search_key(one) for one in header]
        self.count = len(header)
        self.at = {
            field: labels.index(label) if label in labels else position
            for field, (label, position) in FIELDS.items()
        }
        self.missing = [field for field in NEEDED if FIELDS[field][0] not in labels]

    def read(self, line: str, wanted: Wanted) -> Activity | None:
        """The activity of `line`, or None when it is not asked for. Raises ValueError in French."""
        cells = line.split("|")
        if len(cells) < self.count - 1:
            raise ValueError(f"La ligne compte {len(cells)} champs au lieu de {self.count}.")
        profession = cells[self.at["profession"]].strip()
        if wanted.professions and profession not in wanted.professions:
            return None
        where = ("department", "commune", "postal_code")
        told, commune, postal_code = (cells[self.at[one]].strip() for one in where)
        department = told or _department(commune or postal_code)
        if department.lstrip("0") != wanted.department.lstrip("0"):
            return None
        return self._activity([" ".join(writable(cell).split()) for cell in cells])

    def _activity(self, cells: list[str]) -> Activity:
        told = {field: cells[at] if at < len(cells) else "" for field, at in self.at.items()}
        rpps = told["rpps"]
        if not (rpps.isascii() and rpps.isdecimal() and len(rpps) == 11):
            raise ValueError(f"« {rpps[:40]} » n’est pas un numéro RPPS.")
        if not told["family_name"] or not told["profession"]:
            raise ValueError("Le nom ou la profession est absent.")
        place = told["technical"] or told["finess"] or told["siret"]
        mode = told["mode"] if told["mode"] in ("L", "S", "B") else ""
        street = " ".join(told[one] for one in ("number", "way_kind", "way") if told[one])
        return Activity(
            rpps=rpps, family_name=told["family_name"][:80], given_name=told["given_name"][:80],
            profession=told["profession"][:8], profession_label=told["profession_label"][:100],
            place_key=place[:40], place_name=(told["sign"] or told["place"])[:200], mode=mode,
            know_how=told["know_how"][:120], street=street[:250],
            postal_code=told["postal_code"][:5], commune=told["commune"],
            phone=french_phone(told["phone"]), finess=told["finess"].upper(), siret=told["siret"],
            function_code=told["function_code"][:20], function_label=told["function_label"][:120],
            kind_code=told["kind_code"][:20], kind_label=told["kind_label"][:120],
        )  # fmt: skip


def columns_of(header: str) -> Columns:
    """Where each field is. Raises ValueError, in French, when this is no extract of RPPS."""
    found = Columns(header.rstrip("\r\n").removeprefix("\ufeff").rstrip("|").split("|"))
    if found.count < FEWEST_COLUMNS or found.missing:
        raise ValueError(
            "sa première ligne ne porte pas les colonnes de PS_LibreAcces_Personne_activite."
        )
    return found


def _department(code: str) -> str:
    """Of the code of a commune, or of a postal code: those of Corsica begin with 20."""
    if code.startswith("20"):
        return "2A" if code < "202" else "2B"
    return code[:3] if code.startswith(("97", "98")) else code[:2]
