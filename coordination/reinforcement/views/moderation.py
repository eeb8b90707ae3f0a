"""The ARS's pages on volunteers: the list, a file, a check, a suspension."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coordination.reinforcement import rules
from coordination.reinforcement.forms.moderation import EvidenceForm, SuspendForm, VolunteerFilter
from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.selectors.moderation import of_my_territories, to_check
from coordination.reinforcement.selectors.profile import gaps
from coordination.reinforcement.services import reveal, standing
from coordination.reinforcement.services.verification import add_evidence
from directory.selectors.register import declared_rpps
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.fresh import require_fresh
from portal.ui.paging import keyset

DETAIL = "reinforcement/volunteer_detail.html"


def volunteer_list(request):
    """The volunteers of my territories, oldest file first."""
    check(_may_list, request.user, None)
    form = VolunteerFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = of_my_territories(request.user, wanted=wanted)
    shown = {
        "form": form,
        "page": keyset(found, by=["created_at", "pk"], after=request.GET.get("apres", "")),
        "count": found.count(),
        "waiting": to_check(of_my_territories(request.user, wanted={})).count(),
    }
    return render(request, "reinforcement/volunteer_list.html", shown)


def volunteer_detail(request, uuid):
    """One file, without its contact details."""
    return render(request, DETAIL, _shown(_file(request, uuid)))


@require_POST
def volunteer_contact(request, uuid):
    """The contact details, written down in the journal, shown once."""
    volunteer = _file(request, uuid)
    require_fresh(request)
    try:
        contact = reveal.reveal_contact(volunteer, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("reinforcement:volunteer_detail", uuid)
    answer = render(request, DETAIL, _shown(volunteer) | {"contact": contact})
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def volunteer_verify(request, uuid):
    """One check more, and the level that follows."""
    volunteer, form = _file(request, uuid), EvidenceForm(request.POST)
    if not form.is_valid():
        return render(request, DETAIL, _shown(volunteer) | {"form": form})
    with refusals_as_messages(request, success="La vérification est enregistrée."):
        add_evidence(volunteer, **form.cleaned_data, by=request.user)
    return redirect("reinforcement:volunteer_detail", uuid)


@require_POST
def volunteer_suspend(request, uuid):
    """Set aside, with the reason."""
    volunteer, form = _file(request, uuid), SuspendForm(request.POST)
    if not form.is_valid():
        return render(request, DETAIL, _shown(volunteer) | {"suspend_form": form})
    with refusals_as_messages(request, success="Le dossier est suspendu."):
        standing.suspend(volunteer, reason=form.cleaned_data["reason"], by=request.user)
    return redirect("reinforcement:volunteer_detail", uuid)


@require_POST
def volunteer_reinstate(request, uuid):
    """Back, once the person has confirmed availability."""
    with refusals_as_messages(request, success="La suspension est levée."):
        standing.reinstate(_file(request, uuid), by=request.user)
    return redirect("reinforcement:volunteer_detail", uuid)


def _file(request, uuid):
    visible = Volunteer.objects.visible_to(request.user)
    related = visible.select_related("user", "profession", "speciality", "commune")
    volunteer = get_object_or_404(related, uuid=uuid)
    check(rules.may_moderate_volunteer, request.user, volunteer)
    return volunteer


def _may_list(user, _):
    """ARS agents."""
    return rules.may_list_volunteers(user)


def _shown(volunteer):
    return {
        "volunteer": volunteer,
        "gaps": gaps(volunteer) if volunteer.state == Volunteer.State.INCOMPLETE else [],
        "experiences": volunteer.experiences.order_by("-last_year", "skill"),
        "evidences": volunteer.evidences.select_related("checker").order_by("-checked_at"),
        "form": EvidenceForm(),
        "register": _register(volunteer),
        "suspend_form": SuspendForm(),
    }


def _register(volunteer):
    """What the open register says of the number that they declared, if any."""
    if not volunteer.rpps:
        return None
    return declared_rpps(volunteer.rpps, family_name=volunteer.user.last_name)
