"""Situation reports."""

from portal.lib.refusal import Refusal


class SitrepMoved(Refusal):
    sentence = (
        "Ce point de situation n’est plus dans l’état attendu : il est maintenant « {state} »"
        "{who}. Relisez la page avant d’agir."
    )


class AnticipationMissing(Refusal):
    sentence = (
        "L’anticipation à 24–72 h est obligatoire : écrivez ce qui est attendu, même si rien ne "
        "devrait changer."
    )


class OwnSitrep(Refusal):
    sentence = (
        "À partir du niveau 2, qui a rédigé un point de situation ne le valide pas : demandez à "
        "une autre personne qui dirige la cellule."
    )


class NotValidator(Refusal):
    sentence = (
        "Un point de situation est validé par qui dirige la cellule, et celui du public par qui "
        "tient la communication : soumettez-le, ils le verront sur leur page."
    )


class SitrepUnderWay(Refusal):
    sentence = (
        "Le point de situation n° {number} est déjà en préparation pour le même public : terminez-"
        "le avant d’en commencer un autre."
    )


class NobodySilent(Refusal):
    sentence = (
        "Il n’y a plus personne à relancer : chacun a ouvert ce point de situation, ou a déjà été "
        "relancé une fois. Appelez ceux qui restent silencieux."
    )
