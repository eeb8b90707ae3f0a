"""Crises: the list, one crisis and its cells, the first screen of an opening."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.assessment import AssessmentForm
from coordination.crisis.forms.crisis import DeclarationForm
from coordination.crisis.selectors import crisis_page as pages
from coordination.crisis.selectors.emsi import emsi_of
from coordination.crisis.services import crisis as services
from coordination.crisis.views.seen import kept, seen_crisis
from portal.lib.access import check
from portal.ui.feedback import done
from portal.ui.paging import keyset

ACTS = {
    "suspendre": (services.suspend_crisis, "La crise est suspendue."),
    "reprendre": (services.resume_crisis, "La crise est de nouveau en cours."),
    "terminer": (services.complete_crisis, "La crise est terminée. Merci à toutes et à tous."),
}


@require_GET
def crisis_list(request):
    """The crises one sees, those under way first, each with its cells."""
    check(rules.may_see_crises, request.user, None)
    after = request.GET.get("apres", "")
    page = keyset(pages.crises_seen(request.user), by=pages.ORDER, after=after)
    return render(request, "crisis/crisis_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def crisis_declare(request):
    """What, where, since when; what was declared there in the last day is shown first."""
    check(rules.may_declare, request.user, None)
    form = DeclarationForm(request.POST or None, user=request.user, initial=_here(request))
    shown = {"form": form, "duplicates": _alike(request, form)}
    act = lambda: _declare(request, form)  # noqa: E731
    if not shown["duplicates"] and kept(request, form, act, said=""):
        return redirect("crisis:cell_open", form.crisis.reference)
    return render(request, "crisis/crisis_declare.html", shown)


@require_GET
def crisis_detail(request, reference):
    """One crisis: what is known, its cells as a tree, what may be done."""
    crisis = seen_crisis(request, reference)
    shown = {"crisis": crisis, "cells": pages.tree(crisis.seen)}
    return render(request, "crisis/crisis_detail.html", shown)


@require_GET
def crisis_emsi(request, reference):
    """The crisis in EMSI, for another system."""
    crisis = seen_crisis(request, reference)
    name = f"{'EXERCICE-' if crisis.is_exercise else ''}{crisis.reference}-emsi.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(emsi_of(crisis, request.user), headers=headers)


@require_POST
def crisis_act(request, reference, act):
    """Suspended, resumed or ended."""
    crisis = seen_crisis(request, reference)
    check(rules.may_run_crisis, request.user, crisis)
    if act not in ACTS:
        return redirect(crisis)
    service, said = ACTS[act]
    return done(request, service, crisis, said=said)


@require_http_methods(["GET", "POST"])
def crisis_assess(request, reference):
    """How far it reaches, whether it grows: revised by whoever runs it."""
    crisis = seen_crisis(request, reference)
    check(rules.may_run_crisis, request.user, crisis)
    form = AssessmentForm(request.POST or None, instance=crisis)
    if kept(request, form, lambda: _assess(request, crisis, form), said="C’est noté."):
        return redirect(crisis)
    return render(request, "crisis/crisis_assess.html", {"crisis": crisis, "form": form})


def _assess(request, crisis, form):
    asked = form.cleaned_data
    services.assess_crisis(crisis, scale=asked["scale"], trend=asked["trend"], by=request.user)


def _here(request):
    return {"territory": request.territory, "opening": reverse("crisis:crisis_list")}


def _alike(request, form):
    """What was declared there in the last day, unless this is said to be another one."""
    if "autre" in request.POST or not form.is_valid():
        return []
    place, mode = form.cleaned_data["territory"], form.cleaned_data["mode"]
    return pages.likely_duplicates(request.user, place, mode=mode)


def _declare(request, form):
    asked = form.cleaned_data
    check(rules.may_declare_on, request.user, asked["territory"])
    said = asked | {"typologies": tuple(asked["typologies"])}
    form.crisis = services.declare_crisis(services.Declaration(**said), by=request.user)
