"""The table of what is served: the search, the chains, the includes and `metadata` read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from directory.fhir import offer, organization, parameters, people, place, tie
from directory.fhir.clauses import Clause, Rows
from directory.fhir.elements import Json, Site
from directory.fhir.parameters import Param
from directory.models import (
    ContactPoint,
    Membership,
    Network,
    Parentage,
    PastPractice,
    Practice,
    Professional,
    Service,
    Structure,
)
from portal.territories.models import Territory

CHANGED = {"_lastUpdated": ["changed_at", "pk"]}


@dataclass(frozen=True)
class Source:
    """One kind of row that is served as a resource: which rows, kept how, written how.

    No chain leads from the rows that keep no link (`is_chained`).
    """

    rows: Callable[[], QuerySet[Any]]
    clauses: dict[str, Clause]
    write: Callable[[Any, Site], Json]
    joined: Callable[[Rows], Rows]
    sorts: dict[str, list[str]] = field(default_factory=lambda: CHANGED)
    is_chained: bool = True


@dataclass(frozen=True)
class Join:
    """What `Type:name` adds: the rows of `source` whose `column` is among `keys` of a row."""

    source: Source
    column: str
    keys: Callable[[Any], Iterable[Any]]
    kind: str


@dataclass(frozen=True)
class Resource:
    kind: str
    says: str
    profiles: list[str]
    params: dict[str, Param]
    sources: list[Source]
    includes: dict[str, list[Join]] = field(default_factory=dict)
    revincludes: dict[str, list[Join]] = field(default_factory=dict)
    chains: dict[str, tuple[Source, str]] = field(default_factory=dict)

    @property
    def modifiers(self) -> dict[str, tuple[str, ...]]:
        """The modifiers of each parameter, the types that a reference may name included."""
        return {
            name: (*one.modifiers, *((one.follows,) if one.follows else ()))
            for name, one in self.params.items()
        }

    @property
    def sorts(self) -> list[str]:
        return list(self.sources[0].sorts)


def _current_parents() -> "Prefetch[Any]":
    return Prefetch("parentages", Parentage.objects.current().select_related("parent"))


def _public_lines() -> "Prefetch[Any]":
    return Prefetch("contacts", ContactPoint.objects.public().current(), to_attr="public_lines")


def _with_lines(rows: Rows) -> Rows:
    known = rows.select_related("category", "commune", "merged_into").defer(
        "search_key", "alias_key", "words", "content_hash"
    )
    return known.prefetch_related("identifiers", "aliases", _current_parents(), _public_lines())


def _services(rows: Rows) -> Rows:
    known = rows.select_related("activity", "structure")
    return known.prefetch_related("hours", "exceptions", "zones", _public_lines())


def _people(rows: Rows) -> Rows:
    return rows.select_related("profession").prefetch_related("practices")


def _covered() -> QuerySet[Any]:
    """The territories that some service covers; any may be read, these are listed."""
    return Territory.objects.filter(pk__in=Service.zones.through.objects.values("territory"))


STRUCTURES = Source(
    Structure.objects.all, organization.STRUCTURE, organization.write_structure, _with_lines,
    CHANGED | {"name": ["name_key", "pk"]},
)  # fmt: skip
NETWORKS = Source(
    Network.objects.all, organization.NETWORK, organization.write_network, lambda rows: rows,
    CHANGED | {"name": ["name", "pk"]},
)  # fmt: skip
PLACES = Source(
    lambda: Structure.objects.exclude(level=Structure.Level.LEGAL),
    place.STRUCTURE, place.write_place, _with_lines, CHANGED | {"name": ["name_key", "pk"]},
)  # fmt: skip
TERRITORIES = Source(
    _covered, place.TERRITORY, place.write_territory, lambda rows: rows,
    {"name": ["search_key", "pk"]},
)  # fmt: skip
SERVICES = Source(Service.objects.all, offer.CLAUSES, offer.write_service, _services)
PEOPLE = Source(
    Professional.objects.all, people.PERSON, people.write_person, _people,
    CHANGED | {"name": ["family_name", "given_name", "pk"]},
)  # fmt: skip
ROLES = Source(
    Practice.objects.all, people.ROLE, people.write_role,
    lambda rows: rows.select_related("professional", "structure", "commune"),
)  # fmt: skip
PAST_ROLES = Source(
    PastPractice.objects.all, people.PAST_ROLE, people.write_past_role, lambda rows: rows,
    is_chained=False,
)  # fmt: skip
TIES = Source(
    Membership.objects.all, tie.CLAUSES, tie.write_tie,
    lambda rows: rows.select_related("network", "structure"),
)  # fmt: skip

ORGANIZATION = Resource(
    "Organization",
    "Entités juridiques, établissements, unités, et réseaux (GHT, CPTS).",
    organization.SITE_PROFILES,
    parameters.ORGANIZATION,
    [STRUCTURES, NETWORKS],
)
LOCATION = Resource(
    "Location",
    "Lieux des structures, et territoires que couvrent leurs services.",
    place.PROFILES,
    parameters.LOCATION,
    [PLACES, TERRITORIES],
)
HEALTHCARE_SERVICE = Resource(
    "HealthcareService",
    "Services proposés : zone couverte, horaires, lignes publiques.",
    offer.PROFILES,
    parameters.HEALTHCARE_SERVICE,
    [SERVICES],
)
PRACTITIONER = Resource(
    "Practitioner",
    "Professionnels de l’extraction ouverte du RPPS ; jamais les volontaires.",
    people.PERSON_PROFILES,
    parameters.PRACTITIONER,
    [PEOPLE],
)
PRACTITIONER_ROLE = Resource(
    "PractitionerRole",
    "Lieux d’exercice de l’extraction ouverte du RPPS.",
    people.ROLE_PROFILES,
    parameters.PRACTITIONER_ROLE,
    [ROLES, PAST_ROLES],
)
AFFILIATION = Resource(
    "OrganizationAffiliation",
    "Membres des GHT, des CPTS et des autres réseaux.",
    tie.PROFILES,
    parameters.AFFILIATION,
    [TIES],
)
RESOURCES = {
    one.kind: one
    for one in (
        ORGANIZATION, LOCATION, HEALTHCARE_SERVICE, PRACTITIONER, PRACTITIONER_ROLE, AFFILIATION
    )
}  # fmt: skip


def _own(row: Any) -> list[Any]:
    return [row.pk]


def _of(name: str) -> Callable[[Any], list[Any]]:
    return lambda row: [getattr(row, name)] if getattr(row, name, None) is not None else []


def _parents(row: Any) -> list[Any]:
    return [one.parent_id for one in row.parentages.all()] if hasattr(row, "parentages") else []


def _zones(row: Any) -> list[Any]:
    return [zone.pk for zone in row.zones.all()]


def _join(source: Source, column: str, keys: Callable[[Any], Iterable[Any]], kind: str) -> Join:
    return Join(source, f"{column}__in", keys, kind)


def _structure(name: str = "structure_id") -> list[Join]:
    return [_join(STRUCTURES, "pk", _of(name), "Organization")]


def _only(model: type[Model]) -> Callable[[Any], list[Any]]:
    return lambda row: [row.pk] if isinstance(row, model) else []


ORGANIZATION.includes["Organization:partof"] = [_join(STRUCTURES, "pk", _parents, "Organization")]
LOCATION.includes["Location:organization"] = [
    _join(STRUCTURES, "pk", _only(Structure), "Organization")
]
LOCATION.includes["Location:partof"] = [_join(PLACES, "pk", _parents, "Location")]
HEALTHCARE_SERVICE.includes.update(
    {
        "HealthcareService:organization": _structure(),
        "HealthcareService:location": [_join(PLACES, "pk", _of("structure_id"), "Location")],
        "HealthcareService:coverage-area": [_join(TERRITORIES, "pk", _zones, "Location")],
    }
)
PRACTITIONER_ROLE.includes.update(
    {
        "PractitionerRole:organization": _structure(),
        "PractitionerRole:practitioner": [
            _join(PEOPLE, "pk", _of("professional_id"), "Practitioner")
        ],
        "PractitionerRole:location": [_join(PLACES, "pk", _of("structure_id"), "Location")],
    }
)
AFFILIATION.includes.update(
    {
        "OrganizationAffiliation:participating-organization": _structure(),
        "OrganizationAffiliation:primary-organization": [
            _join(NETWORKS, "pk", _of("network_id"), "Organization")
        ],
    }
)
ORGANIZATION.revincludes.update(
    {
        "PractitionerRole:organization": [
            _join(ROLES, "structure", _only(Structure), "PractitionerRole")
        ],
        "HealthcareService:organization": [
            _join(SERVICES, "structure", _only(Structure), "HealthcareService")
        ],
        "Device:organization": [],
        "Location:organization": [_join(PLACES, "pk", _only(Structure), "Location")],
        "OrganizationAffiliation:participating-organization": [
            _join(TIES, "structure", _only(Structure), "OrganizationAffiliation")
        ],
        "OrganizationAffiliation:primary-organization": [
            _join(TIES, "network", _only(Network), "OrganizationAffiliation")
        ],
    }
)
PRACTITIONER.revincludes["PractitionerRole:practitioner"] = [
    _join(ROLES, "professional", _own, "PractitionerRole")
]
LOCATION.revincludes["HealthcareService:location"] = [
    _join(SERVICES, "structure", _only(Structure), "HealthcareService")
]
# Where a chain leads: the rows that are looked for, and the column that points to them.
PRACTITIONER_ROLE.chains.update(
    {
        "organization": (STRUCTURES, "structure"),
        "practitioner": (PEOPLE, "professional"),
    }
)
HEALTHCARE_SERVICE.chains["organization"] = (STRUCTURES, "structure")
AFFILIATION.chains.update(
    {
        "participating-organization": (STRUCTURES, "structure"),
        "primary-organization": (NETWORKS, "network"),
    }
)
