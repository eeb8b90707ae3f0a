"""What partners read of the cells at work: the last report meant for them, how to reach each."""

from dataclasses import dataclass

from coordination.crisis.models import Cell, Crisis, Sitrep, Visibility
from coordination.oncall.models import Line
from portal.accounts.models import User

# A page for a reader in a hurry.
CELLS, LINES = 30, 20
FOR_THEM = (Sitrep.Audience.PARTNERS, Sitrep.Audience.PUBLIC)


@dataclass(frozen=True)
class Shared:
    """A cell as partners see it: its level, its numbers, its last report meant for them."""

    cell: Cell
    sitrep: Sitrep | None

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The sections of the report that say something."""
        said = self.sitrep.sections if self.sitrep else []
        return [(title, words) for title, words in said if words]


def shared_cells(user: User) -> list[Shared]:
    """The active cells open to professionals, the most serious first, in three statements.

    Their reports for partners were masked when they were written (rule 23); nothing is taken
    from the log, nor from what a cell keeps for itself.
    """
    open_ones = (
        Cell.objects.visible_to(user)
        .active()
        .filter(
            visibility=Visibility.PROFESSIONALS,
            archived_at=None,
            crisis__in=Crisis.objects.under_way(),
        )
    )
    cells = open_ones.select_related("crisis").order_by("crisis__mode", "-level", "pk")[:CELLS]
    shown = list(cells)
    issued = Sitrep.objects.visible_to(user).filter(
        cell__in=[cell.pk for cell in shown], state=Sitrep.State.ISSUED, audience__in=FOR_THEM
    )
    last = {one.cell_id: one for one in issued.select_related("cell").order_by("issued_at")}
    return [Shared(cell, last.get(cell.pk)) for cell in shown]


def lines_to_call(user: User) -> list[Line]:
    """The on-call lines that serve the reader's territories, cells' own rosters apart."""
    lines = Line.objects.visible_to(user).open().exclude(kind=Line.Kind.CRISIS_CELL)
    return list(lines.select_related("territory").order_by("kind", "name")[:LINES])
