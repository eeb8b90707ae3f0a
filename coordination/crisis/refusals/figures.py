"""Figures declared by structures."""

from portal.lib.refusal import Refusal


class NothingDeclared(Refusal):
    sentence = "Donnez au moins une valeur : une case vide dit « inconnu », pas zéro."


class ReadingJumps(Refusal):
    sentence = (
        "{what} était critique : une situation ne redevient pas normale sans étape. Déclarez "
        "d’abord une valeur intermédiaire ({between}), puis la valeur normale au relevé suivant."
    )


class ReadingOutOfRange(Refusal):
    sentence = "{what} : donnez une valeur entre 0 et {most}."


class StructureElsewhere(Refusal):
    sentence = (
        "{structure} n’est pas sur le territoire de cette cellule : ses chiffres se saisissent "
        "ailleurs."
    )


class ThresholdsCrossed(Refusal):
    sentence = (
        "{what} : donnez les deux seuils ou aucun, le seuil critique étant plus grave que le seuil "
        "de tension."
    )


class NotTheirThresholds(Refusal):
    sentence = (
        "Les seuils d’un territoire sont fixés par l’ARS ou l’administration de ce territoire : "
        "demandez-leur."
    )


class NobodyToServe(Refusal):
    sentence = (
        "Personne ne recevrait rien : aucun stock connu n’est sous l’objectif, ou il n’y a pas un "
        "paquet entier. Changez l’objectif, ou appelez les structures dont le stock est inconnu."
    )
