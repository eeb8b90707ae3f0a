"""The open register of professionals, as Practitioner and PractitionerRole.

Only what the open extract (RPPS) holds, for the territories that asked for it: volunteers are
never here, nor anything that a person told the portal.
"""

import re

from django.db.models import Q

from directory.fhir import clauses
from directory.fhir.canonical import PERSONS, PRACTICES, RPPS, STRUCTURES, profile, table
from directory.fhir.clauses import NEVER, Clause, each
from directory.fhir.elements import Json, Site, address, concept, identifier, kept, meta
from directory.fhir.grammar import Criterion, plain, token
from directory.models import PastPractice, Practice, Professional

PERSON_PROFILES = profile("as-dp-practitioner", "fr-core-practitioner", "Practitioner")
ROLE_PROFILES = profile("as-dp-practitionerrole", "fr-core-practitioner-role", "PractitionerRole")
# The technical identifier of a place: F + FINESS, R + RPPS-rang, C + SIRET.
PLACES = {"F": "1", "R": "4", "C": "3"}
FAMILY, GIVEN = (clauses.accentless(one) for one in ("family_name", "given_name"))


def _number(value: str) -> Q:
    given, code = token(value)
    everybody = Q(pk__isnull=False)
    if given == PERSONS:
        if not code:
            return everybody
        return Q(rpps=code[1:]) if code.startswith("8") else NEVER
    if given not in (None, "", RPPS):
        return NEVER
    return Q(rpps=code) | Q(rpps=code[1:] if len(code) == 12 else code) if code else everybody


def _kind_of_number(value: str) -> Q:
    known = token(value)[1].upper() in ("RPPS", "IDNPS")
    return Q(pk__isnull=False) if known else NEVER


def _ids(column: str) -> Clause:
    """The id of a Practitioner is their RPPS, which does not change."""

    def read(value: str) -> Q:
        key = clauses.reference(value, "Practitioner")
        return Q(**{column: key}) if re.fullmatch(r"\d{11}", key) else NEVER

    return each(read)


def _role_number(person: str) -> Clause:
    def read(value: str) -> Q:
        given, code = token(value)
        if given and not given.endswith(PRACTICES):
            return NEVER
        rpps, _, rest = code.partition("/")
        place, _, mode = rest.rpartition("/")
        return Q(**{person: rpps}, place_key=place, mode=mode)

    return each(read)


def _always(system: str) -> Clause:
    """The rows all come from `system`."""
    every = Q(pk__isnull=False)
    return each(lambda value: every if token(value)[1] == system else NEVER)


PERSON: dict[str, Clause] = {
    "_id": _ids("rpps"),
    "_lastUpdated": clauses.instants(),
    "active": clauses.truth(Q(absent_on__isnull=True)),
    "identifier": each(_number),
    "identifier-type": each(_kind_of_number),
    "family": clauses.text(exact="family_name", raw=[FAMILY]),
    "given": clauses.text(exact="given_name", raw=[GIVEN], missing=Q(given_name="")),
    "name": clauses.text(exact="family_name", raw=[FAMILY, GIVEN]),
    "qualification-code": clauses.codes("profession", "G15"),
    "mailbox-mss": clauses.never,
    "number-smartcard": clauses.never,
    "type-smartcard": clauses.never,
    "data-information-system": _always("RPPS"),
    "data-registration-authority": clauses.never,
}


def by_person(rows: clauses.Rows, criterion: Criterion) -> clauses.Rows:
    """Those of a Practitioner, by its id."""
    return _ids("professional__rpps")(rows, criterion)


ROLE: dict[str, Clause] = {
    "_id": clauses.numbers("pk", "PractitionerRole"),
    "_lastUpdated": clauses.instants(),
    "active": clauses.truth(Q(professional__absent_on__isnull=True)),
    "identifier": _role_number("professional__rpps"),
    "organization": clauses.uuids(
        "structure__uuid", kind="Organization", missing=Q(structure__isnull=True)
    ),
    "practitioner": by_person,
    "role": clauses.coded({"function_code": "R21", "kind_code": "R22", "mode": "R23"}),
    "mailbox-mss": clauses.never,
    "data-information-system": _always("RPPS"),
    "data-registration-authority": clauses.never,
}

# What left the register has no place any more: it is found by what remains of it.
PAST_ROLE: dict[str, Clause] = {
    "_id": clauses.numbers("pk", "PractitionerRole"),
    "_lastUpdated": clauses.instants(),
    "active": clauses.truth(NEVER),
    "identifier": _role_number("rpps"),
    "practitioner": _ids("rpps"),
    "data-information-system": _always("RPPS"),
}


def write_person(one: Professional, site: Site) -> Json:
    """A professional of the open register, with their profession and know-how."""
    given = [one.given_name.strip()] if one.given_name.strip() else []
    return kept(
        resourceType="Practitioner",
        id=one.rpps,
        meta=meta(one.changed_at, PERSON_PROFILES, site=site, source="RPPS", as_of=one.source_on),
        language="fr",
        identifier=[
            identifier("IDNPS", PERSONS, f"8{one.rpps}"),
            identifier("RPPS", RPPS, one.rpps),
        ],
        active=one.absent_on is None,
        name=[kept(use="usual", text=str(one), family=one.family_name.strip(), given=given)],
        qualification=[{"code": code} for code in _qualifications(one)],
    )


def _qualifications(one: Professional) -> list[Json]:
    known = [know_how for row in one.practices.all() if (know_how := row.know_how.strip())]
    table_of = {True: table("G15")}.get(one.profession_id.isdecimal(), "")
    profession = concept(table_of, one.profession_id, one.profession.label)
    return [profession, *({"text": text} for text in sorted(set(known)))]


def write_role(one: Practice, site: Site) -> Json:
    """Where a professional works, and how; a place that is no structure of ours is contained."""
    number = f"{one.professional.rpps}/{one.place_key}/{one.mode}"
    place = _contained(one) if one.structure is None else None
    return kept(
        resourceType="PractitionerRole",
        id=str(one.pk),
        meta=meta(
            one.changed_at, ROLE_PROFILES, site=site, source="RPPS",
            as_of=one.professional.source_on,
        ),
        language="fr",
        contained=[place] if place else [],
        identifier=[{"use": "official", "system": site.url(PRACTICES), "value": plain(number)}],
        active=one.professional.absent_on is None,
        practitioner={"reference": f"Practitioner/{one.professional.rpps}"},
        organization=_organization(one),
        code=_codes(one),
        specialty=[{"text": one.know_how.strip()}] if one.know_how.strip() else [],
        location=_location(one, place),
        telecom=_telecom(one),
    )  # fmt: skip


def _codes(one: Practice) -> list[Json]:
    """Function, kind of activity, mode: those that the register says."""
    told = (
        ("R21", one.function_code, one.function_label),
        ("R22", one.kind_code, one.kind_label),
        ("R23", one.mode, one.get_mode_display()),
    )
    return [concept(table(name), code, label) for name, code, label in told if code]


def write_past_role(one: PastPractice, site: Site) -> Json:
    """What remains of a practice that left the register: no longer active."""
    number = f"{one.rpps}/{one.place_key}/{one.mode}"
    return kept(
        resourceType="PractitionerRole",
        id=str(one.pk),
        meta=meta(one.changed_at, ROLE_PROFILES, site=site, source="RPPS", as_of=None),
        language="fr",
        identifier=[{"use": "official", "system": site.url(PRACTICES), "value": plain(number)}],
        active=False,
        practitioner={"reference": f"Practitioner/{one.rpps}"},
    )


def _organization(one: Practice) -> Json | None:
    """The structure, or the national number of a place that the directory does not hold."""
    if one.structure is not None:
        return {"reference": f"Organization/{one.structure.uuid}"}
    prefix = PLACES.get(one.place_key[:1])
    if not prefix or not one.place_key[1:]:
        return None
    number = identifier("IDNST", STRUCTURES, prefix + one.place_key[1:])
    return kept(identifier=number, display=one.place_name.strip())


def _location(one: Practice, place: Json | None) -> list[Json]:
    if one.structure is not None and one.structure.level != one.structure.Level.LEGAL:
        return [{"reference": f"Location/{one.structure.uuid}"}]
    return [{"reference": "#lieu"}] if place else []


def _contained(one: Practice) -> Json | None:
    town = one.commune.name if one.commune is not None else ""
    line = f"{one.postal_code} {town}".strip()
    places = address(street=one.street, postal_line=line, commune=one.commune)
    said = kept(name=one.place_name.strip(), address=places[0] if places else None)
    return {"resourceType": "Location", "id": "lieu", **said} if said else None


def _telecom(one: Practice) -> list[Json]:
    """The telephone of the place, as the open extract holds it."""
    return [{"system": "phone", "value": one.phone, "use": "work"}] if one.phone.strip() else []
