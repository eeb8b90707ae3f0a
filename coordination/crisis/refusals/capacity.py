"""Planned steps, lines of the register."""

from portal.lib.refusal import Refusal


class StepKnown(Refusal):
    sentence = (
        "Un palier de {target} lits de ce type existe déjà pour {structure} : retirez-le avant "
        "d’en écrire un autre."
    )


class NotItsManager(Refusal):
    sentence = "Les paliers de {structure} sont tenus par ses responsables : demandez-leur."


class RegisterRepeats(Refusal):
    sentence = (
        "Deux lignes du ROR portent la même clé (lieu, type, statut, temporalité, type de crise, "
        "affectation) : {line}. Rien n’a été enregistré."
    )
