"""The copy that a member of a cell keeps for when the network is gone."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from coordination.crisis import rules
from coordination.crisis.exports.pack import file_name
from coordination.crisis.selectors.pack import pack_of
from coordination.crisis.services.pack import build_pack, take_pack
from coordination.crisis.views.seen import in_its_zone, seen_cell
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def pack_detail(request, uuid):
    """What the copy holds, how old it is; a POST looks at once for what changed."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="copie hors connexion")
    if request.method == "POST":
        if cell.is_active:
            build_pack(cell)
        return redirect("crisis:pack_detail", uuid)
    pack = pack_of(cell)
    with in_its_zone(cell):
        shown = {"cell": cell, "crisis": cell.crisis, "pack": pack}
        return render(request, "crisis/pack_detail.html", shown)


@require_safe
def pack_file(request, uuid):
    """The zip; the journal knows who takes it."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="copie hors connexion, prise")
    pack = pack_of(cell)
    if pack is None:
        raise Http404
    with refusals_as_messages(request):
        answer = HttpResponse(take_pack(pack, by=request.user), content_type="application/zip")
        answer["Content-Disposition"] = f'attachment; filename="{file_name(cell)}"'
        return answer
    return redirect("crisis:pack_detail", uuid)
