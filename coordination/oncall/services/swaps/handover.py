"""A shift passes to another person, whole or in part; hours and points stay the same sum."""

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from coordination.oncall.models import Person, Shift
from portal.accounts.models import User
from portal.audit.services import record

Status, Origin = Shift.Status, Shift.Origin


def hand_over(shift: Shift, *, to: Person, period: Any, by: User | None) -> Shift:
    """`to` holds that part of the shift; the rest stays with its holder, as shifts of their own.

    The caller has locked the shift. The shift that keeps its identity is the one whose whole
    period passes on; a part is a new shift. Raises IntegrityError when `to` is taken.
    """
    if period == shift.period:
        _give(shift, to=to, by=by)
        return shift
    before = DateTimeTZRange(shift.period.lower, period.lower)
    after = DateTimeTZRange(period.upper, shift.period.upper)
    kept = before if before.lower < before.upper else after
    Shift.objects.filter(pk=shift.pk).update(period=kept, sequence=F("sequence") + 1, changed_by=by)
    if before.lower < before.upper and after.lower < after.upper:
        _part(shift, person=shift.person, period=after, by=by, status=shift.status)
    part = _part(shift, person=to, period=period, by=by, status=Status.ACCEPTED)
    record(by, "shift.split", shift, part=str(part.uuid), to=str(to.uuid))
    return part


def exchange(one: Shift, other: Shift, *, by: User | None) -> None:
    """Each holds the shift of the other, both or neither. The caller has locked them."""
    first, second = one.person, other.person
    # Held by nobody for an instant that nobody else can see: they may overlap.
    Shift.objects.filter(pk__in=[one.pk, other.pk]).update(holds=False)
    _give(one, to=second, by=by)
    _give(other, to=first, by=by)


def _give(shift: Shift, *, to: Person, by: User | None) -> None:
    Shift.objects.filter(pk=shift.pk).update(
        person=to,
        holds=True,
        status=Status.ACCEPTED,
        origin=Origin.SWAP,
        sequence=F("sequence") + 1,
        changed_by=by,
    )
    record(by, "shift.given", shift, was=str(shift.person.uuid), now=str(to.uuid))


def _part(shift: Shift, *, person: Person, period: Any, by: User | None, status: str) -> Shift:
    return Shift.objects.create(
        slot=shift.slot,
        roster=shift.roster,
        line=shift.line,
        sector=shift.sector,
        role=shift.role,
        person=person,
        period=period,
        status=status,
        origin=Origin.SWAP,
        holds=True,
        is_exclusive=shift.is_exclusive,
        replaces=shift,
        changed_by=by,
    )
