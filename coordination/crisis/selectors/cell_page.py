"""What the page of a cell shows: level and since when, roles held and vacant, what comes next."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from coordination.crisis import clock
from coordination.crisis.models import Activation, Cell, CellMember, Level, Meeting, Task
from coordination.crisis.selectors.catalogue import ladder_of
from coordination.crisis.selectors.meetings.page import coming
from coordination.crisis.selectors.membership import RoleLine, role_lines
from portal.accounts.models import User

# More direct roles than one person can follow: rule 11.
SPAN = 8


@dataclass(frozen=True)
class Next:
    """Something that awaits the cell: in words, where it is done, how pressing."""

    words: str
    url_name: str
    level: str


@dataclass(frozen=True)
class CellPage:
    """The page of a cell."""

    cell: Cell
    ladder: list[Level]
    level: Level | None
    activation: Activation | None
    lines: list[RoleLine]
    others: list[CellMember]
    children: list[Cell]
    nexts: list[Next]
    meeting: Meeting | None

    @property
    def vacant(self) -> list[RoleLine]:
        return [line for line in self.lines if line.is_vacant]


def cell_page(cell: Cell, user: User) -> CellPage:
    """The page of `cell` as `user` sees it; the log is read apart (selectors/log_page.py)."""
    ladder = list(ladder_of(cell))
    level = next((one for one in ladder if one.rank == cell.level), None)
    lines = role_lines(cell, level)
    inside = Cell.objects.with_log_for(user).filter(pk=cell.pk).exists()
    free = CellMember.objects.on_duty(cell).filter(role__isnull=True).select_related("user")
    return CellPage(
        cell=cell,
        ladder=ladder,
        level=level,
        activation=_last(cell),
        lines=lines,
        others=list(free.order_by("standing", "pk")),
        children=list(_children(cell, user)),
        nexts=[*(_late_tasks(cell) if inside else []), *_nexts(cell, lines)],
        meeting=coming(cell),
    )


def activations_of(cell: Cell) -> QuerySet[Activation]:
    """Every change of level, the newest first."""
    rows = Activation.objects.filter(cell=cell).select_related("decided_by", "recorded_by")
    return rows.prefetch_related("checks").order_by("-pk")


def _late_tasks(cell: Cell) -> list[Next]:
    """What should be done by now, and whether some of it is critical."""
    critical = Count("pk", filter=Q(priority=Task.Priority.CRITICAL))
    found = (
        Task.objects.filter(cell=cell)
        .late(clock.now())
        .aggregate(count=Count("pk"), critical=critical)
    )
    if not found["count"] or cell.archived_at is not None:
        return []
    words = f"{found['count']} tâche{'s' if found['count'] > 1 else ''} en retard"
    if found["critical"]:
        words += f", dont {found['critical']} critique{'s' if found['critical'] > 1 else ''}"
    return [Next(words, "crisis:task_list", "critical" if found["critical"] else "watch")]


def _nexts(cell: Cell, lines: list[RoleLine]) -> list[Next]:
    found = []
    vacant = [line for line in lines if line.is_vacant]
    if vacant and cell.is_active:
        names = ", ".join(str(line.role) for line in vacant)
        several = "fonctions requises" if len(vacant) > 1 else "fonction requise"
        words = f"{len(vacant)} {several} sans personne\u00a0: {names}"
        found.append(Next(words, "crisis:member_list", "critical"))
    alternates = [str(line.role) for line in lines if line.only_alternates]
    if alternates:
        words = f"Tenue par un suppléant seulement\u00a0: {', '.join(alternates)}"
        found.append(Next(words, "crisis:member_list", "watch"))
    if sum(len(line.members) > 0 and not line.role.leads for line in lines) > SPAN:
        words = "Plus de huit fonctions à suivre\u00a0: une cellule rattachée aiderait qui dirige"
        found.append(Next(words, "crisis:member_list", "watch"))
    if cell.retex_due_at and not cell.is_active and cell.archived_at is None:
        late = cell.retex_due_at < clock.now()
        asked = "les 72 heures sont passées" if late else "à recueillir dans les 72 heures"
        words = f"Retour d’expérience à chaud\u00a0: {asked}"
        found.append(Next(words, "crisis:debrief_detail", "watch" if late else "progress"))
    return found


def _last(cell: Cell) -> Activation | None:
    return activations_of(cell).first()


def _children(cell: Cell, user: User) -> QuerySet[Cell]:
    seen = Cell.objects.visible_to(user).filter(parent=cell)
    return seen.select_related("structure").order_by("-level", "name")
