"""What is recommended: the list, one recommendation, « j’ai lu et compris », my readings."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.guidance import rules
from coordination.guidance.forms import RecommendationFilter
from coordination.guidance.models import Acknowledgment
from coordination.guidance.selectors.reading import addressee_by_token, follow, reading_link, totals
from coordination.guidance.selectors.recommendation import (
    listed,
    page_of,
    recommendations_seen,
    version_asked,
    waiting_for,
)
from coordination.guidance.services.reading import acknowledge
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import discreet

NOTED = "C’est noté : vous l’avez lue. Merci."


@require_safe
def recommendation_list(request):
    """Those in force, unless the filters say otherwise."""
    form = RecommendationFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    state = asked.get("etat") or "in_force"
    page = listed(
        request.user, state=state, topic=asked.get("sujet", ""), words=asked.get("q", ""),
        after=request.GET.get("apres", ""),
    )  # fmt: skip
    shown = {"form": form, "page": page, "state": state, "may_write": rules.may_write(request.user)}
    shown["waiting"] = waiting_for(request.user).count()
    return render(request, "guidance/recommendation_list.html", shown)


@require_safe
def reading_list(request):
    """What awaits the reader, the oldest first, each read in one tap."""
    shown = {"waiting": waiting_for(request.user)[:50]}
    return render(request, "guidance/reading_list.html", shown)


@require_safe
def recommendation_detail(request, uuid, number=None):
    """The three lines, the link, who has read, every version."""
    version = seen_version(request, uuid, number)
    may_change = rules.may_change(request.user, version)
    shown = page_of(version, request.user) | {"may_change": may_change}
    shown["told"], shown["readers"] = totals(version, exact=may_change)
    shown["may_follow"] = not version.is_open and rules.may_follow(request.user, version)
    return render(request, "guidance/recommendation_detail.html", shown)


@require_POST
def version_read(request, uuid, number):
    """The reader has read it."""
    version = seen_version(request, uuid, number)
    check(rules.may_acknowledge, request.user, version)
    with refusals_as_messages(request, success=NOTED):
        acknowledge(version, by=request.user)
    back = request.POST.get("retour") == "lectures"
    return redirect("guidance:reading_list") if back else redirect(version)


@require_safe
def version_follow(request, uuid, number):
    """Who has read it: by structure, with the names of one's own."""
    version = seen_version(request, uuid, number)
    check(rules.may_follow, request.user, version)
    shown = {"version": version, "recommendation": version.recommendation}
    shown["follow"] = follow(version, request.user, every=rules.may_change(request.user, version))
    return render(request, "guidance/version_follow.html", shown)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_link_page(request, token):
    """The personal page of who was told: opening it changes nothing, its button says it is read."""
    one = addressee_by_token(token)
    if one is None:
        return discreet(render(request, "guidance/link_unknown.html", status=404))
    if request.method == "POST":
        with refusals_as_messages(request, success=NOTED):
            acknowledge(one.version, by=one.user, method=Acknowledgment.Method.LINK)
        return discreet(redirect(reading_link(one.link_key)))
    shown = page_of(one.version, one.user)
    return discreet(render(request, "guidance/link_read.html", shown))


def seen_version(request, uuid, number=None):
    """The version of that number, or the one that counts today. 404 otherwise."""
    known = get_object_or_404(recommendations_seen(request.user), uuid=uuid)
    version = version_asked(request.user, known, number)
    if version is None:
        raise Http404
    return version
