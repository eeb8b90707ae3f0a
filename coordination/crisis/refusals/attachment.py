"""Files joined to a line, a task, a decision."""

from portal.lib.refusal import Refusal


class FileTooHeavy(Refusal):
    sentence = "Ce fichier pèse plus de {most} Mo : envoyez-le en plusieurs parties, ou allégé."


class FileEmpty(Refusal):
    sentence = "Ce fichier est vide : choisissez-en un autre."


class FileKindRefused(Refusal):
    sentence = "Ce type de fichier n’est pas accepté. Sont acceptés : {kinds}."


class FileNotItsName(Refusal):
    sentence = (
        "Ce fichier n’est pas ce que dit son nom : « {name} » est en réalité un fichier de type "
        "{kind}. Rendez-lui sa vraie extension ({endings}), ou choisissez-en un autre."
    )


class FileUnreadable(Refusal):
    sentence = "{why}"


class FileHoldsPatientNumber(Refusal):
    sentence = (
        "{where} de ce fichier semble contenir un numéro de sécurité sociale ou une identité de "
        "santé. Le portail ne reçoit aucune donnée sur les patients : le fichier n’est pas gardé. "
        "Retirez ce numéro, puis recommencez."
    )


class FileDoubtful(Refusal):
    sentence = (
        "Ce fichier parle peut-être d’un patient (« {passages} »). Retirez ce qui permet de le "
        "reconnaître, ou choisissez de nouveau le fichier et confirmez que vous l’avez relu."
    )


class FileUnseen(Refusal):
    sentence = (
        "Le portail ne sait pas lire ce que montre ce fichier (photo, ou page numérisée) : "
        "choisissez-le de nouveau et confirmez que vous l’avez relu."
    )


class TooManyFiles(Refusal):
    sentence = "{most} fichiers au plus se joignent ici : regroupez-les."
