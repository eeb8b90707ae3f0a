"""The attestation of a mission: PDF, and its twin as a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from coordination.reinforcement import rules
from coordination.reinforcement.models import Assignment
from coordination.reinforcement.selectors.attestation import attestation_words, is_attestable
from coordination.reinforcement.services.attestation import compile_attestation
from portal.lib.access import check


@require_GET
def attestation(request, uuid):
    """The PDF, for the volunteer and the structure."""
    return pdf_answer(_readable(request, uuid))


@require_GET
def attestation_page(request, uuid):
    """The same words as a page."""
    assignment = _readable(request, uuid)
    shown = {"assignment": assignment, "words": attestation_words(assignment)}
    shown["is_ready"] = is_attestable(assignment)
    return render(request, "reinforcement/attestation.html", shown)


def pdf_answer(assignment):
    """The PDF of a finished mission; the reader goes back to its page while it is not finished."""
    if not is_attestable(assignment):
        return redirect("reinforcement:attestation_page", assignment.uuid)
    pdf = compile_attestation(attestation_words(assignment))
    name = f"attestation-{assignment.volunteer.reference}-{assignment.need_id}.pdf"
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _readable(request, uuid):
    rows = Assignment.objects.visible_to(request.user).select_related(
        "need__structure__commune", "volunteer__user", "volunteer__profession"
    )
    assignment = get_object_or_404(rows, uuid=uuid)
    check(rules.may_read_attestation, request.user, assignment)
    return assignment
