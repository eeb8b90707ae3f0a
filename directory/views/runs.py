"""What each file did to the directory, for the ARS and the administration."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import rules
from directory.forms.held import HeldForm
from directory.models import ImportRun
from directory.selectors.runs import (
    examples_of,
    held_of,
    may_be_undone,
    named,
    progress_of,
    remarks_of,
    undo_of,
)
from directory.services import foresee_undo
from directory.services.held import accept_held, drop_held
from directory.services.undoing import ask_undo
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset

DECISIONS = {
    "accept": (accept_held, "Le fichier va être appliqué."),
    "drop": (drop_held, "L’import est abandonné : rien n’a changé."),
}


@require_safe
def run_list(request):
    """The files that were read, the last one first."""
    check(rules.may_see_runs, request.user, None)
    found = ImportRun.objects.visible_to(request.user)
    page = keyset(found, by=["-pk"], after=request.GET.get("apres", ""), size=30)
    return render(request, "directory/run_list.html", {"page": page})


@require_safe
def run_detail(request, uuid):
    """The counts of one run, and what it said of the lines."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), uuid=uuid)
    shown = _progress(run)
    if request.htmx and shown["is_under_way"]:
        return render(request, "directory/_run_progress.html", shown)
    page = keyset(remarks_of(run), by=["pk"], after=request.GET.get("apres", ""), size=50)
    waits = shown["is_under_way"] or not rules.may_undo_run(request.user, run)
    context = shown | {"page": page, "may_undo": not waits and may_be_undone(run)}
    context |= _held(request.user, run)
    response = render(request, "directory/run_detail.html", context)
    if request.htmx:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def run_decide(request, uuid, act):
    """A held file is applied all the same by the worker, or dropped."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), uuid=uuid)
    check(rules.may_decide_held, request.user, run)
    held = held_of(run)
    if held is None:
        raise Http404
    form, (service, said) = HeldForm(request.POST, source=run.source), DECISIONS[act]
    form.is_valid()
    asked = {"reason": "", **form.cleaned_data}
    with refusals_as_messages(request, success=said):
        service(held, **asked, by=request.user)
    return redirect(run)


@require_http_methods(["GET", "HEAD", "POST"])
def run_undo(request, uuid):
    """What taking this run back would do; then the worker does it."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), uuid=uuid)
    check(rules.may_undo_run, request.user, run)
    if request.method != "POST":
        return _foreseen(request, run)
    with refusals_as_messages(request, success="L’annulation est demandée."):
        ask_undo(run, by=request.user)
    return redirect(run)


def _foreseen(request, run):
    with refusals_as_messages(request):
        told = foresee_undo(run)
        rows = {"returning": named(told.returning), "locked": named(told.locked)} if told else {}
        return render(request, "directory/run_undo.html", {"run": run, "told": told, **rows})
    return redirect(run)


def _progress(run):
    undo = undo_of(run)
    waits = run.state == ImportRun.State.QUEUED or (undo is not None and undo.waits)
    step = progress_of(run) if waits else ""
    return {"run": run, "undo": undo, "step": step, "is_under_way": waits, "now": timezone.now()}


def _held(user, run):
    held = held_of(run)
    if held is None:
        return {}
    waits = run.state == ImportRun.State.HELD and held.parts.exists()
    may = waits and rules.may_decide_held(user, run)
    form = HeldForm(source=run.source) if may else None
    return {"held": held, "examples": examples_of(held), "form": form}
