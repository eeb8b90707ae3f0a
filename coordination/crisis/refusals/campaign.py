"""Capacity campaigns."""

from portal.lib.refusal import Refusal


class CampaignClosed(Refusal):
    sentence = (
        "Ce recueil est clos depuis {at} : ses chiffres sont arrêtés. Rien n’a été "
        "enregistré ; appelez la cellule si vos chiffres ont changé."
    )


class LinkAnswered(Refusal):
    sentence = (
        "Ce lien a déjà servi : la réponse est enregistrée depuis {at}. Un lien sert une "
        "fois ; pour corriger, appelez la cellule."
    )


class LinkExpired(Refusal):
    sentence = (
        "Ce lien ne sert plus depuis {at}. Rien n’a été enregistré : appelez la cellule "
        "pour donner vos chiffres."
    )


class NobodyAsked(Refusal):
    sentence = (
        "Aucune des structures choisies ne déclare ces chiffres : choisissez d’autres "
        "structures ou d’autres chiffres."
    )


class JustAsked(Refusal):
    sentence = (
        "Vous venez d’envoyer ce recueil aux mêmes structures : il n’est pas parti une seconde "
        "fois. Ses réponses arrivent à sa page, dans la liste des recueils."
    )


class TooManyAsked(Refusal):
    sentence = (
        "{count} structures, c’est trop pour un recueil ({most} au plus) : choisissez un "
        "secteur, ou un type de structures."
    )


class DeadlineOutOfReach(Refusal):
    sentence = (
        "L’heure limite est à {least} minutes au moins et à sept jours au plus : les structures "
        "doivent avoir le temps de compter."
    )
