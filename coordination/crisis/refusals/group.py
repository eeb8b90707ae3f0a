"""Groups that are kept."""

from portal.lib.refusal import Refusal


class GroupClosed(Refusal):
    sentence = "Ce groupe est fermé : créez-en un autre, on n’y écrit plus."


class GroupNameTaken(Refusal):
    sentence = "La cellule a déjà un groupe ouvert nommé « {name} » : choisissez un autre nom."


class GroupEndsTooSoon(Refusal):
    sentence = "Le dernier jour d’un groupe est à venir, un an au plus tard."


class InGroupAlready(Refusal):
    sentence = "« {who} » est déjà dans le groupe."


class NotInGroup(Refusal):
    sentence = "Cette personne ou cette fonction n’est déjà plus dans le groupe : relisez la page."


class LastModerator(Refusal):
    sentence = (
        "Un groupe garde une personne qui l’anime : ajoutez-en une autre avant de retirer celle-ci."
    )


class ModeratorOutside(Refusal):
    sentence = (
        "Qui anime un groupe est en fonction dans la cellule : faites d’abord entrer {who} dans "
        "la cellule."
    )


class NotModerator(Refusal):
    sentence = "Seuls ceux qui animent le groupe et qui dirigent la cellule le modifient."
