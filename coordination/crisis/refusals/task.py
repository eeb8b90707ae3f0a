"""Tasks and their hand-over."""

from portal.lib.refusal import Refusal


class TaskIncomplete(Refusal):
    sentence = (
        "À partir du niveau 2, une tâche dit qui s’en charge et pour quand : choisissez une "
        "personne ou une fonction, et une échéance."
    )


class TwoOwners(Refusal):
    sentence = "Une tâche est à une personne ou à une fonction, pas aux deux : choisissez."


class OwnerElsewhere(Refusal):
    sentence = "{who} n’est pas dans la cellule : choisissez une personne ou une fonction d’ici."


class TaskMoved(Refusal):
    sentence = (
        "Cette tâche n’est plus dans l’état attendu : elle est maintenant « {state} »{who}. "
        "Relisez la page avant d’agir."
    )


class OriginElsewhere(Refusal):
    sentence = "L’origine d’une tâche ou d’une décision est dans la même cellule."
