"""Files that nobody uses: their owners are told, then they are erased."""

from django.db import transaction

from coordination.notifications.services import notify
from coordination.reinforcement.notices import FileEnds
from coordination.reinforcement.refusals import ComingMission
from coordination.reinforcement.selectors.retention import files_to_erase, files_to_warn, old_notes
from coordination.reinforcement.services.leaving import withdraw


def warn_unused_files(*, at_most: int = 200) -> int:
    """Owners of files about to be erased are told, once; how many."""
    found = list(files_to_warn()[:at_most])
    for volunteer in found:
        with transaction.atomic():
            # Somebody may come back and go quiet again: the day of the last sign is the step.
            day = volunteer.last_active.toordinal()  # type: ignore[attr-defined]
            notify(FileEnds, volunteer, step=day)
    return len(found)


def erase_unused_files(*, at_most: int = 100) -> int:
    """Files unused for 24 months, whose owners were told, are anonymised; how many."""
    erased = 0
    for volunteer in files_to_erase().select_related("user")[:at_most]:
        try:
            withdraw(volunteer, by=None)
        except ComingMission:
            continue
        erased += 1
    return erased


def erase_old_notes() -> int:
    """What people wrote with their answers is gone a year after the need; how many."""
    return old_notes().update(answer_note="")
