"""A message kept before it leaves: saved from the page where it is written, dropped."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from coordination.crisis import rules
from coordination.crisis.forms.message import MessageForm
from coordination.crisis.selectors.message import drafts_of, drafts_seen
from coordination.crisis.services import message_draft as services
from coordination.crisis.views.seen import kept, seen_cell, seen_of_cell
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

SAVED = "Brouillon gardé : qui écrit dans la cellule peut le relire et l’envoyer."


@require_POST
def draft_keep(request, uuid):
    """What is typed in the page of a message, complete or not, is kept."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    form = MessageForm(request.POST, cell=cell)
    draft = draft_asked(request.POST.get("brouillon", ""), cell)
    form.keep_typed()
    if kept(request, form, lambda: _keep(request, cell, form, draft), said=SAVED):
        return redirect("crisis:message_list", uuid)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "draft": draft}
    return render(request, "crisis/message_write.html", shown)


@require_POST
def draft_drop(request, uuid):
    """It will not be sent."""
    draft = seen_of_cell(request, drafts_seen(request.user), uuid, what="brouillon")
    check(rules.may_write_log, request.user, draft.cell)
    with refusals_as_messages(request, success="Le brouillon est abandonné."):
        services.drop_draft(draft, by=request.user)
    return redirect("crisis:message_list", draft.cell.uuid)


def draft_asked(uuid, cell):
    """The draft that the page writes again, if it names one. 404 when it is not of the cell."""
    if not uuid:
        return None
    try:
        return get_object_or_404(drafts_of(cell), uuid=UUID(uuid))
    except ValueError as error:
        raise Http404 from error


def _keep(request, cell, form, draft):
    services.keep_draft(cell, form.typed, by=request.user, draft=draft)
