"""What is done to a need: one POST each, after a page that asks for a reason where one is due."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need_acts import (
    CopyForm,
    PriorityForm,
    ProlongForm,
    ReasonForm,
)
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors.drafting import zone_of
from coordination.reinforcement.services import drafting, submission
from coordination.reinforcement.services import need as services
from coordination.reinforcement.views.need import visible_need
from portal.lib.access import check
from portal.ui.feedback import done, refusals_as_messages

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
    asked = form.cleaned_data if form.is_valid() else {}
    said = "Le besoin est validé et en diffusion."
    return done(request, submission.validate_and_open, need, said=said, **asked)


@require_POST
def need_open(request, uuid):
    """Validated to open."""
    need = _guarded(request, uuid, rules.may_run_need)
    return done(request, services.open_need, need, said="Le besoin est en diffusion.")


@require_POST
def need_resume(request, uuid):
    """Suspended to what it was."""
    need = _guarded(request, uuid, rules.may_run_need)
    return done(request, services.resume_need, need, said="Le besoin reprend.")


@require_POST
def need_close(request, uuid):
    """Over, by the manager's word."""
    need = _guarded(request, uuid, rules.may_run_need)
    return done(request, services.close_need, need, said="Le besoin est clos.")


@require_POST
def need_priority(request, uuid):
    """The ARS's priority."""
    need = _guarded(request, uuid, rules.may_oversee_need)
    form = PriorityForm(request.POST)
    if not form.is_valid():
        return redirect(need)
    said = "La priorité est enregistrée."
    return done(request, services.set_priority, need, said=said, **form.cleaned_data)


def need_return(request, uuid):
    """Back to its author, with what to change."""
    need = _guarded(request, uuid, rules.may_oversee_need)
    words = {
        "title": "Renvoyer le besoin à la structure",
        "lead": "Il redevient un brouillon. La structure lira votre motif.",
        "submit": "Renvoyer le besoin",
        "done": "Le besoin est renvoyé à la structure.",
    }
    form = ReasonForm(request.POST or None)
    return _asked_first(request, need, form, services.return_need, words)


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
    form = ReasonForm(request.POST or None)
    return _asked_first(request, need, form, services.suspend_need, words)


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
    form = ReasonForm(request.POST or None)
    return _asked_first(request, need, form, services.cancel_need, words)


def need_prolong(request, uuid):
    """A later limit."""
    need = _guarded(request, uuid, rules.may_run_need)
    words = {
        "title": "Prolonger le délai de réponse",
        "lead": "Un besoin expiré est remis en diffusion jusqu’à cette date.",
        "submit": "Prolonger",
        "done": "Le délai est prolongé.",
    }
    with timezone.override(zone_of(need.structure_id, None)):
        form = ProlongForm(request.POST or None, initial={"answer_by": need.answer_by})
        return _asked_first(request, need, form, services.prolong_need, words)


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


def _asked_first(request, need, form, service, words):
    """The page that asks what the act needs, then the act with what was typed."""
    if request.method == "POST" and form.is_valid():
        return done(request, service, need, said=words["done"], **form.cleaned_data)
    return render(request, "reinforcement/need_act.html", {"form": form, "need": need, **words})
