"""The pages of one's account: who I am, what I may do, where I look from."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import rules, services
from portal.accounts.forms import ProfileForm
from portal.accounts.selectors import viewpoints
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def profile(request):
    """My names and my grants."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Vos informations sont enregistrées.")
        return redirect("accounts:profile")
    grants = request.user.grants.select_related("territory", "structure").order_by("-pk")
    return render(request, "accounts/profile.html", {"form": form, "grants": grants})


@require_http_methods(["GET", "POST"])
def territory(request):
    """Where I look from: the list to choose from, then the choice."""
    choices = viewpoints(request.user).order_by("kind", "search_key")
    if request.method == "GET":
        context = {"choices": choices, "next": _safe_next(request)}
        return render(request, "accounts/territory.html", context)
    number = request.POST.get("territory", "")
    chosen = get_object_or_404(choices, pk=number if number.isdecimal() else None)
    request.session["territory"] = chosen.pk
    request.session.pop("viewpoint", None)
    messages.success(request, f"Vous regardez maintenant : {chosen}.")
    return redirect(_safe_next(request))


@require_POST
def session_extend(request):
    """I am still here: the session lasts as long again (portal.accounts.middleware)."""
    if request.accepts("text/html"):
        return redirect(_safe_next(request))
    return JsonResponse({"left": request.session_left})


@require_POST
def grant_withdraw(request, pk):
    """I give back one of my roles."""
    grant = get_object_or_404(request.user.grants.all(), pk=pk)
    check(rules.may_withdraw_grant, request.user, grant)
    with refusals_as_messages(request, success="Cette habilitation est rendue."):
        services.revoke_grant(grant, by=request.user, reason="rendue par la personne")
    return redirect("accounts:profile")


def _safe_next(request):
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if own else "/"
