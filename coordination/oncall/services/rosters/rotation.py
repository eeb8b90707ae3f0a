"""A rotation begins, changes on a day, ends: nothing moves before that day."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from coordination.oncall.models import Layer, LineRole, Rotation, RotationPlace, Sector
from coordination.oncall.refusals.settings import (
    LayerTaken,
    RotationChanged,
    RotationEmpty,
    RotationInThePast,
    RotationReversed,
)
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def open_rotation(
    rotation: Rotation,
    places: Iterable[RotationPlace],
    *,
    sector: Sector,
    role: LineRole,
    name: str,
    priority: int,
    by: User | None,
) -> Rotation:
    """These people take turns on the sector from a day on, in a layer of that priority.

    Raises RotationEmpty, LayerTaken when a rotation of that layer runs then.
    """
    Sector.objects.select_for_update().get(pk=sector.pk)
    layer, _ = Layer.objects.get_or_create(
        sector=sector, role=role, priority=priority, defaults={"name": name}
    )
    running = layer.rotations.exclude(ends_on__lte=rotation.starts_on).first()
    if running is not None:
        raise LayerTaken(priority=priority, day=f"{running.starts_on:%d/%m/%Y}")
    Layer.objects.filter(pk=layer.pk).update(name=name)
    return _write(rotation, places, layer=layer, by=by, action="rotation.opened")


@transaction.atomic
def change_rotation(
    former: Rotation,
    rotation: Rotation,
    places: Iterable[RotationPlace],
    *,
    by: User | None,
) -> Rotation:
    """From the first day of `rotation`, it takes the place of `former`.

    What had started is closed that day and keeps its people; what had not is replaced. Raises
    RotationEmpty, RotationInThePast, RotationChanged when somebody else changed it meanwhile.
    """
    today, starts_on = timezone.localdate(), rotation.starts_on
    locked = Rotation.objects.select_for_update().get(pk=former.pk)
    if locked.successor_id is not None:
        raise RotationChanged
    if starts_on < max(today, locked.starts_on):
        raise RotationInThePast(day=f"{max(today, locked.starts_on):%d/%m/%Y}")
    rotation.ends_on = locked.ends_on
    if rotation.ends_on is not None and rotation.ends_on <= starts_on:
        raise RotationReversed
    if starts_on == locked.starts_on:
        layer = locked.layer
        locked.delete()
        return _write(rotation, places, layer=layer, by=by, action="rotation.rewritten")
    Rotation.objects.filter(pk=locked.pk).update(ends_on=starts_on)
    written = _write(rotation, places, layer=locked.layer, by=by, action="rotation.changed")
    Rotation.objects.filter(pk=locked.pk).update(successor=written)
    return written


@transaction.atomic
def end_rotation(rotation: Rotation, *, on: date, by: User | None) -> None:
    """From `on` nobody takes turns any more; a rotation that had not begun never was.

    Raises RotationInThePast, RotationChanged.
    """
    today = timezone.localdate()
    locked = Rotation.objects.select_for_update().get(pk=rotation.pk)
    if locked.successor_id is not None:
        raise RotationChanged
    if on < today:
        raise RotationInThePast(day=f"{today:%d/%m/%Y}")
    record(by, "rotation.ended", locked, on=on.isoformat())
    if on <= locked.starts_on:
        locked.delete()
    else:
        Rotation.objects.filter(pk=locked.pk).update(ends_on=on)


def _write(
    rotation: Rotation,
    places: Iterable[RotationPlace],
    *,
    layer: Layer,
    by: User | None,
    action: str,
) -> Rotation:
    members = list(places)
    if not members:
        raise RotationEmpty
    rotation.layer = layer
    rotation.full_clean()
    rotation.save()
    for place in members:
        place.rotation = rotation
    RotationPlace.objects.bulk_create(members)
    record(by, action, rotation, since=rotation.starts_on.isoformat(), people=len(members))
    return rotation
