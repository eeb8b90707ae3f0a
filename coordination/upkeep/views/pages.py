"""The page of a structure: « tout est exact », or what should be corrected."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.upkeep import rules
from coordination.upkeep.forms import AnswerForm, SuggestionForm
from coordination.upkeep.models import Suggestion
from coordination.upkeep.selectors.pages import (
    late_suggestions,
    own_suggestions,
    suggestion_queue,
)
from coordination.upkeep.services.confirmations import confirm
from coordination.upkeep.services.suggestions import (
    accept_suggestion,
    refuse_suggestion,
    suggest_correction,
)
from directory.models import Structure
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset

THANKS = "Merci. La structure est prévenue, l’ARS à défaut ; vous aurez une réponse sous dix jours."
BY_HAND = "La suggestion est acceptée : corrigez maintenant la ligne dans la fiche."


@require_POST
def page_confirm(request, uuid):
    """I have read the whole page: everything is right."""
    structure = _structure(request, uuid)
    check(rules.may_confirm, request.user, structure)
    with refusals_as_messages(request, success="Merci : chaque ligne est datée d’aujourd’hui."):
        confirm(structure, by=request.user)
    return redirect("directory:structure_keep", structure.uuid)


@require_http_methods(["GET", "POST"])
def suggest(request, uuid):
    """Something is wrong on this page."""
    structure = _structure(request, uuid)
    form = SuggestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            suggest_correction(structure, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, THANKS)
            return redirect(structure)
    shown = {"structure": structure, "form": form, "days": settings.SUGGESTION_DAYS}
    return render(request, "upkeep/suggest.html", shown)


@require_safe
def suggestion_list(request):
    """What waits for my answer, the most urgent first; then what I suggested."""
    waiting = suggestion_queue(request.user)
    page = keyset(waiting, by=["due_on", "pk"], after=request.GET.get("apres", ""))
    context = {
        "page": page,
        "count": waiting.count(),
        "late": late_suggestions(request.user),
        "own": own_suggestions(request.user),
    }
    return render(request, "upkeep/suggestion_list.html", context)


@require_http_methods(["GET", "POST"])
def suggestion_answer(request, uuid):
    """One suggestion, both values side by side; its keepers answer."""
    visible = Suggestion.objects.visible_to(request.user)
    suggestion = get_object_or_404(visible.select_related("structure", "author"), uuid=uuid)
    may_answer = rules.may_answer(request.user, suggestion)
    form = AnswerForm(request.POST or None)
    if request.method == "POST":
        check(rules.may_answer, request.user, suggestion)
        if form.is_valid() and _answered(request, suggestion, form.cleaned_data["answer"]):
            return redirect("upkeep:suggestion_list")
    context = {"one": suggestion, "form": form, "may_answer": may_answer}
    return render(request, "upkeep/suggestion_answer.html", context)


def _answered(request, suggestion, answer):
    try:
        if request.POST.get("act") == "accepter":
            is_applied = accept_suggestion(suggestion, by=request.user, answer=answer)
            messages.success(request, "La fiche est corrigée." if is_applied else BY_HAND)
        else:
            refuse_suggestion(suggestion, by=request.user, answer=answer)
            messages.success(request, "C’est refusé : la personne lira pourquoi.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _structure(request, uuid):
    visible = Structure.objects.visible_to(request.user).select_related("category", "commune")
    return get_object_or_404(visible, uuid=uuid, merged_into__isnull=True)
