"""What a roster says, in an order that never varies, and what two versions change."""

import hashlib
import json
from typing import Any

from coordination.oncall.models import Roster, Shift

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
            "role": shift.role.code,
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
