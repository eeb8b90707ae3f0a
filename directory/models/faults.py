"""The rules of quality: what each says, how grave it is, what repairs it. Plain values."""

from dataclasses import dataclass

GRAVE, PLAIN, LIGHT = 3, 2, 1
SEVERITIES = {GRAVE: "grave", PLAIN: "à corriger", LIGHT: "à vérifier"}
NUMBERS, TIES, ADDRESS, POSITION = "numbers", "ties", "address", "position"
TWINS, FRESHNESS, CONTACTS = "twins", "freshness", "contacts"
# Whoever takes a signal and settles nothing leaves it to others after so many days.
LEFT_AFTER_DAYS = 7
FAMILIES = {
    CONTACTS: "contacts",
    TWINS: "doublons",
    FRESHNESS: "fraîcheur et sources",
    POSITION: "position",
    ADDRESS: "adresse",
    NUMBERS: "identifiants",
    TIES: "rattachements",
}


@dataclass(frozen=True)
class Fault:
    """One rule. `repair` is the act that settles it; `kind`, the form that does it."""

    family: str
    severity: int
    sentence: str
    repair: str
    kind: str = "fiche"


FAULTS = {
    "unanswered": Fault(
        CONTACTS, GRAVE, "Quelqu’un a appelé cette ligne : elle ne répond pas.",
        "Essayer la ligne, puis la corriger ou la terminer", "contacts",
    ),
    "duplicate": Fault(
        TWINS, GRAVE, "Deux fiches de la même commune disent sans doute la même structure.",
        "Comparer les deux fiches", "merge",
    ),
    "locked": Fault(
        FRESHNESS, GRAVE, "La source contredit une valeur que la structure a verrouillée.",
        "Garder notre valeur ou prendre celle de la source",
    ),
    "absent": Fault(
        FRESHNESS, GRAVE, "Sa source ne nomme plus cette structure : elle a peut-être fermé.",
        "Appeler, puis le dire sur la fiche",
    ),
    "swapped": Fault(
        POSITION, GRAVE, "La latitude et la longitude sont échangées.",
        "Remettre les coordonnées dans l’ordre", "swap",
    ),
    "outside": Fault(
        POSITION, PLAIN, "Le point est hors de la commune.",
        "Vérifier l’adresse, ou placer le point au centre de la commune", "centre",
    ),
    "bad_commune": Fault(
        ADDRESS, PLAIN, "La commune n’existe plus : elle a été réunie à une autre.",
        "Prendre la commune d’aujourd’hui", "commune",
    ),
    "bad_address": Fault(
        ADDRESS, PLAIN, "L’adresse est incomplète : la rue ou le code postal manque.",
        "Compléter l’adresse",
    ),
    "shared_number": Fault(
        NUMBERS, PLAIN, "Le même SIRET est porté par deux structures.",
        "Comparer les deux fiches", "merge",
    ),
    "wrong_key": Fault(
        NUMBERS, PLAIN, "La clé de ce numéro est fausse : il a peut-être été mal recopié.",
        "Vérifier le numéro auprès de la structure",
    ),
    "rpps_key": Fault(
        NUMBERS, PLAIN, "Un professionnel qui exerce ici a un numéro RPPS dont la clé est fausse.",
        "Demander au professionnel de faire vérifier son numéro auprès de son ordre", "register",
    ),
    "orphan": Fault(
        TIES, PLAIN, "Cet établissement n’est rattaché à aucune entité juridique.",
        "Vérifier le rattachement dans FINESS",
    ),
    "stale_contact": Fault(
        CONTACTS, PLAIN, "Personne n’a essayé cette ligne depuis longtemps.",
        "Essayer la ligne", "contacts",
    ),
    "shared_line": Fault(
        CONTACTS, LIGHT, "Deux structures de gestionnaires différents ont le même numéro.",
        "Vérifier de qui est ce numéro", "contacts",
    ),
    "stale": Fault(
        FRESHNESS, LIGHT, "Cette valeur n’a pas été confirmée depuis longtemps.",
        "Confirmer ou corriger la fiche",
    ),
    "no_position": Fault(
        POSITION, LIGHT, "La position exacte manque : la carte montre le centre de la commune.",
        "Compléter l’adresse",
    ),
    "postal_commune": Fault(
        ADDRESS, LIGHT, "Ce code postal n’est pas de ceux de la commune.",
        "Vérifier l’adresse",
    ),
    "postal_area": Fault(
        ADDRESS, LIGHT,
        "Ce code postal est d’un autre département : possible près d’une limite ou en CEDEX.",
        "Vérifier l’adresse",
    ),
    "empty_entity": Fault(
        TIES, LIGHT, "Cette entité juridique n’a aucun établissement ouvert.",
        "Vérifier le rattachement dans FINESS",
    ),
}  # fmt: skip
UNKNOWN = Fault(FRESHNESS, LIGHT, "À regarder.", "Vérifier la fiche")
