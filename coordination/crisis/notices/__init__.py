"""What crisis cells say to people: one file per subject. Imported here, so that all exist."""

from coordination.crisis.notices import cell, handover, sitrep, task

__all__ = ["cell", "handover", "sitrep", "task"]
