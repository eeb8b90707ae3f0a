"""Words shared by the models of a crisis: English inside, French on screen."""

from django.db import models


class CellKind(models.TextChoices):
    CRAPS = "craps", "cellule régionale (CRAPS)"
    DEPARTMENTAL = "departmental", "cellule départementale"
    CCH = "cch", "cellule de crise hospitalière"
    CPTS = "cpts", "cellule de CPTS"
    PLAN_BLEU = "plan_bleu", "plan bleu (EHPAD, médico-social)"
    THEMATIC = "thematic", "cellule thématique"
    CONCERTATION = "concertation", "cellule de concertation"


# Kinds that follow another one until a territory or a structure says its own.
FOLLOWS = {CellKind.DEPARTMENTAL: CellKind.CRAPS}
# Kinds opened for one structure, and for a territory.
OF_STRUCTURES = (CellKind.CCH, CellKind.PLAN_BLEU)


class Mode(models.TextChoices):
    """EMSI's MODE: SYSTEM has no use here."""

    ACTUAL = "actual", "réelle"
    EXERCISE = "exercise", "exercice"
    TEST = "test", "essai technique"


class Trend(models.TextChoices):
    INCREASING = "increasing", "en aggravation"
    STABLE = "stable", "stable"
    DECREASING = "decreasing", "en amélioration"
    UNKNOWN = "unknown", "inconnue"


class Scale(models.IntegerChoices):
    """EMSI's SCALE."""

    PLANNED = 1, "1 – prévue d’avance"
    LOCAL = 2, "2 – moyens locaux"
    NEIGHBOURS = 3, "3 – entraide des voisins"
    NATIONAL = 4, "4 – nationale"
    INTERNATIONAL = 5, "5 – internationale"


class Visibility(models.TextChoices):
    PROFESSIONALS = "professionals", "les professionnels du territoire"
    MEMBERS = "members", "les membres, et qui la dirige"
    RESTRICTED = "restricted", "restreinte : les membres seuls, chaque lecture est notée"


class EntryKind(models.TextChoices):
    RECEIVED = "received", "info reçue"
    SENT = "sent", "info émise"
    DECISION = "decision", "décision"
    ACTION = "action", "action"
    CALL = "call", "appel"
    MEASURE = "measure", "mesure"
    RELIEF = "relief", "relève"
    INCIDENT = "incident", "incident"
    CORRECTION = "correction", "correction"
    DISCREPANCY = "discrepancy", "écart"


class Importance(models.TextChoices):
    NORMAL = "normal", "normale"
    IMPORTANT = "important", "importante"
    CRITICAL = "critical", "critique"


class Channel(models.TextChoices):
    """Hub Santé's channels, and the spoken word."""

    EMAIL = "EMAIL", "courriel"
    FAX = "FAX", "télécopie"
    MSS = "MSS", "messagerie sécurisée de santé"
    POSTAL = "POSTAL", "courrier"
    RADIO = "RADIO", "radio"
    TEL = "TEL", "téléphone"
    WEB = "WEB", "web"


class Reliability(models.TextChoices):
    """How far the source can be trusted."""

    SURE = "sure", "source sûre"
    USUAL = "usual", "source habituelle"
    UNSURE = "unsure", "source incertaine"


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", "confirmée"
    LIKELY = "likely", "probable"
    UNCONFIRMED = "unconfirmed", "à confirmer"


class LinkRole(models.TextChoices):
    """EMSI's LINK: what a correction does to the entry that it corrects."""

    ADDS = "ADDSTO", "complète"
    SUPERSEDES = "SPRSDS", "remplace"
