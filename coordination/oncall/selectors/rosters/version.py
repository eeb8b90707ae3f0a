"""What a roster says, in an order that never varies, and what two versions change."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.models import Roster, Shift
from coordination.oncall.selectors.wording import period_said

Row = dict[str, Any]
COMPARED = ("sector", "role", "person", "start", "end")


def content_of(roster: Roster) -> list[Row]:
    """One row per shift that binds somebody, in order of start, sector, role, person."""
    shifts = (
        Shift.objects.filter(roster=roster, status__in=Shift.STANDING)
        .select_related("slot", "sector", "role", "person")
        .order_by("pk")
    )
    rows = [
        {
            "shift": str(shift.uuid),
            "sector": shift.sector.code,
            "sector_name": shift.sector.name,
            "role": shift.role.code,
            "role_name": shift.role.label,
            "person": str(shift.person.uuid),
            "name": str(shift.person),
            "start": shift.period.lower.isoformat(),
            "end": shift.period.upper.isoformat(),
            "class": shift.slot.slot_class,
            "holiday": shift.slot.holiday,
            "points": str(shift.slot.points),
        }
        for shift in shifts
    ]
    return sorted(rows, key=lambda row: [row[key] for key in ("start", "sector", "role", "shift")])


def row_said(row: Row) -> str:
    """One shift of a version in words: when, where, in which role."""
    start, end = (datetime.fromisoformat(row[name]) for name in ("start", "end"))
    sector, role = row.get("sector_name", row["sector"]), row.get("role_name", row["role"])
    return f"{period_said(DateTimeTZRange(start, end))}, {sector} ({role})"


def gains_and_losses(diff: dict[str, Any]) -> dict[str, tuple[list[Row], list[Row]]]:
    """For each person of a difference, the shifts they gain and those they lose."""
    found: dict[str, tuple[list[Row], list[Row]]] = {}
    pairs = [(pair["before"], pair["after"]) for pair in diff.get("changed", ())]
    gained = [*diff.get("added", ()), *(after for _, after in pairs)]
    lost = [*diff.get("removed", ()), *(before for before, _ in pairs)]
    for side, rows in enumerate((gained, lost)):
        for row in rows:
            found.setdefault(row["person"], ([], []))[side].append(row)
    return found


def hash_of(content: list[Row]) -> str:
    """The SHA-256 of the content, written in one way only."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def difference(before: list[Row], after: list[Row]) -> dict[str, Any]:
    """The shifts that come, go and change, and the people concerned; empty when none."""
    old = {row["shift"]: row for row in before}
    new = {row["shift"]: row for row in after}
    changed = [
        {"before": old[key], "after": new[key]}
        for key in new
        if key in old and any(old[key][name] != new[key][name] for name in COMPARED)
    ]
    added = [row for key, row in new.items() if key not in old]
    removed = [row for key, row in old.items() if key not in new]
    if not (added or removed or changed):
        return {}
    touched = [*added, *removed, *(row for pair in changed for row in pair.values())]
    people = sorted({row["person"] for row in touched})
    return {"added": added, "removed": removed, "changed": changed, "people": people}
