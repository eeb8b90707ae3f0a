"""A line as a calendar: a month, a year, and who carried what over twelve months."""

from datetime import date

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from coordination.oncall import rules
from coordination.oncall.models import Line
from coordination.oncall.selectors.drawing.fairness import fairness_page
from coordination.oncall.selectors.rosters.calendar_page import month_page, year_page
from portal.lib.access import check

EARLIEST, LATEST = 2000, 2100


@require_GET
def line_month(request, slug):
    """A month of a line or of one of its sectors, week by week; this month by default."""
    line = _line(request, slug)
    sector = line.sectors.filter(code=request.GET.get("secteur", "")).first()
    today = timezone.localdate()
    shown = month_page(line, sector, _month(request, today), today=today)
    return render(request, "oncall/line_month.html", shown)


@require_GET
def line_year(request, slug):
    """The weeks of a year against the sectors; the holes first."""
    line, today = _line(request, slug), timezone.localdate()
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and EARLIEST < int(asked[:5]) < LATEST else today.year
    return render(request, "oncall/line_year.html", year_page(line, year, today=today))


@require_GET
def line_fairness(request, slug):
    """Points against commitment; for the members of the line and its coordination."""
    line = _line(request, slug)
    check(rules.may_read_fairness, request.user, line)
    shown = fairness_page(line, request.GET.get("jusqu", ""), today=timezone.localdate())
    return render(request, "oncall/line_fairness.html", shown)


def _line(request, slug):
    lines = Line.objects.visible_to(request.user).select_related("territory")
    return get_object_or_404(lines, slug=slug)


def _month(request, today):
    """The first day of the month asked for; that of this month when nothing sensible is asked."""
    try:
        found = parse_date(f"{request.GET.get('mois', '')}-01") or today
    except ValueError:
        found = today
    inside = date(EARLIEST, 1, 1) < found < date(LATEST, 1, 1)
    return (found if inside else today).replace(day=1)
