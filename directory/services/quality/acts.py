"""What a person decides of a signal: keep our value, take the other, repair, or let it be."""

from django.db import transaction
from django.utils import timezone

from directory.models import FieldSource, Signal, Structure
from directory.refusals import NoRepair, ReasonMissing, SignalSettled, TooManySignals
from directory.services.fields import CORRECTABLE, correct_field, make_searchable
from portal.accounts.models import User
from portal.audit.services import record

MOST_AT_ONCE = 50
State = Signal.State


@transaction.atomic
def keep_ours(signal: Signal, *, by: User, reason: str = "") -> None:
    """Our value stands: the signal comes back only if one of the values changes.

    Raises SignalSettled.
    """
    _close(signal, State.DROPPED, reason or "Notre valeur est gardée.", by)


@transaction.atomic
def drop_signal(signal: Signal, *, by: User, reason: str = "") -> None:
    """It was no fault, and the reason says why. Raises ReasonMissing, SignalSettled."""
    if len(reason.strip()) < 3:
        raise ReasonMissing
    _close(signal, State.DROPPED, reason.strip(), by)


@transaction.atomic
def take_theirs(signal: Signal, *, by: User, reason: str = "") -> None:
    """The field holds what the source says, and the next import may write it again.

    Raises NoRepair, SignalSettled, CannotKeep.
    """
    if signal.rule != Signal.Rule.LOCKED or signal.field not in CORRECTABLE:
        raise NoRepair
    _close(signal, State.DONE, "La valeur de la source est prise.", by)
    structure = signal.structure
    correct_field(structure, signal.field, signal.theirs, by=by, is_locked=False)
    FieldSource.objects.filter(structure=structure, field=signal.field).update(
        source=structure.source or "source", confirmed_by=str(by)[:160]
    )


@transaction.atomic
def repair_place(signal: Signal, *, by: User, reason: str = "") -> None:
    """The point is in its commune again: axes put back in order, or the centre; or the commune
    is the one that exists today. Raises NoRepair, SignalSettled."""
    row = Structure.objects.select_for_update().get(pk=signal.structure_id)
    rule, kept = signal.rule, ["latitude", "longitude", "position_source"]
    if rule == Signal.Rule.SWAPPED:
        row.latitude, row.longitude = row.longitude, row.latitude
    elif rule == Signal.Rule.OUTSIDE:
        row.latitude, row.longitude = row.commune.latitude, row.commune.longitude
        row.position_source = Structure.PositionSource.COMMUNE
    elif rule == Signal.Rule.BAD_COMMUNE and row.commune.successor is not None:
        row.commune, kept = row.commune.successor, ["commune"]
    else:
        raise NoRepair
    _close(signal, State.DONE, "Réparé.", by)
    row.save(update_fields=kept)
    make_searchable(row)


@transaction.atomic
def drop_signals(signals: list[Signal], *, by: User, reason: str) -> int:
    """None of them was a fault, or nothing changed. Raises TooManySignals, ReasonMissing,
    SignalSettled."""
    if not 1 <= len(signals) <= MOST_AT_ONCE:
        raise TooManySignals(most=MOST_AT_ONCE)
    for signal in signals:
        drop_signal(signal, by=by, reason=reason)
    return len(signals)


def _close(signal: Signal, state: str, reason: str, by: User) -> None:
    waiting = Signal.objects.waiting().filter(pk=signal.pk)
    if waiting.update(state=state, reason=reason[:200], closed_at=timezone.now()) != 1:
        raise SignalSettled
    record(by, f"signal.{state}", signal, rule=signal.rule, field=signal.field, why=reason[:200])
