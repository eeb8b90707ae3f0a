"""One figure of one structure over thirty days: each reading, its source, age and author."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from coordination.crisis import clock
from coordination.crisis.models import Cell, Indicator, Reading
from coordination.crisis.selectors.figures.values import words_of
from directory.models import Structure
from portal.ui.charts import timed_line

DAYS = timedelta(days=30)
# As many as are read on a page: the newest.
MOST = 200
WIDTH, HEIGHT = 600, 160


@dataclass(frozen=True)
class Told:
    """A reading in words."""

    reading: Reading
    words: str
    level: str


@dataclass(frozen=True)
class History:
    """The page of one figure: readings, the newest first, and their picture."""

    indicator: Indicator
    lines: list[Told]
    points: str
    dots: str
    thresholds: list[tuple[str, float, str]]
    top: str


def indicator_named(slug: str) -> Indicator | None:
    """The indicator of that code, in use."""
    return Indicator.objects.filter(slug=slug, is_active=True).first()


def history_of(structure: Structure, indicator: Indicator, cell: Cell) -> History:
    """What was said for thirty days: two statements, whatever was said."""
    now = clock.now()
    played = cell.crisis_id if cell.crisis.is_exercise else None
    rows = Reading.objects.filter(
        Q(exercise=played) if played else Q(exercise__isnull=True),
        structure=structure, indicator=indicator, as_of__gte=now - DAYS,
    )  # fmt: skip
    recent = rows.select_related("author", "cell").order_by(F("as_of").desc(), "-pk")
    readings = list(recent[:MOST])
    values = [float(one.value) for one in reversed(readings)]
    limits = [float(one) for one in (indicator.watch_at, indicator.critical_at) if one is not None]
    top = max([*values, *limits, 1])
    drawn = [(one.as_of, float(one.value)) for one in reversed(readings)]
    points = timed_line(drawn, since=now - DAYS, until=now, top=top, size=(WIDTH, HEIGHT))
    return History(
        indicator=indicator,
        lines=[Told(one, words_of(indicator, one.value), _level(one)) for one in readings],
        points=points,
        # A round end on a line of no length: one reading is seen too.
        dots=" ".join(f"M{point}h0" for point in points.split()),
        thresholds=_thresholds(indicator, top),
        top=f"{top:g}".replace(".", ","),
    )


def _level(reading: Reading) -> str:
    return "progress" if reading.state == "known" else reading.state


def _thresholds(indicator: Indicator, top: float) -> list[tuple[str, float, str]]:
    """Where each limit stands in the picture."""
    limits = (("tendu", indicator.watch_at), ("critique", indicator.critical_at))
    return [
        (label, round(HEIGHT * (1 - float(value) / top), 1), words_of(indicator, value))
        for label, value in limits
        if value is not None
    ]
