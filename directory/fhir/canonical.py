"""The addresses by which FHIR knows things: profiles, extensions, systems, tables of codes.

A code is stored with the name of its table; the address is made here, and the day the national
server moves its tables (mos.esante.gouv.fr to smt.esante.gouv.fr) it is changed here.
"""

import re

AS = "https://interop.esante.gouv.fr/ig/fhir/annuaire"
FR = "https://hl7.fr/ig/fhir/core"
HL7 = "http://hl7.org/fhir"
HL7_CODES = "http://terminology.hl7.org/CodeSystem"
MCSD = "https://profiles.ihe.net/ITI/mCSD/StructureDefinition/IHE.mCSD"

FINESS = "https://finess.esante.gouv.fr"
SIRENE = "https://sirene.fr"
RPPS = "https://rpps.esante.gouv.fr"
RPPS_RANG = "https://rppsrang.esante.gouv.fr"
PERSONS = "urn:oid:1.2.250.1.71.4.2.1"
STRUCTURES = "urn:oid:1.2.250.1.71.4.2.2"

IDENTIFIER_TYPE = f"{FR}/CodeSystem/fr-core-cs-v2-0203"
ORGANIZATION_TYPE = f"{FR}/CodeSystem/fr-core-cs-v2-3307"
SUBSETTED = {"system": f"{HL7_CODES}/v3-ObservationValue", "code": "SUBSETTED"}

DATA_TRACE = f"{AS}/StructureDefinition/as-ext-data-trace"
TYPE_KIND = f"{AS}/StructureDefinition/as-ext-organization-types"
MAILBOX = f"{AS}/StructureDefinition/as-ext-mailbox-mss-metadata"
INSEE = f"{FR}/StructureDefinition/fr-core-address-insee-code"
EMAIL_TYPE = f"{FR}/StructureDefinition/fr-core-contact-point-email-type"
USE_PERIOD = f"{HL7}/StructureDefinition/organization-period"
ADDRESS_PART = f"{HL7}/StructureDefinition/iso21090-ADXP-"
DISTANCE = f"{HL7}/StructureDefinition/location-distance"

# Ours: no national table says these things. Relative to the base address of this server.
MERGED_INTO = "StructureDefinition/merged-into"
POINT_SOURCE = "StructureDefinition/position-source"
ACTIVITIES = "CodeSystem/activity"
FAMILIES = "CodeSystem/activity-family"
NETWORKS = "CodeSystem/network"
PARTS = "CodeSystem/network-part"
PRACTICES = "NamingSystem/practice"

TABLES = {
    "G15": "ProfessionSante",
    "R13": "Commune",
    "R21": "Fonction",
    "R22": "GenreActivite",
    "R23": "ModeExercice",
    "R66": "CategorieEtablissement",
    "R256": "TypeMessagerie",
    "R257": "TypeBAL",
}


def table(code: str) -> str:
    """The address of a NOS table: R66 → …/TRE_R66-CategorieEtablissement/FHIR/TRE-R66-…"""
    name = f"{code}-{TABLES[code]}"
    return f"https://mos.esante.gouv.fr/NOS/TRE_{name}/FHIR/TRE-{name}"


def is_table(system: str, *codes: str) -> bool:
    """True for the address of one of the tables `codes`, the former or the coming one."""
    found = re.search(r"tre[-_]([a-z]\d+)", system.lower())
    return bool(found) and found[1].upper() in codes  # type: ignore[index]


def profile(*names: str) -> list[str]:
    """The addresses of national profiles (`as-…`), French (`fr-…`) and of IHE (the others)."""
    roots = {"as": f"{AS}/StructureDefinition/", "fr": f"{FR}/StructureDefinition/"}
    return [roots.get(name[:2], f"{MCSD}.") + name for name in names]


def parameter(name: str) -> str:
    """The address of a search parameter: `as-sp-…` national, the others HL7's."""
    root = AS if name.startswith("as-") else HL7
    return f"{root}/SearchParameter/{name}"
