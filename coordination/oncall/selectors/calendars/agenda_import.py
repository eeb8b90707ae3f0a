"""What a calendar that was read would write: seen before anything is, and again at the act."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.clock import instant_or_none, minus
from coordination.oncall.models import Absence, Availability, Member, Person, Shift, Upload
from portal.accounts.models import User
from portal.lib.time import Period, merged

PREFIX = "agenda:"
MOST_SHOWN = 200


@dataclass(frozen=True)
class Asked:
    """A line understood: its identity in the calendar, its time."""

    line: int
    source: str
    period: Period
    is_cancelled: bool
    note: str


@dataclass(frozen=True)
class Written:
    """A row to write, under a source that the same file will bear again."""

    source: str
    period: Period
    line: int
    note: str = ""


@dataclass
class Plan:
    """What is new, what moves, what stays, what leaves; what something else already covers."""

    new: list[Written] = field(default_factory=list)
    moved: list[Written] = field(default_factory=list)
    same: int = 0
    gone: list[int] = field(default_factory=list)
    covered: list[Asked] = field(default_factory=list)
    duties: list[Shift] = field(default_factory=list)

    @property
    def changes(self) -> int:
        return len(self.new) + len(self.moved) + len(self.gone)


def source_of(identity: str) -> str:
    """A short source for the identity of an event, however long."""
    return PREFIX + hashlib.sha256(identity.encode()).hexdigest()[:40]


def asked_of(upload: Upload) -> list[Asked]:
    """The lines of an upload as plain values."""
    return [
        Asked(line, source, (_instant(start), _instant(end)), cancelled, note)
        for line, source, start, end, cancelled, note in upload.rows
    ]


def plan_of(upload: Upload) -> Plan:
    """What confirming would write now, in two statements whatever the file holds."""
    asked = sorted(asked_of(upload), key=lambda one: (one.period, one.source))
    bases = {one.source for one in asked}
    rows = list(kept_for(upload).values_list("pk", "source", "period"))
    mine = {source: (pk, period) for pk, source, period in rows if _base(source) in bases}
    others = merged((one.lower, one.upper) for _, source, one in rows if _base(source) not in bases)
    plan = Plan()
    for one in _wanted(asked, others, plan):
        pk, period = mine.pop(one.source, (None, None))
        if pk is None:
            plan.new.append(one)
        elif (period.lower, period.upper) == one.period:
            plan.same += 1
        else:
            plan.moved.append(one)
            plan.gone.append(pk)
    plan.gone += [pk for pk, _ in mine.values()]
    plan.duties = _duties(upload, [*plan.new, *plan.moved])
    return plan


def kept_for(upload: Upload) -> Any:
    """The rows that the person has already, of the kind that the file gives."""
    if upload.kind == Upload.Kind.ABSENCES:
        return Absence.objects.filter(person=upload.person_id)
    return Availability.objects.filter(person=upload.person_id, line=upload.line_id)


def lines_of(user: User) -> list[tuple[str, str]]:
    """The lines on which somebody may say when they are available: address and name."""
    rows = Member.objects.filter(person__user=user.pk, line__closed_on__isnull=True)
    return list(rows.order_by("line__name").values_list("line__slug", "line__name").distinct())


def person_of(user: User) -> Person | None:
    """The person on call behind an account."""
    return Person.objects.filter(user=user.pk).select_related("territory").first()


def _wanted(asked: Iterable[Asked], others: list[Period], plan: Plan) -> Iterable[Written]:
    """The part of each period that nothing covers yet: two rows never overlap."""
    until: datetime | None = None
    for one in asked:
        if one.is_cancelled:
            continue
        start = max(one.period[0], until) if until else one.period[0]
        free = minus((start, one.period[1]), others) if start < one.period[1] else []
        if not free:
            plan.covered.append(one)
        for rank, part in enumerate(free):
            yield Written(f"{one.source}:{rank}", part, one.line, one.note)
        until = max(until or one.period[1], one.period[1])


def _duties(upload: Upload, written: list[Written]) -> list[Shift]:
    """The duties that the person holds during the absences to come: fragile from then on."""
    if upload.kind != Upload.Kind.ABSENCES or not written:
        return []
    whole = DateTimeTZRange(
        min(one.period[0] for one in written), max(one.period[1] for one in written)
    )
    held = Shift.objects.holding().filter(person=upload.person_id, period__overlap=whole)
    return [
        shift
        for shift in held.select_related("line", "sector").in_order()
        if any(
            shift.period.lower < one.period[1] and one.period[0] < shift.period.upper
            for one in written
        )
    ]


def _base(source: str) -> str:
    return source.rpartition(":")[0] if source.startswith(PREFIX) else source


def _instant(text: str) -> datetime:
    found = instant_or_none(text)
    if found is None:
        raise ValueError(text)
    return found
