"""What the upkeep of the directory declines to do, and why."""

from portal.lib.refusal import Refusal, TooOften


class NoSuchDomain(Refusal):
    sentence = (
        "Aucune de vos adresses vérifiées n’est au domaine de cette structure. Faites envoyer un "
        "code à l’une de ses lignes, ou demandez l’accord de son responsable."
    )


class NotALine(Refusal):
    sentence = "Cette ligne ne peut pas recevoir de code : choisissez-en une autre de la liste."


class TooManyCodes(TooOften):
    sentence = (
        "{most} codes ont déjà été demandés : attendez une heure, ou demandez l’accord du "
        "responsable ou de l’ARS."
    )


class NoCodeAwaited(Refusal):
    sentence = "Aucun code n’est attendu, ou le sien a plus de {minutes} minutes : demandez-en un."


class WrongCode(Refusal):
    sentence = "Ce n’est pas le bon code. Essais restants : {left}."


class CodeUsedUp(Refusal):
    sentence = "Trois essais faux : ce code ne vaut plus rien. Demandez-en un autre."


class NotAMember(Refusal):
    sentence = (
        "La main se passe à un membre de la structure : que cette personne dise d’abord "
        "« C’est ma structure » depuis la fiche."
    )


class AlreadyProposed(Refusal):
    sentence = "Une passation attend déjà une réponse : retirez-la avant d’en proposer une autre."


class NoLongerProposed(Refusal):
    sentence = "Cette passation a déjà reçu une réponse, ou a été retirée. Rechargez la page."


class NotTheManager(Refusal):
    sentence = (
        "La personne qui passait la main ne répond plus de cette structure : demandez l’accord de "
        "l’ARS."
    )


class TooManySuggestions(TooOften):
    sentence = (
        "Vous avez fait {most} suggestions en un jour : attendez demain, ou écrivez à l’ARS si "
        "toute une liste est à corriger."
    )


class AlreadySuggested(Refusal):
    sentence = "Vous avez déjà fait cette suggestion : elle attend une réponse."


class AlreadyAnswered(Refusal):
    sentence = "Cette suggestion a déjà reçu une réponse. Rechargez la page pour la lire."


class AnswerMissing(Refusal):
    sentence = "Dites pourquoi en quelques mots : la personne le lira."


class TooManyFollows(TooOften):
    sentence = "Vous suivez déjà {most} choses : arrêtez un suivi avant d’en ajouter un."


class NoLongerFollowed(Refusal):
    sentence = "Ce suivi est déjà arrêté : vous ne recevrez plus rien à ce sujet."
