"""Crisis cells, in the API: one file per subject, each with its ROUTES."""

from typing import Any

from coordination.crisis.api import callout, cell, figures, log, pack, readiness, sitrep

ROUTES: list[tuple[str, Any, str]] = [
    *callout.ROUTES,
    *cell.ROUTES,
    *log.ROUTES,
    *readiness.ROUTES,
    *pack.ROUTES,
    *sitrep.ROUTES,
    *figures.ROUTES,
]
