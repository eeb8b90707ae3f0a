"""What is declined once a duty is over: notes, words, certificates, shortage files."""

from portal.lib.refusal import Refusal


# --- What was served ------------------------------------------------------------------------
class InterventionOutside(Refusal):
    sentence = (
        "L’appel de {hour} n’est pas pendant cette astreinte ({when}) : "
        "vérifiez l’heure, ou choisissez une autre astreinte."
    )


class InterventionReversed(Refusal):
    sentence = "L’appel, le départ puis la fin doivent se suivre : vérifiez les heures."


class InterventionTooLong(Refusal):
    sentence = "Une intervention dure {hours} heures au plus : vérifiez l’heure de fin."


class InterventionToCome(Refusal):
    sentence = "Cette intervention n’est pas terminée : notez-la à votre retour."


class InterventionClash(Refusal):
    sentence = (
        "Une intervention est déjà notée {when} : si la seconde a commencé avant la fin de la "
        "première, notez son départ à la fin de la première."
    )


class InterventionGone(Refusal):
    sentence = "Cette intervention est déjà retirée."


class InterventionContested(Refusal):
    sentence = "Vous avez déjà contesté cette intervention : la coordination l’a appris."


class DistanceAbsurd(Refusal):
    sentence = "La distance va de 0 à {most} km : vérifiez-la."


class DutyNotOver(Refusal):
    sentence = "Cette astreinte n’est pas terminée : confirmez-la après {when}."


class ServedOutside(Refusal):
    sentence = "La période faite doit tenir dans le créneau : {when}."


class ServedWithoutMotive(Refusal):
    sentence = "Dites pourquoi l’astreinte n’a pas été faite en entier."


class AlreadyCertified(Refusal):
    sentence = (
        "Ce tableau est certifié ({certificate}) : "
        "demandez à la coordination de la ligne de signer une correction."
    )


class RosterNotOver(Refusal):
    sentence = "Ce tableau n’est pas clos : il se certifie après son dernier tour, {when}."


class CertifiedMeanwhile(Refusal):
    sentence = "{who} vient de certifier ce tableau, {when} : relisez ce certificat."


class CertificateUnchanged(Refusal):
    sentence = "Rien n’a changé depuis le {certificate} : il n’y a pas de correction à signer."


class CertificateNotReady(Refusal):
    sentence = "Ce tableau n’est pas certifié : signez d’abord le service fait."


class SentMeanwhile(Refusal):
    sentence = "Ce certificat est déjà transmis au paiement."


# --- Shortage -------------------------------------------------------------------------------
class ShortageClosed(Refusal):
    sentence = "Ce dossier est clos depuis le {when} : ouvrez-en un autre pour continuer."


class ShortageReversed(Refusal):
    sentence = "Le dossier finit avant d’avoir commencé : vérifiez les dates."


class ShortageTooLong(Refusal):
    sentence = "Un dossier couvre {days} jours au plus : découpez la période."


class StepToCome(Refusal):
    sentence = "Un dossier ne contient que ce qui a été fait : cette date n’est pas passée."


class StepAnswerEarly(Refusal):
    sentence = "La réponse ne peut pas précéder la demande : vérifiez les dates."


class RequisitionUnnamed(Refusal):
    sentence = "Donnez la référence de l’ordre de réquisition."
