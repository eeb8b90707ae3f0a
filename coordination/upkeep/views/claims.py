"""« C’est ma structure »: prove it, ask for it, hand it over."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coordination.upkeep import rules
from coordination.upkeep.forms import ClaimForm, CodeForm, CodeRequestForm, HandoverForm
from coordination.upkeep.models import Succession
from coordination.upkeep.selectors.claims import claim_page
from coordination.upkeep.services import claims, handovers
from directory.models import Structure
from portal.accounts.models import Role
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

SENT = "Votre demande est envoyée : vous recevrez la réponse, avec son motif si c’est non."
MEMBER = "Vous êtes membre de cette structure."
WAITS = "Vous êtes membre de cette structure. Pour en répondre, un accord est demandé."
ANSWERS = {
    "accepter": (rules.may_answer_handover, handovers.accept_handover, "Vous répondez désormais "
                 "de cette structure."),
    "refuser": (rules.may_answer_handover, handovers.refuse_handover, "Vous avez décliné."),
    "retirer": (rules.may_withdraw_handover, handovers.withdraw_handover, "C’est retiré."),
}  # fmt: skip


@require_safe
def claim(request, uuid):
    """My tie with this structure, and the doors by which it can be proved."""
    structure = _structure(request, uuid)
    page = claim_page(request.user, structure)
    context = {"structure": structure, "page": page, "code_form": CodeForm()}
    if page.members:
        context["handover_form"] = HandoverForm(structure=structure, user=request.user)
    return render(request, "upkeep/claim.html", context)


@require_POST
def claim_ask(request, uuid):
    """By the domain of my address, or by somebody's agreement."""
    structure = _structure(request, uuid)
    form = ClaimForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez un rôle, puis comment vous le prouvez.")
        return redirect("upkeep:claim", structure.uuid)
    role = form.cleaned_data["role"]
    by_domain = form.cleaned_data["door"] == "domain"
    act = claims.claim_by_domain if by_domain else claims.ask_role
    with refusals_as_messages(request, success=_said(role) if by_domain else SENT):
        act(request.user, structure=structure, role=role)
    return redirect("upkeep:claim", structure.uuid)


@require_POST
def code_send(request, uuid):
    """A code leaves for a line of the structure."""
    structure = _structure(request, uuid)
    form = CodeRequestForm(request.POST, structure=structure)
    if not form.is_valid():
        messages.error(request, "Choisissez la ligne qui recevra le code.")
        return redirect("upkeep:claim", structure.uuid)
    said = "Le code est parti. Il vaut quinze minutes et trois essais."
    with refusals_as_messages(request, success=said):
        claims.send_code(request.user, structure=structure, **form.cleaned_data)
    return redirect("upkeep:claim", structure.uuid)


@require_POST
def code_check(request, uuid):
    """The code that I read."""
    structure = _structure(request, uuid)
    form = CodeForm(request.POST)
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    with refusals_as_messages(request):
        grant = claims.check_code(request.user, structure=structure, typed=typed)
        messages.success(request, _said(grant.role))
    return redirect("upkeep:claim", structure.uuid)


@require_POST
def handover_propose(request, uuid):
    """Somebody else is asked to take over."""
    structure = _structure(request, uuid)
    check(rules.may_hand_over, request.user, structure)
    form = HandoverForm(request.POST, structure=structure, user=request.user)
    if not form.is_valid():
        messages.error(request, "Choisissez un membre de la structure.")
        return redirect("upkeep:claim", structure.uuid)
    said = "La passation est proposée : rien ne change avant son accord."
    with refusals_as_messages(request, success=said):
        handovers.propose_handover(structure, to=form.cleaned_data["to"], by=request.user)
    return redirect("upkeep:claim", structure.uuid)


@require_POST
def handover_answer(request, uuid, act):
    """I take over, I decline, or I take my proposal back."""
    handover = get_object_or_404(Succession.objects.visible_to(request.user), uuid=uuid)
    if act not in ANSWERS:
        raise Http404
    rule, service, said = ANSWERS[act]
    check(rule, request.user, handover)
    with refusals_as_messages(request, success=said):
        service(handover, by=request.user)
    return redirect("upkeep:claim", handover.structure.uuid)


def _structure(request, uuid):
    visible = Structure.objects.visible_to(request.user).select_related("category", "commune")
    return get_object_or_404(visible.opened(), uuid=uuid)


def _said(role):
    return WAITS if role == Role.MANAGER else MEMBER
