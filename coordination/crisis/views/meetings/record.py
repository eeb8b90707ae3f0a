"""A meeting closes; its record, who read it, the personal link of the absent."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.selectors.meetings import page as pages
from coordination.crisis.services.cell import record_access
from coordination.crisis.services.meetings.closing import acknowledge, close_meeting
from coordination.crisis.views.meetings.planning import held, seen_meeting
from coordination.crisis.views.seen import in_its_zone
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet


@require_http_methods(["GET", "POST"])
def meeting_close(request, uuid):
    """What was decided and asked, who will receive the record; a POST closes."""
    meeting = seen_meeting(request, uuid, rule=rules.may_write_log)
    if request.method == "POST":
        with refusals_as_messages(request, success="La réunion est close, le relevé est fixé."):
            close_meeting(meeting, by=request.user)
            return redirect("crisis:meeting_record", uuid)
        return redirect(meeting)
    if meeting.state != meeting.State.OPEN:
        return redirect(meeting)
    shown = _record(meeting) | {"absent": pages.absent(meeting)}
    with in_its_zone(meeting.cell):
        return render(request, "crisis/meetings/close.html", shown)


@require_http_methods(["GET", "POST"])
def meeting_record(request, uuid):
    """The record, who was there, who read it; a POST says that one read it."""
    meeting = held(seen_meeting(request, uuid, rule=rules.may_read_log, what="relevé de décisions"))
    mine = pages.receipt_for(meeting, request.user)
    if request.method == "POST" and mine is not None:
        acknowledge(mine)
        messages.success(request, "C’est noté : vous avez lu ce relevé.")
        return redirect("crisis:meeting_record", uuid)
    shown = _record(meeting) | {"mine": mine, "receipts": pages.receipts_of(meeting)}
    shown |= {"proposed": pages.proposed_at(meeting.cell), "coming": pages.coming(meeting.cell)}
    shown["may_write"] = rules.may_write_log(request.user, meeting.cell)
    with in_its_zone(meeting.cell):
        return render(request, "crisis/meetings/record.html", shown)


@require_GET
def meeting_pdf(request, uuid):
    """The record as it was sent."""
    meeting = held(seen_meeting(request, uuid, rule=rules.may_read_log, what="relevé (PDF)"))
    return _pdf(meeting)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_by_link(request, token):
    """The record sent to somebody absent; only a POST acknowledges (mail scanners open links)."""
    receipt = pages.receipt_by_token(token)
    if receipt is None:
        return discreet(render(request, "crisis/meetings/link_unknown.html", status=404))
    if request.method == "POST":
        acknowledge(receipt)
        messages.success(request, "Merci : c’est noté.")
        return discreet(redirect(request.path))
    record_access(receipt.meeting.cell, receipt.user, what="relevé par lien personnel")
    if "pdf" in request.GET:
        return discreet(_pdf(receipt.meeting))
    shown = _record(receipt.meeting) | {"receipt": receipt}
    with in_its_zone(receipt.meeting.cell):
        return discreet(render(request, "crisis/meetings/by_link.html", shown))


def _record(meeting):
    decisions, tasks = pages.made(meeting)
    shown = {"meeting": meeting, "cell": meeting.cell, "crisis": meeting.cell.crisis}
    shown |= {"decisions": decisions, "tasks": tasks, "seats": pages.by_role(meeting)}
    return shown | {"lines": list(pages.minutes_of(meeting))}


def _pdf(meeting):
    name = f"releve-reunion-{meeting.number}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    pdf = bytes(meeting.record.pdf)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
