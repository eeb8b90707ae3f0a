"""What is to be looked at in the directory, by whoever keeps it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from directory import rules
from directory.forms.quality import BulkForm, DropForm, SignalFilter
from directory.models import Signal
from directory.selectors.quality import (
    MOST_COUNTED,
    counts_by_rule,
    latest_scores,
    score_by_week,
    sides,
    waiting_signals,
)
from directory.services.quality import acts, taking
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset

SIZE = 50
LIST = "directory:signal_list"
ACTS = {
    "suivre": (taking.take_signal, "Vous vous en occupez : les autres le voient dans la liste."),
    "rendre": (taking.give_back, "Ce signalement attend de nouveau quelqu’un."),
    "garder": (acts.keep_ours, "Notre valeur est gardée."),
    "prendre": (acts.take_theirs, "La fiche porte la valeur de la source."),
    "reparer": (acts.repair_place, "La fiche est réparée."),
    "sans-suite": (acts.drop_signal, "Le signalement est classé sans suite."),
}


@require_safe
def signal_list(request):
    """The signals that wait, the gravest first, and how the territory in force stands."""
    check(rules.may_see_quality, request.user, None)
    form, territory = SignalFilter(request.GET), getattr(request, "territory", None)
    inside = {"territory": territory.pk if territory else None, **form.asked()}
    found = waiting_signals(request.user, **inside)
    after = request.GET.get("apres", "")
    page = keyset(found, by=["-weight", "raised_at", "pk"], after=after, size=SIZE)
    context = {"form": form, "page": page, "territory": territory, **_standing(territory)}
    return render(request, "directory/signal_list.html", context | _counts(found))


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
    is_whole, chosen = form.is_valid(), form.cleaned_data.get("signals")
    if not chosen:
        messages.error(request, "Cochez au moins un signalement encore ouvert.")
    if not chosen or is_whole:
        return _dropped(request, form.cleaned_data) if chosen else redirect(LIST)
    if "confirm" not in request.POST:
        form = BulkForm(initial={"signals": chosen}, signals=visible)
    return render(request, "directory/signal_bulk.html", {"form": form, "chosen": chosen})


def _dropped(request, said):
    with refusals_as_messages(request, success="Ces signalements sont classés sans suite."):
        acts.drop_signals(list(said["signals"]), by=request.user, reason=said["reason"])
    return redirect(LIST)


def _signal(request, pk):
    visible = Signal.objects.visible_to(request.user)
    full = visible.select_related(
        "structure__commune", "structure__category", "other__commune", "taken_by"
    )
    return get_object_or_404(full, pk=pk)


def _counts(found):
    labels = dict(Signal.Rule.choices)
    counts = sorted(counts_by_rule(found).items(), key=lambda one: -one[1])
    named = [(capfirst(labels.get(rule, rule)), count) for rule, count in counts]
    total = sum(count for _, count in counts)
    return {"counts": named, "total": min(total, MOST_COUNTED), "is_more": total > MOST_COUNTED}


def _standing(territory):
    if territory is None:
        return {}
    return {"scores": latest_scores(territory), "weeks": score_by_week(territory)}


def _may_merge(user, signal):
    return all(rules.may_merge(user, one) for one in (signal.structure, signal.other))
