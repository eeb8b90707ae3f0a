"""Reflex cards and their checklists."""

from portal.lib.refusal import Refusal


class TickedAlready(Refusal):
    sentence = "Quelqu’un a changé cette action entre-temps : relisez la fiche."


class ItemElsewhere(Refusal):
    sentence = (
        "Cette action n’est pas de la version que suit la cellule : relisez la fiche avant de "
        "cocher."
    )


class CardEmpty(Refusal):
    sentence = "Écrivez au moins une action dans la première tranche."


class CardTooLong(Refusal):
    sentence = "Une tranche tient en {most} actions au plus : gardez les premières à faire."


class CardMoved(Refusal):
    sentence = (
        "Quelqu’un vient de publier une autre version de cette fiche : relisez-la, puis reprenez "
        "vos changements."
    )


class CardUnchanged(Refusal):
    sentence = "Cette fiche dit déjà exactement cela : rien n’a été publié."
