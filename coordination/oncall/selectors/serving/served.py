"""What was served: planned, recorded, said and counted, slot by slot and person by person.

The record (`DutyRecord`) is what the portal saw; a person and the coordination may say
otherwise, with a motive. Nothing here is written.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.oncall.clock import common, elapsed, minus
from coordination.oncall.models import (
    DutyCheck,
    DutyClock,
    DutyRecord,
    LineRole,
    Person,
    Roster,
    Shift,
    Slot,
)
from portal.lib.time import Period, merged

Answer, Side = DutyCheck.Answer, DutyCheck.Side
# Less than this is the seconds of two clocks, not a difference.
TOLERANCE = timedelta(minutes=1)
PUBLIC = Roster.PUBLIC
Key = tuple[int, int, int]


@dataclass
class Served:
    """One person in one role of a slot. `is_seen`: the record covers the whole slot."""

    slot: Slot
    role: LineRole
    person: Person
    is_seen: bool = True
    planned: list[Period] = field(default_factory=list)
    recorded: list[Period] = field(default_factory=list)
    by_override: bool = False
    said: DutyCheck | None = None
    decided: DutyCheck | None = None

    @property
    def key(self) -> Key:
        """Slot, role and person."""
        return self.slot.pk, self.role.pk, self.person.pk

    @property
    def reference(self) -> str:
        """How a page names it."""
        return f"{self.slot.pk}-{self.role.pk}"

    @property
    def seen(self) -> list[Period]:
        """What the portal knows by itself: the record, or the plan of a time it did not see."""
        return merged(self.recorded if self.is_seen else self.recorded or self.planned)

    @property
    def counted(self) -> list[Period]:
        """What counts: the coordination's word, else the person's, else the record."""
        check = self.decided or self.said
        return self.seen if check is None else self.by(check)

    def by(self, check: DutyCheck) -> list[Period]:
        """What `check` says was served."""
        if check.answer == Answer.NONE:
            return []
        if check.answer == Answer.PART:
            return [_pair(check.served)]
        return self.seen or merged(self.planned) or [_pair(self.slot.period)]

    @property
    def lived(self) -> timedelta:
        """The time that counts."""
        return elapsed(self.counted)

    @property
    def is_over(self) -> bool:
        """The slot has ended."""
        return bool(self.slot.period.upper <= timezone.now())

    @property
    def differences(self) -> list[str]:
        """What does not agree, in French; empty when all agree."""
        found = []
        if self.is_seen and _apart(self.planned, self.recorded):
            words = "dérogation" if self.by_override or not self.recorded else "prévu autrement"
            found.append(f"enregistré n’est pas prévu ({words})")
        if self.said is not None and _apart(self.by(self.said), self.seen):
            found.append(f"la personne dit : {self.said.get_answer_display()}")
        if self.decided is not None and _apart(self.by(self.decided), self.seen):
            found.append(f"la coordination dit : {self.decided.get_answer_display()}")
        return found

    @property
    def state(self) -> str:
        """`settled` by the coordination, `differs`, `confirmed` by the person, or `unsaid`."""
        if self.decided is not None:
            return "settled"
        if self.differences:
            return "differs"
        return "confirmed" if self.said is not None else "unsaid"


def served_in(roster: Roster) -> list[Served]:
    """Everybody planned, recorded or named on the slots of the roster, in order of time.

    A constant number of statements.
    """
    slots = Slot.objects.filter(roster=roster)
    if not slots.exists():
        return []
    shifts = Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
    checks = DutyCheck.objects.filter(slot__roster=roster)
    return joined(list(slots.select_related("sector")), shifts, _records(roster), checks)


def served_on(slot: Slot) -> list[Served]:
    """The same on one slot."""
    records = DutyRecord.objects.filter(sector=slot.sector_id, period__overlap=slot.period)
    shifts = Shift.objects.filter(slot=slot, status__in=Shift.STANDING)
    return joined([slot], shifts, records, DutyCheck.objects.filter(slot=slot))


def duty_of(slot: Slot, *, role: int, person: UUID, or_new: bool) -> Served | None:
    """The duty of that person in that role of the slot; one where nothing is known yet, if
    `or_new` and both exist."""
    for duty in served_on(slot):
        if duty.role.pk == role and duty.person.uuid == person:
            return duty
    held = LineRole.objects.filter(pk=role, line=slot.sector.line_id).first()
    who = Person.objects.filter(uuid=person, memberships__line=slot.sector.line_id).first()
    if not or_new or held is None or who is None:
        return None
    return Served(slot, held, who)


def served_by(person: Person, window: Period) -> tuple[list[Served], list[DutyRecord]]:
    """The duties of the person on slots that touch the window, and what the record holds of
    them outside of any slot (rotations). A constant number of statements."""
    frame = DateTimeTZRange(*window)
    shifts = Shift.objects.filter(
        person=person, period__overlap=frame, status__in=Shift.STANDING, roster__state__in=PUBLIC
    )
    records = DutyRecord.objects.filter(person=person, period__overlap=frame)
    checks = DutyCheck.objects.filter(person=person, slot__period__overlap=frame)
    found = list(records.select_related("role", "person", "shift", "sector__line"))
    touched = {*shifts.values_list("slot", flat=True), *checks.values_list("slot", flat=True)}
    loose = [one for one in found if one.shift_id is None]
    slots = {slot.pk: slot for slot in _slots_of(touched, {one.shift_id for one in found})}
    slots |= {slot.pk: slot for slot in _slots_under(loose, frame)}
    left: list[DutyRecord] = []
    duties = joined(list(slots.values()), shifts, found, checks, left=left)
    return duties, left


def _slots_of(ids: set[int], shifts: set[int | None]) -> Iterable[Slot]:
    mine = Slot.objects.filter(pk__in=ids) | Slot.objects.filter(shifts__in=shifts - {None})
    return mine.select_related("sector__line", "roster").distinct()


def _slots_under(records: list[DutyRecord], frame: Any) -> Iterable[Slot]:
    sectors = {one.sector_id for one in records}
    under = Slot.objects.filter(
        sector__in=sectors, period__overlap=frame, roster__state__in=PUBLIC
    ).select_related("sector__line", "roster")
    return [
        slot
        for slot in under
        if any(common(_pair(slot.period), period_of(one)) for one in records
               if one.sector_id == slot.sector_id)
    ]  # fmt: skip


def period_of(record: DutyRecord) -> Period:
    """The period of a line of the record; what is still open ends now."""
    return record.period.lower, record.period.upper or timezone.now()


def _records(roster: Roster) -> Any:
    """The record of the line around the days of the roster."""
    days = roster.days
    start = datetime.combine(days.lower, datetime.min.time(), timezone.get_current_timezone())
    end = datetime.combine(days.upper, datetime.min.time(), timezone.get_current_timezone())
    around = DateTimeTZRange(start - timedelta(days=2), end + timedelta(days=8))
    return DutyRecord.objects.filter(line=roster.line_id, period__overlap=around)


def joined(
    slots: list[Slot],
    shifts: Any,
    records: Any,
    checks: Any,
    *,
    left: list[DutyRecord] | None = None,
) -> list[Served]:
    """The duties that these slots, shifts, lines of the record and checks make, in order.

    What no slot holds of the record is added to `left`.
    """
    board = _Board(slots)
    for shift in shifts.select_related("role", "person"):
        board.at(shift.slot_id, shift.role, shift.person).planned.append(_pair(shift.period))
    if not isinstance(records, list):
        records = records.select_related("role", "person", "shift")
    for row in records:
        rest = board.note_record(row)
        if left is not None:
            left += [_part(row, piece) for piece in rest]
    for check in checks.select_related("role", "person", "said_by"):
        board.note_check(check)
    return sorted(board.found.values(), key=_order)


class _Board:
    """The duties found so far, by slot, role and person."""

    def __init__(self, slots: list[Slot]) -> None:
        self.slots = {slot.pk: slot for slot in slots}
        self.clocks = _clocks(slots)
        self.index = _Index(slots)
        self.found: dict[Key, Served] = {}

    def at(self, slot_id: int, role: LineRole, person: Person) -> Served:
        """The duty of the person there, new when nothing was known of it."""
        key = (slot_id, role.pk, person.pk)
        if key not in self.found:
            slot = self.slots[slot_id]
            seen = _is_seen(slot, self.clocks.get(slot.sector.line_id))
            self.found[key] = Served(slot, role, person, is_seen=seen)
        return self.found[key]

    def note_record(self, row: DutyRecord) -> list[Period]:
        """The slots know that line of the record; returns what no slot holds of it."""
        rest = [period_of(row)]
        for slot in self.index.under(row, self.slots):
            shared = [part for piece in rest if (part := common(piece, _pair(slot.period)))]
            if shared:
                duty = self.at(slot.pk, row.role, row.person)
                duty.recorded += shared
                duty.by_override |= row.source == DutyRecord.Source.OVERRIDE
                rest = [piece for whole in rest for piece in minus(whole, shared)]
        return rest

    def note_check(self, check: DutyCheck) -> None:
        """The duty knows what was said of it."""
        duty = self.at(check.slot_id, check.role, check.person)
        if check.side == Side.PERSON:
            duty.said = check
        else:
            duty.decided = check


class _Index:
    """Which slots of a sector a period touches, without comparing them all."""

    def __init__(self, slots: list[Slot]) -> None:
        self.slots: dict[int, list[Slot]] = defaultdict(list)
        for slot in sorted(slots, key=lambda slot: slot.period.lower):
            self.slots[slot.sector_id].append(slot)
        self.starts = {key: [one.period.lower for one in mine] for key, mine in self.slots.items()}
        lengths = [slot.period.upper - slot.period.lower for slot in slots]
        self.longest = max(lengths, default=timedelta())

    def under(self, row: DutyRecord, by_pk: dict[int, Slot]) -> list[Slot]:
        """The slot of the shift when a shift was recorded; else those of the sector it touches."""
        if row.shift is not None:
            slot = by_pk.get(row.shift.slot_id)
            return [slot] if slot else []
        start, end = period_of(row)
        starts = self.starts.get(row.sector_id, [])
        first, last = bisect_left(starts, start - self.longest), bisect_left(starts, end)
        return self.slots.get(row.sector_id, [])[first:last]


def _part(row: DutyRecord, piece: Period) -> DutyRecord:
    """The part of a line of the record that no slot holds, never saved."""
    return DutyRecord(
        pk=row.pk, line_id=row.line_id, sector=row.sector, role=row.role, person=row.person,
        source=row.source, period=DateTimeTZRange(*piece),
    )  # fmt: skip


def _clocks(slots: list[Slot]) -> dict[int, Period]:
    lines = {slot.sector.line_id for slot in slots}
    rows = DutyClock.objects.filter(pk__in=lines)
    return {row.pk: (row.recorded_since, row.recorded_until) for row in rows}


def _is_seen(slot: Slot, clock: Period | None) -> bool:
    return bool(clock and clock[0] <= slot.period.lower and slot.period.upper <= clock[1])


def _apart(one: list[Period], other: list[Period]) -> bool:
    """Whether the two differ by more than the tolerance."""
    missing = [part for piece in one for part in minus(piece, other)]
    extra = [part for piece in other for part in minus(piece, one)]
    return elapsed([*missing, *extra]) > TOLERANCE


def _order(duty: Served) -> tuple[Any, ...]:
    period = duty.slot.period
    return period.lower, duty.slot.sector.name, duty.role.rank, str(duty.person), duty.key


def _pair(period: Any) -> Period:
    return period.lower, period.upper
