"""Closing and archives."""

from portal.lib.refusal import Refusal


class NotArchived(Refusal):
    sentence = (
        "Cette cellule n’est pas archivée : son archive se prépare quand la crise est terminée."
    )


class BundleUnderWay(Refusal):
    sentence = "L’archive de cette cellule est déjà en préparation : elle sera bientôt prête."
