"""Messages to groups."""

from portal.lib.refusal import Refusal


class NobodyReached(Refusal):
    sentence = "Personne ne recevrait ce message : choisissez une autre liste de destinataires."


class JustSent(Refusal):
    sentence = (
        "Vous venez d’envoyer ce message aux mêmes personnes : il n’est pas parti une seconde "
        "fois. Ses accusés sont dans la liste des messages."
    )


class MessageMoved(Refusal):
    sentence = (
        "Ce message a déjà été mis à jour ou annulé : ouvrez le dernier, c’est lui qui se remplace."
    )


class MessageOver(Refusal):
    sentence = "Ce message a expiré ou a été remplacé : votre réponse n’est plus attendue."


class AnsweredAlready(Refusal):
    sentence = "Vous avez déjà répondu « {said} ». Pour changer, téléphonez à la cellule."


class AnswerUnknown(Refusal):
    sentence = "Choisissez un des boutons de la page."


class DraftGone(Refusal):
    sentence = "Ce brouillon a été envoyé ou abandonné entre-temps : relisez la liste des messages."
