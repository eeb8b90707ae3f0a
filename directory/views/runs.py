"""What each file did to the directory, for the ARS and the administration."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from directory import rules
from directory.models import ImportRun
from directory.selectors.runs import may_be_undone, remarks_of
from directory.services import undo_import
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset


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
    context = {
        "run": run,
        "page": keyset(remarks_of(run), by=["pk"], after=request.GET.get("apres", ""), size=50),
        "may_undo": rules.may_undo_run(request.user, run) and may_be_undone(run),
    }
    return render(request, "directory/run_detail.html", context)


@require_POST
def run_undo(request, uuid):
    """The directory is as it was before this run."""
    run = get_object_or_404(ImportRun.objects.visible_to(request.user), uuid=uuid)
    check(rules.may_undo_run, request.user, run)
    with refusals_as_messages(request, success="L’import est annulé : l’annuaire est comme avant."):
        undo_import(run, by=request.user)
    return redirect(run)
