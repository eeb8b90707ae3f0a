"""The first page of everybody, and the search of the header."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coordination.situation.selectors.crises import active_cells
from coordination.situation.selectors.home import home_groups, open_needs_count
from coordination.situation.selectors.my_shift import crisis_acts
from coordination.situation.selectors.search import search as found_for


@require_safe
@login_not_required
def home(request):
    """What awaits the reader; for who has not signed in, what this is and how to begin."""
    if not request.user.is_authenticated:
        return render(request, "situation/welcome.html", {"open_needs": open_needs_count()})
    groups = home_groups(request.user, request.territory)
    cells = list(active_cells(request.user))
    acts = crisis_acts(request.user) if cells else []
    shown = {"groups": groups, "cells": cells, "crisis_acts": acts}
    return render(request, "situation/home.html", shown)


@require_safe
def search(request):
    """Structures, needs and volunteers that answer the words of the header."""
    words = request.GET.get("q", "")
    found = found_for(request.user, words)
    return render(request, "situation/search.html", {"words": words, "found": found})
