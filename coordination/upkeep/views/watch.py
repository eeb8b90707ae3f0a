"""What one follows in the directory, and what was told of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.upkeep.forms import FollowForm
from coordination.upkeep.models import ChangeDigest, Follow
from coordination.upkeep.selectors.watch import digests_of, follows_of, pages_of, structures_of
from coordination.upkeep.services.follows import follow, stop_following
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset


@require_http_methods(["GET", "POST"])
def follow_list(request):
    """What I follow; `?structure=…` or `?territoire=…&categorie=…` proposes one more."""
    posted = request.POST if request.method == "POST" else None
    form = FollowForm(posted, asked=request.GET, reader=request.user)
    if form.is_valid():
        try:
            added = follow(form.subject(), cadence=form.cleaned_data["cadence"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            told = f"C’est noté : vous saurez {added.get_cadence_display()} ce qui a changé."
            messages.success(request, told)
            return redirect("upkeep:follow_list")
    shown = {"follows": follows_of(request.user), "digests": digests_of(request.user)}
    return render(request, "upkeep/follow_list.html", shown | {"form": form})


@require_POST
def follow_end(request, uuid):
    """Nothing more is told of that."""
    one = get_object_or_404(Follow.objects.visible_to(request.user), uuid=uuid)
    with refusals_as_messages(request, success="Suivi arrêté : vous ne recevrez plus rien de là."):
        stop_following(one, by=request.user)
    return redirect("upkeep:follow_list")


@require_safe
def digest_detail(request, uuid):
    """What changed, structure by structure, between two messages."""
    digest = get_object_or_404(ChangeDigest.objects.visible_to(request.user), uuid=uuid)
    found = structures_of(digest)
    page = keyset(found, by=["name_key", "pk"], after=request.GET.get("apres", ""), size=30)
    shown = {"digest": digest, "page": page, "pages": pages_of(digest, page.items)}
    shown["more"] = digest.count - len(page)
    return render(request, "upkeep/digest_detail.html", shown)
