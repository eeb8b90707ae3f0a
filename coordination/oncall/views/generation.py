"""A proposal for a draft roster: asked, followed while it is computed, read, taken up."""

from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.oncall import rules
from coordination.oncall.forms import ChoiceForm, GenerationForm
from coordination.oncall.models import GenerationRun, Roster
from coordination.oncall.selectors.drawing.adjustment import (
    comparison_of,
    others_of,
    place_page,
    slots_page,
)
from coordination.oncall.selectors.drawing.proposal import asking_page, placed_in, proposal_of
from coordination.oncall.services.drawing import generation
from coordination.oncall.services.drawing.proposal import adjust_proposal
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
    shown["others"] = others_of(run) if run.result else []
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


@require_safe
def generation_slots(request, uuid):
    """The proposal slot by slot, a week at a time, with who could be changed."""
    run = _run(request, uuid)
    check(rules.may_run_generation, request.user, run)
    shown = slots_page(run, request.GET.get("semaine", ""))
    zone = ZoneInfo(run.roster.line.zone)
    return render(
        request,
        "oncall/generation_slots.html",
        shown | {"run": run, "roster": run.roster, "zone": zone},
    )


@require_http_methods(["GET", "POST"])
def generation_place(request, uuid, slot, role, leaves):
    """Who could hold a place of the proposal instead, at what cost; the roster does not move."""
    run = _run(request, uuid)
    check(rules.may_run_generation, request.user, run)
    page = place_page(run, slot, role, leaves)
    if page is None:
        raise Http404
    form = ChoiceForm(request.POST or None, rows=page["choices"])
    if form.is_valid():
        place = {"slot": slot, "role": role, "leaves": leaves}
        with refusals_as_messages(request, success="La proposition est modifiée, son coût aussi."):
            adjust_proposal(run, **place, **form.cleaned_data, by=request.user)
        return redirect("oncall:generation_slots", run.uuid)
    return render(request, "oncall/generation_place.html", page | {"run": run, "form": form})


@require_safe
def generation_compare(request, uuid, other):
    """Two proposals of one roster side by side."""
    run, second = _run(request, uuid), _run(request, other)
    check(rules.may_run_generation, request.user, run)
    comparison = comparison_of(run, second) if run.roster_id == second.roster_id else None
    if comparison is None:
        raise Http404
    shown = {"run": run, "other": second, "roster": run.roster, "comparison": comparison}
    return render(request, "oncall/generation_compare.html", shown)


def _run(request, uuid):
    runs = GenerationRun.objects.visible_to(request.user).select_related("roster__line")
    return get_object_or_404(runs, uuid=uuid)
