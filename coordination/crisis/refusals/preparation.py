"""Plans, contacts and people named before any crisis."""

from portal.lib.refusal import Refusal


class ContactUnreachable(Refusal):
    sentence = "Donnez un téléphone ou une adresse électronique pour ce contact."


class ContactRetired(Refusal):
    sentence = "Ce contact n’est plus en usage : relisez la page."


class PlanReversed(Refusal):
    sentence = "La date de révision doit suivre celle de l’adoption : corrigez l’une des deux."


class PersonUnknown(Refusal):
    sentence = (
        "Donnez l’adresse électronique d’un compte, ou le nom et un téléphone de la personne : "
        "il faut pouvoir l’appeler."
    )
