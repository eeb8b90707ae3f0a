"""What crisis cells say to people: one file per subject. Imported here, so that all exist."""

from coordination.crisis.notices import (
    acks,
    callout,
    campaign,
    cell,
    debrief,
    exercise,
    handover,
    meeting,
    message,
    preparation,
    sitrep,
    task,
)

__all__ = [
    "acks",
    "callout",
    "campaign",
    "cell",
    "debrief",
    "exercise",
    "handover",
    "meeting",
    "message",
    "preparation",
    "sitrep",
    "task",
]
