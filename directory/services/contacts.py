"""What is done to a line of a structure: shown, said silent, tried again."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from directory.models import ContactPoint, Signal
from directory.refusals import AlreadyReported, ReasonMissing, TooManyReports, TooManyReveals
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.services import acts_lately, record

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_REVEALS = 30  # an hour of one person: a call-out of a department needs a dozen
MOST_REPORTS = 30  # a day of one person: the order of calls is everybody's


@transaction.atomic
def reveal_contact(contact: ContactPoint, *, reason: str, by: User) -> str:
    """The number or address, once `by` said why; the journal keeps who, what, when and why.

    Never the value itself. Raises ReasonMissing, TooManyReveals.
    """
    if len(reason.strip()) < 3:
        raise ReasonMissing
    if acts_lately(by, "contact.revealed", within=HOUR) >= MOST_REVEALS:
        raise TooManyReveals(most=MOST_REVEALS)
    record(
        by, "contact.revealed", contact,
        structure=str(contact.structure.uuid), audience=contact.audience, why=reason.strip()[:200],
    )  # fmt: skip
    return contact.value


@transaction.atomic
def report_unanswered(contact: ContactPoint, *, by: User) -> None:
    """The line goes behind those that answer, and a signal asks the structure to look at it.

    One person counts once a day for one line. Raises AlreadyReported, TooManyReports.
    """
    if acts_lately(by, "contact.unanswered", within=DAY) >= MOST_REPORTS:
        raise TooManyReports(most=MOST_REPORTS)
    said = Entry.objects.filter(
        actor=by.pk, action="contact.unanswered", subject_id=str(contact.pk),
        at__gt=timezone.now() - DAY,
    )  # fmt: skip
    if said.exists():
        raise AlreadyReported
    ContactPoint.objects.filter(pk=contact.pk).update(unanswered=F("unanswered") + 1)
    Signal.objects.get_or_create(
        structure=contact.structure, rule=Signal.Rule.UNANSWERED, field=f"contact {contact.pk}",
        state=Signal.State.NEW,
        defaults={
            "ours": str(contact), "raised_at": timezone.now(),
            "due_on": timezone.localdate() + timedelta(days=settings.UNANSWERED_DAYS),
        },
    )  # fmt: skip
    record(by, "contact.unanswered", contact, structure=str(contact.structure.uuid))


@transaction.atomic
def confirm_contact(contact: ContactPoint, *, by: User) -> None:
    """The line answered today: it takes its place again, and its signal is settled."""
    today = timezone.localdate()
    ContactPoint.objects.filter(pk=contact.pk).update(tested_on=today, unanswered=0, as_of=today)
    signals = Signal.objects.filter(
        structure=contact.structure_id, rule=Signal.Rule.UNANSWERED, state=Signal.State.NEW
    )
    signals.filter(field=f"contact {contact.pk}").update(
        state=Signal.State.DONE, closed_at=timezone.now()
    )
    record(by, "contact.confirmed", contact, structure=str(contact.structure.uuid))
