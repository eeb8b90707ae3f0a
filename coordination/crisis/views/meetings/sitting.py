"""A meeting as it is held: agenda, attendance in one tap, minutes line by line."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.meeting import ItemForm, LineForm
from coordination.crisis.models import Attendance
from coordination.crisis.refusals.log import PatientDoubt
from coordination.crisis.selectors.meetings import page as pages
from coordination.crisis.selectors.meetings.agenda import agenda_of
from coordination.crisis.services.meetings import planning, sitting
from coordination.crisis.views.meetings.planning import seen_meeting
from coordination.crisis.views.seen import count_refused, in_form, in_its_zone, kept
from portal.lib.refusal import Refusal
from portal.ui.feedback import done, refusals_as_messages

SAID = {"decision": "La décision est au registre.", "task": "La tâche est notée."}


@require_http_methods(["GET", "POST"])
def meeting_detail(request, uuid):
    """How to join, the agenda, who is there, the minutes; a POST writes a line."""
    rule = rules.may_write_log if request.method == "POST" else rules.may_read_log
    meeting = seen_meeting(request, uuid, rule=rule, what="réunion")
    with in_its_zone(meeting.cell):
        form = LineForm(request.POST or None, cell=meeting.cell)
        if form.is_valid() and _written(request, meeting, form):
            return redirect(meeting)
        count_refused(request, form)
        shown = _page(request, meeting) | {"form": form}
        return render(request, "crisis/meetings/detail.html", shown)


@require_GET
def meeting_follow(request, uuid):
    """The minutes again when there are new lines; nothing otherwise (204)."""
    meeting = seen_meeting(request, uuid, rule=rules.may_read_log)
    if not request.htmx:
        return redirect(meeting)
    lines = list(pages.minutes_of(meeting))
    if request.GET.get("vu") == str(len(lines)):
        return HttpResponse(status=204)
    shown = {"meeting": meeting, "lines": lines, "now": timezone.now()}
    with in_its_zone(meeting.cell):
        return render(request, "crisis/meetings/_minutes.html", shown)


@require_POST
def meeting_attend(request, uuid, user):
    """One tap: there unless said otherwise, on the line, excused."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    seats = {seat.user.pk: seat.user for seat in pages.by_role(meeting)}
    mode = request.POST.get("mode", Attendance.Mode.PRESENT)
    if user not in seats or mode not in Attendance.Mode.values:
        raise Http404
    said = f"{seats[user]} : {Attendance.Mode(mode).label}."
    act = sitting.note_attendance
    return done(request, act, meeting, said=said, user=seats[user], mode=mode)


@require_http_methods(["GET", "POST"])
def item_add(request, uuid):
    """A point more, by hand."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    form = ItemForm(request.POST or None, cell=meeting.cell)
    said = "Le point est à l’ordre du jour."
    if kept(request, form, lambda: _add(request, meeting, form), said=said):
        return redirect(meeting)
    shown = {"cell": meeting.cell, "crisis": meeting.cell.crisis, "form": form, "meeting": meeting}
    shown |= {"title": "Ajouter un point à l’ordre du jour", "lead": str(meeting)}
    return render(request, "crisis/work_form.html", shown | {"submit": "Ajouter le point"})


@require_POST
def item_start(request, uuid, pk):
    """It is spoken of; the one before is over."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    item = get_object_or_404(meeting.items, pk=pk)
    with refusals_as_messages(request, success=f"Point en cours : {item}."):
        sitting.start_item(item, by=request.user)
    return redirect(meeting)


def _page(request, meeting):
    cell = meeting.cell
    items = list(meeting.items.select_related("owner_role").order_by("rank", "pk"))
    awaited = meeting.state == meeting.State.PLANNED and not meeting.is_missed
    shown = {"meeting": meeting, "cell": cell, "crisis": cell.crisis, "items": items}
    shown["may_write"] = rules.may_write_log(request.user, cell)
    shown["foreseen"] = agenda_of(cell) if awaited else []
    shown["lines"] = list(pages.minutes_of(meeting))
    shown["seats"] = pages.by_role(meeting)
    return shown | {"modes": Attendance.Mode.choices, "now": timezone.now()}


def _written(request, meeting, form):
    """Whether the line is in the minutes; what was typed stays in the field otherwise."""
    running = meeting.items.filter(started_at__isnull=False, ended_at__isnull=True).first()
    said, read = form.line(running), form.cleaned_data["confirmed"]
    try:
        line = sitting.write_minute(meeting, said, by=request.user, confirmed=read)
    except PatientDoubt as doubt:
        form.doubted(doubt)
    except Refusal as refusal:
        form.add_error("text", in_form(refusal))
    else:
        messages.success(request, SAID.get(line.kind, "La ligne est au compte rendu."))
        return True
    return False


def _add(request, meeting, form):
    planning.add_item(meeting, by=request.user, **form.cleaned_data)
