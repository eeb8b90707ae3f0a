"""Hand-overs: written, read with what the incoming person needs, accepted; all of who leaves."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.handover import EverythingForm, HandoverForm
from coordination.crisis.selectors import log_page, work
from coordination.crisis.services import handover as services
from coordination.crisis.views.seen import kept, seen_cell, seen_of_cell
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

ACTS = {
    "accepter": (services.accept_handover, "La fonction est à vous, avec ses tâches."),
    "retirer": (services.withdraw_handover, "La passation est retirée."),
}
# What the incoming person reads besides the three texts (sheet 2).
FLAGGED, DECISIONS = 20, 10


@require_http_methods(["GET", "POST"])
def handover_write(request, uuid):
    """The outgoing person writes three texts; the role stays theirs until it is accepted."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    form = HandoverForm(request.POST or None, cell=cell, user=request.user)
    said = "Les consignes sont écrites : la fonction reste à vous jusqu’à son accord."
    if kept(request, form, lambda: _write(request, cell, form), said=said):
        return redirect(form.handover)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "title": "Passer une fonction"}
    return render(request, "crisis/work_form.html", shown | {"submit": "Écrire les consignes"})


@require_http_methods(["GET", "POST"])
def handover_all(request, uuid):
    """Every role and every task of somebody who leaves, in one action (rule 30)."""
    cell = seen_cell(request, uuid, rule=rules.may_hand_over)
    runs = rules.may_run_cell(request.user, cell)
    form = EverythingForm(request.POST or None, cell=cell, user=request.user, runs=runs)
    if kept(request, form, lambda: _all(request, cell, form), said="Tout est transmis."):
        return redirect("crisis:crisis_list")
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "submit": "Tout transmettre"}
    shown["title"] = "Tout transmettre avant de partir"
    shown["lead"] = "Fonctions et tâches changent de main tout de suite, sans attendre d’accord."
    return render(request, "crisis/work_form.html", shown)


@require_GET
def handover_detail(request, uuid):
    """The three texts, and what the incoming person must have read before they accept."""
    handover = _seen(request, uuid)
    cell, user = handover.cell, request.user
    shown = {"handover": handover, "cell": cell, "crisis": cell.crisis}
    shown["may_answer"] = rules.may_answer_handover(user, handover) and handover.is_waiting
    tasks = work.tasks_of(cell).filter(owner_role=handover.role_id)
    shown["tasks"] = tasks.open().order_by("-priority", "due_at", "pk")[:50]
    if rules.may_read_log(user, cell):
        flagged = log_page.entries(cell, log_page.Filters(flagged=True)).order_by("-seq")
        shown["lines"] = log_page.shown(flagged[:FLAGGED])
        shown["decisions"] = work.decisions_of(cell).in_force().order_by("-number")[:DECISIONS]
    return render(request, "crisis/handover_detail.html", shown)


@require_POST
def handover_act(request, uuid, act):
    """Accepted by the one, or taken back by the other."""
    handover = _seen(request, uuid)
    if act not in ACTS:
        raise Http404
    check(rules.may_answer_handover, request.user, handover)
    service, said = ACTS[act]
    with refusals_as_messages(request, success=said):
        service(handover, by=request.user)
    return redirect(handover)


def _seen(request, uuid):
    return seen_of_cell(request, work.handovers_seen(request.user), uuid, what="passation")


def _write(request, cell, form):
    asked = form.cleaned_data
    form.handover = services.write_handover(
        cell, asked["role"], form.words, to=asked["to"], by=request.user
    )


def _all(request, cell, form):
    asked = form.cleaned_data
    services.hand_over_all(cell, asked["giver"], to=asked["to"], words=form.words, by=request.user)
