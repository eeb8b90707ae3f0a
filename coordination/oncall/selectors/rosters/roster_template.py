"""What the spreadsheet of a draft is filled with beforehand."""

from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from coordination.oncall.models import Member, Roster, Shift, Slot
from coordination.oncall.selectors.plans.coverage import owed_for
from portal.lib.time import Period


@dataclass(frozen=True)
class TemplateRow:
    """A line: a slot in a role, and who holds it already, if anybody."""

    period: Period
    zone: ZoneInfo
    label: str
    sector: str
    role: str
    person: str = ""
    rpps: str = ""


def template_rows(roster: Roster) -> tuple[list[TemplateRow], list[tuple[str, str, str]]]:
    """The lines by day and sector, and the people of the line with their sectors.

    A slot that owes nobody by decision has no line. A constant number of statements.
    """
    slots = list(
        Slot.objects.filter(roster=roster).select_related("sector").order_by("period", "pk")
    )
    roles = {role.pk: role.label for role in roster.line.roles.all()}
    only = next(iter(roles.values()), "") if len(roles) == 1 else ""
    owed, _ = owed_for(slots)
    due = defaultdict(list)
    for one in (row for rows in owed.values() for row in rows):
        due[one.slot].append(one)
    held: dict[int, list[Shift]] = defaultdict(list)
    standing = Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
    for shift in standing.select_related("person").order_by("pk"):
        held[shift.slot_id].append(shift)
    rows = []
    for slot in slots:
        wanted = due[slot.pk]
        if wanted and all(one.by_decision for one in wanted) and not held[slot.pk]:
            continue
        rows += _held_rows(slot, held[slot.pk], roles)
        rows += _empty_rows(slot, [one.role for one in wanted for _ in range(one.minimum)],
                            held[slot.pk], roles, only)  # fmt: skip
    return rows, _people(roster)


def _held_rows(slot: Slot, held: list[Shift], roles: dict[int, str]) -> list[TemplateRow]:
    return [
        TemplateRow(
            (one.period.lower, one.period.upper),
            ZoneInfo(slot.sector.zone),
            slot.label,
            str(slot.sector),
            roles.get(one.role_id, ""),
            str(one.person),
            one.person.rpps,
        )
        for one in held
    ]


def _empty_rows(
    slot: Slot, wanted: list[int | None], held: list[Shift], roles: dict[int, str], only: str
) -> list[TemplateRow]:
    """One line per person who lacks; one at least on a slot that nobody holds."""
    there = [shift.role_id for shift in held]
    lacking = []
    for role in wanted:
        if role in there:
            there.remove(role)
        elif role is None and there:
            there.pop()
        else:
            lacking.append(role)
    if not held and not lacking:
        lacking.append(None)
    period = (slot.period.lower, slot.period.upper)
    zone = ZoneInfo(slot.sector.zone)
    return [
        TemplateRow(period, zone, slot.label, str(slot.sector), roles.get(role or 0, only))
        for role in lacking
    ]


def _people(roster: Roster) -> list[tuple[str, str, str]]:
    rows = Member.objects.filter(line=roster.line, membership__overlap=roster.days)
    related = rows.select_related("person").prefetch_related("sectors")
    found = {}
    for row in related.order_by("person__last_name", "person__first_name", "pk"):
        sectors = ", ".join(sorted(str(one) for one in row.sectors.all())) or "tous"
        found[row.person_id] = (str(row.person), row.person.rpps, sectors)
    return list(found.values())
