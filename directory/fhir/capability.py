"""What this server can do, made from the very table that the search reads."""

from typing import Any

from directory.fhir.elements import Json, Site, kept
from directory.fhir.resources import RESOURCES, Resource

VERSION = "1.0.0"
# The day on which the table of parameters last changed.
DATED = "2026-11-23"


def capability_statement(site: Site) -> Json:
    """The CapabilityStatement of this very server."""
    return {
        "resourceType": "CapabilityStatement",
        "id": "annuaire",
        "language": "fr",
        "url": site.url("metadata"),
        "version": VERSION,
        "name": "AnnuaireTerritorial",
        "title": "Annuaire territorial, façade FHIR",
        "status": "active",
        "date": DATED,
        "kind": "instance",
        "description": (
            "La partie publique de l’annuaire, en lecture seule, pour un client de l’Annuaire "
            "Santé. Ni volontaire, ni contact protégé, ni patient."
        ),
        "software": {"name": "Portail des renforts", "version": VERSION},
        "implementation": {"description": "Annuaire territorial", "url": site.base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "Prefer: handling=strict refuse les paramètres inconnus.",
                "security": _security(),
                "resource": [_resource(one) for one in RESOURCES.values()],
            }
        ],
    }


def _security() -> Json:
    return {
        "cors": False,
        "description": "Une clé dans l’en-tête ESANTE-API-KEY, ou Authorization: Bearer.",
    }


def _resource(one: Resource) -> Json:
    params = [
        kept(name=name, definition=param.definition, type=param.kind, documentation=param.says)
        for name, param in one.params.items()
    ]
    chained = [
        {"name": f"{name}.{known}", "type": target.params[known].kind,
         "documentation": f"Suit « {name} » : {target.params[known].says}"}
        for name in one.chains
        for target in [RESOURCES[one.params[name].follows]]
        for known in ("address-insee", "identifier")
        if known in target.params and known in one.chains[name][0].clauses
    ]  # fmt: skip
    interactions: list[dict[str, Any]] = [{"code": "read"}, {"code": "search-type"}]
    return kept(
        type=one.kind,
        profile=one.profiles[0],
        supportedProfile=one.profiles[1:],
        documentation=f"{one.says} Tri : {', '.join(one.sorts)}.",
        interaction=interactions,
        versioning="no-version",
        readHistory=False,
        searchInclude=list(one.includes),
        searchRevInclude=list(one.revincludes),
        searchParam=[*params, *chained],
    )
