"""What the accounts decline to do, and why."""

from portal.lib.refusal import Refusal, TooOften


class AlreadyAsked(Refusal):
    sentence = "Cette habilitation existe déjà, ou attend déjà une réponse."


class TooManyGrants(TooOften):
    sentence = (
        "Vous avez déjà fait {most} demandes d’habilitation aujourd’hui : attendez que l’ARS "
        "y réponde, ou écrivez-lui."
    )


class AlreadyDecided(Refusal):
    sentence = "Cette demande a déjà reçu une réponse. Rechargez la page pour la lire."


class NotInForce(Refusal):
    sentence = "Cette habilitation n’est plus en vigueur : il n’y a rien à retirer."


class ReasonMissing(Refusal):
    sentence = "Écrivez le motif en quelques mots : la personne le lira."
