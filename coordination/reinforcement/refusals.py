"""What the registry of reinforcements declines to do, and the sentence that says why."""

from portal.lib.refusal import Refusal, TooOften


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


class TooManyWaves(TooOften):
    sentence = (
        "{most} vagues ont déjà été lancées pour ce besoin depuis une heure : laissez aux "
        "personnes prévenues le temps de répondre."
    )


class NoSecondPerson(Refusal):
    """A very large wave needs two people, and there is only one."""

    sentence = (
        "Au-delà de {most} personnes prévenues en une heure, un second agent de l’ARS donne son "
        "accord, et aucun autre n’est habilité sur ce territoire : réduisez la vague."
    )


class WaveDecided(Refusal):
    sentence = "Cette vague n’attend plus d’accord : elle est maintenant « {state} »."


class OwnWave(Refusal):
    sentence = "Vous avez préparé cette vague : l’accord doit venir d’un autre agent de l’ARS."


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


# --- Assignment: the answer, the selection, the mission --------------------------------------
class AnswersClosed(Refusal):
    """The useful time is over, or the need is suspended, cancelled or closed."""

    sentence = "Les réponses à ce besoin ne sont plus attendues : {state}. Merci d’avoir répondu."


class AlreadyFilled(Refusal):
    """No place is left; the stand-by list is open."""

    sentence = (
        "Ce besoin est pourvu, merci d’avoir répondu si vite. "
        "Vous pouvez vous inscrire sur la liste d’attente."
    )


class AlreadyEngaged(Refusal):
    """The person already holds a place at these hours (told to the person)."""

    sentence = (
        "Vous êtes déjà retenu à ces heures par {mission}. "
        "Choisissez d’autres créneaux, ou annulez d’abord cette mission."
    )


class EngagedElsewhere(Refusal):
    """The person already holds a place at these hours (told to a structure, unnamed)."""

    sentence = "Cette personne est déjà engagée ailleurs à ces heures : elle ne peut être retenue."


class NoSlotChosen(Refusal):
    sentence = "Cochez au moins un créneau, ou répondez que vous ne pouvez pas."


class WholeNeedWanted(Refusal):
    """The structure does not take part-time answers."""

    sentence = (
        "La structure a besoin de la même personne sur tous les créneaux : "
        "cochez-les tous, ou répondez que vous ne pouvez pas."
    )


class MustCancel(Refusal):
    """Once selected, an answer no longer changes: one cancels."""

    sentence = "Vous avez été retenu pour cette mission : pour y renoncer, annulez-la."


class NoLongerPossible(Refusal):
    """The assignment moved in the meantime."""

    sentence = "Cette affectation a changé entre-temps : {state}."


class NoPlaceLeft(Refusal):
    sentence = (
        "Toutes les places de ces créneaux sont prises. "
        "Vous pouvez mettre cette personne en liste d’attente."
    )


class ReservedByAnother(Refusal):
    sentence = "Cette personne est en cours de contact par {name} jusqu’à {until}."


class EmployerRefuses(Refusal):
    sentence = "L’employeur de cette personne s’oppose à cette mission."


class EmployerConsentMissing(Refusal):
    sentence = (
        "L’accord écrit de l’employeur manque encore : notez-le ici dès réception, "
        "puis confirmez la mission."
    )


class SlotsOverlap(Refusal):
    sentence = "Deux des créneaux cochés se chevauchent : gardez-en un seul."


class PlacesClosed(Refusal):
    sentence = "Personne ne peut être retenu pour l’instant : ce besoin est {state}."


class CannotApply(Refusal):
    """An unasked application that the need's hard rules exclude."""

    sentence = "Vous ne pouvez pas vous proposer pour ce besoin : {why}."


class SetAside(Refusal):
    """A file suspended by the ARS, or whose owner has left."""

    sentence = "Ce dossier est suspendu ou fermé : il ne peut plus prendre de place."


class TooManyReveals(TooOften):
    sentence = (
        "Vous avez ouvert {most} fois des coordonnées depuis une heure : attendez un peu, "
        "ou demandez à un collègue."
    )


class TooEarly(Refusal):
    sentence = "La mission n’a pas encore commencé."


class NotFinished(Refusal):
    sentence = "La mission n’est pas terminée : ce document viendra ensuite."


class SlotsToCome(Refusal):
    """Slots of the mission have not begun, and nobody said what becomes of them."""

    sentence = (
        "La mission n’est pas finie. Créneaux encore à venir : {count}. Attendez le dernier, "
        "ou choisissez « Terminer maintenant et rendre les créneaux à venir »."
    )


class HoursTooMany(Refusal):
    sentence = "Ce créneau dure {longest} h : vous ne pouvez pas y compter {hours} h."


class FeedbackGiven(Refusal):
    sentence = "Votre retour est déjà enregistré, merci."
