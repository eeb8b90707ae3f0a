"""What must be looked at before a cell is lifted."""

from dataclasses import dataclass

from coordination.crisis.models import Cell, Task, Term
from coordination.crisis.selectors.catalogue import terms


@dataclass(frozen=True)
class Exit:
    """The exit checklist, and what still stands in the way."""

    checks: list[Term]
    critical_tasks: int


def exit_of(cell: Cell) -> Exit:
    """The exit checklist of `cell`."""
    return Exit(checks=list(terms(Term.Kind.EXIT)), critical_tasks=open_critical_tasks(cell))


def open_critical_tasks(cell: Cell) -> int:
    """How many critical tasks of `cell` are open (rule 8)."""
    return Task.objects.filter(cell=cell).open().critical().count()
