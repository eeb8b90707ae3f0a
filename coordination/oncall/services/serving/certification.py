"""Served, certified, sent to payment: each a dated act of somebody who runs the line."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from coordination.oncall.models import (
    Certificate,
    CertificateSending,
    Recipient,
    Roster,
    Shift,
    Transmission,
)
from coordination.oncall.refusals import MotiveMissing
from coordination.oncall.refusals.served import (
    CertificateNotReady,
    CertificateUnchanged,
    CertifiedMeanwhile,
    RosterNotOver,
    SentMeanwhile,
)
from coordination.oncall.selectors.holders.trips import of_roster
from coordination.oncall.selectors.rosters.version import hash_of
from coordination.oncall.selectors.serving.certification import content_of, ends_at
from coordination.oncall.selectors.serving.served import Served, served_in
from coordination.oncall.services.rosters.certified import CERTIFIED, certificate_said, lock_roster
from portal.accounts.models import User
from portal.audit.services import record
from portal.ui import moments

State = Roster.State


@transaction.atomic
def certify_roster(
    roster: Roster, *, by: User | None, after: int = 0, motive: str = ""
) -> Certificate:
    """Who served what is signed, once for all; later, a correction is a new certificate.

    `after` is the number of the certificate that the reader has seen, 0 for none: whoever
    signs second at the same instant is told who signed first. Raises CertifiedMeanwhile,
    RosterNotOver, MotiveMissing (a correction says why), CertificateUnchanged.
    """
    fresh = lock_roster(roster)
    last = fresh.certificates.select_related("signed_by").order_by("-number").first()
    if (last.number if last else 0) != after:
        raise CertifiedMeanwhile(who=_who(last), when=moments.hour(_local(last)))
    if fresh.state not in ((State.CLOSED,) if last is None else CERTIFIED):
        raise RosterNotOver(when=_end_words(fresh))
    if last and not motive.strip():
        raise MotiveMissing
    duties = served_in(fresh)
    content = content_of(duties, of_roster(fresh))
    content_hash = hash_of([content])
    if last and last.content_hash == content_hash:
        raise CertificateUnchanged(certificate=certificate_said(last))
    certificate = Certificate.objects.create(
        roster=fresh,
        number=after + 1,
        content=content,
        content_hash=content_hash,
        motive=motive.strip(),
        signed_by=by,
    )
    _mark_certified(fresh, duties)
    roster.refresh_from_db()
    number = certificate.number
    record(by, "roster.certified", fresh, certificate=number, hash=content_hash)
    return certificate


@transaction.atomic
def send_to_payment(certificate: Certificate, *, by: User | None) -> int:
    """The roster is sent to payment on this certificate; how many of those who pay are named.

    The files are deposited by hand: the portal claims no compatibility with their circuits.
    Raises CertificateNotReady (another certificate came), SentMeanwhile.
    """
    fresh = lock_roster(certificate.roster)
    if fresh.certificates.filter(number__gt=certificate.number).exists():
        raise CertificateNotReady
    certified = Roster.objects.filter(pk=fresh.pk, state=State.CERTIFIED)
    if certified.update(state=State.SENT_FOR_PAYMENT) != 1:
        raise SentMeanwhile
    payers = fresh.line.recipients.filter(stage=Recipient.Stage.PAYMENT, is_active=True)
    sendings = [
        CertificateSending(
            certificate=certificate,
            recipient=payer,
            channel=Transmission.Channel.FILE,
            sent_by=by,
        )
        for payer in payers
    ]
    CertificateSending.objects.bulk_create(sendings)
    record(by, "roster.sent_for_payment", fresh, certificate=certificate.number)
    return len(sendings)


def _mark_certified(roster: Roster, duties: list[Served]) -> None:
    Roster.objects.filter(pk=roster.pk).update(state=State.CERTIFIED)
    slots = {(duty.slot.pk, duty.person.pk) for duty in duties if duty.lived}
    shifts = Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
    served = [
        pk for pk, slot, person in shifts.values_list("pk", "slot", "person")
        if (slot, person) in slots
    ]  # fmt: skip
    Shift.objects.filter(pk__in=served).update(status=Shift.Status.CERTIFIED)


def _who(last: Certificate | None) -> str:
    signer = last.signed_by if last else None
    return str(signer.get_full_name() or signer) if signer else "Quelqu’un"


def _local(last: Certificate | None) -> datetime:
    return timezone.localtime(last.signed_at) if last else timezone.localtime()


def _end_words(roster: Roster) -> str:
    end = ends_at(roster)
    if end is None:
        return "encore à venir"
    return moments.day_hour(end, now=timezone.localtime(), zone=ZoneInfo(roster.line.zone))
