"""Reflex cards of a cell: progress by role, one card ticked in one tap, its paper form."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from coordination.crisis import rules
from coordination.crisis.selectors import card as cards
from coordination.crisis.selectors import card_versions as versions
from coordination.crisis.selectors.membership import role_for, role_lines
from coordination.crisis.services import card as services
from coordination.crisis.services.card_document import card_pdf
from coordination.crisis.views.seen import in_its_zone, seen_cell
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages


@require_GET
def card_list(request, uuid):
    """How far each role is; one's own card first."""
    cell = seen_cell(request, uuid, what="fiches réflexes", rule=rules.may_read_log)
    pages = cards.card_pages(cell, cards.roles_to_show(role_lines(cell)))
    mine = role_for(request.user, cell)
    shown = {"cell": cell, "crisis": cell.crisis, "pages": pages, "mine": mine}
    return render(request, "crisis/card_list.html", shown)


@require_GET
def card_detail(request, uuid, role):
    """The card of a role, the current band first."""
    cell, page = _seen(request, uuid, role)
    shown = {"cell": cell, "crisis": cell.crisis, "page": page}
    names = versions.typologies()
    shown["offered"] = [(one, names.get(one.typology, "")) for one in page.offered]
    on_duty = rules.may_write_log(request.user, cell)
    shown["may_tick"] = on_duty and cell.archived_at is None
    with in_its_zone(cell):
        return render(request, "crisis/card_detail.html", shown)


@require_POST
def card_tick(request, uuid, role, pk):
    """One tap: done, or to do again."""
    cell, page = _seen(request, uuid, role)
    check(rules.may_write_log, request.user, cell)
    item = get_object_or_404(cards.items_of(page.role), pk=pk)
    done = request.POST.get("fait") == "1"
    with refusals_as_messages(request):
        services.tick_item(cell, page.role, item, done=done, by=request.user)
    return redirect("crisis:card_detail", uuid, role)


@require_GET
def card_paper(request, uuid, role):
    """The card as a PDF, to be printed."""
    cell, page = _seen(request, uuid, role)
    headers = {"Content-Disposition": f'inline; filename="fiche-reflexe-{role}.pdf"'}
    return HttpResponse(card_pdf(cell, page), content_type="application/pdf", headers=headers)


@require_GET
def statement_list(request, uuid):
    """What may be said before anything is known, ready to be copied."""
    cell = seen_cell(request, uuid, what="éléments d’attente", rule=rules.may_read_log)
    shown = {"cell": cell, "crisis": cell.crisis}
    shown["statements"] = versions.statements_for(cell.territory, cell.structure)
    return render(request, "crisis/statement_list.html", shown)


def _seen(request, uuid, slug):
    cell = seen_cell(request, uuid, what=f"fiche {slug}"[:60], rule=rules.may_read_log)
    role = cards.role_named(cell, slug)
    asked = request.GET.get("typologie")
    page = cards.card_page(cell, role, typology=asked) if role else None
    if page is None:
        raise Http404
    return cell, page
