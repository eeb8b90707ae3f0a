"""What begins or ends with the day, without anybody writing: told to who reads the changes."""

from django.db import connection, transaction
from django.utils import timezone

# (the row that changes, the table of the dated row, its link to the first, which rows count)
DATED = [
    ("service", "service", "id", "true"),
    ("membership", "membership", "id", "true"),
    ("structure", "service", "structure_id", "true"),
    ("structure", "membership", "structure_id", "true"),
    ("structure", "identifier", "structure_id", "true"),
    ("structure", "parentage", "child_id", "true"),
    ("structure", "contactpoint", "structure_id", "audience = 'public'"),
    ("service", "contactpoint", "service_id", "audience = 'public'"),
]
# The first day begins at midnight, the last one ends at the midnight that follows.
BOUNDS = """
SELECT {ref} AS ref, bound::timestamp AT TIME ZONE %(zone)s AS at FROM directory_{table}
 CROSS JOIN LATERAL (VALUES (starts_on), (ends_on + 1)) AS day (bound)
 WHERE {ref} IS NOT NULL AND bound IS NOT NULL AND {only}
"""
# A day of particular hours is no longer announced once it is over.
DAYS_OVER = """
SELECT service_id, (last_day + 1)::timestamp AT TIME ZONE %(zone)s FROM directory_hoursexception
"""
# A row that somebody is writing is left to the next tick: neither waits for the other.
TURN = """
WITH passed AS (SELECT ref, max(at) AS at FROM ({bounds}) AS bounds WHERE at <= now() GROUP BY ref),
     turned AS (SELECT known.id FROM directory_{table} known JOIN passed ON passed.ref = known.id
                 WHERE known.changed_at < passed.at
                 ORDER BY known.id FOR NO KEY UPDATE OF known SKIP LOCKED)
UPDATE directory_{table} known SET changed_at = now() FROM turned WHERE known.id = turned.id
"""


@transaction.atomic
def tell_what_turned() -> int:
    """Whatever began or ended since it last changed has changed now; how many rows.

    Nothing is kept of the last time: a row that changed after the midnight in question was read
    as it is since. So a night that was missed is caught up, and a second process finds nothing.
    """
    told = {"zone": timezone.get_default_timezone_name()}
    with connection.cursor() as cursor:
        turned = 0
        for table in ("service", "membership", "structure"):
            cursor.execute(TURN.format(table=table, bounds=_bounds(table)), told)
            turned += cursor.rowcount
        return turned


def _bounds(target: str) -> str:
    found = [
        BOUNDS.format(table=table, ref=ref, only=only)
        for kind, table, ref, only in DATED
        if kind == target
    ]
    return " UNION ALL ".join([*found, DAYS_OVER] if target == "service" else found)
