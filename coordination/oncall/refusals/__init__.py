"""What the on-call rosters decline to do, and the sentence that says why."""

from portal.lib.refusal import Refusal, TooOften


# --- Sectors --------------------------------------------------------------------------------
class UnknownCommune(Refusal):
    sentence = "Aucune commune ne porte le code « {code} » : vérifiez le code INSEE."


class CommuneTaken(Refusal):
    sentence = (
        "{commune} est déjà dans le secteur {sector} de cette ligne à ces dates : "
        "retirez-la d’abord de ce secteur, ou choisissez une autre date."
    )


class CommunesTaken(Refusal):
    """Another person has just moved one of the communes."""

    sentence = (
        "Une de ces communes vient d’être placée dans un autre secteur à ces dates : "
        "relisez la carte avant de recommencer."
    )


class NoCommune(Refusal):
    sentence = "Aucune commune n’a été comprise : collez des codes INSEE, un par ligne."


class NotMerged(Refusal):
    sentence = "{old} et {new} doivent être deux communes différentes, connues du portail."


class RequirementClash(Refusal):
    sentence = "Un besoin est déjà déclaré pour ce rôle et ce type de créneau à ces dates."


# --- Rosters --------------------------------------------------------------------------------
class RosterMoved(Refusal):
    sentence = "Ce tableau n’est plus dans l’état attendu : il est maintenant « {state} »."


class RosterOverlaps(Refusal):
    sentence = (
        "Un tableau de cette ligne est déjà publié sur une partie de ces dates : "
        "corrigez-le plutôt, ou changez les dates."
    )


class RosterEmpty(Refusal):
    sentence = "Ce tableau ne compte personne : il n’y a rien à publier."


class RosterReversed(Refusal):
    sentence = "Le tableau finit avant d’avoir commencé : vérifiez les dates."


class RosterTooLong(Refusal):
    sentence = "Un tableau couvre au plus {months} mois : découpez la période."


class NothingChanged(Refusal):
    sentence = "Rien n’a changé depuis la version {number} : il n’y a pas de correction à publier."


class NoTemplate(Refusal):
    sentence = (
        "Cette ligne n’a pas de gabarit de créneau sur cette période : "
        "indiquez d’abord à quelles heures elle est tenue."
    )


class NoRecipient(Refusal):
    sentence = (
        "Aucun destinataire n’est indiqué pour l’étape « {stage} » : "
        "ajoutez-en un dans les réglages de la ligne."
    )


class NotTransmitted(Refusal):
    sentence = (
        "Le tableau n’est pas encore transmis au conseil de l’Ordre : "
        "transmettez-le d’abord, la diffusion vient après."
    )


class RosterSentAlready(Refusal):
    sentence = "Cette étape est déjà faite, le {when} : une correction repart d’elle-même."


class ReasonMissing(Refusal):
    sentence = "Un refus s’accompagne de son motif : dites ce qui ne convient pas."


# --- Shifts ---------------------------------------------------------------------------------
class AlreadyOnDuty(Refusal):
    sentence = "{person} est déjà d’astreinte {when} ({where}) : personne ne tient deux postes."


class AlreadyOnDutyElsewhere(Refusal):
    """The database refused: somebody wrote the other duty at the same instant."""

    sentence = "Cette personne vient d’être inscrite ailleurs sur cette période."


class NotMember(Refusal):
    sentence = (
        "{person} n’est pas inscrit sur cette ligne le {day} : ajoutez d’abord son inscription."
    )


class NotInSector(Refusal):
    sentence = "{person} ne sert pas le secteur {sector} : modifiez d’abord son inscription."


class NotQualified(Refusal):
    sentence = "{person} ne peut pas tenir le rôle « {role} » : {missing}."


class PersonAbsent(Refusal):
    sentence = "{person} est absent {when}."


class RuleBroken(Refusal):
    sentence = "{person} : {rule}"


class OutsideSlot(Refusal):
    sentence = "Cette période sort du créneau : elle doit y tenir en entier."


class ShiftOver(Refusal):
    sentence = "Ce tour n’engage plus personne ({status}) : relisez le tableau."


class SlotNotSoon(Refusal):
    sentence = (
        "On ne prend sur-le-champ qu’un créneau en cours ou qui commence dans les {hours} heures : "
        "mettez plutôt quelqu’un depuis la page du créneau."
    )


# --- Proposals ------------------------------------------------------------------------------
class GenerationUnderWay(Refusal):
    sentence = "Un calcul est déjà en cours pour ce tableau : attendez sa fin, ou arrêtez-le."


class NothingToDraw(Refusal):
    sentence = (
        "Aucun créneau de ce tableau n’a de besoin déclaré : "
        "déclarez d’abord combien de personnes il faut, secteur par secteur."
    )


class NobodyToDraw(Refusal):
    sentence = "Personne n’est inscrit sur cette ligne à ces dates : ajoutez d’abord ses membres."


class GenerationOver(Refusal):
    sentence = "Ce calcul n’attend plus cela : il est « {state} »."


class ProposalOutdated(Refusal):
    sentence = (
        "Des absences, des souhaits, des besoins ou le tableau ont changé depuis ce calcul : "
        "relancez-le avant de reprendre sa proposition."
    )


# --- Overrides and absences -----------------------------------------------------------------
class PeriodReversed(Refusal):
    sentence = "La période finit avant d’avoir commencé : vérifiez les dates et les heures."


class PeriodTooLong(Refusal):
    sentence = "Cette période dépasse {days} jours : découpez-la."


class OverrideClash(Refusal):
    sentence = "Une dérogation touche déjà {person} sur cette période : {conflict}."


class OverrideTouchesNobody(Refusal):
    sentence = "Indiquez qui prend l’astreinte, ou qui la laisse."


class SamePersonTwice(Refusal):
    sentence = "La même personne ne peut pas prendre et laisser l’astreinte à la fois."


class MotiveMissing(Refusal):
    sentence = "Un motif est nécessaire : il sera lu par les personnes concernées."


class OverrideOver(Refusal):
    sentence = "Cette dérogation est déjà annulée."


class AbsenceClash(Refusal):
    sentence = "Une absence est déjà notée sur une partie de cette période."


# --- Swaps ----------------------------------------------------------------------------------
class SwapPending(Refusal):
    sentence = "Une demande d’échange est déjà en cours pour ce tour sur cette période."


class SwapTaken(Refusal):
    sentence = "{person} a déjà pris ce tour, {when} : merci d’avoir répondu."


class SwapOver(Refusal):
    sentence = "Cette demande n’est plus ouverte : elle est « {state} »."


class SwapNotForYou(Refusal):
    sentence = "Cette demande est adressée à {person}."


class SwapLate(Refusal):
    sentence = "Le délai de réponse est passé depuis {when}."


class SwapOwn(Refusal):
    sentence = "Ce tour est déjà celui de {person}."


class SwapNeedsCounter(Refusal):
    sentence = "Choisissez le tour que vous prendriez en échange : il doit être à venir."


class SwapNotRunning(Refusal):
    sentence = (
        "On ne prend sur-le-champ qu’un tour en cours ou qui commence dans les {hours} heures : "
        "demandez plutôt à {person} de le céder."
    )


# --- Searches for somebody ------------------------------------------------------------------
class CoverPending(Refusal):
    sentence = "Ce créneau est déjà proposé à des collègues : attendez leur réponse, ou arrêtez-la."


class CoverTaken(Refusal):
    sentence = "{person} a déjà pris ce créneau, {when} : merci d’avoir répondu."


class CoverOver(Refusal):
    sentence = "Cette proposition n’est plus ouverte : elle est « {state} »."


class CoverNotForYou(Refusal):
    sentence = "Ce créneau n’a pas été proposé à {person}."


class NobodyChosen(Refusal):
    sentence = "Choisissez au moins une personne à qui proposer ce créneau."


# --- Notes ----------------------------------------------------------------------------------
class NoteNamesPatient(Refusal):
    sentence = "Retirez ce qui désigne un patient : les consignes n’en disent rien."


class NoteEmpty(Refusal):
    sentence = "Écrivez au moins une phrase : c’est ce que lira la personne qui prend la suite."


class NoteNotForYou(Refusal):
    sentence = "Ces consignes s’adressent à la personne qui prend la suite de ce tour."


# --- Contacts -------------------------------------------------------------------------------
class ContactTaken(Refusal):
    sentence = "Ce numéro ou cette adresse est déjà celui d’une autre personne."


class TooManyReveals(TooOften):
    sentence = (
        "Vous avez ouvert {most} coordonnées en une heure : attendez un peu, "
        "ou demandez une extraction à la coordination."
    )


class NotInAudience(Refusal):
    sentence = "Ce numéro n’est communiqué qu’à : {audience}. Appelez le numéro de la ligne."


# --- Alerts ---------------------------------------------------------------------------------
class AlertOver(Refusal):
    sentence = "Cette alerte est déjà terminée ({state}) : il n’y a plus rien à faire."


class AlertTakenBy(Refusal):
    sentence = "{person} a déjà pris cette alerte en charge, {when} : merci d’avoir répondu."


class AlertNotYours(Refusal):
    sentence = "Vous n’avez pas cette alerte en charge : relisez son état."


class AlertNamesPatient(Refusal):
    sentence = "Retirez le numéro de sécurité sociale : un message ne dit rien d’un patient."


class AlertWithoutSubject(Refusal):
    sentence = "Dites en quelques mots ce qui est demandé : les personnes appelées le liront."


class LineClosed(Refusal):
    sentence = "La ligne {line} est fermée : elle n’appelle plus personne."


class CommuneNotServed(Refusal):
    sentence = (
        "{commune} n’est dans aucun secteur de la ligne {line} en ce moment : "
        "choisissez une autre ligne, ou appelez le 15 en cas d’urgence."
    )
