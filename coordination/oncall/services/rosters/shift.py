"""Somebody is put on a slot, or taken off it; the rules speak first, the database decides."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from coordination.oncall.models import LineRole, Person, Roster, Shift, Slot
from coordination.oncall.refusals import (
    AlreadyOnDutyElsewhere,
    OutsideSlot,
    RosterMoved,
    RuleBroken,
    ShiftOver,
)
from coordination.oncall.selectors.holders.eligibility import Candidate, blocking, report
from coordination.oncall.services.rosters.roster import correct_roster
from portal.accounts.models import User
from portal.audit.services import record

Status = Shift.Status


@transaction.atomic
def assign(
    slot: Slot,
    *,
    role: LineRole,
    person: Person,
    by: User | None,
    origin: str = Shift.Origin.MANUAL,
    period: Any = None,
    forced_reason: str = "",
    motive: str = "",
) -> Shift:
    """The person holds the role of the slot, or the part of it that `period` says.

    In a published roster this is a new version at once. Raises OutsideSlot, RuleBroken,
    AlreadyOnDutyElsewhere, RosterMoved. `forced_reason` passes over the rules that allow it.
    """
    roster = _open_roster(slot.roster)
    period = period or slot.period
    if period.lower < slot.period.lower or period.upper > slot.period.upper:
        raise OutsideSlot
    candidate = Candidate(person, roster.line, slot.sector, role, period, slot.slot_class)
    check_rules(candidate, forced_reason=forced_reason)
    shift = Shift(
        slot=slot,
        roster=roster,
        line=roster.line,
        sector=slot.sector,
        role=role,
        person=person,
        period=period,
        origin=origin,
        holds=roster.is_public,
        is_exclusive=roster.line.is_exclusive,
        forced_reason=forced_reason,
        changed_by=by,
    )
    _keep(shift)
    record(by, "shift.assigned", shift, person=str(person.uuid), forced=forced_reason)
    _version(roster, by=by, motive=motive or "ajout d’une personne")
    return shift


@transaction.atomic
def withdraw(shift: Shift, *, by: User | None, motive: str) -> None:
    """The person no longer holds the shift: erased from a draft, cancelled once published.

    Raises ShiftOver, RosterMoved.
    """
    roster = _open_roster(shift.roster)
    if roster.is_working:
        record(by, "shift.erased", shift, person=str(shift.person.uuid))
        Shift.objects.filter(pk=shift.pk).delete()
        return
    standing = Shift.objects.filter(pk=shift.pk, status__in=Shift.STANDING)
    moved = standing.update(
        status=Status.CANCELLED, holds=False, sequence=F("sequence") + 1, changed_by=by
    )
    if moved != 1:
        shift.refresh_from_db()
        raise ShiftOver(status=shift.get_status_display())
    record(by, "shift.cancelled", shift, motive=motive)
    _version(roster, by=by, motive=motive)


@transaction.atomic
def reassign(
    shift: Shift, *, person: Person, by: User | None, motive: str, forced_reason: str = ""
) -> None:
    """The same shift is held by somebody else from now on. Raises ShiftOver, RuleBroken,
    AlreadyOnDutyElsewhere, RosterMoved."""
    roster = _open_roster(shift.roster)
    candidate = Candidate(
        person, shift.line, shift.sector, shift.role, shift.period, shift.slot.slot_class
    )
    check_rules(candidate, forced_reason=forced_reason)
    standing = Shift.objects.filter(pk=shift.pk, person=shift.person, status__in=Shift.STANDING)
    try:
        with transaction.atomic():
            moved = standing.update(
                person=person,
                status=Status.PROPOSED,
                sequence=F("sequence") + 1,
                forced_reason=forced_reason,
                changed_by=by,
            )
    except IntegrityError as error:
        raise AlreadyOnDutyElsewhere from error
    if moved != 1:
        shift.refresh_from_db()
        raise ShiftOver(status=shift.get_status_display())
    record(by, "shift.reassigned", shift, was=str(shift.person.uuid), now=str(person.uuid))
    _version(roster, by=by, motive=motive)


def check_rules(candidate: Candidate, *, forced_reason: str = "", besides: Any = ()) -> None:
    """Raises RuleBroken with the first rule in the way; forced rules pass with a motive."""
    found = blocking(report(candidate, besides=besides), forced=bool(forced_reason.strip()))
    if found:
        raise RuleBroken(person=candidate.person, rule=found[0].sentence)


def _open_roster(roster: Roster) -> Roster:
    """The roster, locked. Raises RosterMoved once it is closed or given up."""
    fresh = Roster.objects.select_for_update().select_related("line").get(pk=roster.pk)
    closed = (Roster.State.CLOSED, Roster.State.CERTIFIED, Roster.State.SENT_FOR_PAYMENT)
    if fresh.state == Roster.State.ABANDONED or fresh.state in closed:
        raise RosterMoved(state=fresh.get_state_display())
    return fresh


def _keep(shift: Shift) -> None:
    try:
        with transaction.atomic():
            shift.save()
    except IntegrityError as error:
        raise AlreadyOnDutyElsewhere from error


def _version(roster: Roster, *, by: User | None, motive: str) -> None:
    if roster.is_public:
        correct_roster(roster, by=by, motive=motive)
