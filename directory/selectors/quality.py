"""The signals that wait for somebody, and how a territory stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from directory.models import ContactPoint, FieldSource, Score, Signal, Structure
from directory.models.faults import FAMILIES
from portal.accounts.models import User
from portal.territories.models import Territory

WEEKS, WORST = 26, 3
MOST_COUNTED = 5_000  # counting further would cost more than the page itself
MINE, NOBODYS = "moi", "personne"
FIELDS = {
    "name": "nom", "other_name": "complément de nom", "street": "rue",
    "postal_line": "ligne postale", "phone": "téléphone", "email": "adresse électronique",
    "position": "position",
    "siret": "SIRET", "commune": "commune",
}  # fmt: skip


def waiting_signals(
    user: User,
    *,
    rule: str = "",
    weight: int | None = None,
    territory: int | None = None,
    holder: str = "",
    days: int | None = None,
) -> QuerySet[Signal]:
    """Those that `user` may settle and that wait, narrowed by what is asked."""
    found = Signal.objects.visible_to(user).waiting()
    if rule:
        found = found.filter(rule=rule)
    if weight is not None:
        found = found.filter(weight=weight)
    if holder:
        found = found.filter(taken_by=user if holder == MINE else None)
    if days is not None:
        found = found.filter(raised_at__lt=timezone.now() - timedelta(days=days))
    if territory is not None:
        found = found.placed_in(territory)
    return found.select_related("structure__commune", "structure__category", "other", "taken_by")


def counts_by_rule(found: QuerySet[Signal]) -> dict[str, int]:
    """How many wait, by rule, among the first 5,001 of the queue."""
    first = found.select_related(None).order_by("-weight", "raised_at", "pk")
    few = Signal.objects.filter(pk__in=first.values("pk")[: MOST_COUNTED + 1])
    return dict(few.values_list("rule").annotate(Count("pk")))


@dataclass(frozen=True)
class Side:
    """One of the two values, with where it comes from and since when."""

    value: str
    source: str
    as_of: date | None


@dataclass(frozen=True)
class Sides:
    """What a signal compares."""

    field: str
    ours: Side
    theirs: Side


def sides(signal: Signal) -> Sides:
    """The field of `signal` and its two values, each with its source and date."""
    structure = signal.structure
    if signal.rule == Signal.Rule.RPPS_KEY:
        return Sides("numéro RPPS", Side(signal.ours, "RPPS", None), Side("", "", None))
    own = FieldSource.objects.filter(structure=structure, field=signal.field).first()
    ours = Side(
        signal.ours,
        own.source if own else structure.source,
        own.as_of if own else structure.source_on,
    )
    other = signal.other or structure
    theirs = Side(signal.theirs, other.source, other.source_on)
    return Sides(_field(signal), ours, theirs)


def _field(signal: Signal) -> str:
    if signal.field.startswith("contact "):
        line = ContactPoint.objects.filter(pk=signal.field.removeprefix("contact ")).first()
        return str(line) if line else "contact"
    return FIELDS.get(signal.field, "fiche")


def latest_scores(territory: Territory) -> list[tuple[str, int, str]]:
    """Label of the family, share without fault, and in how many structures it remains one."""
    week = Score.objects.filter(territory=territory).order_by("-week").values("week")[:1]
    found = {one.family: one for one in Score.objects.filter(territory=territory, week=week)}
    return [
        (label.capitalize(), found[family].percent, f"{found[family].faulty} avec un défaut")
        for family, label in FAMILIES.items()
        if family in found
    ]


def score_by_week(territory: Territory) -> list[tuple[date, int]]:
    """The mean share without fault over the families, week by week, the last first."""
    weeks: dict[date, list[int]] = {}
    recent = Score.objects.filter(territory=territory).order_by("-week")
    for one in recent[: WEEKS * len(FAMILIES)]:
        weeks.setdefault(one.week, []).append(one.percent)
    return [(week, sum(shares) // len(shares)) for week, shares in weeks.items()]


@dataclass(frozen=True)
class Standing:
    """How the directory of a territory stands: by week, the oldest first, and where it is worst."""

    weeks: list[tuple[date, int]]
    worst: list[tuple[str, int, int]]

    @property
    def percent(self) -> int:
        """The mean share without a fault, this week."""
        return self.weeks[-1][1]

    @property
    def series(self) -> list[int]:
        """The shares alone, for a curve."""
        return [share for _, share in self.weeks]


def standing(territory: Territory) -> Standing | None:
    """The scores of `territory` in one statement; nothing where none was measured."""
    recent = Score.objects.filter(territory=territory).order_by("-week", "family")
    found = list(recent[: WEEKS * len(FAMILIES)])
    if not found:
        return None
    weeks: dict[date, list[int]] = {}
    for one in reversed(found):
        weeks.setdefault(one.week, []).append(one.percent)
    last = [one for one in found if one.week == found[0].week and one.faulty]
    worst = sorted(last, key=lambda one: -one.faulty)[:WORST]
    return Standing(
        [(week, sum(shares) // len(shares)) for week, shares in weeks.items()],
        [(FAMILIES.get(one.family, one.family), one.percent, one.faulty) for one in worst],
    )


def sources_of(rows: Sequence[Structure]) -> list[FieldSource]:
    """The provenance of the fields of `rows`."""
    return list(FieldSource.objects.filter(structure__in=[one.pk for one in rows]))
