"""What the registry of reinforcements declines to do, and the sentence that says why."""

from portal.lib.refusal import Refusal


# --- Need -----------------------------------------------------------------------------------
class NeedMoved(Refusal):
    sentence = "Ce besoin n’est plus dans l’état attendu : il est maintenant « {state} »."


class NeedIncomplete(Refusal):
    sentence = "Ce besoin ne peut pas encore être soumis : {missing}."


class NeedPast(Refusal):
    sentence = "Le dernier créneau de ce besoin est passé : déplacez ses dates ou copiez-le."


class AuthorNotApproved(Refusal):
    sentence = (
        "L’habilitation de l’auteur de ce besoin n’est pas encore accordée : "
        "accordez-la d’abord, le besoin vous sera alors présenté."
    )


class ReasonMissing(Refusal):
    sentence = "Un motif est nécessaire : il sera lu par les personnes concernées."


class AnswerDateUseless(Refusal):
    sentence = "La date limite de réponse doit être à venir, et avant la fin du dernier créneau."


class SlotsClash(Refusal):
    sentence = "Deux créneaux de ce besoin ont les mêmes dates : gardez-en un seul."


class TooFewPlaces(Refusal):
    sentence = (
        "{taken} places de ce créneau sont déjà tenues : il ne peut pas descendre à {capacity}."
    )


# --- Wave -----------------------------------------------------------------------------------
class WaveAlreadyReleased(Refusal):
    sentence = "Cette vague vient d’être lancée par quelqu’un d’autre."


class NotRecruiting(Refusal):
    sentence = "Ce besoin n’est pas en diffusion ({state}) : personne ne peut être prévenu."


class NobodyFits(Refusal):
    sentence = "Personne ne correspond aujourd’hui à ce besoin : élargissez ses critères."


class WaveOver(Refusal):
    sentence = "Cette vague est déjà terminée ou arrêtée."


# --- Volunteer ------------------------------------------------------------------------------
class StateChanged(Refusal):
    """A conditional update found another state than the page had shown."""

    sentence = "La situation a changé entre-temps : relisez la page avant de recommencer."


class PeriodReversed(Refusal):
    sentence = "La période finit avant d’avoir commencé : vérifiez les dates et les heures."


class PeriodPast(Refusal):
    sentence = "Cette période est déjà passée : indiquez une date à venir."


class PeriodTooFar(Refusal):
    sentence = "Une disponibilité se déclare au plus un an à l’avance, et pour 92 jours au plus."


class PatternTwice(Refusal):
    sentence = "Deux lignes de votre semaine type commencent le même jour à la même heure."


class RppsTaken(Refusal):
    sentence = (
        "Ce numéro RPPS est déjà celui d’un autre compte. Si c’est le vôtre, "
        "écrivez à l’ARS : elle rattachera votre dossier."
    )


class SpecialityElsewhere(Refusal):
    sentence = "Cette spécialité n’est pas de la profession choisie."


class NotNow(Refusal):
    """An act that the state of the file does not allow."""

    sentence = "Votre dossier est « {state} » : cette action n’est pas possible."


class ComingMission(Refusal):
    sentence = (
        "Vous êtes attendu pour une mission à venir. Annulez-la d’abord : "
        "la structure sera prévenue et pourra vous remplacer."
    )


class OwnFile(Refusal):
    sentence = "Vous ne pouvez pas vérifier votre propre dossier : confiez-le à un collègue."
