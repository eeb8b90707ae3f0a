"""The candidates of a need, and what the structure does with each of them."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from coordination.reinforcement import rules
from coordination.reinforcement.forms.assignment import (
    YES,
    DeclineForm,
    EmployerForm,
    PhoneAnswerForm,
    ReasonForm,
)
from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.selectors import assignment as seen
from coordination.reinforcement.selectors.assignment_page import assignment_page, candidate_page
from coordination.reinforcement.services import answer, selection, withdrawal
from portal.lib.access import check
from portal.ui.feedback import done, refusals_as_messages
from portal.ui.fresh import require_fresh

FORMS = {
    "decline_form": DeclineForm,
    "employer_form": EmployerForm,
    "cancel_form": ReasonForm,
    "back_form": ReasonForm,
}


@require_GET
def candidate_list(request, uuid):
    """Who said yes, ranked; who waits; who was chosen; who left."""
    needs = Need.objects.visible_to(request.user).select_related("structure__commune")
    need = get_object_or_404(needs, uuid=uuid)
    check(rules.may_run_need, request.user, need)
    asked = request.GET.get("liste", "choisir"), request.GET.get("apres", "")
    shown = candidate_page(need, group=asked[0], after=asked[1])
    return render(request, "reinforcement/candidate_list.html", shown)


@require_GET
def assignment_detail(request, uuid):
    """One person's path on one need, and what can be done next."""
    assignment = _visible(request, uuid)
    if rules.may_answer(request.user, assignment):
        return redirect(seen.own_link(assignment))
    check(rules.may_decide, request.user, assignment)
    return _page(request, assignment)


@require_POST
def assignment_phone(request, uuid):
    """An answer heard on the phone: who typed it and how it came are kept."""
    assignment = _decidable(request, uuid, rules.may_type_answer)
    slots = [(slot.pk, str(slot)) for slot in seen.open_slots_of(assignment.need)]
    form = PhoneAnswerForm(request.POST, slots=slots)
    if not form.is_valid():
        return _page(request, assignment, phone_form=form)
    said = form.cleaned_data
    named = {"by": request.user, "channel": Assignment.Channel.PHONE, "note": said["note"]}
    with refusals_as_messages(request, success="La réponse est enregistrée."):
        if said["answer"] == YES:
            answer.accept(assignment, slots=said["slots"], **named)
        else:
            answer.refuse(assignment, **named)
    return redirect(assignment)


@require_POST
def assignment_reserve(request, uuid):
    """The reader calls this person: nobody else does for a quarter of an hour."""
    assignment = _decidable(request, uuid)
    require_fresh(request)
    said = "Cette personne est réservée pour votre appel pendant 15 minutes."
    return done(request, selection.reserve_for_call, assignment, said=said)


@require_POST
def assignment_release(request, uuid):
    """The call is over."""
    assignment = _decidable(request, uuid)
    selection.release_call(assignment, by=request.user)
    return redirect(assignment)


@require_POST
def assignment_reveal(request, uuid):
    """The reader sees the details of somebody selected, for a quarter of an hour."""
    assignment = _decidable(request, uuid)
    require_fresh(request)
    with refusals_as_messages(request):
        selection.reveal_contact(assignment, by=request.user)
    return redirect(assignment)


@require_POST
def assignment_select(request, uuid):
    """This person takes the place."""
    said = "La personne est retenue et prévenue."
    return done(request, selection.select, _decidable(request, uuid), said=said)


@require_POST
def assignment_standby(request, uuid):
    """This person waits for a place to be given back."""
    said = "La personne est en liste d’attente, et prévenue."
    return done(request, selection.put_on_standby, _decidable(request, uuid), said=said)


@require_POST
def assignment_decline(request, uuid):
    """Somebody else was chosen, or another reason."""
    said = "La personne est remerciée."
    return _typed(request, uuid, "decline_form", selection.decline, said=said)


@require_POST
def assignment_employer(request, uuid):
    """What the employer said."""
    said = "L’accord de l’employeur est noté."
    return _typed(request, uuid, "employer_form", selection.set_employer, said=said)


@require_POST
def assignment_confirm(request, uuid):
    """The mission is certain."""
    said = "La mission est confirmée, la personne prévenue."
    return done(request, selection.confirm, _decidable(request, uuid), said=said)


@require_POST
def assignment_cancel(request, uuid):
    """The structure gives up, and says why."""
    said = "La mission est annulée. La personne est prévenue, la liste d’attente appelée."
    return _typed(request, uuid, "cancel_form", withdrawal.cancel_by_structure, said=said)


@require_POST
def assignment_step_back(request, uuid):
    """A mistake is corrected by one stage."""
    said = "La correction est faite et inscrite au journal."
    return _typed(request, uuid, "back_form", withdrawal.step_back, said=said)


def _visible(request, uuid):
    rows = Assignment.objects.visible_to(request.user).select_related(
        "need__structure__commune", "volunteer__user", "volunteer__profession", "reserved_by"
    )
    return get_object_or_404(rows, uuid=uuid)


def _decidable(request, uuid, rule=rules.may_decide):
    """The assignment, for whoever decides for the structure; 404 or 403 otherwise."""
    assignment = _visible(request, uuid)
    check(rule, request.user, assignment)
    return assignment


def _typed(request, uuid, name, service, *, said):
    """The act with what its form holds, else the page again with what is wrong."""
    assignment = _decidable(request, uuid)
    form = FORMS[name](request.POST, auto_id=_ids(name))
    if not form.is_valid():
        return _page(request, assignment, **{name: form})
    return done(request, service, assignment, said=said, **form.cleaned_data)


def _page(request, assignment, **typed):
    """What can be done next; an answer heard on the phone only by whom may type it.

    A form among `typed` is shown again, with what is wrong.
    """
    shown = assignment_page(assignment, user=request.user)
    if not rules.may_type_answer(request.user, assignment):
        shown["acts"].discard("phone")
    shown |= {name: form_class(auto_id=_ids(name)) for name, form_class in FORMS.items()}
    shown |= {
        "phone_form": PhoneAnswerForm(slots=shown["slot_choices"]),
        "employer_form": EmployerForm(initial={"consent": assignment.employer}),
        "form": next(iter(typed.values()), None),
    }
    return render(request, "reinforcement/assignment_detail.html", shown | typed)


def _ids(name):
    """The page holds several forms: each has its own ids."""
    return f"{name}_%s"
