"""What the clock does in the directory. Safe to run twice."""

from celery import shared_task

from directory.services.held import apply_next
from directory.services.quality.evaluating import find_faults, is_due


@shared_task(name="directory.find_faults", soft_time_limit=540, time_limit=570)
def find_faults_when_due() -> None:
    """Each night, and after an import, the rules of quality open and close their signals."""
    if is_due():
        find_faults()


@shared_task(name="directory.apply_held", soft_time_limit=1_500, time_limit=1_560)
def apply_held() -> None:
    """The next file that an administrator accepted is applied, if any."""
    apply_next()
