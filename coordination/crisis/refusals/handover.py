"""The hand-over of a role."""

from portal.lib.refusal import Refusal


class RoleNotHeld(Refusal):
    sentence = "{who} ne tient pas, ou plus, « {role} » dans cette cellule : relisez la page."


class HandoverEmpty(Refusal):
    sentence = (
        "Écrivez au moins une ligne : ce qui est en cours, ce qui attend, ou ce qu’il faut "
        "surveiller."
    )


class HandoverMoved(Refusal):
    sentence = "Cette passation n’attend plus de réponse{who} : relisez la page."


class HandoverWaits(Refusal):
    sentence = "Une passation de « {role} » attend déjà une réponse : retirez-la d’abord."


class NotYourHandover(Refusal):
    sentence = "Seule la personne à qui la fonction est passée peut l’accepter : {who}."


class ToOneself(Refusal):
    sentence = "On passe les consignes à quelqu’un d’autre : choisissez une autre personne."


class NothingToHandOver(Refusal):
    sentence = "{who} ne tient rien dans cette cellule : il n’y a rien à transmettre."
