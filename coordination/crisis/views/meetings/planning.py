"""Meetings of a cell: the list and the next one, moved, cancelled."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.meeting import MeetingForm, MoveForm
from coordination.crisis.forms.work import ReasonForm
from coordination.crisis.selectors.meetings import page as pages
from coordination.crisis.services.cell import record_access
from coordination.crisis.services.meetings import planning, sitting
from coordination.crisis.views.seen import count_refused, in_its_zone, kept, seen_cell
from portal.lib.access import check
from portal.ui.feedback import done
from portal.ui.paging import keyset


@require_GET
def meeting_list(request, uuid):
    """The next one and those held, the newest first; what the rhythm proposes."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="réunions")
    after = request.GET.get("apres", "")
    rows = pages.meetings_of(cell).select_related("cell")
    shown = {"cell": cell, "crisis": cell.crisis, "proposed": pages.proposed_at(cell)}
    shown["page"] = keyset(rows, by=pages.BY, after=after, size=25)
    shown["coming"] = pages.coming(cell)
    shown["feed"] = pages.feed_of(cell, request.user)
    shown["may_write"] = rules.may_write_log(request.user, cell)
    with in_its_zone(cell):
        return render(request, "crisis/meetings/list.html", shown)


@require_http_methods(["GET", "POST"])
def meeting_plan(request, uuid):
    """When the rhythm proposes it, joined as the cell is; everything may be changed."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    with in_its_zone(cell):
        names = ("video_url", "dial_in", "place")
        initial = {name: getattr(cell, name) for name in names}
        initial["starts_at"] = pages.proposed_at(cell)
        form = MeetingForm(request.POST or None, initial=initial)
        if kept(request, form, lambda: _plan(request, cell, form), said="La réunion est prévue."):
            return redirect("crisis:meeting_list", uuid)
        shown = {"cell": cell, "crisis": cell.crisis, "form": form, "title": "Prévoir une réunion"}
        return render(request, "crisis/work_form.html", shown | {"submit": "Prévoir, et prévenir"})


@require_http_methods(["GET", "POST"])
def meeting_move(request, uuid):
    """At another hour."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    with in_its_zone(meeting.cell):
        form = MoveForm(request.POST or None, initial={"starts_at": meeting.starts_at})
        said = "L’heure est changée : chacun est prévenu."
        if kept(request, form, lambda: _move(request, meeting, form), said=said):
            return redirect(meeting)
        return _form(request, meeting, form, title="Changer l’heure de la réunion")


@require_http_methods(["GET", "POST"])
def meeting_cancel(request, uuid):
    """It will not be held, and why."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = "La réunion est annulée : chacun est prévenu."
        return done(request, planning.cancel_meeting, meeting, said=said, **form.cleaned_data)
    count_refused(request, form)
    return _form(request, meeting, form, title="Annuler la réunion")


@require_POST
def meeting_open(request, uuid):
    """It begins."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    return done(request, sitting.open_meeting, meeting, said="La réunion est ouverte.")


def seen_meeting(request, uuid, *, rule=None, what=""):
    """The meeting of a log one reads; `rule` is about its cell."""
    meeting = get_object_or_404(pages.meetings_seen(request.user), uuid=uuid)
    if rule is not None:
        check(rule, request.user, meeting.cell)
    if what:
        record_access(meeting.cell, request.user, what=what)
    return meeting


def held(meeting):
    """Only a closed meeting has a record: 404 before."""
    if meeting.state != meeting.State.CLOSED:
        raise Http404
    return meeting


def _plan(request, cell, form):
    confirmed = form.cleaned_data["confirmed"]
    planning.plan_meeting(cell, form.meeting, by=request.user, confirmed=confirmed)


def _move(request, meeting, form):
    planning.move_meeting(meeting, starts_at=form.cleaned_data["starts_at"], by=request.user)


def _form(request, meeting, form, *, title):
    cell = meeting.cell
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "meeting": meeting}
    shown |= {"title": title, "lead": str(meeting), "submit": title}
    return render(request, "crisis/work_form.html", shown)
