"""The week of a line on a phone that will have no network."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coordination.oncall import rules
from coordination.oncall.exports.offline import file_name, offline_file
from coordination.oncall.models import Line
from coordination.oncall.services.answering.offline import take_copy
from portal.lib.access import check
from portal.lib.refusal import Refusal


@require_http_methods(["GET", "POST"])
def line_copy(request, slug):
    """What the copy holds; then the file, once the journal knows who takes it."""
    lines = Line.objects.visible_to(request.user).select_related("territory")
    line = get_object_or_404(lines, slug=slug)
    check(rules.may_ask_on_call, request.user, None)
    if request.method == "POST":
        return _file(request, line)
    return render(request, "oncall/line_copy.html", {"line": line})


def _file(request, line):
    managed = rules.may_run_line(request.user, line)
    try:
        copy = take_copy(line, by=request.user, managed=managed)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("oncall:line_copy", line.slug)
    answer = HttpResponse(offline_file(copy))
    answer["Content-Disposition"] = f'attachment; filename="{file_name(copy)}"'
    return answer
