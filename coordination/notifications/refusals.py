"""What notifications decline to do."""

from portal.lib.refusal import Refusal


class OutsideTransaction(RuntimeError):
    """A notice published outside a transaction could announce a fact that never was."""


class AlreadyGone(Refusal):
    sentence = "Ce message a déjà été pris en charge : son état vient de changer."


class CannotRetry(Refusal):
    sentence = (
        "Ce message ne peut pas repartir : {reason}. Le destinataire le retrouve dans ses "
        "messages du portail."
    )
