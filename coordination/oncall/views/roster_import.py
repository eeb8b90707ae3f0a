"""A draft goes out as a spreadsheet and comes back filled: read, shown, confirmed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.oncall import rules
from coordination.oncall.exports.roster_template import roster_template
from coordination.oncall.forms.files import RosterFileForm
from coordination.oncall.models import Roster, Upload
from coordination.oncall.selectors.calendars.agenda_import import MOST_SHOWN
from coordination.oncall.selectors.rosters.roster_import import roster_plan
from coordination.oncall.services.rosters.roster_import import apply_roster_file, read_roster_file
from portal.audit.services import record_export
from portal.lib.access import check
from portal.lib.refusal import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def roster_import(request, uuid):
    """The template to fill, and the file to send back; nothing is written."""
    roster = _managed(request, uuid)
    form = RosterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (upload := _read(request, form, roster)):
        return redirect(upload)
    return render(request, "oncall/roster_import.html", {"form": form, "roster": roster})


@require_GET
def roster_sheet(request, uuid):
    """The spreadsheet of the roster, with its slots and its people."""
    roster = _managed(request, uuid)
    try:
        record_export(request.user, "oncall.exported", roster, kind="template")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("oncall:roster_import", roster.uuid)
    answer = HttpResponse(roster_template(roster), content_type=XLSX)
    name = f"tableau-{roster.line.slug}-{roster.days.lower}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def roster_upload(request, uuid):
    """What the file would change in the draft, line by line; then it is changed, once."""
    uploads = Upload.objects.visible_to(request.user).exclude(roster=None)
    upload = get_object_or_404(uploads.select_related("roster__line"), uuid=uuid)
    check(rules.may_run_roster, request.user, upload.roster)
    if request.method == "POST" and _applied(request, upload):
        return redirect(upload.roster)
    shown = {"upload": upload, "roster": upload.roster, "plan": roster_plan(upload)}
    return render(request, "oncall/roster_upload.html", shown | {"most": MOST_SHOWN})


def _managed(request, uuid):
    rosters = Roster.objects.visible_to(request.user).select_related("line__territory")
    roster = get_object_or_404(rosters, uuid=uuid)
    check(rules.may_run_roster, request.user, roster)
    return roster


def _read(request, form, roster):
    file = form.cleaned_data["file"]
    try:
        return read_roster_file(file.read(), name=file.name, roster=roster, by=request.user)
    except Refusal as refusal:
        form.add_error("file", str(refusal))
        return None


def _applied(request, upload):
    try:
        plan = apply_roster_file(upload, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    said = f"{len(plan.added)} tours ajoutés, {len(plan.removed)} retirés, {plan.same} inchangés."
    messages.success(request, f"Le brouillon est rempli : {said}")
    return True
