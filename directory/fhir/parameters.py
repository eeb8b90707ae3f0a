"""The search parameters of each resource, as `metadata` says them: contract, in French.

Types, names and definitions are those of the national server (search parameters `as-sp-…`) and of
HL7; what the directory does not hold is said to be unknown, and finds nothing.
"""

from dataclasses import dataclass

from directory.fhir.canonical import parameter
from directory.fhir.clauses import TEXT, TOKEN


@dataclass(frozen=True)
class Param:
    """A search parameter; `follows`: the type to which a reference leads."""

    kind: str
    definition: str
    says: str
    modifiers: tuple[str, ...] = ()
    follows: str = ""


COMMON = {
    "_id": Param("token", parameter("Resource-id"), "Identifiant de la ressource."),
    "_lastUpdated": Param(
        "date", parameter("Resource-lastUpdated"),
        "Dernière modification : eq, ne, gt, ge, lt, le. Repartez de Bundle.meta.lastUpdated.",
    ),
}  # fmt: skip
DATA = {
    "data-information-system": Param(
        "token", parameter("as-sp-data-information-system"), "Système d’origine : FINESS ou RPPS."
    ),
    "data-registration-authority": Param(
        "token", parameter("as-sp-data-registration-authority"),
        "Autorité d’enregistrement : inconnue de cet annuaire, aucune ressource n’en porte.",
    ),
}  # fmt: skip


def _address(kind: str) -> dict[str, Param]:
    root = parameter(f"{kind}-address")
    return {
        "address": Param("string", root, "Un mot de l’adresse, la ville comprise.", TEXT),
        "address-city": Param("string", f"{root}-city", "Commune ou ville de l’adresse.", TEXT),
        "address-line": Param("string", parameter("as-sp-address-line"), "Voie.", TEXT),
        "address-postalcode": Param("string", f"{root}-postalcode", "Code postal.", TEXT),
        "address-insee": Param(
            "token", parameter("as-sp-insee-code"), "Code officiel (INSEE) de la commune.", TOKEN
        ),
    }


def _number(kind: str) -> Param:
    says = "Numéro, ancien ou actuel : système|valeur, |valeur, système| ou valeur."
    return Param("token", parameter(f"{kind}-identifier"), says, TOKEN)


def _ref(definition: str, says: str, follows: str = "") -> Param:
    return Param("reference", parameter(definition), says, ("missing",), follows)


MAILBOX = {
    "mailbox-mss": Param(
        "string", parameter("as-sp-mailbox-mss"), "Adresse de messagerie sécurisée publique.", TEXT
    )
}
ORGANIZATION = {
    **COMMON,
    "active": Param("token", parameter("Organization-active"), "Ni fermée, ni réunie."),
    "identifier": _number("Organization"),
    "identifier-type": Param(
        "token", f"{parameter('Organization-identifier')}-type",
        "FINEG, FINEJ, IDNST, SIRET, SIREN ou RPPSRG.", TOKEN,
    ),
    "name": Param("string", parameter("Organization-name"), "Nom, ou autre nom.", TEXT[:2]),
    "type": Param(
        "token", parameter("Organization-type"),
        "GEOGRAPHICAL-ENTITY, LEGAL-ENTITY, ou catégorie (TRE_R66).", TOKEN,
    ),
    "partof": _ref("Organization-partof", "Rattachée à.", "Organization"),
    **_address("Organization"),
    "period": Param(
        "date", parameter("as-sp-organization-period"), "Ouverture et fermeture.", ("missing",)
    ),
    "pharmacy-licence": Param(
        "string", parameter("as-sp-pharmacy-licence"),
        "Licence de pharmacie : inconnue de cet annuaire, aucune ressource n’en porte.",
    ),
    **MAILBOX,
    "mailbox-mss-type": Param(
        "token", parameter("as-sp-mailbox-mss-type"), "Type de boîte : ORG.", TOKEN
    ),
    **DATA,
}  # fmt: skip
LOCATION = {
    **COMMON,
    "identifier": _number("Location"),
    "name": Param("string", parameter("Location-name"), "Nom, ou autre nom.", TEXT[:2]),
    "status": Param("token", parameter("Location-status"), "active ou inactive.", TOKEN),
    "type": Param("token", parameter("Location-type"), "Catégorie (TRE_R66).", TOKEN),
    "organization": _ref("Location-organization", "Structure du lieu.", "Organization"),
    "partof": _ref("Location-partof", "Lieu qui contient celui-ci."),
    "near": Param(
        "special", parameter("Location-near"),
        "latitude|longitude|distance|km ; du plus proche au plus loin.",
    ),
    **_address("Location"),
}  # fmt: skip
HEALTHCARE_SERVICE = {
    **COMMON,
    "_profile": Param("uri", parameter("Resource-profile"), "Profil suivi."),
    "active": Param("token", parameter("HealthcareService-active"), "En service aujourd’hui."),
    "identifier": Param(
        "token", parameter("HealthcareService-identifier"),
        "Numéro d’autorisation : inconnu de cet annuaire.",
    ),
    "organization": _ref("HealthcareService-organization", "Structure.", "Organization"),
    "service-category": Param(
        "token", parameter("HealthcareService-service-category"), "Famille d’activités.", TOKEN
    ),
    "service-type": Param(
        "token", parameter("HealthcareService-service-type"),
        "Activité, par exemple vaccination.", TOKEN,
    ),
    "characteristic": Param(
        "token", parameter("HealthcareService-characteristic"), "Inconnu de cet annuaire."
    ),
    "coverage-area": _ref(
        "HealthcareService-coverage-area",
        "Couvre ce territoire, d’où que ce soit : Location/commune-10387.",
    ),
    "location": _ref("HealthcareService-location", "Lieu du service."),
    **DATA,
}  # fmt: skip
PRACTITIONER = {
    **COMMON,
    "active": Param("token", parameter("Practitioner-active"), "Présent au répertoire."),
    "identifier": Param("token", parameter("Practitioner-identifier"), "RPPS ou IDNPS.", TOKEN),
    "identifier-type": Param(
        "token", f"{parameter('Practitioner-identifier')}-type", "RPPS ou IDNPS.", TOKEN
    ),
    "family": Param("string", parameter("individual-family"), "Nom d’exercice.", TEXT),
    "given": Param("string", parameter("individual-given"), "Prénom d’exercice.", TEXT),
    "name": Param("string", parameter("Practitioner-name"), "Nom ou prénom.", TEXT),
    "qualification-code": Param(
        "token", parameter("as-sp-qualification-code"), "Profession (TRE_G15).", TOKEN
    ),
    **MAILBOX,
    "number-smartcard": Param(
        "token", parameter("as-sp-number-smartcard"), "Hors de l’extraction ouverte."
    ),
    "type-smartcard": Param(
        "token", parameter("as-sp-type-smartcard"), "Hors de l’extraction ouverte."
    ),
    **DATA,
}  # fmt: skip
PRACTITIONER_ROLE = {
    **COMMON,
    "active": Param("token", parameter("PractitionerRole-active"), "Présent au répertoire."),
    "identifier": Param("token", parameter("PractitionerRole-identifier"), "Situation."),
    "organization": _ref("PractitionerRole-organization", "Structure.", "Organization"),
    "practitioner": _ref("PractitionerRole-practitioner", "Professionnel.", "Practitioner"),
    "role": Param("token", parameter("PractitionerRole-role"), "TRE_R21, R22, R23.", TOKEN),
    **MAILBOX,
    **DATA,
}  # fmt: skip
AFFILIATION = {
    **COMMON,
    "active": Param(
        "token", parameter("OrganizationAffiliation-active"), "Membre aujourd’hui."
    ),
    "date": Param("date", parameter("OrganizationAffiliation-date"), "Période.", ("missing",)),
    "primary-organization": _ref(
        "OrganizationAffiliation-primary-organization", "Réseau.", "Organization"
    ),
    "participating-organization": _ref(
        "OrganizationAffiliation-participating-organization", "Membre.", "Organization"
    ),
    "role": Param("token", parameter("OrganizationAffiliation-role"), "support ou member.", TOKEN),
}  # fmt: skip
