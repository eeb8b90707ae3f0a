"""What is done to a need: one POST each, after a page that asks for a reason where one is due."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need_acts import (
    CopyForm,
    PriorityForm,
    ProlongForm,
    ReasonForm,
)
from coordination.reinforcement.models import Need
from coordination.reinforcement.services import drafting, submission
from coordination.reinforcement.services import need as services
from coordination.reinforcement.views.need import visible_need
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

SUBMITTED = {
    Need.State.OPEN: "Le besoin est en diffusion. Voyez qui correspond, puis prévenez.",
    Need.State.SUBMITTED: "Le besoin est soumis.",
}


@require_POST
def need_submit(request, uuid):
    """Draft to submitted, or open at once."""
    need = _guarded(request, uuid, rules.may_edit_need)
    with refusals_as_messages(request):
        reached = submission.submit_need(need, by=request.user)
        messages.success(request, SUBMITTED[reached])
    return redirect(need)


@require_POST
def need_validate(request, uuid):
    """Validated by the ARS, and open unless told to wait."""
    need = _guarded(request, uuid, rules.may_oversee_need)
    form = PriorityForm(request.POST)
    priority = form.cleaned_data["priority"] if form.is_valid() else None
    with refusals_as_messages(request, success="Le besoin est validé et en diffusion."):
        submission.validate_and_open(need, by=request.user, priority=priority)
    return redirect(need)


@require_POST
def need_open(request, uuid):
    """Validated to open."""
    need = _guarded(request, uuid, rules.may_run_need)
    with refusals_as_messages(request, success="Le besoin est en diffusion."):
        services.open_need(need, by=request.user)
    return redirect(need)


@require_POST
def need_resume(request, uuid):
    """Suspended to what it was."""
    need = _guarded(request, uuid, rules.may_run_need)
    with refusals_as_messages(request, success="Le besoin reprend."):
        services.resume_need(need, by=request.user)
    return redirect(need)


@require_POST
def need_close(request, uuid):
    """Over, by the manager's word."""
    need = _guarded(request, uuid, rules.may_run_need)
    with refusals_as_messages(request, success="Le besoin est clos."):
        services.close_need(need, by=request.user)
    return redirect(need)


@require_POST
def need_priority(request, uuid):
    """The ARS's priority."""
    need = _guarded(request, uuid, rules.may_oversee_need)
    form = PriorityForm(request.POST)
    if form.is_valid():
        with refusals_as_messages(request, success="La priorité est enregistrée."):
            services.set_priority(need, by=request.user, priority=form.cleaned_data["priority"])
    return redirect(need)


def need_return(request, uuid):
    """Back to its author, with what to change."""
    need = _guarded(request, uuid, rules.may_oversee_need)
    words = {
        "title": "Renvoyer le besoin à la structure",
        "lead": "Il redevient un brouillon. La structure lira votre motif.",
        "submit": "Renvoyer le besoin",
        "done": "Le besoin est renvoyé à la structure.",
    }
    return _with_reason(request, need, services.return_need, words)


def need_suspend(request, uuid):
    """Nobody more is told for now."""
    need = _guarded(request, uuid, rules.may_run_need)
    words = {
        "title": "Suspendre le besoin",
        "lead": "Plus personne n’est prévenu jusqu’à la reprise ; les messages non partis "
        "sont retirés, les places déjà tenues le restent.",
        "submit": "Suspendre le besoin",
        "done": "Le besoin est suspendu.",
    }
    return _with_reason(request, need, services.suspend_need, words)


def need_cancel(request, uuid):
    """Given up, everybody involved is told."""
    need = _guarded(request, uuid, rules.may_edit_need)
    words = {
        "title": "Annuler le besoin",
        "lead": "C’est définitif. Les volontaires sollicités ou retenus sont prévenus "
        "et liront votre motif.",
        "submit": "Annuler le besoin",
        "done": "Le besoin est annulé ; les personnes concernées sont prévenues.",
    }
    return _with_reason(request, need, services.cancel_need, words)


def need_prolong(request, uuid):
    """A later limit."""
    need = _guarded(request, uuid, rules.may_run_need)
    form = ProlongForm(request.POST or None, initial={"answer_by": need.answer_by})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, success="Le délai est prolongé."):
            services.prolong_need(need, by=request.user, answer_by=form.cleaned_data["answer_by"])
        return redirect(need)
    words = {
        "title": "Prolonger le délai de réponse",
        "lead": "Un besoin expiré est remis en diffusion jusqu’à cette date.",
        "submit": "Prolonger",
    }
    return render(request, "reinforcement/need_act.html", {"form": form, "need": need, **words})


def need_copy(request, uuid):
    """A new draft with the dates moved."""
    need = _guarded(request, uuid, rules.may_edit_need)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        copy = drafting.copy_need(need, by=request.user, weeks=form.cleaned_data["weeks"])
        return redirect("reinforcement:need_edit", uuid=copy.uuid)
    words = {
        "title": "Copier ce besoin",
        "lead": "Un brouillon est créé avec les mêmes réponses et les créneaux décalés.",
        "submit": "Créer la copie",
    }
    return render(request, "reinforcement/need_act.html", {"form": form, "need": need, **words})


def _guarded(request, uuid, rule):
    need = visible_need(request, uuid)
    check(rule, request.user, need)
    return need


def _with_reason(request, need, service, words):
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, success=words["done"]):
            service(need, by=request.user, reason=form.cleaned_data["reason"])
        return redirect(need)
    return render(request, "reinforcement/need_act.html", {"form": form, "need": need, **words})
