"""What a signed certificate closes."""

from coordination.oncall.models import Roster
from coordination.oncall.refusals.served import (
    AlreadyCertified,
)

CERTIFIED = (Roster.State.CERTIFIED, Roster.State.SENT_FOR_PAYMENT)


def lock_roster(roster: Roster) -> Roster:
    """The roster as it is, held until the end of the transaction."""
    return Roster.objects.select_for_update(of=("self",)).select_related("line").get(pk=roster.pk)


def refuse_if_certified(roster: Roster) -> None:
    """Whoever writes what was served does it before the certificate, or is told: whichever
    comes first, both know. Raises AlreadyCertified."""
    fresh = lock_roster(roster)
    if fresh.state in CERTIFIED:
        last = fresh.certificates.order_by("-number").first()
        raise AlreadyCertified(certificate=certificate_said(last))


def certificate_said(certificate: object) -> str:
    """`certificat 1 du 12/04/2026`."""
    signed = getattr(certificate, "signed_at", None)
    return f"{certificate} du {signed:%d/%m/%Y}" if signed else "certificat signé"
