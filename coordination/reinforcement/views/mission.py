"""On site: who came, the hours, the end; and the volunteer's own missions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from coordination.reinforcement import rules
from coordination.reinforcement.forms.assignment import FeedbackForm, HoursForm, PresenceForm
from coordination.reinforcement.models import Assignment, Feedback, Seat
from coordination.reinforcement.selectors.assignment import held_seats, missions_of
from coordination.reinforcement.selectors.calendar import calendar_of
from coordination.reinforcement.selectors.missions import (
    mission_cards,
    presence_rows,
    words_to_come,
)
from coordination.reinforcement.services import mission
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset


@require_POST
def assignment_presence(request, uuid):
    """Somebody came, or did not, for one slot."""
    assignment = _decidable(request, uuid)
    form = PresenceForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    seat = get_object_or_404(held_seats(assignment), slot=chosen.get("slot"))
    came = chosen["presence"] == Seat.Presence.PRESENT
    act = mission.mark_present if came else mission.mark_absent
    said = "L’arrivée est notée." if came else "L’absence est notée, la liste d’attente appelée."
    with refusals_as_messages(request, success=said):
        act(seat, by=request.user)
    return redirect(assignment)


def assignment_finish(request, uuid):
    """The hours done, slot by slot, and the end of the mission."""
    assignment = _decidable(request, uuid)
    shown = {"seats": presence_rows(assignment), "to_come": words_to_come(assignment)}
    form = HoursForm(request.POST or None, **shown)
    if request.method == "POST" and form.is_valid():
        said = "La mission est terminée. La personne est remerciée et reçoit son attestation."
        with refusals_as_messages(request, success=said):
            rest = form.cleaned_data.get("gives_back", False)
            mission.finish(assignment, by=request.user, hours=form.hours(), gives_back=rest)
        return redirect(assignment)
    return render(
        request, "reinforcement/assignment_finish.html", {"assignment": assignment, "form": form}
    )


def assignment_feedback(request, uuid):
    """A word of the structure on the mission."""
    assignment = _decidable(request, uuid)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, success="Merci pour votre retour."):
            author = Feedback.Author.STRUCTURE
            mission.give_feedback(assignment, author=author, by=request.user, **form.cleaned_data)
        return redirect(assignment)
    return render(
        request, "reinforcement/assignment_feedback.html", {"assignment": assignment, "form": form}
    )


@require_GET
def volunteer_missions(request):
    """My missions to come and past, and the asks that I answered."""
    rows = missions_of(request.user)
    page = keyset(rows, by=["-since", "pk"], after=request.GET.get("apres", ""), size=20)
    shown = {"page": page, "cards": mission_cards(page)}
    return render(request, "reinforcement/volunteer_missions.html", shown)


@require_GET
def mission_calendar(request, uuid):
    """The mission as a file for a calendar."""
    rows = Assignment.objects.visible_to(request.user).select_related("need__structure__commune")
    assignment = get_object_or_404(rows, uuid=uuid)
    check(rules.may_read_attestation, request.user, assignment)
    response = HttpResponse(calendar_of(assignment), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mission.ics"'
    return response


def _decidable(request, uuid):
    rows = Assignment.objects.visible_to(request.user).select_related(
        "need__structure__commune", "volunteer__user", "volunteer__profession"
    )
    assignment = get_object_or_404(rows, uuid=uuid)
    check(rules.may_decide, request.user, assignment)
    return assignment
