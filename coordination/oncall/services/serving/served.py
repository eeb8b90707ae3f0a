"""What was served is said: by the person, then by the coordination where they disagree."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from coordination.oncall.models import DutyCheck, LineRole, Person, Shift, Slot
from coordination.oncall.refusals import PeriodReversed
from coordination.oncall.refusals.served import (
    DutyNotOver,
    ServedOutside,
    ServedWithoutMotive,
)
from coordination.oncall.selectors.serving.served import Served
from coordination.oncall.selectors.wording import period_said
from coordination.oncall.services.rosters.certified import lock_roster, refuse_if_certified
from portal.accounts.models import User
from portal.audit.services import record
from portal.ui import moments

Answer, Side = DutyCheck.Answer, DutyCheck.Side


@transaction.atomic
def say_served(
    slot: Slot,
    *,
    role: LineRole,
    person: Person,
    side: str,
    answer: str,
    by: User | None,
    served: Any = None,
    motive: str = "",
    note: str = "",
) -> DutyCheck:
    """The word of that side on what the person served of the slot; said again, it replaces.

    The coordination still says after a certificate, and signs a correction. Raises DutyNotOver,
    ServedOutside, PeriodReversed, ServedWithoutMotive, AlreadyCertified.
    """
    _check(slot, answer=answer, served=served, motive=motive)
    if side == Side.PERSON:
        refuse_if_certified(slot.roster)
    else:
        lock_roster(slot.roster)
    check, _ = DutyCheck.objects.update_or_create(
        slot=slot,
        role=role,
        person=person,
        side=side,
        defaults={
            "answer": answer,
            "served": served if answer == Answer.PART else None,
            "motive": motive if answer != Answer.WHOLE else "",
            "note": note,
            "said_by": by,
        },
    )
    if answer != Answer.NONE:
        _mark_served(check)
    record(by, "duty.said", check, side=side, answer=answer, person=str(person.uuid))
    return check


@transaction.atomic
def confirm_all(duties: Iterable[Served], *, by: User | None) -> int:
    """The person served these duties in full, as recorded; how many. Raises AlreadyCertified."""
    found = sorted(duties, key=lambda duty: (duty.slot.roster_id, duty.key))
    for duty in found:
        say_served(
            duty.slot, role=duty.role, person=duty.person,
            side=Side.PERSON, answer=Answer.WHOLE, by=by,
        )  # fmt: skip
    return len(found)


def _mark_served(check: DutyCheck) -> None:
    waiting = (Shift.Status.PROPOSED, Shift.Status.ACCEPTED)
    mine = Shift.objects.filter(slot=check.slot, role=check.role, person=check.person)
    mine.filter(status__in=waiting).update(status=Shift.Status.SERVED)


def _check(slot: Slot, *, answer: str, served: Any, motive: str) -> None:
    """Raises what the word lacks."""
    end = slot.period.upper
    if end > timezone.now():
        zone = ZoneInfo(slot.sector.zone)
        raise DutyNotOver(when=moments.day_hour(end, now=timezone.localtime(), zone=zone))
    if answer != Answer.WHOLE and not motive:
        raise ServedWithoutMotive
    if answer == Answer.PART:
        if served is None or served.upper <= served.lower:
            raise PeriodReversed
        if served.lower < slot.period.lower or served.upper > slot.period.upper:
            raise ServedOutside(when=period_said(slot.period))
