"""What the pages of settings decline to do: lines, people, contacts, rotations, chains."""

from portal.lib.refusal import Refusal, TooOften


class LineHasAlerts(Refusal):
    sentence = (
        "Des alertes sont en cours sur cette ligne ({count}) : clôturez-les avant de la fermer."
    )


class RoleTaken(Refusal):
    sentence = "Cette ligne a déjà un rôle « {label} » : donnez un autre nom, ou modifiez-le."


class RoleHeld(Refusal):
    sentence = (
        "Le rôle « {label} » figure dans des tableaux, des besoins ou des roulements : il reste, "
        "pour que l’histoire se lise. Renommez-le, ou retirez-le des inscriptions."
    )


class RoleLast(Refusal):
    sentence = "Une ligne garde au moins un rôle : ajoutez l’autre avant de retirer celui-ci."


class SectorServes(Refusal):
    sentence = (
        "{sector} {what} à cette date : donnez ses communes à un autre secteur, "
        "ou choisissez une date plus tardive."
    )


class LineNameTaken(Refusal):
    sentence = (
        "{place} a déjà une ligne « {name} » : ouvrez-la dans la liste des lignes, "
        "ou donnez un autre nom à celle-ci."
    )


class SectorNameTaken(Refusal):
    sentence = (
        "Cette ligne a déjà un secteur « {name} » : ajoutez-lui des communes, "
        "ou donnez un autre nom à celui-ci."
    )


class PersonListed(Refusal):
    sentence = (
        "Quelqu’un vient d’inscrire {person}, avec le même compte ou le même numéro RPPS : "
        "relisez la liste."
    )


class MemberListed(Refusal):
    sentence = "Quelqu’un vient d’inscrire {person} sur cette ligne : relisez la liste."


class SectorEnds(Refusal):
    sentence = "{sector} finit le {day} : choisissez un secteur qui continue."


class SectorNotEnding(Refusal):
    sentence = "{sector} n’a pas de date de fin : il n’y a rien à annuler."


class MergedAlready(Refusal):
    sentence = (
        "{commune} a déjà fusionné le {day} : choisissez la commune dont elle fait partie, "
        "ou une date antérieure."
    )


class NothingDeclared(Refusal):
    sentence = "Rien ne change : indiquez un minimum, ou la référence d’une décision."


class LayerTaken(Refusal):
    sentence = (
        "Un roulement de priorité {priority} court déjà dans ce secteur depuis le {day} : "
        "modifiez-le, ou donnez une autre priorité à celui-ci."
    )


class RotationEmpty(Refusal):
    sentence = "Ce roulement ne compte personne : donnez un rang à au moins une personne."


class RotationInThePast(Refusal):
    sentence = "Le passé ne change pas : choisissez le {day} ou un jour plus tardif."


class RotationReversed(Refusal):
    sentence = "Ce roulement doit finir après avoir commencé : vérifiez les dates."


class RotationChanged(Refusal):
    sentence = "Ce roulement vient d’être remplacé par un autre : relisez la liste."


class NoAccount(Refusal):
    sentence = (
        "Aucun compte actif n’utilise l’adresse {email} : vérifiez-la, "
        "ou inscrivez la personne par son nom."
    )


class AccountTaken(Refusal):
    sentence = "Ce compte est déjà celui de {person} : une personne n’est inscrite qu’une fois."


class NotVerifiable(Refusal):
    sentence = (
        "Un téléphone fixe ne reçoit pas de code : "
        "appelez-le, puis notez que la personne a répondu."
    )


class TooManyCodes(TooOften):
    sentence = "{most} codes ont déjà été envoyés en une heure : attendez un peu, ou appelez."


class NoCodeAwaited(Refusal):
    sentence = "Aucun code n’est attendu, ou il a plus de {minutes} minutes : demandez-en un autre."


class WrongCode(Refusal):
    sentence = "Ce n’est pas le code envoyé. Il reste {left} essai(s)."


class CodeUsedUp(Refusal):
    sentence = "Trop d’essais : ce code ne vaut plus rien. Demandez-en un autre."


class ContactDisabled(Refusal):
    sentence = "Ce moyen de contact est désactivé : rétablissez-le avant de le vérifier."


class ChainEmpty(Refusal):
    sentence = "Choisissez au moins une étape : sans elle, personne ne serait appelé."


class WishClash(Refusal):
    sentence = "Un souhait est déjà noté sur une partie de ces jours : retirez-le d’abord."
