"""The register of decisions of a cell."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.work import ProposalForm, ReasonForm
from coordination.crisis.selectors import work
from coordination.crisis.services import decision as register
from coordination.crisis.views.seen import count_refused, kept, seen_cell
from coordination.crisis.views.source import entry_named
from portal.lib.access import check
from portal.ui.feedback import done
from portal.ui.forms import PortalForm
from portal.ui.paging import keyset

# What is done, whether a reason is asked, the words of the page and what is said afterwards.
ACTS = {
    "prendre": (register.take_decision, False, "Prendre la décision", "est en vigueur"),
    "suspendre": (register.suspend_decision, True, "Suspendre la décision", "est suspendue"),
    "reprendre": (register.resume_decision, False, "Remettre en vigueur", "est en vigueur"),
    "abroger": (register.repeal_decision, True, "Abroger la décision", "est abrogée"),
    "ecarter": (register.drop_decision, True, "Écarter la proposition", "est écartée"),
}


@require_GET
def decision_list(request, uuid):
    """Every decision, the newest first; those in force alone when asked."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="décisions")
    rows = work.decisions_of(cell)
    in_force = request.GET.get("vigueur") == "1"
    rows = rows.in_force() if in_force else rows
    page = keyset(rows, by=work.DECISIONS_BY, after=request.GET.get("apres", ""), size=50)
    shown = {"cell": cell, "crisis": cell.crisis, "page": page, "in_force": in_force}
    shown["may_write"] = rules.may_write_log(request.user, cell)
    return render(request, "crisis/decision_list.html", shown)


@require_GET
def decision_detail(request, uuid, number):
    """What was decided, why, by whom, and what became of it: an address that can be cited."""
    cell, decision = _seen(request, uuid, number)
    shown = {"cell": cell, "crisis": cell.crisis, "decision": decision}
    shown["may_decide"] = rules.may_decide(request.user, decision)
    shown["may_write"] = rules.may_write_log(request.user, cell)
    shown["tasks"] = work.tasks_of(cell).filter(decision=decision)[:50]
    shown |= {"files": decision.attachments.named(), "what": "decision", "subject": decision}
    return render(request, "crisis/decision_detail.html", shown)


@require_http_methods(["GET", "POST"])
def decision_write(request, uuid):
    """A decision proposed, or taken at once; from a line of the log, or in place of another."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    entry, text = entry_named(request, cell)
    old = _old(request, cell)
    form = ProposalForm(request.POST or None, cell=cell, initial={"statement": text})
    said = "Le registre est à jour."
    if kept(request, form, lambda: _write(request, cell, form, entry, old), said=said):
        return redirect(form.decision)
    title = f"Remplacer la décision n° {old.number}" if old else "Inscrire une décision"
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "title": title}
    return render(request, "crisis/work_form.html", shown | {"submit": "Inscrire au registre"})


@require_http_methods(["GET", "POST"])
def decision_act(request, uuid, number, act):
    """Taken, suspended, resumed, repealed, set aside; with a reason when it ends something."""
    cell, decision = _seen(request, uuid, number)
    if act not in ACTS:
        raise Http404
    check(rules.may_decide, request.user, decision)
    service, with_reason, title, said = ACTS[act]
    form = (ReasonForm if with_reason else PortalForm)(_posted(request))
    if form.is_valid():
        said = f"La décision n° {number} {said}."
        return done(request, service, decision, said=said, **form.cleaned_data)
    count_refused(request, form)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "decision": decision}
    shown |= {"title": f"{title} n° {number}", "lead": decision.statement, "submit": title}
    return render(request, "crisis/work_form.html", shown)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _seen(request, uuid, number):
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what=f"décision {number}")
    return cell, get_object_or_404(work.decisions_of(cell), number=number)


def _old(request, cell):
    number = request.GET.get("remplace", "")
    if not number.isdecimal():
        return None
    return get_object_or_404(work.decisions_of(cell), number=int(number[:9]))


def _write(request, cell, form, entry, old):
    asked = form.cleaned_data
    act = register.decide if asked["take_now"] else register.propose_decision
    said = form.proposal(entry=entry, supersedes=old)
    form.decision = act(cell, said, by=request.user, confirmed=asked["confirmed"])
