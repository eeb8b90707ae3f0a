"""Structures say their figures, or the secretariat types what it is told on the phone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import (
    CampaignTarget,
    Cell,
    Crisis,
    EntryKind,
    Figure,
    Indicator,
    Reading,
)
from coordination.crisis.models.indicator import State
from coordination.crisis.notices.campaign import FiguresAsked, FiguresAwaited
from coordination.crisis.refusals.cell import CellArchived, NotOnDuty
from coordination.crisis.refusals.figures import (
    NothingDeclared,
    ReadingJumps,
    ReadingOutOfRange,
    StructureElsewhere,
)
from coordination.crisis.refusals.log import EntryInTheFuture
from coordination.crisis.rules import may_write_log
from coordination.crisis.selectors.figures.values import (
    plain,
    structures_of,
    tuned,
    words_of,
)
from coordination.crisis.services.writing import note
from coordination.notifications.services import cancel
from directory.models import Structure
from portal.accounts.models import User
from portal.audit.services import record

# Clocks differ a little; beyond, it is a mistake (rule 4).
FUTURE = timedelta(minutes=5)
Values = Mapping[Indicator, Decimal]


@transaction.atomic
def declare_figures(structure: Structure, values: Values, *, by: User) -> list[Reading]:
    """The structure has declared these values, now; what it left empty keeps its age.

    Raises NothingDeclared, ReadingOutOfRange, ReadingJumps (rule 14).
    """
    readings = add_readings(structure, values, by=by, source=Reading.Source.FORM)
    record(by, "figures.declared", structure, count=len(readings))
    credit(structure, readings, by=by)
    return readings


@transaction.atomic
def phone_figures(
    cell: Cell, structure: Structure, values: Values, *, by: User, as_of: datetime | None = None
) -> list[Reading]:
    """What the structure said on the phone is known, and the log of `cell` says who was called.

    In an exercise, the values stay in the exercise. Raises NotOnDuty, CellArchived,
    StructureElsewhere, EntryInTheFuture, and what `declare_figures` raises.
    """
    if not may_write_log(by, cell):
        raise NotOnDuty
    if cell.archived_at is not None:
        raise CellArchived
    if not structures_of(cell).filter(pk=structure.pk).exists():
        raise StructureElsewhere(structure=structure)
    if as_of is not None and as_of > clock.now() + FUTURE:
        raise EntryInTheFuture
    readings = add_readings(
        structure, values, by=by, source=Reading.Source.PHONE, as_of=as_of, cell=cell
    )
    record(by, "figures.phoned", structure, count=len(readings))
    credit(structure, readings, by=by)
    said = ", ".join(
        f"{one.indicator.short} {words_of(one.indicator, one.value)}" for one in readings
    )
    note(cell, f"Chiffres de {structure} donnés par téléphone : {said}"[:2000], by=by,
         kind=EntryKind.MEASURE)  # fmt: skip
    return readings


def credit(structure: Structure, readings: Sequence[Reading], *, by: User | None) -> None:
    """The campaigns that awaited these readings have their answer, whichever way it came.

    Called last in the transaction that adds them, the structure being locked: each cell has its
    line.
    """
    exercise, phoned = readings[0].exercise_id, readings[0].source == Reading.Source.PHONE
    told = [one.indicator_id for one in readings]
    asked = CampaignTarget.objects.waiting_for(structure, exercise_id=exercise, indicators=told)
    locked = CampaignTarget.objects.filter(pk__in=list(asked.values_list("pk", flat=True)))
    keys = list(locked.order_by("pk").select_for_update().values_list("pk", flat=True))
    # Read again once locked: whoever closed the campaign meanwhile had them first.
    rows = CampaignTarget.objects.filter(pk__in=keys, campaign__closed_at__isnull=True).silent()
    still = list(rows.select_related("campaign__cell").order_by("campaign__cell", "pk"))
    state = CampaignTarget.State.PHONED if phoned else CampaignTarget.State.ANSWERED
    done = CampaignTarget.objects.filter(pk__in=[one.pk for one in still])
    done.update(state=state, answered_at=clock.now(), answered_by=by)
    for target in still:
        cancel(FiguresAsked, target)
        cancel(FiguresAwaited, target)
    for target in still:
        way = readings[0].get_source_display()
        note(target.cell, f"{target.campaign} : {structure} a répondu ({way})", by=by,
             kind=EntryKind.RECEIVED)  # fmt: skip


def add_readings(
    structure: Structure,
    values: Values,
    *,
    by: User | None,
    source: str,
    as_of: datetime | None = None,
    cell: Cell | None = None,
) -> list[Reading]:
    """The values are known, and are the last ones unless something more recent is.

    In an exercise of `cell` they stay in it. In the caller's transaction, which ends by
    `credit`. Raises NothingDeclared, ReadingOutOfRange, ReadingJumps.
    """
    if not values:
        raise NothingDeclared
    now = clock.now()
    limits = {one.pk: one for one in tuned(values, structure.commune_id)}
    values = {limits[one.pk]: value for one, value in values.items()}
    exercise = cell.crisis if cell is not None and cell.crisis.is_exercise else None
    # Two declarations at once must not jump over what each finds alone.
    Structure.objects.select_for_update(no_key=True).get(pk=structure.pk)
    known = _known(structure, exercise)
    for indicator, value in values.items():
        _check(indicator, value, known.get(indicator.pk), as_of or now)
    readings = Reading.objects.bulk_create(
        Reading(
            structure=structure, indicator=indicator, exercise=exercise, value=value,
            state=indicator.state_of(value), as_of=as_of or now, recorded_at=now, source=source,
            author=by, cell=cell,
        )
        for indicator, value in values.items()
    )  # fmt: skip
    _move([one for one in readings if _is_last(one, known.get(one.indicator_id))])
    return readings


def _known(structure: Structure, exercise: Crisis | None) -> dict[int, Figure]:
    rows = Figure.objects.filter(structure=structure, exercise=exercise)
    return {one.indicator_id: one for one in rows}


def _check(indicator: Indicator, value: Decimal, last: Figure | None, as_of: datetime) -> None:
    if not 0 <= value <= indicator.most:
        raise ReadingOutOfRange(what=indicator, most=plain(indicator.most))
    was_critical = last is not None and last.state == State.CRITICAL and last.as_of <= as_of
    if was_critical and indicator.state_of(value) == State.GOOD:
        raise ReadingJumps(what=indicator, between=_between(indicator))


def _between(indicator: Indicator) -> str:
    if indicator.is_scale or indicator.watch_at is None or indicator.critical_at is None:
        return "« tendue »"
    watch, critical = plain(indicator.watch_at), plain(indicator.critical_at)
    if indicator.better == Indicator.Better.HIGHER:
        return f"au-delà de {critical}, jusqu’à {watch}"
    return f"à partir de {watch}, moins de {critical}"


def _is_last(reading: Reading, last: Figure | None) -> bool:
    """What is typed late stays in the history, and does not hide what is more recent."""
    return last is None or last.as_of <= reading.as_of


def _move(readings: list[Reading]) -> None:
    Figure.objects.bulk_create(
        [
            Figure(
                structure=one.structure,
                indicator=one.indicator,
                exercise=one.exercise,
                reading=one,
                value=one.value,
                state=one.state,
                as_of=one.as_of,
                source=one.source,
            )
            for one in readings
        ],
        update_conflicts=True,
        unique_fields=["structure", "indicator", "exercise"],
        update_fields=["reading", "value", "state", "as_of", "source"],
    )
