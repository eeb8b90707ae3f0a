"""What the clock does in the directory. Safe to run twice."""

from celery import shared_task

from directory.services.held import apply_next
from directory.services.quality.evaluating import find_faults, is_due
from directory.services.turning import tell_what_turned
from directory.services.undoing import undo_next


@shared_task(name="directory.find_faults", soft_time_limit=540, time_limit=570)
def find_faults_when_due() -> None:
    """Each night, and after an import, the rules of quality open and close their signals."""
    if is_due():
        find_faults()


@shared_task(name="directory.apply_held", soft_time_limit=1_500, time_limit=1_560)
def apply_held() -> None:
    """The next file that an administrator accepted is applied, if any."""
    apply_next()


@shared_task(name="directory.turn_days", soft_time_limit=300, time_limit=330)
def turn_days() -> None:
    """What began or ended with the day is told to who reads the changes."""
    tell_what_turned()


@shared_task(name="directory.undo_asked", soft_time_limit=1_500, time_limit=1_560)
def undo_asked() -> None:
    """The next import that an administrator wants taken back is, if any."""
    undo_next()
