"""Decisions."""

from portal.lib.refusal import Refusal


class DecisionMoved(Refusal):
    sentence = (
        "Cette décision n’est plus dans l’état attendu : elle est maintenant « {state} »{who}. "
        "Relisez la page avant d’agir."
    )


class NotYourMatter(Refusal):
    sentence = (
        "Cette décision revient à qui tient la fonction « {role} », ou à qui dirige la cellule : "
        "vous pouvez la proposer."
    )


class FewForPartners(Refusal):
    sentence = (
        "« {passage} » : hors de la cellule, un effectif inférieur à cinq ne se dit pas. Écrivez "
        "« moins de cinq », ou gardez cette décision pour la cellule."
    )


class ReasonMissing(Refusal):
    sentence = "Écrivez pourquoi : celles et ceux qui prendront la suite doivent le comprendre."


class NotReplaceable(Refusal):
    sentence = (
        "Seule une décision en vigueur de la même cellule peut être remplacée : la n° {number} ne "
        "l’est pas."
    )


class EndsBeforeItBegins(Refusal):
    sentence = "La fin de validité doit venir après son début : relisez les deux dates."
