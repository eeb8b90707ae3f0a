"""Meetings."""

from portal.lib.refusal import Refusal


class MeetingMoved(Refusal):
    sentence = (
        "Cette réunion n’est plus dans l’état attendu : elle est maintenant « {state} ». Relisez "
        "la page avant d’agir."
    )


class MeetingInThePast(Refusal):
    sentence = "Une réunion se prévoit pour plus tard : choisissez une heure à venir."


class MeetingNotOpen(Refusal):
    sentence = (
        "Cette réunion n’est pas ouverte : le compte rendu s’écrit entre son ouverture et sa "
        "clôture. Après, écrivez dans la main courante."
    )


class AgendaFull(Refusal):
    sentence = (
        "Un ordre du jour tient en {most} points : terminez ou regroupez avant d’en ajouter un."
    )


class NotOfTheCell(Refusal):
    sentence = "{who} n’est pas dans cette cellule : faites-y entrer la personne d’abord."


class FeedOpenAlready(Refusal):
    sentence = (
        "Vous êtes déjà abonné aux réunions de cette cellule : son adresse n’est montrée qu’une "
        "fois. Si vous l’avez perdue, révoquez l’abonnement puis recommencez."
    )


class FeedGone(Refusal):
    sentence = "Cet abonnement est déjà révoqué : son adresse ne donne plus rien."
