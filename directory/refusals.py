"""What the directory declines to read, and says why."""

from portal.lib.refusal import Refusal, TooOften


class NotFiness(Refusal):
    sentence = "Le fichier {path} n’est pas une extraction FINESS lisible : {why} Rien n’a changé."


class ImportUnderWay(Refusal):
    sentence = "Un autre import FINESS est en cours : relancez celui-ci quand il sera terminé."


class NoCommune(Refusal):
    sentence = (
        "Aucune commune n’est connue : chargez d’abord les territoires "
        "(manage.py load_territories ou manage.py import_communes)."
    )


class TooLongForASheet(Refusal):
    sentence = (
        "Un tableur ne tient que {most} structures : prenez le fichier CSV, ou ajoutez un filtre."
    )


class TooLongForPaper(Refusal):
    sentence = (
        "L’annuaire imprimé s’arrête à {most} structures, et cette recherche en trouve "
        "davantage : choisissez un territoire plus petit ou une catégorie, puis imprimez."
    )


class TooManyReveals(TooOften):
    sentence = (
        "Vous avez affiché {most} contacts protégés en une heure. Attendez un peu, ou demandez "
        "à l’ARS la liste dont vous avez besoin."
    )


class ReasonMissing(Refusal):
    sentence = "Dites en quelques mots pourquoi : ce motif est gardé au journal."


class AlreadyReported(Refusal):
    sentence = (
        "Vous avez déjà signalé aujourd’hui que ce contact ne répond pas : la structure est "
        "prévenue."
    )


class TooManyReports(TooOften):
    sentence = (
        "Vous avez signalé {most} contacts en un jour. Si tout un réseau est coupé, dites-le à "
        "l’ARS plutôt que ligne par ligne."
    )


class NotAField(Refusal):
    sentence = "Ce champ de la fiche ne se corrige pas ici."


class CannotKeep(Refusal):
    sentence = "{why} Rien n’a changé : corrigez, puis enregistrez à nouveau."


class AlreadyKept(Refusal):
    sentence = (
        "Cette ligne est déjà dans la fiche. Rechargez la page : corrigez celle qui s’y trouve, "
        "ou terminez-la d’abord."
    )


class LineEnded(Refusal):
    sentence = "Cette ligne est déjà terminée. Rechargez la page pour voir la fiche d’aujourd’hui."


class NotYetEnded(Refusal):
    sentence = "Cette ligne est toujours dans la fiche : il n’y a rien à rétablir."


class NotAPlan(Refusal):
    sentence = "Choisissez le plan : plan blanc ou plan bleu."


class TooMuchChanges(Refusal):
    sentence = (
        "L’import de {path} est suspendu : sur {known} structures connues, {what}. Rien n’a "
        "changé. Si le fichier ne couvre qu’une partie du pays, relancez avec --partial ; si "
        "le changement est voulu, avec --accept."
    )


class TooManyLeave(TooMuchChanges):
    sentence = (
        "L’import de {path} est suspendu : sur {known} professionnels connus dans le département "
        "{department}, {vanishing} ne figureraient plus au répertoire. Rien n’a changé. Vérifiez "
        "que le fichier est entier ; s’il l’est, appliquez-le depuis sa page, ou avec --accept."
    )


class HeldDecided(Refusal):
    sentence = (
        "Cet import n’attend plus de décision, ou son fichier n’est plus gardé. Rechargez la page."
    )


class HeldOutdated(Refusal):
    sentence = (
        "Un autre fichier de la même source a été appliqué depuis : ce que cet import changerait "
        "n’est plus ce qui est montré. Relisez le fichier avec la commande d’import."
    )


class NothingToUndo(Refusal):
    sentence = (
        "Cet import ne peut pas être annulé : seul le dernier import appliqué d’une source peut "
        "l’être, et une fois."
    )


class NotRegister(Refusal):
    sentence = "Le fichier {path} n’est pas une extraction du RPPS lisible : {why} Rien n’a changé."


class NotNos(Refusal):
    sentence = "Le fichier {path} n’est pas une table de nomenclature lisible : {why}"


class TooManyKeys(TooOften):
    sentence = (
        "Vous avez créé {most} clés d’accès aujourd’hui : révoquez celles qui ne servent pas."
    )


class AlreadyRevoked(Refusal):
    sentence = "Cette clé est déjà révoquée : elle n’ouvre plus rien."


class AlreadyMerged(Refusal):
    sentence = (
        "L’une de ces fiches vient d’être réunie à une autre : ouvrez-la, elle mène à celle qui "
        "reste."
    )


class NotAlike(Refusal):
    sentence = "Ces deux fiches ne se réunissent pas. {why}"


class AcrossEntities(Refusal):
    sentence = (
        "Ces fiches relèvent d’entités juridiques différentes : cochez la case qui le confirme "
        "et dites pourquoi elles n’en font qu’une."
    )


class AlreadyUndone(Refusal):
    sentence = "Cette réunion est déjà annulée : les deux fiches sont de nouveau distinctes."


class MergedSince(Refusal):
    sentence = (
        "La fiche gardée a depuis été réunie à une autre : annulez d’abord la réunion la plus "
        "récente."
    )


class SignalSettled(Refusal):
    sentence = "Ce signalement est déjà réglé. Rechargez la page."


class SignalTaken(Refusal):
    sentence = (
        "{who} s’en occupe déjà. Voyez ensemble, ou attendez : après {days} jours sans suite, vous "
        "pourrez prendre le relais."
    )


class NotHeld(Refusal):
    sentence = "Vous ne vous occupez pas de ce signalement. Rechargez la page."


class NoRepair(Refusal):
    sentence = "Ce défaut ne se répare pas par ce bouton : corrigez la fiche."


class TooManySignals(Refusal):
    sentence = "Choisissez de un à {most} signalements."


class TooManySearches(TooOften):
    sentence = "Vous gardez déjà {most} recherches : oubliez-en une avant d’en ajouter."


class PatientSought(Refusal):
    sentence = (
        "Cette recherche contient un numéro de sécurité sociale ou une identité de santé. "
        "L’annuaire ne garde rien sur les patients : retirez-le, puis recommencez."
    )


class NothingToSave(Refusal):
    sentence = "Cette recherche est vide ou trop longue : choisissez des filtres, puis gardez-la."
