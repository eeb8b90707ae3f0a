"""Two rows side by side, before they are one."""

from dataclasses import dataclass

from directory.models import Structure
from directory.models.choosing import GROUPS, LABELS, prefers_lost
from directory.selectors.quality import sources_of


@dataclass(frozen=True)
class Compared:
    """One group of fields of both rows, and which is proposed."""

    group: str
    label: str
    ours: str
    theirs: str
    takes_theirs: bool

    @property
    def differs(self) -> bool:
        return self.ours != self.theirs


def compared(survivor: Structure, lost: Structure) -> list[Compared]:
    """Each group of fields of the two, with the choice that is proposed."""
    sources = sources_of([survivor, lost])
    return [
        Compared(
            group, LABELS[group], _words(survivor, group), _words(lost, group),
            prefers_lost(group, survivor, lost, sources),
        )
        for group in GROUPS
    ]  # fmt: skip


def _words(row: Structure, group: str) -> str:
    if group == "category":
        return str(row.category)
    if group == "address":
        return ", ".join(filter(None, [row.street, row.postal_line, str(row.commune)]))
    if group == "position":
        if row.latitude is None:
            return ""
        place = f"{row.latitude:.5f}, {row.longitude:.5f}"
        return f"{place} ({row.get_position_source_display()})"
    if group == "opened_on":
        return row.opened_on.strftime("%d/%m/%Y") if row.opened_on else ""
    return str(getattr(row, group))
