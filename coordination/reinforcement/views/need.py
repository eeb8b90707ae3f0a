"""The list and the page of needs."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need_acts import NeedFilter, PriorityForm
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors import need as seen
from coordination.reinforcement.selectors import need_page as page_of
from portal.ui.paging import keyset


@require_GET
def entrance(request):
    """Volunteers see where they stand; the others, the needs."""
    if rules.may_post_need(request.user) or rules.may_read_needs(request.user):
        return redirect("reinforcement:need_list")
    return redirect("reinforcement:volunteer_home")


@require_GET
def need_list(request):
    """The needs one may see, most urgent first."""
    form = NeedFilter(request.GET or None, territories=seen.departments_of(request.user))
    found, keys = seen.needs_for_list(request.user, **form.chosen())
    page = keyset(found, by=keys, after=request.GET.get("apres", ""))
    shown = {
        "filters": form,
        "page": page,
        "rows": seen.rows(page),
        "counts": seen.counts(request.user),
        "may_post": rules.may_post_need(request.user),
    }
    return render(request, "reinforcement/need_list.html", shown)


@require_GET
def need_detail(request, uuid):
    """One need: its state, what to do next, its slots, its story."""
    need = visible_need(request, uuid)
    can = rules.powers(request.user, need)
    shown = page_of.shown_need(need) | {
        "need": need,
        "can": can,
        "journal": page_of.journal(need) if can.edit else [],
        "priority_form": PriorityForm(initial={"priority": need.priority}),
    }
    return render(request, "reinforcement/need_detail.html", shown)


def visible_need(request, uuid):
    """The need, when it exists for the reader; 404 otherwise."""
    needs = (
        Need.objects.visible_to(request.user)
        .for_page_of(request.user)
        .select_related("structure__commune", "structure__category", "created_by")
    )
    return get_object_or_404(needs.prefetch_related("professions", "slots"), uuid=uuid)
