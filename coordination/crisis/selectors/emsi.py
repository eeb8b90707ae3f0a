"""A crisis as EMSI sees it, with the tasks of the cells whose log the reader reads."""

from typing import Any
from zoneinfo import ZoneInfo

from coordination.crisis import clock, emsi
from coordination.crisis.models import Cell, Crisis, Task
from portal.accounts.models import User

MOST = 500


def emsi_of(crisis: Crisis, user: User) -> dict[str, Any]:
    """The message; nothing of a cell that `user` does not see."""
    zone = ZoneInfo(crisis.territory.timezone)
    seen = Cell.objects.visible_to(user).filter(crisis=crisis)
    tasks = Task.objects.filter(cell__in=Cell.objects.with_log_for(user), cell__crisis=crisis)
    said = emsi.Event(
        identifier=str(crisis.uuid),
        reference=crisis.reference,
        name=crisis.title,
        mode=crisis.mode,
        status=crisis.status,
        scale=crisis.scale,
        trend=crisis.trend,
        declared=crisis.declared_at.astimezone(zone),
        occurred=crisis.started_at.astimezone(zone),
        now=clock.now().astimezone(zone),
        kinds=tuple(seen.values_list("kind", flat=True)),
        missions=tuple(
            emsi.Mission(
                identifier=str(one.uuid),
                name=one.title,
                state=one.state,
                priority=one.priority,
                start=one.created_at.astimezone(zone),
                end=one.ended_at.astimezone(zone) if one.ended_at else None,
            )
            for one in tasks.order_by("pk")[:MOST]
        ),
    )
    return emsi.message_of(said)
