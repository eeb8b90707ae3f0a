"""How far the work of the worker on an import is."""

from collections.abc import Callable

from django.core.cache import cache

from directory.models import ImportRun
from directory.selectors.runs import progress_key

MOST_ATTEMPTS = 3
STEPS_KEPT = 3_600  # seconds


def teller(run: ImportRun) -> Callable[[str], None]:
    """Each step that is told is said on the page of `run`.

    The work is one transaction: only the cache can say how far it is.
    """
    return lambda step: cache.set(progress_key(run), step, STEPS_KEPT)
