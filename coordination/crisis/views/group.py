"""Groups that are kept: the list and a new one, a group with its members, its end."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.group import CharterForm, GroupForm, GroupMemberForm, ProlongForm
from coordination.crisis.selectors.group import groups_of, groups_seen, members_of
from coordination.crisis.selectors.message import included_in
from coordination.crisis.services import group as services
from coordination.crisis.views.seen import kept, seen_cell, seen_of_cell
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset


@require_http_methods(["GET", "POST"])
def group_list(request, uuid):
    """The groups of a cell; a POST creates one."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="groupes")
    form, found = None, []
    if request.method == "POST" or (rules.may_write_log(request.user, cell) and cell.is_active):
        check(rules.may_write_log, request.user, cell)
        form = GroupForm(request.POST or None, cell=cell)
    said = "Le groupe existe : ajoutez qui doit recevoir ses messages."
    if form and kept(request, form, lambda: found.append(_create(request, cell, form)), said=said):
        return redirect(found[0])
    page = keyset(groups_of(cell), by=["name", "pk"], after=request.GET.get("apres", ""))
    shown = {"cell": cell, "crisis": cell.crisis, "page": page, "form": form}
    return render(request, "crisis/group_list.html", shown)


@require_http_methods(["GET", "POST"])
def group_detail(request, uuid):
    """Its charter and who is in it; a POST by who moderates it adds somebody."""
    group = _seen(request, uuid)
    form = None
    if request.method == "POST" or (group.is_open and rules.may_run_group(request.user, group)):
        check(rules.may_run_group, request.user, group)
        form = GroupMemberForm(request.POST or None, cell=group.cell)
    if form and kept(request, form, lambda: _add(request, group, form), said="C’est noté."):
        return redirect(group)
    return _detail(request, group, form=form)


@require_POST
def group_remove(request, uuid, pk):
    """Somebody leaves the group."""
    group = _seen(request, uuid)
    check(rules.may_run_group, request.user, group)
    member = get_object_or_404(members_of(group), pk=pk)
    with refusals_as_messages(request, success=f"{member} n’est plus dans le groupe."):
        services.remove_from_group(member, by=request.user)
    return redirect(group)


@require_POST
def group_edit(request, uuid):
    """Another charter."""
    group = _seen(request, uuid)
    check(rules.may_run_group, request.user, group)
    form = CharterForm(request.POST)
    if kept(request, form, lambda: _edit(request, group, form), said="La charte a changé."):
        return redirect(group)
    return _detail(request, group, form=GroupMemberForm(cell=group.cell), charter=form)


@require_POST
def group_moderate(request, uuid, pk):
    """Somebody moderates the group, or no longer."""
    group = _seen(request, uuid)
    check(rules.may_run_group, request.user, group)
    member, moderates = get_object_or_404(members_of(group), pk=pk), "anime" in request.POST
    with refusals_as_messages(request, success="C’est noté."):
        services.appoint_moderator(member, moderates=moderates, by=request.user)
    return redirect(group)


@require_POST
def group_prolong(request, uuid):
    """Another last day."""
    group = _seen(request, uuid)
    check(rules.may_run_group, request.user, group)
    form = ProlongForm(request.POST)
    until = lambda: form.cleaned_data["until"]  # noqa: E731
    act = lambda: services.prolong_group(group, until=until(), by=request.user)  # noqa: E731
    if kept(request, form, act, said="Le dernier jour a changé."):
        return redirect(group)
    return _detail(request, group, form=GroupMemberForm(cell=group.cell), prolong=form)


@require_POST
def group_close(request, uuid):
    """It is never written to again."""
    group = _seen(request, uuid)
    check(rules.may_run_group, request.user, group)
    with refusals_as_messages(request, success="Le groupe est fermé."):
        services.close_group(group, by=request.user)
    return redirect("crisis:group_list", group.cell.uuid)


def _seen(request, uuid):
    return seen_of_cell(request, groups_seen(request.user), uuid, what="groupe")


def _detail(request, group, *, form, prolong=None, charter=None):
    shown = {"group": group, "cell": group.cell, "crisis": group.cell.crisis, "form": form}
    shown |= {"members": members_of(group), "prolong": prolong or ProlongForm()}
    shown["charter"] = charter or CharterForm(initial={"charter": group.charter})
    shown["included"] = included_in(group)
    shown["may_write"] = rules.may_write_log(request.user, group.cell)
    shown["may_call"] = rules.may_call_out(request.user, group.cell)
    shown["call_cause"] = f"Groupe « {group} » : rejoindre la cellule"
    return render(request, "crisis/group_detail.html", shown)


def _create(request, cell, form):
    confirmed = form.cleaned_data["confirmed"]
    return services.create_group(cell, form.new, by=request.user, confirmed=confirmed)


def _edit(request, group, form):
    asked = form.cleaned_data
    confirmed = asked["confirmed"]
    services.edit_charter(group, asked["charter"], by=request.user, confirmed=confirmed)


def _add(request, group, form):
    asked = form.cleaned_data
    services.add_to_group(
        group, user=asked["user"], role=asked["role"], is_moderator=asked["is_moderator"],
        by=request.user,
    )  # fmt: skip
