"""The only list of periodic tasks: name, task, interval in seconds, and when a tick is stale.

Each tick is idempotent, because a restart of beat or of a worker may play it twice.
"""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {}
