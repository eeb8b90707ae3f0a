"""The signed archive of a closed cell, and the key that verifies it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import rules
from coordination.crisis.selectors.archive import bundles_of, ready_bundle
from coordination.crisis.services.closing import bundle as services
from coordination.crisis.views.seen import seen_cell
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def archive_detail(request, uuid):
    """Where the archive stands; a POST asks for another one."""
    cell = seen_cell(request, uuid, what="archive", rule=rules.may_take_archive)
    if request.method == "POST":
        with refusals_as_messages(request, success="L’archive se prépare."):
            services.ask_bundle(cell, by=request.user)
        return redirect("crisis:archive_detail", uuid)
    bundles = bundles_of(cell)
    shown = {"cell": cell, "crisis": cell.crisis, "bundles": bundles[:20]}
    shown["current"] = bundles.first()
    return render(request, "crisis/archive_detail.html", shown)


@require_GET
def archive_file(request, uuid):
    """The last archive that is ready."""
    cell = seen_cell(request, uuid, what="archive (fichier)", rule=rules.may_take_archive)
    bundle = ready_bundle(cell)
    if bundle is None:
        raise Http404
    prefix = "EXERCICE-" if cell.crisis.is_exercise else ""
    name = f"{prefix}{cell.crisis.reference}-cellule-{cell.pk}-archive-{bundle.number}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(bundle.content), content_type="application/zip", headers=headers)


@require_GET
@login_not_required
def archive_key(request):
    """The public keys, for whoever holds an archive and verifies it elsewhere."""
    keys = services.public_keys()
    return render(request, "crisis/archive_key.html", {"keys": keys})
