"""The lines of a structure: shown on demand, said silent, said tried."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from directory import rules
from directory.forms import RevealForm
from directory.models import ContactPoint
from directory.services.contacts import confirm_contact, report_unanswered, reveal_contact
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages


@never_cache
@require_http_methods(["GET", "POST"])
def contact_reveal(request, uuid):
    """Asks why, then shows a protected number or address once; nothing of it is kept."""
    contact = _contact(request, uuid)
    form = RevealForm(request.POST or None)
    value = ""
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            value = reveal_contact(contact, reason=form.cleaned_data["reason"], by=request.user)
    context = {"contact": contact, "structure": contact.structure, "form": form, "value": value}
    return render(request, "directory/contact_reveal.html", context)


@require_POST
def contact_unanswered(request, uuid):
    """« Ne répond pas »: the line goes last, the structure is asked to look at it."""
    contact = _contact(request, uuid)
    said = "Merci : ce contact passe en dernier, et la structure est prévenue."
    with refusals_as_messages(request, success=said):
        report_unanswered(contact, by=request.user)
    return redirect(contact.structure)


@require_POST
def contact_confirm(request, uuid):
    """« Essayé aujourd’hui »: the line answered."""
    contact = _contact(request, uuid)
    check(rules.may_keep, request.user, contact.structure)
    with refusals_as_messages(request, success="Le contact est noté comme essayé aujourd’hui."):
        confirm_contact(contact, by=request.user)
    return redirect(contact.structure)


def _contact(request, uuid):
    visible = ContactPoint.objects.visible_to(request.user).current()
    return get_object_or_404(visible.select_related("structure"), uuid=uuid)
