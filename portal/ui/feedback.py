"""What a view says after an act: done, or declined and why; or a file to keep."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect

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


def done(
    request: HttpRequest, service: Callable[..., Any], subject: Any, *, said: str, **asked: Any
) -> HttpResponse:
    """The reader has done `service` on `subject`, or is told why not; back to its page."""
    with refusals_as_messages(request, success=said):
        service(subject, by=request.user, **asked)
    return redirect(subject)


def attached(lines: Iterable[str], name: str) -> StreamingHttpResponse:
    """A CSV file to keep, sent as it is read."""
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
