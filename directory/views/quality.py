"""What is to be looked at in the directory, by whoever keeps it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from directory import rules
from directory.forms.quality import BulkForm, DropForm, SignalFilter
from directory.models import Signal
from directory.selectors.quality import (
    counts_by_rule,
    latest_scores,
    score_by_week,
    sides,
    waiting_signals,
)
from directory.services.quality import acts
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset

SIZE = 50
ACTS = {
    "garder": (acts.keep_ours, "Notre valeur est gardée."),
    "prendre": (acts.take_theirs, "La fiche porte la valeur de la source."),
    "reparer": (acts.repair_place, "La fiche est réparée."),
    "sans-suite": (acts.drop_signal, "Le signalement est classé sans suite."),
}


@require_safe
def signal_list(request):
    """The signals that wait, the gravest first, and how the territory in force stands."""
    check(rules.may_see_quality, request.user, None)
    form = SignalFilter(request.GET)
    territory = getattr(request, "territory", None)
    inside = {"territory": territory.pk if territory else None, **form.asked()}
    found = waiting_signals(request.user, **inside)
    order = ["-weight", "raised_at", "pk"]
    page = keyset(found, by=order, after=request.GET.get("apres", ""), size=SIZE)
    context = {
        "form": form, "page": page, "total": sum(counts_by_rule(found).values()),
        "counts": _counts(found), "territory": territory,
        "scores": latest_scores(territory) if territory else [],
        "weeks": score_by_week(territory) if territory else [],
    }  # fmt: skip
    return render(request, "directory/signal_list.html", context)


@require_safe
def signal_detail(request, pk):
    """One fault: both values, and what settles it."""
    signal = _signal(request, pk)
    context = {
        "signal": signal, "structure": signal.structure, "sides": sides(signal),
        "form": DropForm(), "may_merge": signal.other and _may_merge(request.user, signal),
    }  # fmt: skip
    return render(request, "directory/signal_detail.html", context)


@require_POST
def signal_act(request, pk, act):
    """The signal is settled as `act` says."""
    signal = _signal(request, pk)
    if act not in ACTS:
        raise Http404
    check(rules.may_settle, request.user, signal)
    service, said = ACTS[act]
    with refusals_as_messages(request, success=said):
        service(signal, by=request.user, reason=request.POST.get("reason", ""))
    return redirect(signal)


@require_POST
def signal_bulk(request):
    """Several signals that are no fault: shown first, then settled with one reason."""
    check(rules.may_see_quality, request.user, None)
    visible = Signal.objects.visible_to(request.user).waiting().select_related("structure")
    form = BulkForm(request.POST, signals=visible)
    if form.is_valid():
        with refusals_as_messages(request, success="Ces signalements sont classés sans suite."):
            chosen = list(form.cleaned_data["signals"])
            acts.drop_signals(chosen, by=request.user, reason=form.cleaned_data["reason"])
        return redirect("directory:signal_list")
    chosen = form.cleaned_data.get("signals")
    if not chosen:
        messages.error(request, "Cochez au moins un signalement encore ouvert.")
        return redirect("directory:signal_list")
    if "confirm" not in request.POST:
        form = BulkForm(initial={"signals": chosen}, signals=visible)
    return render(request, "directory/signal_bulk.html", {"form": form, "chosen": chosen})


def _signal(request, pk):
    visible = Signal.objects.visible_to(request.user)
    full = visible.select_related("structure__commune", "structure__category", "other__commune")
    return get_object_or_404(full, pk=pk)


def _counts(found):
    labels = dict(Signal.Rule.choices)
    counts = sorted(counts_by_rule(found).items(), key=lambda one: -one[1])
    return [(labels.get(rule, rule).capitalize(), count) for rule, count in counts]


def _may_merge(user, signal):
    return all(rules.may_merge(user, one) for one in (signal.structure, signal.other))
