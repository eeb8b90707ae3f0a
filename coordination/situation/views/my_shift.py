"""« Ma vacation »: the first page of a member of a cell, on a phone, at three in the morning."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.situation.selectors.my_shift import my_shift as shift_of


@require_safe
def my_shift(request):
    """One's own roles, tasks, hand-overs, chain of calls; whoever is in no cell is told so."""
    return render(request, "situation/my_shift.html", {"shift": shift_of(request.user)})
