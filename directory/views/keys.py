"""The keys of the systems that read the directory."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory import rules
from directory.forms import KeyForm
from directory.models import ApiKey
from directory.services.keys import create_key, revoke_key
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages


@never_cache
@require_http_methods(["GET", "POST"])
def key_list(request):
    """The keys, and a new one: it is shown in the answer, and never again."""
    check(rules.may_keep_keys, request.user, None)
    form = KeyForm(request.POST or None)
    shown = {"form": form, "address": _base(request)}
    if request.method == "POST" and form.is_valid():
        shown |= _created(request, form)
    keys = ApiKey.objects.visible_to(request.user).order_by("revoked_at", "-pk")[:200]
    return render(request, "directory/key_list.html", shown | {"keys": keys})


@require_POST
def key_revoke(request, uuid):
    """The key opens nothing any more."""
    check(rules.may_keep_keys, request.user, None)
    key = get_object_or_404(ApiKey.objects.visible_to(request.user), uuid=uuid)
    with refusals_as_messages(request, success="La clé est révoquée : elle n’ouvre plus rien."):
        revoke_key(key, by=request.user)
    return redirect("directory:key_list")


def _created(request, form):
    try:
        _key, secret = create_key(**form.cleaned_data, by=request.user)
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    return {"secret": secret, "form": KeyForm()}


def _base(request):
    return request.build_absolute_uri(reverse("fhir:metadata")).removesuffix("/metadata")
