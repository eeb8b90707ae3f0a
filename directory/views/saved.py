"""The searches that one keeps."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from directory.forms import SearchNameForm
from directory.models import SavedSearch
from directory.services.saved import drop_search, save_search
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def saved_list(request):
    """My searches; `?filtres=…` or a POST gives a name to one more."""
    posted = request.POST if request.method == "POST" else None
    form = SearchNameForm(posted, initial={"filtres": request.GET.get("filtres", "")})
    if form.is_valid():
        try:
            save_search(form.cleaned_data["nom"], form.cleaned_data["filtres"], by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("directory:saved_list")
    mine = SavedSearch.objects.visible_to(request.user).order_by("name", "pk")
    return render(request, "directory/saved_list.html", {"form": form, "searches": mine})


@require_POST
def saved_drop(request, uuid):
    """It is forgotten."""
    saved = get_object_or_404(SavedSearch.objects.visible_to(request.user), uuid=uuid)
    with refusals_as_messages(request, success=f"« {saved} » est oubliée."):
        drop_search(saved, by=request.user)
    return redirect("directory:saved_list")
