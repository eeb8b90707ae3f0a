"""Crises, cells, levels, members."""

from portal.lib.refusal import Refusal


class CrisisMoved(Refusal):
    sentence = "Cette crise n’est plus dans l’état attendu : elle est maintenant « {state} »."


class CellsStillActive(Refusal):
    sentence = "Cette crise a encore {cells} : à lever avant de la terminer."


class WrongParent(Refusal):
    sentence = "Une cellule se rattache à une cellule de la même crise : choisissez-en une autre."


class StructureMissing(Refusal):
    sentence = "Ce type de cellule est celui d’une structure : choisissez laquelle."


class AlreadyOpen(Refusal):
    sentence = "Cette structure a déjà une cellule ouverte pour cette crise : rejoignez-la."


class CellArchived(Refusal):
    sentence = "Cette cellule est archivée : on peut la lire, plus rien n’y change."


class LevelUnknown(Refusal):
    sentence = "Ce niveau n’existe pas dans l’échelle de la cellule : choisissez-en un autre."


class LevelMoved(Refusal):
    sentence = (
        "Le niveau de la cellule a changé entre-temps : elle est maintenant au niveau {level}. "
        "Relisez la page avant de décider."
    )


class DecisionInTheFuture(Refusal):
    sentence = "Une décision ne peut pas être datée de plus de 5 minutes dans l’avenir."


class NotOnDuty(Refusal):
    sentence = (
        "Vous n’êtes pas, ou plus, en fonction dans cette cellule : demandez à qui la dirige de "
        "vous y ajouter."
    )


class ExitUnfinished(Refusal):
    sentence = (
        "Ces vérifications ne sont pas faites : {left}. Terminez-les, ou écrivez pour chacune "
        "ce qu’il en est."
    )


class CriticalTasksOpen(Refusal):
    sentence = (
        "Il reste {tasks} : à terminer d’abord, sinon écrivez pourquoi la cellule est levée quand "
        "même."
    )


class AlreadyMember(Refusal):
    sentence = "{who} est déjà dans la cellule à ce titre."


class RoleTaken(Refusal):
    sentence = "« {role} » a déjà un titulaire : passez-lui les consignes, ou ajoutez un suppléant."


class ExclusiveRole(Refusal):
    sentence = (
        "« {role} » ne se cumule avec aucune autre fonction : qui dirige délègue. Choisissez une "
        "autre personne."
    )


class RoleOfAnotherKind(Refusal):
    sentence = "« {role} » n’est pas une fonction de ce type de cellule : choisissez-en une autre."


class AlreadyGone(Refusal):
    sentence = "Cette personne n’est déjà plus dans la cellule."


class RankTaken(Refusal):
    sentence = (
        "Le rang {rank} est déjà tenu pour « {role} » à ces dates : choisissez un autre rang, ou "
        "terminez d’abord l’autre désignation."
    )


class DesignationOver(Refusal):
    sentence = "Cette désignation ne peut pas finir ce jour-là : relisez ses dates."
