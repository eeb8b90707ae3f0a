"""The hot debrief: answered by a personal link, read on its page; the draft of the story."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.forms.debrief import TestimonyForm
from coordination.crisis.selectors.chronology import HEADER, chronology, rows_of
from coordination.crisis.selectors.debrief import answers_of, ask_by_token
from coordination.crisis.services import debrief as services
from coordination.crisis.services.closing.content import chronology_pdf
from coordination.crisis.views.seen import in_its_zone, kept, seen_cell
from portal.lib import csv
from portal.ui.feedback import attached
from portal.ui.secret_address import discreet


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def debrief_answer(request, token):
    """What is asked; only a POST keeps anything. The link is the right to answer (decision 7)."""
    ask = ask_by_token(token)
    if ask is None:
        return discreet(render(request, "crisis/debrief_unknown.html", status=404))
    form = TestimonyForm(request.POST or None)
    said = "Merci : c’est enregistré, sans votre nom."
    cell, act = ask.debrief.cell, lambda: _testify(ask, form)
    if not ask.answered_on and kept(request, form, act, said=said, about=cell):
        return discreet(redirect("crisis:debrief_answer", token))
    shown = {"ask": ask, "form": form, "told": cell, "crisis": cell.crisis}
    return discreet(render(request, "crisis/debrief_answer.html", shown))


@require_GET
def debrief_detail(request, uuid):
    """Who was asked, how many answered, what they said."""
    cell = seen_cell(request, uuid, what="retour d’expérience")
    inside = rules.may_read_log(request.user, cell)
    shown = {"cell": cell, "crisis": cell.crisis, "inside": inside}
    shown["debriefs"] = answers_of(cell, inside=inside)
    return render(request, "crisis/debrief_detail.html", shown)


@require_GET
def chronology_detail(request, uuid):
    """The draft of the story of the cell, each line linked to its source."""
    cell = seen_cell(request, uuid, what="chronologie", rule=rules.may_read_log)
    shown = {"cell": cell, "crisis": cell.crisis, "events": chronology(cell)}
    with in_its_zone(cell):
        return render(request, "crisis/chronology.html", shown)


@require_GET
def chronology_file(request, uuid, kind):
    """The same, to keep: `csv`, else PDF."""
    cell = seen_cell(request, uuid, what="chronologie (fichier)", rule=rules.may_read_log)
    rows = rows_of(cell, chronology(cell))
    prefix = "EXERCICE-" if cell.crisis.is_exercise else ""
    name = f"{prefix}{cell.crisis.reference}-chronologie"
    if kind == "csv":
        return attached(csv.stream(HEADER, rows), f"{name}.csv")
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    pdf = chronology_pdf(cell, rows)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _testify(ask, form):
    asked = dict(form.cleaned_data)
    given = {name: asked.pop(name) for name in ("rating", "role", "confirmed")}
    services.answer_debrief(ask, asked, **given)
