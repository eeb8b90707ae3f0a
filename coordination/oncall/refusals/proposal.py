"""A proposal changed by hand: what is declined, and why."""

from portal.lib.refusal import Refusal


class PlaceMoved(Refusal):
    sentence = (
        "Cette place a changé dans la proposition entre-temps : "
        "rien n’a été modifié, relisez-la avant de choisir."
    )


class PlaceForbidden(Refusal):
    sentence = (
        "{person} ne peut pas prendre cette place ({rule}). Pour passer outre, reprenez la "
        "proposition puis placez la personne depuis le créneau, en disant pourquoi."
    )
