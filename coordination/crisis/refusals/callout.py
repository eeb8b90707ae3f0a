"""Call-outs."""

from portal.lib.refusal import Refusal


class NobodyToCall(Refusal):
    sentence = (
        "Personne n’est à appeler : choisissez au moins une fonction pour laquelle quelqu’un est "
        "désigné, ou une liste de personnes."
    )


class CauseMissing(Refusal):
    sentence = "Dites en quelques mots pourquoi vous appelez : c’est ce que chacun lira."


class CallOutEnded(Refusal):
    sentence = (
        "Ce rappel est terminé : votre réponse n’est plus attendue. Si vous pouvez venir, "
        "téléphonez à la cellule."
    )


class CallAnswered(Refusal):
    sentence = (
        "Vous avez déjà répondu « {said} » {when}. Pour changer de réponse, téléphonez à la "
        "cellule : elle la notera."
    )


class CallNotSent(Refusal):
    sentence = "Cette personne n’a pas encore été appelée : il n’y a rien à répondre."


class ArrivalUnlikely(Refusal):
    sentence = "Le délai d’arrivée se donne en minutes, entre 0 et 1 440 (24 heures)."


class RoleBeingCalled(Refusal):
    sentence = (
        "Un rappel est déjà en cours pour « {role} » : suivez-le au tableau d’appel, ou "
        "terminez-le avant d’en lancer un autre."
    )


class JustLaunched(Refusal):
    sentence = "Un rappel vient de partir de cette cellule : suivez-le au tableau d’appel."
