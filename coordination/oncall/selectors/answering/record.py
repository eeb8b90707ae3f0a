"""The recorded truth: who was on call, as it was written at the time."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection

from coordination.oncall.resolver import Fragment
from coordination.oncall.selectors.plans.plan import CONTACTS, Person, Plan, Role, Seat
from portal.lib.time import Period

# By hand, like the plan's: answers on the past ask it.
RECORDED = f"""
SELECT record.sector_id, record.role_id, role.label, role.rank, record.person_id,
       person.first_name, person.last_name, lower(record.period),
       least(coalesce(upper(record.period), %(end)s), %(end)s), record.source, record.shift_id,
       {CONTACTS}
  FROM unnest(%(sectors)s::bigint[]) AS wanted (id)
 CROSS JOIN LATERAL (
       SELECT * FROM oncall_dutyrecord
        WHERE sector_id = wanted.id AND period && tstzrange(%(start)s, %(end)s)
       OFFSET 0) AS record
  JOIN oncall_linerole role ON role.id = record.role_id
  JOIN oncall_person person ON person.id = record.person_id
 ORDER BY record.id
"""  # noqa: S608 - a constant


def recorded(plan: Plan, sectors: Iterable[int], window: Period) -> dict[Seat, list[Fragment]]:
    """What the record says of these sectors; its people and roles join the plan.

    A line still open ends with the window: beyond, only the plan speaks.
    """
    found: dict[Seat, list[Fragment]] = defaultdict(list)
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"sectors": list(sectors), "start": window[0], "end": window[1]}
        cursor.execute(RECORDED, values)
        for sector, role, label, rank, person, first, last, start, end, *more in cursor.fetchall():
            source, ref, contacts = more
            name = f"{first} {last}".strip()
            plan.people.setdefault(person, Person(person, name, tuple(contacts or ())))
            plan.roles.setdefault(role, Role(role, label, rank))
            found[sector, role].append(Fragment(person, (start, end), source, ref))
    return found
