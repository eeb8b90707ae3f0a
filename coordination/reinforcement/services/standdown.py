"""Everyone no longer needed is told so, with thanks."""

from django.db import connection, transaction
from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.notices import NoLongerNeeded, never_told
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
    untold = never_told(need.assignments.filter(state=State.STOOD_DOWN, ended_at=now))
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [list(untold.values_list("pk", flat=True))])
    record(None, "need.stood_down", need, people=over)
    tell(NoLongerNeeded, need)
    return over
