"""The figures of the ARS's page, by grouped statements: never by loading every person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need, Slot, Volunteer
from coordination.reinforcement.selectors.need import dressed, rows
from coordination.situation.selectors.agency import needs_of, silent_candidates, volunteers_of
from directory.selectors.quality import standing
from portal.accounts.models import User
from portal.territories.models import Territory

OVER = 8
SHOWN = 50
# The legend of the map: what the states of each colour have in common.
LEGEND = {
    "critical": "Urgence vitale sans renfort",
    "watch": "Places à pourvoir",
    "progress": "Pas encore diffusé",
    "good": "Pourvu",
    "unknown": "Suspendu",
}


class Median(Aggregate):
    """The middle value, computed by the database; null without any row."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Line:
    """Fill and times of one profession or one territory."""

    name: str
    needs: int
    places: int
    taken: int
    to_answer: timedelta | None
    to_fill: timedelta | None

    @property
    def share(self) -> str:
        """Places filled over places asked."""
        return f"{round(100 * self.taken / self.places)}\u00a0%" if self.places else "–"


@dataclass(frozen=True)
class Load:
    """How asks are shared between people."""

    registered: int
    usable: int
    never: int
    over: list[Mapping[str, Any]]


def overview(user: User, territory: Territory, *, days: int) -> dict[str, Any]:
    """All that the page shows of the last `days` days, in a dozen statements."""
    needs = needs_since(user, territory, days=days)
    return {
        "needs": rows(unfilled_first(needs)),
        "states": by_state(needs),
        "funnel": funnel(needs),
        "professions": by_profession(needs),
        "communities": by_community(needs),
        "silent": silent_structures(needs),
        "load": load_on_people(user, territory),
        "directory": standing(territory),
    }


def needs_since(user: User, territory: Territory, *, days: int) -> QuerySet[Need]:
    """The needs of the period that `user` may see in `territory`, drafts and exercises apart."""
    since = timezone.now() - timedelta(days=days)
    return needs_of(user, territory).filter(created_at__gte=since)


def unfilled_first(needs: QuerySet[Need]) -> list[Need]:
    """The needs to look at first: wanting, critical, soon; fifty at most, two statements."""
    order = Coalesce("priority", 9)
    living = needs.living().exclude(state=Need.State.FILLED)
    found = dressed(living).order_by("criticality", order, "answer_by", "pk")
    return [need for need in found[:SHOWN] if need.places > need.places_taken]


def by_state(needs: QuerySet[Need]) -> list[tuple[str, int]]:
    """How many needs in each state, in the order of their life."""
    counts = dict(needs.values_list("state").annotate(count=Count("pk")).order_by())
    known = [(label, counts[key]) for key, label in Need.State.choices if key in counts]
    return [(label[:1].upper() + label[1:], count) for label, count in known]


def funnel(needs: QuerySet[Need]) -> list[tuple[str, int, str]]:
    """People at each stage, from told to present, with the median time since the one before."""
    yes = ~Q(state=Assignment.State.REFUSED)
    stages = [
        ("Prévenus", "notified_at", Q(), ""),
        ("Page consultée", "seen_at", Q(), "notified_at"),
        ("Ont répondu", "answered_at", Q(), "notified_at"),
        ("Ont dit oui", "answered_at", yes, "notified_at"),
        ("Retenus", "selected_at", Q(), "answered_at"),
        ("Confirmés", "confirmed_at", Q(), "selected_at"),
        ("Présents", "started_at", Q(), "confirmed_at"),
    ]
    wanted: dict[str, Aggregate] = {}
    for rank, (_, stamp, condition, before) in enumerate(stages):
        reached = Q(**{f"{stamp}__isnull": False}) & condition
        wanted[f"count{rank}"] = Count("pk", filter=reached)
        if before:
            wanted[f"time{rank}"] = Median(F(stamp) - F(before), filter=reached)
    found = Assignment.objects.filter(need__in=needs.values("pk")).aggregate(**wanted)
    return [
        (label, found[f"count{rank}"], duration_words(found.get(f"time{rank}")))
        for rank, (label, *_) in enumerate(stages)
    ]


def by_profession(needs: QuerySet[Need]) -> list[Line]:
    """Fill and times by profession; a need that accepts two counts in both."""
    return _lines(needs, "professions__label")


def by_community(needs: QuerySet[Need]) -> list[Line]:
    """Fill and times by intercommunality."""
    inside = needs.filter(structure__commune__outer_links__ancestor__kind="epci")
    return _lines(inside, "structure__commune__outer_links__ancestor__name")


def silent_structures(needs: QuerySet[Need]) -> list[Mapping[str, Any]]:
    """Structures that leave a yes without answer, the longest first."""
    rows = silent_candidates(needs).values("need__structure__name", "need__uuid")
    counted = rows.annotate(people=Count("pk"), since=Min("answered_at"))
    return list(counted.order_by("since")[:SHOWN])


def load_on_people(user: User, territory: Territory) -> Load:
    """Usable over registered, never asked, asked the most in thirty days: two statements."""
    month = timezone.now() - timedelta(days=30)
    people = volunteers_of(user, territory)
    active = Q(state=Volunteer.State.ACTIVE)
    counts = people.aggregate(
        registered=Count("pk"),
        usable=Count("pk", filter=active),
        never=Count("pk", filter=active & Q(last_asked_at__isnull=True)),
    )
    asked = Assignment.objects.filter(volunteer__in=people.values("pk"), notified_at__gt=month)
    rows = asked.values("volunteer__uuid", "volunteer__reference", "volunteer__profession__label")
    most = rows.annotate(asks=Count("pk")).filter(asks__gte=OVER).order_by("-asks", "volunteer")
    return Load(over=list(most[:10]), **counts)


def features(needs: list[Need]) -> list[dict[str, Any]]:
    """The needs as points of a map, with the colours and the words of the lists."""
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [row.need.structure.longitude, row.need.structure.latitude],
            },
            "properties": {
                "title": row.need.structure.name,
                "text": f"{row.label} · {row.people}",
                "level": row.level,
                "level_label": LEGEND[row.level],
                "url": row.need.get_absolute_url(),
            },
        }
        for row in rows(needs)
        if row.need.structure.longitude is not None
    ]


def duration_words(delta: timedelta | None) -> str:
    """`45 min`, `3 h 20`, `2 j 4 h`; nothing for nothing."""
    if delta is None:
        return ""
    minutes = max(0, int(delta.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}\u00a0min"
    if minutes < 48 * 60:
        return f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02}"
    return f"{minutes // 1440}\u00a0j\u00a0{minutes % 1440 // 60}\u00a0h"


def _lines(needs: QuerySet[Need], group: str) -> list[Line]:
    slots = Slot.objects.filter(need=OuterRef("pk")).order_by().values("need")
    answers = Assignment.objects.filter(need=OuterRef("pk"), answered_at__isnull=False)
    first = answers.order_by("answered_at").values("answered_at")[:1]
    rows = needs.annotate(
        wanted=Subquery(slots.annotate(all=Sum("capacity")).values("all")),
        held=Subquery(slots.annotate(all=Sum("taken")).values("all")),
        first_answer=Subquery(first),
    )
    grouped = (
        rows.order_by()
        .values(group)
        .annotate(
            needs=Count("pk"),
            places=Sum("wanted", default=0),
            taken=Sum("held", default=0),
            to_answer=Median(F("first_answer") - F("opened_at")),
            to_fill=Median(F("filled_at") - F("opened_at")),
        )
    )
    return [
        Line(
            row[group], row["needs"], row["places"], row["taken"], row["to_answer"], row["to_fill"]
        )
        for row in grouped.exclude(**{group: None}).order_by("-places")
    ]
