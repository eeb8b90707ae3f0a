"""Alerts to the public: written by the cell, published by who holds communication, then kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from coordination.crisis import clock
from coordination.crisis.models import Cell, EntryKind, Importance, PublicAlert
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.refusals.public_alert import (
    AlertFollowed,
    AlertNotSent,
    AlertOver,
    AlertSent,
    NotCommunication,
)
from coordination.crisis.rules import may_publish_alert, may_write_log
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import doubts, holds_patient_number
from portal.territories.models import Territory

Kind = PublicAlert.Kind


@dataclass(frozen=True)
class NewAlert:
    """What the public would read."""

    event: str
    headline: str
    description: str
    urgency: str
    severity: str
    certainty: str
    expires_at: datetime
    area: Territory
    instruction: str = ""
    audience: str = ""
    onset_at: datetime | None = None


@transaction.atomic
def write_alert(
    cell: Cell,
    new: NewAlert,
    *,
    by: User,
    kind: str = Kind.ALERT,
    refers_to: PublicAlert | None = None,
    confirmed: bool = False,
) -> PublicAlert:
    """The alert waits for its validation; nobody outside reads it yet.

    Raises NotOnDuty, CellArchived, AlertNotSent, AlertFollowed, PatientNumber, PatientDoubt.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    _check(new, confirmed=confirmed)
    if refers_to is not None and (refers_to.sent_at is None or refers_to.cell_id != cell.pk):
        raise AlertNotSent
    if refers_to is not None and refers_to.followed_by.filter(sent_at__isnull=False).exists():
        raise AlertFollowed
    alert = PublicAlert.objects.create(
        cell=cell, kind=kind, refers_to=refers_to, author=by, written_at=clock.now(), **vars(new)
    )
    record(by, "alert.written", alert, kind=str(kind))
    note(cell, f"Alerte au public rédigée ({alert.get_kind_display()}) : {alert}", by=by)
    return alert


@transaction.atomic
def publish_alert(alert: PublicAlert, *, by: User) -> None:
    """Public from now on, for good. Raises NotCommunication, AlertSent, AlertOver,
    AlertFollowed, CellArchived."""
    if not may_publish_alert(by, alert):
        raise NotCommunication
    if alert.cell.archived_at is not None:
        raise CellArchived
    now = clock.now()
    if alert.expires_at <= now:
        raise AlertOver
    waiting = PublicAlert.objects.filter(pk=alert.pk, sent_at__isnull=True)
    try:
        with transaction.atomic():
            sent = waiting.update(sent_at=now, validator=by)
    except IntegrityError as error:
        raise AlertFollowed from error
    if sent != 1:
        raise AlertSent
    alert.refresh_from_db()
    record(by, "alert.published", alert, kind=alert.kind)
    note(
        alert.cell,
        f"Alerte au public publiée ({alert.get_kind_display()}) : {alert}",
        by=by,
        kind=EntryKind.SENT,
        importance=Importance.IMPORTANT,
        in_sitrep=True,
    )


def _check(new: NewAlert, *, confirmed: bool) -> None:
    whole = " · ".join((new.event, new.headline, new.description, new.instruction, new.audience))
    if holds_patient_number(whole):
        raise PatientNumber
    passages = doubts(whole)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))
