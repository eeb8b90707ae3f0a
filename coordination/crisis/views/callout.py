"""Calling people to a cell: the call-outs, one seen before it leaves, its board."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.callout import AnswerForm, CallOutForm, ChosenForm
from coordination.crisis.selectors.callout.board import (
    board,
    call_awaited,
    callouts_of,
    callouts_seen,
    calls_seen,
)
from coordination.crisis.selectors.callout.ladder import plan, reachable
from coordination.crisis.services.callout import launch as services
from coordination.crisis.services.callout.answer import Said, give_answer
from coordination.crisis.services.cell import record_access
from coordination.crisis.views.seen import count_refused, in_its_zone, kept, seen_cell
from portal.lib.access import check
from portal.ui.feedback import done
from portal.ui.paging import keyset


@require_GET
def callout_list(request, uuid):
    """The call-outs of a cell, the newest first."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="rappels")
    after = request.GET.get("apres", "")
    page = keyset(callouts_of(cell), by=["-opened_at", "pk"], after=after)
    shown = {"cell": cell, "crisis": cell.crisis, "page": page}
    return render(request, "crisis/callout_list.html", shown)


@require_http_methods(["GET", "POST"])
def callout_launch(request, uuid):
    """First who would be called for each role, in which order and why; then the call-out itself."""
    return _called(request, uuid, CallOutForm, chosen=False)


@require_http_methods(["GET", "POST"])
def callout_choose(request, uuid):
    """The same for people chosen one by one."""
    return _called(request, uuid, ChosenForm, chosen=True)


@require_GET
def callout_detail(request, uuid):
    """The roll-call board."""
    callout = _seen(request, uuid)
    with in_its_zone(callout.cell):
        return render(request, "crisis/callout_detail.html", _board(request, callout))


@require_GET
def callout_follow(request, uuid):
    """The board alone, fetched again while the page is open."""
    callout = _seen(request, uuid)
    if not request.htmx:
        return redirect(callout)
    with in_its_zone(callout.cell):
        return render(request, "crisis/_callout_board.html", _board(request, callout))


@require_POST
def callout_end(request, uuid):
    """Nobody is called any more."""
    callout = _seen(request, uuid)
    check(rules.may_call_out, request.user, callout.cell)
    said = "Le rappel est terminé : plus personne n’est appelé."
    return done(request, services.end_callout, callout, said=said)


@require_http_methods(["GET", "POST"])
def call_detail(request, uuid):
    """The answer of somebody called: their own, or what they said on the telephone."""
    call = get_object_or_404(calls_seen(request.user), uuid=uuid)
    check(rules.may_answer_call, request.user, call)
    cell, own = call.callout.cell, call.user_id == request.user.pk
    form = AnswerForm(request.POST or None)
    if kept(request, form, lambda: _answer(request, call, form), said="La réponse est notée."):
        return redirect(call.callout if rules.may_read_log(request.user, cell) else call)
    shown = {"call": call, "callout": call.callout, "cell": cell, "crisis": cell.crisis}
    with in_its_zone(cell):
        return render(request, "crisis/call_detail.html", shown | {"form": form, "own": own})


def _seen(request, uuid):
    callout = get_object_or_404(callouts_seen(request.user), uuid=uuid)
    record_access(callout.cell, request.user, what="tableau d’appel")
    return callout


def _board(request, callout):
    shown = board(callout, after=request.GET.get("apres", ""))
    cell, user = callout.cell, request.user
    shown |= {"cell": cell, "crisis": cell.crisis}
    shown["may_end"] = callout.ended_at is None and rules.may_call_out(user, cell)
    shown["may_note"] = callout.ended_at is None and rules.may_write_log(user, cell)
    shown["mine"] = call_awaited(callout, user)
    return shown


def _called(request, uuid, form_class, *, chosen):
    cell = seen_cell(request, uuid, rule=rules.may_call_out)
    asked = request.POST if request.method == "POST" else request.GET
    form = form_class(asked if "cause" in asked else None, cell=cell, user=request.user)
    if "lancer" in request.POST and (callout := _launched(request, cell, form)):
        return redirect(callout)
    if "lancer" not in request.POST:
        count_refused(request, form)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "chosen": chosen}
    shown |= _planned(request, cell, form, chosen=chosen)
    return render(request, "crisis/callout_launch.html", shown)


def _planned(request, cell, form, *, chosen):
    """The preview: of what was asked, else of what the level requires."""
    if form.is_bound and not form.is_valid() or chosen and not form.is_bound:
        return {}
    wanted = form.wanted()
    plans = plan(cell, wanted.asked, besides=request.user)
    count = reachable(plans) + sum(seat.by_hand for seat in plans)
    lists = ("roles", "people", "cards", "contacts", "groups")
    asked = [(name, one.pk) for name in lists for one in getattr(wanted, name)]
    return {"plans": plans, "count": count, "asked": asked, "cause": wanted.cause}


def _launched(request, cell, form):
    found = []

    def launch():
        found.append(services.launch_callout(cell, form.wanted(), by=request.user))

    if kept(request, form, launch, said="Le rappel est parti : les réponses arrivent ici."):
        return found[0]
    return None


def _answer(request, call, form):
    asked = form.cleaned_data
    give_answer(call, Said(asked["answer"], asked["eta_minutes"]), by=request.user)
