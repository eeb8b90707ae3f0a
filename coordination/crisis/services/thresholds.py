"""Who runs a territory sets its own limits of an indicator, or goes back to the nationwide ones."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from coordination.crisis import clock
from coordination.crisis.models import Cell, Indicator, Threshold
from coordination.crisis.refusals.figures import NotTheirThresholds, ThresholdsCrossed
from coordination.crisis.rules import may_set_thresholds
from coordination.crisis.selectors.figures.values import plain
from coordination.crisis.services.writing import note
from portal.accounts.models import User
from portal.audit.services import record


@dataclass(frozen=True)
class NewLimits:
    """Both limits or none, and for how long a value says how it is."""

    watch_at: Decimal | None
    critical_at: Decimal | None
    fresh_hours: int


@transaction.atomic
def set_threshold(cell: Cell, indicator: Indicator, new: NewLimits, *, by: User) -> Threshold:
    """The territory of `cell` reads that indicator so from now on; its log says it.

    Raises NotTheirThresholds, ThresholdsCrossed.
    """
    if not may_set_thresholds(by, cell):
        raise NotTheirThresholds
    watch, critical = new.watch_at, new.critical_at
    if (watch is None) != (critical is None):
        raise ThresholdsCrossed(what=indicator)
    if watch is not None and critical is not None:
        higher = indicator.better == Indicator.Better.HIGHER
        if (watch <= critical) if higher else (watch >= critical):
            raise ThresholdsCrossed(what=indicator)
    threshold, _created = Threshold.objects.update_or_create(
        territory=cell.territory, indicator=indicator,
        defaults={**vars(new), "set_by": by, "set_at": clock.now()},
    )  # fmt: skip
    record(by, "threshold.set", cell.territory, indicator=indicator.slug)
    said = "sans seuil"
    if watch is not None and critical is not None:
        said = f"tendu à partir de {plain(watch)}, critique à partir de {plain(critical)}"
    words = f"Seuils de « {indicator} » pour {cell.territory} : {said}, valable"
    note(cell, f"{words} {new.fresh_hours} h", by=by)
    return threshold


@transaction.atomic
def clear_threshold(cell: Cell, indicator: Indicator, *, by: User) -> None:
    """The territory reads that indicator as everybody. Raises NotTheirThresholds."""
    if not may_set_thresholds(by, cell):
        raise NotTheirThresholds
    gone, _ = Threshold.objects.filter(territory=cell.territory, indicator=indicator).delete()
    if gone:
        record(by, "threshold.cleared", cell.territory, indicator=indicator.slug)
        words = f"Seuils de « {indicator} » pour {cell.territory} : les seuils nationaux"
        note(cell, words, by=by)
