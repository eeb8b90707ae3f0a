"""One's own calendar becomes absences or availability: read, shown, confirmed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from coordination.oncall import rules
from coordination.oncall.forms.files import AgendaFileForm
from coordination.oncall.models import Line, Upload
from coordination.oncall.selectors.calendars.agenda_import import (
    MOST_SHOWN,
    lines_of,
    person_of,
    plan_of,
)
from coordination.oncall.services.calendars.agenda_import import apply_agenda, read_agenda
from portal.lib.access import check
from portal.lib.refusal import Refusal


@require_http_methods(["GET", "POST"])
def absence_import(request):
    """A file is chosen and read; nothing is written."""
    check(rules.may_import_agenda, request.user, None)
    form = AgendaFileForm(request.POST or None, request.FILES or None, lines=lines_of(request.user))
    if request.method == "POST" and form.is_valid() and (upload := _read(request, form)):
        return redirect(upload)
    return render(request, "oncall/agenda_import.html", {"form": form})


@require_http_methods(["GET", "POST"])
def agenda_upload(request, uuid):
    """What the file would write, line by line; then it is written, once."""
    uploads = Upload.objects.visible_to(request.user).exclude(kind=Upload.Kind.ROSTER)
    upload = get_object_or_404(uploads.select_related("person", "line"), uuid=uuid)
    check(rules.may_note_absence, request.user, upload.person)
    if request.method == "POST" and _applied(request, upload):
        return redirect("oncall:my_duties")
    shown = {"upload": upload, "plan": plan_of(upload), "most": MOST_SHOWN}
    return render(request, "oncall/agenda_upload.html", shown)


def _read(request, form):
    asked, slug = form.cleaned_data["file"], form.cleaned_data["meaning"]
    line = Line.objects.visible_to(request.user).filter(slug=slug).first() if slug else None
    person = person_of(request.user)
    try:
        return read_agenda(asked.read(), name=asked.name, person=person, line=line, by=request.user)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return None


def _applied(request, upload):
    try:
        plan = apply_agenda(upload, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, f"C’est noté : {plan.changes} changements dans vos périodes.")
    return True
