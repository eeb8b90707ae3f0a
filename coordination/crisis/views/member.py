"""The people of a cell: on duty, before, entering, leaving."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.crisis import MemberForm
from coordination.crisis.selectors.cell_page import cell_page
from coordination.crisis.selectors.membership import history
from coordination.crisis.services.member import add_member, end_membership
from coordination.crisis.views.seen import kept, seen_cell
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def member_list(request, uuid):
    """Who holds what, who did; whoever leads adds people."""
    cell = seen_cell(request, uuid, what="personnes")
    shown = {"cell": cell, "crisis": cell.crisis, "page": cell_page(cell, request.user)}
    shown["history"] = history(cell)[:50]
    if rules.may_run_cell(request.user, cell):
        shown["form"] = MemberForm(request.POST or None, cell=cell)
    if request.method == "POST":
        check(rules.may_run_cell, request.user, cell)
        form = shown["form"]
        if kept(
            request, form, lambda: _add(request, cell, form), said="Cette personne est entrée."
        ):
            return redirect("crisis:member_list", uuid)
    return render(request, "crisis/member_list.html", shown)


@require_POST
def member_end(request, uuid, pk):
    """Somebody leaves: whoever leads says so, or they do."""
    cell = seen_cell(request, uuid)
    member = get_object_or_404(history(cell), pk=pk)
    if member.user_id != request.user.pk:
        check(rules.may_run_cell, request.user, cell)
    with refusals_as_messages(request, success=f"{member.user} a quitté la fonction."):
        end_membership(member, by=request.user)
    # Whoever has just left may no longer see the cell.
    mine = member.user_id == request.user.pk
    return redirect("crisis:crisis_list") if mine else redirect("crisis:member_list", uuid)


def _add(request, cell, form):
    asked = form.cleaned_data
    add_member(
        cell,
        asked["user"],
        by=request.user,
        role=asked["role"],
        rank=asked["rank"],
        standing=asked["standing"],
        reason=asked["reason"],
    )
