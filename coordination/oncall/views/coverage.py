"""What a line covers in the days that come, and the sheet of a week to pin on a wall."""

from datetime import date, timedelta

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from coordination.oncall import rules
from coordination.oncall.models import Line
from coordination.oncall.selectors.lines.strips import coverage_page, week_page


@require_GET
def line_coverage(request, slug):
    """A strip per sector over 72 hours and 14 days; the holes first."""
    line = _line(request, slug)
    runs = rules.may_run_line(request.user, line)
    shown = coverage_page(line, timezone.now()) | {"runs": runs}
    return render(request, "oncall/line_coverage.html", shown)


@require_GET
def line_week(request, slug):
    """The week that holds the day asked for, this one by default."""
    line = _line(request, slug)
    return render(request, "oncall/line_week.html", week_page(line, _monday(request)))


def _line(request, slug):
    lines = Line.objects.visible_to(request.user).select_related("territory")
    return get_object_or_404(lines, slug=slug)


def _monday(request):
    """The Monday asked for; that of this week when nothing sensible is asked."""
    today = timezone.localdate()
    try:
        asked = parse_date(request.GET.get("semaine", "")) or today
    except ValueError:
        asked = today
    if not date(2000, 1, 8) < asked < date(2100, 1, 1):
        asked = today
    return asked - timedelta(days=asked.weekday())
