"""Crisis cells, in the API: one file per subject, each with its ROUTES."""

from typing import Any

from coordination.crisis.api import (
    callout,
    cell,
    closing,
    decision,
    exercise,
    figures,
    group,
    log,
    meeting,
    message,
    pack,
    people,
    readiness,
    sitrep,
    task,
)

ROUTES: list[tuple[str, Any, str]] = [
    *callout.ROUTES,
    *cell.ROUTES,
    *closing.ROUTES,
    *decision.ROUTES,
    *exercise.ROUTES,
    *figures.ROUTES,
    *group.ROUTES,
    *log.ROUTES,
    *meeting.ROUTES,
    *message.ROUTES,
    *pack.ROUTES,
    *people.ROUTES,
    *readiness.ROUTES,
    *sitrep.ROUTES,
    *task.ROUTES,
]
