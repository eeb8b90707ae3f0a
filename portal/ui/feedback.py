"""What a view says after an act: done, or declined and why."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from portal.lib.refusal import Refusal


@contextmanager
def refusals_as_messages(request: HttpRequest, *, success: str = "") -> Iterator[None]:
    """The reader is told `success`, or the sentence of the refusal that was raised inside."""
    try:
        yield
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if success:
            messages.success(request, success)
