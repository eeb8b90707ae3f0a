"""The log."""

from portal.lib.refusal import Refusal


class EntryEmpty(Refusal):
    sentence = "Écrivez au moins un mot."


class EntryTooLong(Refusal):
    sentence = (
        "Une entrée compte 2 000 caractères au plus, celle-ci {length} : coupez-la en plusieurs."
    )


class EntryInTheFuture(Refusal):
    sentence = "Une entrée ne peut pas être datée de plus de 5 minutes dans l’avenir."


class PatientNumber(Refusal):
    sentence = (
        "Ce texte semble contenir un numéro de sécurité sociale ou une identité de santé. La main "
        "courante ne reçoit aucune donnée sur les patients : retirez-le, puis recommencez."
    )


class PatientDoubt(Refusal):
    sentence = (
        "Ce texte parle peut-être d’un patient (« {passages} »). Retirez ce qui permet de le "
        "reconnaître, ou confirmez qu’il ne s’agit pas d’un patient."
    )


class CorrectionElsewhere(Refusal):
    sentence = "Une correction porte sur une entrée de la même main courante."


class RedactionMoved(Refusal):
    sentence = "Cette demande d’effacement n’attend plus votre accord : relisez la page."


class OwnEntry(Refusal):
    sentence = "L’auteur d’une entrée ne peut pas en approuver l’effacement : demandez à un autre."


class ApprovedTwice(Refusal):
    sentence = "Vous avez déjà donné votre accord : il en faut un second, d’une autre personne."


class RedactionAsked(Refusal):
    sentence = "L’effacement de cette entrée est déjà demandé."


class FlaggedAlready(Refusal):
    sentence = "Cette entrée porte déjà cette marque."
