"""Structures as Organization: how they are searched, how they are written."""

from typing import Any

from django.db.models import Q
from django.db.models.functions import Substr

from directory.fhir import clauses
from directory.fhir.canonical import (
    FINESS,
    HL7_CODES,
    MERGED_INTO,
    NETWORKS,
    ORGANIZATION_TYPE,
    RPPS,
    RPPS_RANG,
    SIRENE,
    STRUCTURES,
    TYPE_KIND,
    USE_PERIOD,
    is_table,
    profile,
    table,
)
from directory.fhir.clauses import NEVER, Clause, Rows, each
from directory.fhir.elements import (
    Json,
    Site,
    address,
    concept,
    identifier,
    kept,
    meta,
    period,
    telecom,
)
from directory.fhir.grammar import Criterion, token
from directory.models import Alias, ContactPoint, Identifier, Network, Parentage, Structure

System = Identifier.System
Level = Structure.Level
MOST_OF_A_NUMBER = 1_000
LEVELS = {Level.LEGAL: "LEGAL-ENTITY", Level.SITE: "GEOGRAPHICAL-ENTITY"}
# The first sign of a national number of structure, and the register of the rest.
PREFIXES = {"1": System.FINESS, "2": System.SIREN, "3": System.SIRET, "4": System.RPPS_RANG}
ADDRESSES = {
    FINESS: (System.FINESS,),
    SIRENE: (System.SIRET, System.SIREN),
    RPPS_RANG: (System.RPPS_RANG,),
    RPPS: (System.RPPS_RANG,),
}
OPEN = Q(closed_on__isnull=True, merged_into__isnull=True)
NETWORK_PROFILES = profile("fr-core-organization", "Organization")
PROFILES = profile("as-dp-organization", "fr-core-organization", "Organization")
SITE_PROFILES = profile(
    "as-dp-organization",
    "fr-core-organization",
    "fr-core-organization-etablissement",
    "Organization",
)


def by_number(rows: Rows, criterion: Criterion) -> Rows:
    """`system|value`, `|value` or `value`: those that bear the number, or bore it.

    The numbers are read apart: joined to the rest, a planner may read every structure.
    """
    if criterion.modifier == "missing":
        bare = Q(finess="", siret="") & ~Q(identifiers__isnull=False)
        return rows.filter(bare if criterion.values[0] == "true" else ~bare)
    found = Q()
    for value in criterion.values:
        found |= _numbered(*token(value))
    return rows.filter(found) if criterion.modifier != "not" else rows.exclude(found)


def _numbered(given: str | None, value: str) -> Q:
    systems = ADDRESSES.get(given or "", tuple(PREFIXES.values()))
    if given == STRUCTURES and value:
        if value[:1] not in PREFIXES:
            return NEVER
        systems, value = (PREFIXES[value[:1]],), value[1:]
    elif given and given not in (*ADDRESSES, STRUCTURES):
        return NEVER
    columns = {System.FINESS: "finess", System.SIRET: "siret"}
    own = [column for system, column in columns.items() if system in systems]
    if not value:
        held = Identifier.objects.filter(system__in=systems).values("structure")
        return clauses.any_of([~Q(**{column: ""}) for column in own]) | Q(pk__in=held)
    bearers = Identifier.objects.filter(system__in=systems, value=value)
    ids = set(bearers.values_list("structure", flat=True)[:MOST_OF_A_NUMBER])
    for column in own:
        rows = Structure.objects.filter(**{column: value})
        ids.update(rows.values_list("pk", flat=True)[:MOST_OF_A_NUMBER])
    return Q(pk__in=ids)


def _kind_of_number(value: str) -> Q:
    code = token(value)[1].upper()
    held = {"SIREN": System.SIREN, "RPPSRG": System.RPPS_RANG, "SIRET": System.SIRET}.get(code)
    if code in ("FINEG", "FINEJ"):
        return ~Q(finess="") & (Q(level=Level.LEGAL) if code == "FINEJ" else ~Q(level=Level.LEGAL))
    if code == "IDNST":
        return ~Q(finess="") | ~Q(siret="")
    if held is None:
        return NEVER
    borne = Q(pk__in=Identifier.objects.filter(system=held).values("structure"))
    return borne | ~Q(siret="") if held == System.SIRET else borne


def _type(value: str) -> Q:
    given, code = token(value)
    level = {name: key for key, name in LEVELS.items()}.get(code)
    found = NEVER
    if level and given in (None, "", ORGANIZATION_TYPE):
        found = Q(level=level)
    if code == "dept" and given in (None, "", f"{HL7_CODES}/organization-type"):
        found = Q(level=Level.UNIT)
    if not given or is_table(given, "R66", "R397"):
        found |= Q(category=code)
    return found


def by_name(rows: Rows, criterion: Criterion) -> Rows:
    """The name of the source, the short one, or another under which it is known."""
    others = Alias.objects.filter(
        clauses.said(criterion, exact="name", raw=[clauses.accentless("name")])
    )
    ids = list(others.values_list("structure", flat=True)[:MOST_OF_A_NUMBER])
    raw = ["short_name", "other_name"]
    return rows.filter(clauses.said(criterion, "name_key", exact="name", raw=raw) | Q(pk__in=ids))


def by_mailbox(rows: Rows, criterion: Criterion) -> Rows:
    """One of its public secure mailboxes begins with, or contains."""
    lines = ContactPoint.objects.public().current().filter(channel="mss").order_by()
    if criterion.modifier == "missing":
        without = ~Q(pk__in=lines.values("structure"))
        return rows.filter(without if criterion.values[0] == "true" else ~without)
    found = lines.filter(clauses.said(criterion, exact="value", raw=["value"]))
    return rows.filter(pk__in=found.values("structure"))


def _mailbox_type(value: str) -> Q:
    lines = ContactPoint.objects.public().current().filter(channel="mss").order_by()
    return Q(pk__in=lines.values("structure")) if token(value)[1] == "ORG" else NEVER


def _partof(value: str) -> Q:
    key = clauses.reference(value, "Organization")
    return Q(pk__in=Parentage.objects.current().filter(parent__in=_known(key)).values("child"))


def _known(key: str) -> "Rows":
    return clauses.uuids("uuid", kind="Organization")(
        Structure.objects.all(), Criterion("_id", (key,))
    ).values("pk")


TOWN = Substr("postal_line", 7)  # after « 10003 »
ADDRESS: dict[str, Clause] = {
    "address": clauses.text(
        "commune__search_key", exact="street", raw=["street", "postal_line", TOWN]
    ),
    "address-city": clauses.text("commune__search_key", exact="commune__name", raw=[TOWN]),
    "address-line": clauses.text(exact="street", raw=["street"], missing=Q(street="")),
    "address-postalcode": clauses.text(
        exact="postal_line", raw=["postal_line"], missing=Q(postal_line="")
    ),
    "address-insee": clauses.commune_codes("commune__code"),
}
STRUCTURE: dict[str, Clause] = {
    "_id": clauses.uuids("uuid", kind="Organization"),
    "_lastUpdated": clauses.instants(),
    "active": clauses.truth(OPEN),
    "identifier": by_number,
    "identifier-type": each(_kind_of_number),
    "name": by_name,
    "type": each(_type),
    "partof": each(
        _partof, missing=~Q(pk__in=Parentage.objects.filter(ends_on=None).values("child"))
    ),
    **ADDRESS,
    "period": clauses.periods("opened_on", "closed_on"),
    "pharmacy-licence": clauses.never,
    "mailbox-mss": by_mailbox,
    "mailbox-mss-type": each(_mailbox_type),
    "data-information-system": clauses.sources(),
    "data-registration-authority": clauses.never,
}
NETWORK: dict[str, Clause] = {
    "_id": clauses.uuids("uuid", kind="Organization"),
    "_lastUpdated": clauses.instants(),
    "identifier": clauses.never,
    "active": clauses.truth(Q(closed_on__isnull=True)),
    "name": clauses.text(exact="name", raw=[clauses.accentless("name")]),
    "type": clauses.codes("kind", system=NETWORKS),
    "data-information-system": clauses.sources(),
}


def numbers_of(one: Structure) -> list[Json]:
    """Its numbers: the national one first, then those of the registers, former ones too."""
    held = [row for row in one.identifiers.all() if row.system in KINDS]
    current = {row.system for row in held if row.ends_on is None}
    for system, value in ((System.FINESS, one.finess), (System.SIRET, one.siret)):
        if value and system not in current:
            held.append(Identifier(system=system, value=value))
    held.sort(
        key=lambda row: (row.ends_on is not None, list(KINDS).index(System(row.system)), row.value)
    )
    found = [_number(one, row) for row in held]
    main = next((row for row in held if row.ends_on is None), None)
    if main is not None:
        prefix = {str(system): sign for sign, system in PREFIXES.items()}[main.system]
        found.insert(0, identifier("IDNST", STRUCTURES, prefix + main.value))
    return found


KINDS = {
    System.FINESS: ("FINEG", FINESS),
    System.SIRET: ("SIRET", SIRENE),
    System.SIREN: ("SIREN", SIRENE),
    System.RPPS_RANG: ("RPPSRG", RPPS_RANG),
}


def _number(one: Structure, row: Identifier) -> Json:
    kind, address_of = KINDS[System(row.system)]
    if row.system == System.FINESS and one.level == Level.LEGAL:
        kind = "FINEJ"
    use = "official" if row.ends_on is None else "old"
    return identifier(
        kind, address_of, row.value, use=use, period=period(row.starts_on, row.ends_on)
    )


def lines_of(one: Any) -> list[ContactPoint]:
    """The public lines in force, as the search has read them with the row."""
    found: list[ContactPoint] = one.public_lines
    return found


def is_open(one: Structure) -> bool:
    """Neither closed nor merged into another."""
    return one.closed_on is None and one.merged_into_id is None


def write_structure(one: Structure, site: Site) -> Json:
    """The structure, or what remains of it once closed: its names and numbers."""
    remains = kept(
        resourceType="Organization",
        id=str(one.uuid),
        meta=meta(
            one.changed_at, SITE_PROFILES if one.level == Level.SITE else PROFILES,
            site=site, source=one.source, as_of=one.source_on,
        ),
        language="fr",
        extension=_extensions(one, site),
        identifier=numbers_of(one),
        active=is_open(one),
        type=_types(one),
        name=one.name.strip() or one.finess or "Structure sans nom",
    )  # fmt: skip
    if not is_open(one):
        return remains
    names = [one.short_name, one.other_name, *(row.name for row in one.aliases.all())]
    parents = [row.parent for row in one.parentages.all() if row.ends_on is None]
    return remains | kept(
        alias=list(dict.fromkeys(name for name in names if name.strip() and name != one.name)),
        telecom=telecom(row for row in lines_of(one) if row.service_id is None),
        address=address(street=one.street, postal_line=one.postal_line, commune=one.commune),
        partOf={"reference": f"Organization/{parents[0].uuid}"} if parents else None,
    )


def write_network(one: Network, site: Site) -> Json:
    """A GHT, a CPTS: the organization to which OrganizationAffiliation ties its members."""
    return kept(
        resourceType="Organization",
        id=str(one.uuid),
        meta=meta(
            one.changed_at, NETWORK_PROFILES, site=site, source=one.source, as_of=one.source_on
        ),
        language="fr",
        active=one.closed_on is None,
        type=[concept(site.url(NETWORKS), one.kind, one.get_kind_display())],
        name=one.name.strip() or "Réseau sans nom",
    )


def _extensions(one: Structure, site: Site) -> list[Json]:
    found: list[Json] = []
    if span := period(one.opened_on, one.closed_on):
        found.append({"url": USE_PERIOD, "valuePeriod": span})
    if one.merged_into is not None:
        survivor = {"reference": f"Organization/{one.merged_into.uuid}"}
        found.append({"url": site.url(MERGED_INTO), "valueReference": survivor})
    return found


def _types(one: Structure) -> list[Json]:
    level: dict[str, Any] = concept(f"{HL7_CODES}/organization-type", "dept", "Unité")
    if one.level in LEVELS:
        level = concept(ORGANIZATION_TYPE, LEVELS[Level(one.level)])
    kinds = [(level, "organizationType")]
    if one.category_id:
        category = concept(table("R66"), one.category_id, one.category.label)
        kinds.append((category, "typeEtablissement"))
    return [{"extension": [{"url": TYPE_KIND, "valueCode": kind}], **said} for said, kind in kinds]
