"""Alerts to the public."""

from portal.lib.refusal import Refusal


class AlertSent(Refusal):
    sentence = "Cette alerte est déjà publiée : mettez-la à jour ou annulez-la par une autre."


class AlertNotSent(Refusal):
    sentence = "Cette alerte n’est pas encore publiée : modifiez-la, il n’y a rien à annuler."


class AlertFollowed(Refusal):
    sentence = "Une autre alerte fait déjà suite à celle-ci : partez de la dernière."


class AlertOver(Refusal):
    sentence = "Cette alerte finirait avant d’être publiée : changez la date de fin."


class NotCommunication(Refusal):
    sentence = (
        "Ce que le public lit est validé par qui tient la communication, ou par qui dirige la "
        "cellule : demandez-leur."
    )
