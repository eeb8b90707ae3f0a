"""The hot debrief."""

from portal.lib.refusal import Refusal


class AlreadyAnswered(Refusal):
    sentence = (
        "Votre réponse est déjà enregistrée, sans votre nom : on ne peut plus la retrouver pour "
        "la changer. Merci."
    )


class DebriefOver(Refusal):
    sentence = (
        "Ce retour d’expérience à chaud est clos. Parlez-en à qui dirigeait la cellule : le "
        "retour d’expérience complet vient plus tard."
    )


class NothingSaid(Refusal):
    sentence = "Choisissez au moins un degré : le reste est facultatif."
