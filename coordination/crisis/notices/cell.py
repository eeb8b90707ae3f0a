"""What is told of a cell: its level changed, it is lifted."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value

from coordination.crisis.models import Activation, Cell, CellMember
from coordination.crisis.selectors.exercise import recipients
from coordination.crisis.selectors.membership import designations, people_of
from coordination.notifications.models import Queue
from coordination.notifications.registry import Notice, Outsider, register
from portal.accounts.models import User

EXERCISE = "EXERCICE – "


def _within_the_exercise(audience: Callable[..., QuerySet[Any]]) -> Callable[..., QuerySet[Any]]:
    def kept(self: "AboutCell") -> QuerySet[Any]:
        people, crisis = audience(self), self.cell.crisis
        return people.filter(user_id__in=recipients(crisis)) if crisis.is_exercise else people

    return _checked(kept)


def _nobody_in_an_exercise(
    outsiders: Callable[..., Iterable[Outsider]],
) -> Callable[..., Iterable[Outsider]]:
    def kept(self: "AboutCell") -> Iterable[Outsider]:
        return () if self.cell.crisis.is_exercise else outsiders(self)

    return _checked(kept)


def _checked(reads: Callable[..., Any]) -> Callable[..., Any]:
    """Marked, so that a test can walk the notices and find the one that escapes."""
    reads.exercise_checked = True  # type: ignore[attr-defined]
    return reads


class AboutCell(Notice):
    """A notice about a cell. `{{ prefix }}` opens each of its texts: rule 7.

    Whatever a child says of its audience, the messages of an exercise stay in its list.
    """

    queue = Queue.URGENT.value
    lifetime = timedelta(hours=24)
    optional = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "audience" in cls.__dict__:
            cls.audience = _within_the_exercise(cls.audience)  # type: ignore[method-assign]
        if "outsiders" in cls.__dict__:
            cls.outsiders = _nobody_in_an_exercise(cls.outsiders)  # type: ignore[method-assign]

    @property
    def cell(self) -> Cell:
        """The cell that it is about."""
        return self.subject if isinstance(self.subject, Cell) else self.subject.cell

    def context(self) -> dict[str, Any]:
        crisis = self.cell.crisis
        return {
            "prefix": EXERCISE if crisis.is_exercise else "",
            "cell": self.cell.name,
            "crisis": crisis.title,
            "reference": crisis.reference,
        }

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.cell.get_absolute_url()}"


@register
class CellLevelChanged(AboutCell):
    """Tells the people of a cell, of its parent and those named for it, that the level changed."""

    slug = "cell_level_changed"
    label = "niveau d’une cellule de crise"

    def load(self, subject_id: Any) -> Activation:
        related = ("cell__crisis", "cell__parent", "decided_by")
        return Activation.objects.select_related(*related).get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """Nobody outside a restricted cell learns of it."""
        concerned = Q(pk__in=people_of(self.cell))
        if not self.cell.is_restricted:
            named = designations(self.cell).values("person__user")
            above = CellMember.objects.filter(cell=self.cell.parent_id, period__upper_inf=True)
            concerned |= Q(pk__in=named) | Q(pk__in=above.values("user"))
        people = User.objects.filter(concerned)
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: Activation = self.subject
        return super().context() | {
            "lifted": one.is_lift,
            "level": one.level_name,
            "rank": one.to_level,
            "who": str(one.decided_by),
            "capacity": one.capacity,
            "reason": one.reason,
        }
