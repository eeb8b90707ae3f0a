"""The recorded truth: who was on call, as it was written at the time."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from coordination.oncall.models import DutyRecord
from coordination.oncall.resolver import Fragment
from coordination.oncall.selectors.plan import Person, Plan, Role, Seat, contacts_of_row
from portal.lib.time import Period


def recorded(plan: Plan, sectors: Iterable[int], window: Period) -> dict[Seat, list[Fragment]]:
    """What the record says of these sectors; its people and roles join the plan.

    A line still open ends with the window: beyond, only the plan speaks.
    """
    rows = (
        DutyRecord.objects.filter(
            sector__in=list(sectors), period__overlap=DateTimeTZRange(*window)
        )
        .select_related("person", "role")
        .annotate(contacts=contacts_of_row())
        .order_by("pk")
    )
    found: dict[Seat, list[Fragment]] = defaultdict(list)
    for row in rows:
        plan.people[row.person_id] = Person(row.person_id, str(row.person), tuple(row.contacts))
        plan.roles[row.role_id] = Role(row.role_id, row.role.label, row.role.rank)
        end = min(row.period.upper or window[1], window[1])
        ref = row.shift_id or None
        found[row.sector_id, row.role_id].append(
            Fragment(row.person_id, (row.period.lower, end), row.source, ref)
        )
    return found
