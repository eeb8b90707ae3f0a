"""The list and the page of needs."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from coordination.reinforcement import rules
from coordination.reinforcement.forms.need_acts import NeedFilter, PriorityForm
from coordination.reinforcement.models import Need
from coordination.reinforcement.selectors import need as seen
from coordination.reinforcement.selectors import need_page as page_of
from coordination.reinforcement.selectors.wording import need_words
from portal.ui.paging import keyset


@require_GET
def entrance(request):
    """Volunteers see where they stand; the others, the needs."""
    if rules.may_post_need(request.user) or request.user.has_any_role("cpts_member"):
        return redirect("reinforcement:need_list")
    return redirect("reinforcement:volunteer_home")


@require_GET
def need_list(request):
    """The needs one may see, most urgent first."""
    filters = NeedFilter(request.GET or None, territories=seen.departments_of(request.user))
    chosen = filters.cleaned_data if filters.is_bound and filters.is_valid() else {}
    found, keys = seen.needs_for_list(
        request.user,
        stage=chosen.get("state", ""),
        profession=chosen.get("profession"),
        territory=chosen.get("territory"),
        criticality=chosen.get("criticality"),
    )
    page = keyset(found, by=keys, after=request.GET.get("apres", ""))
    counts, stages = seen.counts(request.user), dict(filters.fields["state"].choices)
    shown = {
        "filters": filters,
        "page": page,
        "rows": seen.rows(page),
        "counts": counts,
        "may_post": rules.may_post_need(request.user),
        "summary": f"{stages[chosen.get('state', '')]} · {counts.living} en cours au total",
    }
    return render(request, "reinforcement/need_list.html", shown)


@require_GET
def need_detail(request, uuid):
    """One need: its state, what to do next, its slots, its story."""
    need = visible_need(request, uuid)
    slots = sorted(need.slots.all(), key=lambda slot: slot.period)
    places, taken = sum(s.capacity for s in slots), sum(s.taken for s in slots)
    level, label = seen.badge(need, places=places, taken=taken)
    asks = page_of.ask_counts(need)
    shown = {
        "need": need,
        "words": need_words(need),
        "slots": slots,
        "places": places,
        "taken": taken,
        "level": level,
        "label": label,
        "can": page_of.powers(request.user, need),
        "asks": asks,
        "story": page_of.story(need, asks),
        "waves": page_of.wave_lines(need),
        "now": timezone.now(),
        "may_now": page_of.acts_of(need),
        "priority_form": PriorityForm(initial={"priority": need.priority}),
    }
    shown["journal"] = page_of.journal(need) if shown["can"].edit else []
    return render(request, "reinforcement/need_detail.html", shown)


def visible_need(request, uuid):
    """The need, when it exists for the reader; 404 otherwise."""
    needs = Need.objects.visible_to(request.user).select_related(
        "structure__commune", "structure__category", "created_by"
    )
    return get_object_or_404(needs.prefetch_related("professions", "slots"), uuid=uuid)
