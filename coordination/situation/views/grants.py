"""Grants: a manager asks for one, the ARS answers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.situation import services
from coordination.situation.forms import GrantRefusalForm, GrantRequestForm, StructureSearchForm
from coordination.situation.selectors.grants import recent_decisions, waiting_grants
from coordination.situation.selectors.search import structures_named
from portal.accounts import rules
from portal.accounts.models import Grant
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset

SHOWN = 12


@require_safe
def grant_list(request):
    """« Demandes d'habilitation »: the oldest first, then what was decided lately."""
    check(rules.may_review_grants, request.user, None)
    waiting = waiting_grants(request.user)
    page = keyset(waiting, by=["created_at", "pk"], after=request.GET.get("apres", ""))
    context = {"page": page, "count": waiting.count(), "decided": recent_decisions(request.user)}
    return render(request, "situation/grant_list.html", context)


@require_POST
def grant_approve(request, pk):
    """The ARS says yes; what the person had kept ready leaves."""
    grant = get_object_or_404(Grant.objects.reviewable_by(request.user), pk=pk)
    check(rules.may_decide_grant, request.user, grant)
    with refusals_as_messages(request):
        sent = services.approve(grant, by=request.user)
        words = f" Besoins en attente transmis\u00a0: {sent}." if sent else ""
        messages.success(request, f"L’habilitation de {grant.user} est accordée.{words}")
    return redirect("situation:grant_list")


@require_http_methods(["GET", "POST"])
def grant_refuse(request, pk):
    """The ARS says no, with a reason."""
    grant = get_object_or_404(Grant.objects.reviewable_by(request.user), pk=pk)
    check(rules.may_decide_grant, request.user, grant)
    form = GrantRefusalForm(request.POST or None)
    if form.is_valid():
        with refusals_as_messages(request, success="La demande est refusée, avec son motif."):
            services.refuse(grant, by=request.user, reason=form.cleaned_data["reason"])
        return redirect("situation:grant_list")
    return render(request, "situation/grant_refuse.html", {"form": form, "grant": grant})


@require_safe
def grant_find(request):
    """« Ma structure a besoin de renfort »: which structure?"""
    form = StructureSearchForm(request.GET or None)
    words = request.GET.get("q", "").strip()
    found = structures_named(request.user, words)[:SHOWN] if len(words) > 1 else []
    context = {"form": form, "words": words, "structures": found}
    return render(request, "situation/grant_find.html", context)


@require_POST
def grant_request(request):
    """I ask to manage this structure; I may write drafts meanwhile."""
    form = GrantRequestForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez une structure dans la liste.")
        return redirect("situation:grant_find")
    sent = "Votre demande est envoyée à l’ARS. Vous pouvez déjà préparer vos besoins."
    with refusals_as_messages(request, success=sent):
        services.ask_to_manage(request.user, structure=form.cleaned_data["structure"])
    return redirect("situation:home")
