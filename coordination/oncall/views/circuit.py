"""The circuit of a roster: drawn up, published, sent; its versions, and what was answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms.circuit import RosterForm
from coordination.oncall.models import Line, Roster
from coordination.oncall.selectors.rosters.circuit import circuit_page, sent_on, version_page
from coordination.oncall.services.rosters import circuit, document
from coordination.oncall.services.rosters.roster import abandon_roster, draft_roster, publish_roster
from portal.audit.services import record_export
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import attached, refusals_as_messages

ACTS = {
    "simuler": (circuit.simulate_roster, "Le tableau est prêt à être relu."),
    "brouillon": (circuit.reopen_roster, "Le tableau est de nouveau un brouillon."),
    "publier": (publish_roster, "Le tableau est publié : chacun apprend ses astreintes."),
    "transmettre": (circuit.transmit_roster, "Le tableau est transmis, l’accusé est attendu."),
    "diffuser": (circuit.distribute_roster, "Le tableau est diffusé, les accusés sont attendus."),
    "abandonner": (abandon_roster, "Le tableau est abandonné."),
}


@require_http_methods(["GET", "POST"])
def roster_draft(request, slug):
    """A new roster: its days, with every slot the line is to hold."""
    line = get_object_or_404(Line.objects.visible_to(request.user), slug=slug)
    check(rules.may_run_line, request.user, line)
    form = RosterForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(draft_roster(line, **form.cleaned_data, by=request.user))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "oncall/roster_draft.html", {"form": form, "line": line})


@require_GET
def roster_circuit(request, uuid):
    """Where the roster stands, its legal dates, what was sent to whom and what they answered."""
    roster = _roster(request, uuid)
    check(rules.may_run_roster, request.user, roster)
    return render(request, "oncall/roster_circuit.html", circuit_page(roster))


@require_POST
def roster_act(request, uuid, act):
    """One step of the circuit."""
    roster = _roster(request, uuid)
    check(rules.may_run_roster, request.user, roster)
    if act not in ACTS:
        raise Http404
    service, said = ACTS[act]
    with refusals_as_messages(request, success=said):
        service(roster, by=request.user)
    return redirect("oncall:roster_circuit", roster.uuid)


@require_GET
def version_detail(request, uuid, number):
    """One version: what it changes, slot by slot and person by person, and its documents."""
    roster = _roster(request, uuid)
    version = get_object_or_404(roster.versions.select_related("author"), number=number)
    shown = version_page(version) | {"roster": roster, "version": version}
    shown["runs"] = rules.may_run_roster(request.user, roster)
    return render(request, "oncall/version_detail.html", shown)


@require_GET
def version_file(request, uuid, number, kind):
    """The version as a document; data files are for who runs the line, and the journal knows."""
    roster = _roster(request, uuid)
    version = get_object_or_404(roster.versions.select_related("author"), number=number)
    version.roster = roster
    if kind != "pdf":
        check(rules.may_run_roster, request.user, roster)
        try:
            record_export(request.user, "roster.exported", roster, version=number, kind=kind)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("oncall:version_detail", roster.uuid, number)
    return file_of(version, kind)


@require_POST
def receipt_note(request, pk):
    """The coordination notes what a recipient said by telephone or on paper."""
    sent = get_object_or_404(sent_on(request.user), pk=pk)
    roster = sent.version.roster
    check(rules.may_run_roster, request.user, roster)
    with refusals_as_messages(request, success="L’accusé de réception est noté."):
        circuit.answer_version(sent, by=request.user)
    return redirect("oncall:roster_circuit", roster.uuid)


def file_of(version, kind):
    """The version as PDF, CSV or JSON; 404 for anything else."""
    name = f"tableau-{version.roster.line.slug}-v{version.number}.{kind}"
    if kind == "csv":
        return attached(document.roster_csv(version), name)
    makers = {"pdf": document.roster_pdf, "json": document.roster_json}
    if kind not in makers:
        raise Http404
    answer = HttpResponse(makers[kind](version), content_type=f"application/{kind}")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _roster(request, uuid):
    rosters = Roster.objects.visible_to(request.user).select_related("line__territory")
    return get_object_or_404(rosters, uuid=uuid)
