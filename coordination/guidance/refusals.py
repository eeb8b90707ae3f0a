"""What is declined around a recommendation, and what can be done."""

import coordination.crisis.refusals.log as refusals
from portal.lib.refusal import Refusal


class NotWriter(Refusal):
    sentence = (
        "Seules l’ARS et l’administration du territoire écrivent ses recommandations : "
        "transmettez-leur la source."
    )


class NotValidator(Refusal):
    sentence = "Seules l’ARS et l’administration du territoire mettent en vigueur."


class OwnVersion(Refusal):
    sentence = (
        "Vous avez écrit cette version et {other} peut la valider : demandez-lui de la relire."
    )


class VersionMoved(Refusal):
    sentence = (
        "Cette version est maintenant « {state} » : quelqu’un a agi avant vous, relisez la page."
    )


class VersionOpen(Refusal):
    sentence = "Une version {number} est déjà en préparation : complétez-la plutôt."


class PlaceElsewhere(Refusal):
    sentence = "Les destinataires sont cherchés dans le territoire de la recommandation."


class NothingToPoint(Refusal):
    sentence = "Donnez le lien vers la source, à lire sous les trois lignes."


class ReviewTooEarly(Refusal):
    sentence = "La relecture vient après l’entrée en vigueur : choisissez une date plus tardive."


class ReviewPast(Refusal):
    sentence = (
        "La date de relecture est passée : renvoyez la version à son auteur, ou choisissez-en une "
        "autre, avant de la mettre en vigueur."
    )


class NobodyConcerned(Refusal):
    sentence = "Personne ne répond à ces critères sur ce territoire : élargissez les destinataires."


class LineEmpty(Refusal):
    sentence = (
        "Écrivez les trois lignes : ce qui change, qui agit, avant quand. 160 caractères au plus "
        "pour chacune."
    )


class ReasonMissing(Refusal):
    sentence = "Dites pourquoi la recommandation est abrogée : ceux qui l’ont lue le liront."


class PatientNumber(refusals.PatientNumber):
    sentence = (
        "Ce texte semble contenir un numéro de sécurité sociale ou une identité de santé. Une "
        "recommandation ne parle d’aucun patient : retirez-le, puis recommencez."
    )


class NotInForce(Refusal):
    sentence = (
        "La version {number} est « {state} » : elle ne se lit plus pour accuser. "
        "Lisez celle qui vaut aujourd’hui."
    )
