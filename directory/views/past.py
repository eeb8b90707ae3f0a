"""The page of a structure at a past date: to read, nothing to do."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from directory.models.casing import soft_case
from directory.selectors.as_of import page_as_of

EARLIEST_YEAR = 1900
NOT_A_PAST_DAY = "Cette date n’est pas lisible, ou n’est pas passée : choisissez-en une autre."


def structure_as_of(request, structure):
    """`?au=2026-03-01`; a day that is not one leads to the page of today, which says so."""
    try:
        day = forms.DateField().clean(request.GET["au"])
    except forms.ValidationError:
        day = None
    if day is None or day.year < EARLIEST_YEAR or day > timezone.localdate():
        messages.error(request, NOT_A_PAST_DAY)
        return redirect(structure)
    page = page_as_of(request.user, structure, day)
    name = soft_case(page.structure.name)
    context = {"structure": structure, "page": page, "day": day, "name": name}
    return render(request, "directory/structure_as_of.html", context)
