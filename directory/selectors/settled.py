"""Until when everything that was written can be read: nothing older is still under way."""

from datetime import datetime

from django.db import connection

# A change bears the instant at which its transaction began. The second: a transaction takes its
# instant a little before it is seen here.
SETTLED = """
SELECT least(coalesce(%s, now()), min(xact_start)) - interval '1 second' FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def settled_until(now: datetime | None = None) -> datetime:
    """No writing still under way will later bear an earlier instant; `now` at the latest."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLED, [now])
        found: tuple[datetime] = cursor.fetchone()
        return found[0]
