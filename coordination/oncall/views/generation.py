"""A proposal for a draft roster: asked, followed while it is computed, read, taken up."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.oncall import rules
from coordination.oncall.forms import GenerationForm
from coordination.oncall.models import GenerationRun, Roster
from coordination.oncall.selectors.proposal import asking_page, placed_in, proposal_of
from coordination.oncall.services import generation
from portal.lib.access import check
from portal.ui.feedback import done, refusals_as_messages


@require_http_methods(["GET", "POST"])
def generation_ask(request, uuid):
    """The proposals of a draft, and another one to ask for."""
    drafts = Roster.objects.visible_to(request.user).select_related("line")
    roster = get_object_or_404(drafts, uuid=uuid)
    check(rules.may_run_roster, request.user, roster)
    form = GenerationForm(request.POST or None, initial={"stays_close": placed_in(roster) > 0})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            return redirect(generation.ask_generation(roster, **form.cleaned_data, by=request.user))
    return render(request, "oncall/generation_ask.html", {"form": form, **asking_page(roster)})


@require_safe
def generation_detail(request, uuid):
    """How far the computation is, then what it proposes; read again while it runs."""
    run = _run(request, uuid)
    check(rules.may_run_generation, request.user, run)
    shown = {"run": run, "roster": run.roster, "proposal": proposal_of(run), "now": timezone.now()}
    if request.htmx and run.is_living:
        return render(request, "oncall/_generation_progress.html", shown)
    response = render(request, "oncall/generation_detail.html", shown)
    if request.htmx:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def generation_stop(request, uuid):
    """The computation stops and keeps its best."""
    run = _run(request, uuid)
    check(rules.may_run_generation, request.user, run)
    said = "Le calcul s’arrête et garde ce qu’il a trouvé."
    return done(request, generation.stop_generation, run, said=said)


@require_POST
def generation_apply(request, uuid):
    """The draft holds the proposal; it remains a draft."""
    run = _run(request, uuid)
    check(rules.may_run_generation, request.user, run)
    said = "La proposition est reprise dans le tableau, qui reste un brouillon à relire."
    return done(request, generation.apply_proposal, run, said=said)


def _run(request, uuid):
    runs = GenerationRun.objects.visible_to(request.user).select_related("roster__line")
    return get_object_or_404(runs, uuid=uuid)
