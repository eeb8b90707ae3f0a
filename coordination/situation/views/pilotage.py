"""The ARS's page: where hands are missing, where people are lost, who is silent."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.situation import rules
from coordination.situation.forms import PeriodForm
from coordination.situation.selectors import pilotage as figures
from coordination.situation.selectors.exports import EXPORTS, rows_of
from portal.audit.services import record_export
from portal.lib.access import check
from portal.lib.csv import stream
from portal.territories.selectors import department_with_outlines
from portal.ui.feedback import attached, refusals_as_messages
from portal.ui.fresh import require_fresh


@require_safe
def pilotage(request):
    """The whole of it, in a constant number of statements."""
    check(rules.may_pilot, request.user, None)
    territory, form = _territory(request), PeriodForm(request.GET or None)
    shown = figures.overview(request.user, territory, days=form.days)
    outlines = department_with_outlines(territory)
    context = {"form": form, "days": form.days, "outlines": outlines, **shown}
    return render(request, "situation/pilotage.html", context)


@require_safe
def pilotage_map(request):
    """The unfilled needs as points, for the map of the page."""
    check(rules.may_pilot, request.user, None)
    needs = figures.needs_since(
        request.user, _territory(request), days=PeriodForm(request.GET or None).days
    )
    points = figures.features(figures.unfilled_first(needs))
    return JsonResponse({"type": "FeatureCollection", "features": points})


@require_safe
def pilotage_export(request, kind):
    """One table as CSV, safe to open in a spreadsheet; the journal remembers who took it."""
    check(rules.may_pilot, request.user, None)
    if kind not in EXPORTS:
        raise Http404
    days, territory = PeriodForm(request.GET or None).days, _territory(request)
    back = f"{reverse('situation:pilotage')}?jours={days}"
    require_fresh(request, back=back)
    needs = figures.needs_since(request.user, territory, days=days)
    with refusals_as_messages(request):
        record_export(request.user, "situation.exported", territory, kind=kind, days=days)
        lines = stream(EXPORTS[kind], rows_of(kind, needs))
        return attached(lines, f"{kind}-{timezone.localdate():%Y-%m-%d}.csv")
    return redirect(back)


def _territory(request):
    if not request.territory:
        raise Http404
    return request.territory
