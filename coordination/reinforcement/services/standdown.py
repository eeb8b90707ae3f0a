"""Everyone no longer needed is told so, with thanks."""

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.notices import NoLongerNeeded, never_told, never_written
from coordination.reinforcement.services.telling import tell
from portal.audit.services import record

State = Assignment.State

# An ask whose message never left costs nothing: its unit of contact budget is given back.
GIVE_BACK = """
    UPDATE reinforcement_contactbudget AS b SET used = b.used - 1
    FROM reinforcement_assignment AS a
    LEFT JOIN reinforcement_wave AS w ON w.id = a.wave_id
    WHERE a.id = ANY(%s) AND b.volunteer_id = a.volunteer_id AND b.used > 0
      AND b.week = date_trunc('week', a.notified_at AT TIME ZONE 'Europe/Paris')::date
      AND COALESCE(w.override_reason, '') = ''
"""


@transaction.atomic
def stand_down(need: Need) -> int:
    """Asks of `need` still pending end here; returns how many.

    People already told are thanked, and their link shows other needs that they fit; those
    whose message was taken back get their unit of contact budget again. The caller has
    locked the need and stopped its waves.
    """
    now = timezone.now()
    pending = Assignment.objects.filter(need=need).pending()
    over = pending.update(
        state=State.STOOD_DOWN, ended_at=now, reserved_by=None, reserved_until=None
    )
    if not over:
        return 0
    _give_back(never_told(need.assignments.filter(state=State.STOOD_DOWN, ended_at=now)))
    record(None, "need.stood_down", need, people=over)
    tell(NoLongerNeeded, need)
    return over


@transaction.atomic
def end_untold(asks: QuerySet[Assignment]) -> int:
    """Those of `asks` whose message was taken back end here, at no cost; returns how many.

    The caller has taken the messages back, so that none is written any more.
    """
    waiting = asks.filter(state=State.NOTIFIED)
    found = never_told(waiting).values("pk").union(never_written(waiting).values("pk"))
    untold = Assignment.objects.filter(pk__in=[row["pk"] for row in found])
    _give_back(untold)
    return untold.update(state=State.STOOD_DOWN, ended_at=timezone.now())


def _give_back(untold: QuerySet[Assignment]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [list(untold.values_list("pk", flat=True))])
