"""What follows a situation report: receipts and one reminder, lateness told once, the anchor."""

from datetime import datetime

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    Cell,
    CellMember,
    Log,
    LogAnchor,
    Sitrep,
    SitrepClock,
    SitrepReceipt,
)
from coordination.crisis.notices.sitrep import LogAnchored, SitrepIssued, SitrepLate, SitrepUnread
from coordination.crisis.refusals.cell import NotOnDuty
from coordination.crisis.refusals.sitrep import NobodySilent
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.sitrep import due_at
from coordination.crisis.services.writing import note
from coordination.notifications.services import notify
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.text import counted

# Claimed at once by one round.
BATCH = 200


def reckon_due(cell: Cell) -> None:
    """When the next report is due, now that one left or that the level changed (rule 13)."""
    SitrepClock.objects.update_or_create(
        cell=cell, defaults={"due_at": due_at(cell), "told_at": None}
    )


@transaction.atomic
def remind_late(now: datetime) -> int:
    """Each report that is late was told once to who should write it; how many. Safe to run at any
    time: a deadline is claimed with its message, or not at all."""
    late = SitrepClock.objects.filter(
        due_at__lte=now, told_at__isnull=True, cell__level__gt=0, cell__archived_at__isnull=True
    )
    claimed = late.select_for_update(skip_locked=True, of=("self",)).select_related("cell")
    found = list(claimed.order_by("due_at", "pk")[:BATCH])
    for one in found:
        SitrepClock.objects.filter(pk=one.pk, due_at=one.due_at).update(told_at=now)
        notify(SitrepLate, one)
    return len(found)


def send_receipts(sitrep: Sitrep) -> None:
    """Within the issue: whoever is told of the report has a receipt, not opened yet."""
    told = SitrepIssued(sitrep).audience().values_list("user_id", flat=True)
    SitrepReceipt.objects.bulk_create(
        (SitrepReceipt(sitrep=sitrep, user_id=user, sent_at=clock.now()) for user in set(told)),
        ignore_conflicts=True,
    )


def note_opened(sitrep: Sitrep, user: User) -> None:
    """The receipt of `user`, if there is one, says when they first opened the report."""
    unread = SitrepReceipt.objects.filter(sitrep=sitrep, user=user, opened_at__isnull=True)
    unread.update(opened_at=clock.now())


@transaction.atomic
def remind_silent(sitrep: Sitrep, *, by: User) -> None:
    """Whoever has not opened the report is reminded, once. Raises NotOnDuty, NobodySilent."""
    if not may_write_log(by, sitrep.cell):
        raise NotOnDuty
    silent = SitrepReceipt.objects.filter(
        sitrep=sitrep, opened_at__isnull=True, reminded_at__isnull=True
    )
    count = silent.update(reminded_at=clock.now())
    if not count:
        raise NobodySilent
    record(by, "sitrep.reminded", sitrep, count=count)
    notify(SitrepUnread, sitrep)
    told = counted(count, "destinataire relancé", "destinataires relancés")
    note(sitrep.cell, f"{sitrep} : {told}.", by=by,
         links=(sitrep.get_absolute_url(),))  # fmt: skip


def anchor_logs(now: datetime) -> int:
    """The head of the log of each active cell was mailed today to two people, out of reach of
    whoever would rewrite it (rule 2); how many left now. Safe to run at any time."""
    active = Cell.objects.active().filter(archived_at__isnull=True).select_related("territory")
    return sum(_anchor(cell, now) for cell in active.order_by("pk"))


@transaction.atomic
def _anchor(cell: Cell, now: datetime) -> bool:
    day = clock.here(now, cell.territory.timezone).date()
    if LogAnchor.objects.filter(cell=cell, day=day).exists():
        return False
    # One worker only: the other waits here, then finds that it is done.
    Cell.objects.select_for_update(no_key=True).get(pk=cell.pk)
    head = Log.objects.get(cell=cell.pk)
    said = {"seq": head.last_seq, "head": head.head, "at": now}
    anchor, is_new = LogAnchor.objects.get_or_create(cell=cell, day=day, defaults=said)
    if is_new and CellMember.objects.on_duty(cell).exists():
        notify(LogAnchored, anchor)
    return is_new
