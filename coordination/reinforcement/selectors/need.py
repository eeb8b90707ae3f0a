"""What screens show of needs: rows, badges, next step, history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from coordination.reinforcement.models import Need, Slot
from coordination.reinforcement.models.need import NeedQuerySet
from coordination.reinforcement.selectors.wording import people_words
from directory.models import Profession
from portal.accounts.models import User
from portal.territories.models import Territory

State = Need.State
STAGES = {
    "": Q(state__in=Need.LIVING),
    "all": Q(),
    "to_validate": Q(state=State.SUBMITTED),
    "unfilled": Q(state__in=[State.OPEN, State.PARTLY_FILLED, State.VALIDATED]),
    "filled": Q(state=State.FILLED),
    "draft": Q(state=State.DRAFT),
    "over": Q(state__in=[State.CLOSED, State.EXPIRED, State.CANCELLED]),
}
# Most urgent first: what lacks people, then the ARS's priority, then criticality, then time.
URGENCY = ("stage", "rank", "criticality", "answer_by", "pk")
LATEST = ("-answer_by", "-pk")


@dataclass(frozen=True)
class NeedRow:
    """One need of a list, in words."""

    need: Need
    people: str
    level: str
    label: str
    criticality: str
    starts_at: datetime | None
    late: bool = False


@dataclass(frozen=True)
class NeedCounts:
    """How many needs of each kind one may see."""

    living: int
    to_validate: int
    unfilled: int
    filled: int


def needs_for_list(
    user: User,
    *,
    stage: str = "",
    profession: Profession | None = None,
    territory: Territory | None = None,
    criticality: int | None = None,
) -> tuple[NeedQuerySet, tuple[str, ...]]:
    """The needs that `user` sees and asks for, and the keys that order them."""
    found = Need.objects.visible_to(user).filter(STAGES.get(stage, STAGES[""]))
    if profession:
        found = found.filter(professions=profession)
    if territory:
        found = found.filter(structure__commune__in=Territory.objects.within([territory.pk]))
    if criticality:
        found = found.filter(criticality=criticality)
    return dressed(found), LATEST if stage == "over" else URGENCY


def rows(needs: Iterable[Need]) -> list[NeedRow]:
    """Those needs in words; no statement, when they come from `needs_for_list`."""
    return [_row(need) for need in needs]


def counts(user: User) -> NeedCounts:
    """How many needs of each kind `user` sees; one statement."""
    kinds = ("to_validate", "unfilled", "filled")
    found = Need.objects.visible_to(user).aggregate(
        living=Count("pk", filter=STAGES[""]),
        **{kind: Count("pk", filter=STAGES[kind]) for kind in kinds},
    )
    return NeedCounts(**found)


def departments_of(user: User) -> QuerySet[Territory]:
    """The departments where `user` may see needs by role, to filter a list."""
    roles = ("ars", "administrator", "coordinator", "cpts_member")
    held = user.territories_of(*roles)
    return Territory.objects.filter(kind=Territory.Kind.DEPARTMENT).filter(
        Q(pk__in=Territory.objects.within(held)) | Q(pk__in=Territory.objects.containing(held))
    )


def badge(need: Need, *, places: int, taken: int) -> tuple[str, str]:
    """The level and the words of a need's state: `Partiellement pourvu : 3 places sur 5`.

    Once over, `Clos : 1 place sur 4 pourvue`.
    """
    label = need.get_state_display()
    level = LEVELS[State(need.state)]
    if need.state == State.PARTLY_FILLED:
        count = f"{taken}\u00a0place{'s' if taken > 1 else ''} sur {places}"
        label = f"Partiellement pourvu\u00a0: {count}"
    elif need.state in (State.CLOSED, State.EXPIRED) and places:
        several = "s" if taken > 1 else ""
        label += f"\u00a0: {taken}\u00a0place{several} sur {places} pourvue{several}"
        level = "good" if taken == places else level
    elif need.state == State.OPEN:
        label = f"En diffusion\u00a0: 0\u00a0place sur {places}"
        level = "critical" if need.criticality == Need.Criticality.VITAL else "watch"
    elif need.state == State.SUBMITTED and need.submitted_at is None:
        label = "Gardé\u00a0: habilitation en attente"
    return level, label[:1].upper() + label[1:]


LEVELS = {
    State.DRAFT: "unknown",
    State.SUBMITTED: "progress",
    State.VALIDATED: "progress",
    State.OPEN: "watch",
    State.PARTLY_FILLED: "watch",
    State.FILLED: "good",
    State.SUSPENDED: "unknown",
    State.CLOSED: "unknown",
    State.EXPIRED: "critical",
    State.CANCELLED: "unknown",
}


def dressed(needs: NeedQuerySet) -> NeedQuerySet:
    """`needs` with what a row shows: structure, professions, places, first slot, urgency."""
    of_need = Slot.objects.filter(need=OuterRef("pk")).order_by().values("need")
    lacking = [State.OPEN, State.PARTLY_FILLED, State.SUBMITTED, State.VALIDATED]
    return (
        needs.select_related("structure__commune", "structure__category")
        .prefetch_related("professions")
        .with_places()
        .annotate(
            starts_at=Subquery(of_need.annotate(first=Min("period__startswith")).values("first")),
            widest=Subquery(of_need.annotate(most=Max("capacity")).values("most")),
            rank=Coalesce("priority", Value(9), output_field=IntegerField()),
            stage=Case(When(state__in=lacking, then=0), default=1, output_field=IntegerField()),
        )
    )


def _row(need: Any) -> NeedRow:
    level, label = badge(need, places=need.places, taken=need.places_taken)
    return NeedRow(
        need=need,
        people=people_words(need.professions.all(), need.widest or 1),
        level=level,
        label=label,
        criticality=need.get_criticality_display().partition(" :")[0],
        starts_at=need.starts_at,
        late=need.state in (State.SUBMITTED, State.OPEN) and need.answer_by < timezone.now(),
    )
