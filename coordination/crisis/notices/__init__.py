"""What crisis cells say to people: one file per subject. Imported here, so that all exist."""

from coordination.crisis.notices import (
    callout,
    campaign,
    cell,
    debrief,
    exercise,
    handover,
    meeting,
    message,
    sitrep,
    task,
)

__all__ = [
    "callout",
    "campaign",
    "cell",
    "debrief",
    "exercise",
    "handover",
    "meeting",
    "message",
    "sitrep",
    "task",
]
