"""Situation reports of a cell: the list, one report, its words, its PDF, its moves."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.sitrep import AudienceForm, ShortForm, SitrepForm
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.figures.values import values_of
from coordination.crisis.selectors.sitrep import (
    BY,
    children_reports,
    due_at,
    late_hours,
    receipts_of,
    sitreps_of,
)
from coordination.crisis.services import sitrep as services
from coordination.crisis.services.sitrep_follow import note_opened, remind_silent
from coordination.crisis.views.seen import kept, seen_cell
from portal.lib.access import check
from portal.ui.feedback import done, refusals_as_messages
from portal.ui.paging import keyset

ACTS = {
    "soumettre": (services.submit_sitrep, "Le point de situation attend sa validation."),
    "reprendre": (services.send_back_sitrep, "Le point de situation est de nouveau en rédaction."),
    "valider": (services.validate_sitrep, "Le point de situation est validé : il ne change plus."),
    "chiffres": (services.refresh_figures, "Les chiffres sont ceux de maintenant."),
    "diffuser": (services.issue_sitrep, "Le point de situation est diffusé."),
}


@require_http_methods(["GET", "POST"])
def sitrep_list(request, uuid):
    """The reports, when the next is due, those of the cells below; a POST begins a draft."""
    rule = rules.may_write_log if request.method == "POST" else None
    cell = seen_cell(request, uuid, what="points de situation", rule=rule)
    form = AudienceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _begin(request, cell, form.cleaned_data["audience"])
    due = due_at(cell)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "due": due}
    after = request.GET.get("apres", "")
    shown["page"] = keyset(sitreps_of(cell, request.user), by=BY, after=after, size=25)
    shown["late"] = late_hours(due)
    shown["children"] = children_reports(cell, request.user)
    shown["may_write"] = rules.may_write_log(request.user, cell)
    return render(request, "crisis/sitrep_list.html", shown)


@require_GET
def sitrep_detail(request, uuid, number):
    """The report as it is read, and what may be done of it."""
    sitrep = _seen(request, uuid, number)
    user, cell = request.user, sitrep.cell
    note_opened(sitrep, user)
    shown = {"sitrep": sitrep, "cell": cell, "crisis": cell.crisis}
    shown["figures"] = sitrep.figures.select_related("sitrep")
    shown["may_write"] = rules.may_write_log(user, cell)
    shown["may_validate"] = rules.may_validate_sitrep(user, sitrep) and not (
        sitrep.level >= 2 and sitrep.author_id == user.pk
    )
    return render(request, "crisis/sitrep_detail.html", shown)


@require_http_methods(["GET", "POST"])
def sitrep_edit(request, uuid, number):
    """Its words, while it is a draft."""
    sitrep = _seen(request, uuid, number)
    check(rules.may_write_log, request.user, sitrep.cell)
    form = _form(request, sitrep)
    if kept(request, form, lambda: _edit(request, sitrep, form), said="Le texte est enregistré."):
        return redirect(sitrep)
    shown = {"sitrep": sitrep, "cell": sitrep.cell, "crisis": sitrep.cell.crisis, "form": form}
    return render(request, "crisis/sitrep_edit.html", shown)


@require_POST
def sitrep_act(request, uuid, number, act):
    """Submit, take back, validate, issue."""
    sitrep = _seen(request, uuid, number)
    if act not in ACTS:
        raise Http404
    check(rules.may_move_sitrep, request.user, sitrep)
    service, said = ACTS[act]
    return done(request, service, sitrep, said=said)


@require_GET
def sitrep_pdf(request, uuid, number):
    """The document as it was sent."""
    sitrep = _seen(request, uuid, number)
    if sitrep.state not in sitrep.OUT:
        raise Http404
    note_opened(sitrep, request.user)
    headers = {"Content-Disposition": f'inline; filename="point-de-situation-{number}.pdf"'}
    return HttpResponse(bytes(sitrep.document.pdf), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "POST"])
def sitrep_receipts(request, uuid, number):
    """Who was sent the report and opened it, the silent first; a POST reminds them, once."""
    sitrep = _seen(request, uuid, number)
    check(rules.may_write_log, request.user, sitrep.cell)
    if request.method == "POST":
        with refusals_as_messages(request, success="Les silencieux sont relancés, une seule fois."):
            remind_silent(sitrep, by=request.user)
        return redirect("crisis:sitrep_receipts", uuid, number)
    receipts = receipts_of(sitrep)
    shown = {"sitrep": sitrep, "cell": sitrep.cell, "crisis": sitrep.cell.crisis}
    shown |= {"receipts": receipts, "opened": sum(one.opened_at is not None for one in receipts)}
    shown["waiting"] = sum(not one.opened_at and not one.reminded_at for one in receipts)
    return render(request, "crisis/sitrep_receipts.html", shown)


def _begin(request, cell, audience):
    with refusals_as_messages(request, success="Le brouillon est prêt : complétez-le."):
        return redirect(services.draft_sitrep(cell, audience=audience, by=request.user))
    return redirect("crisis:sitrep_list", cell.uuid)


def _seen(request, uuid, number):
    cell = seen_cell(request, uuid, what=f"point de situation {number}")
    return get_object_or_404(sitreps_of(cell, request.user), number=number)


def _form(request, sitrep):
    """The ten fields of a plan bleu where its ladder says so; every section otherwise."""
    cell, typed = sitrep.cell, request.POST or None
    level = level_of(cell, sitrep.level)
    if cell.structure_id and level and level.short_sitrep:
        return ShortForm(typed, sitrep=sitrep, values=values_of(cell.structure, cell))
    return SitrepForm(typed, sitrep=sitrep)


def _edit(request, sitrep, form):
    words = form.cleaned_data
    said = {"by": request.user, "confirmed": words["confirmed"]}
    if isinstance(form, ShortForm):
        services.fill_short(sitrep, words, form.said, **said)
    else:
        services.edit_sitrep(sitrep, words, **said)
