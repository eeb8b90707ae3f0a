"""What partners read of the cells at work: the last report meant for them, how to reach each."""

from dataclasses import dataclass

from coordination.crisis.models import Cell, Crisis, Decision, Sitrep, Visibility
from coordination.oncall.models import Line, Sector
from coordination.situation.selectors.territory.duties import answering
from portal.accounts.models import User

# A page for a reader in a hurry.
CELLS, LINES, DECISIONS = 30, 20, 10
FOR_THEM = (Sitrep.Audience.PARTNERS, Sitrep.Audience.PUBLIC)


@dataclass(frozen=True)
class Shared:
    """A cell as partners see it: its level, its numbers, its last report and its decisions in
    force that are meant for them."""

    cell: Cell
    sitrep: Sitrep | None
    decisions: list[Decision]

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The sections of the report that say something."""
        said = self.sitrep.sections if self.sitrep else []
        return [(title, words) for title, words in said if words]


def shared_cells(user: User) -> list[Shared]:
    """The active cells open to professionals, the most serious first, in four statements.

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
    decided: dict[int, list[Decision]] = {}
    meant = Decision.objects.shared_with(user).filter(cell__in=[cell.pk for cell in shown])
    for one in meant.order_by("-in_force_from", "-pk"):
        decided.setdefault(one.cell_id, []).append(one)
    return [Shared(cell, last.get(cell.pk), decided.get(cell.pk, [])[:DECISIONS]) for cell in shown]


@dataclass(frozen=True)
class Duty:
    """A line to call, and who is on call now, by sector."""

    line: Line
    people: list[tuple[str, list[str]]]


def lines_to_call(user: User) -> list[Duty]:
    """The on-call lines that serve the reader's territories, cells' own rosters apart; who is on
    call now. Numbers of people are opened one by one, on the page of who is on call."""
    lines = Line.objects.visible_to(user).open().exclude(kind=Line.Kind.CRISIS_CELL)
    shown = list(lines.select_related("territory").order_by("kind", "name")[:LINES])
    sectors = list(Sector.objects.open().filter(line__in=shown).order_by("name", "pk"))
    people = answering([sector.pk for sector in sectors])
    found = []
    for line in shown:
        own = [sector for sector in sectors if sector.line_id == line.pk]
        there = [(str(sector), people[sector.pk]) for sector in own if sector.pk in people]
        found.append(Duty(line, there))
    return found
