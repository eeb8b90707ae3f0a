"""« Tenir cette fiche »: its people, or the ARS, write what the page of a structure says."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory import rules
from directory.forms.keeping import (
    ContactForm,
    ExceptionForm,
    FactsForm,
    MembershipForm,
    PlanForm,
    ServiceForm,
)
from directory.models import Structure
from directory.selectors.history import changes
from directory.selectors.keeping import kept_exceptions, kept_page
from directory.services import keeping
from directory.services.fields import correct_fields
from portal.lib.access import check
from portal.lib.refusal import Refusal

FORMS = {
    "contact": (ContactForm, "Un contact"),
    "service": (ServiceForm, "Un service proposé"),
    "exception": (ExceptionForm, "Des jours particuliers"),
    "reseau": (MembershipForm, "Un réseau"),
    "plan": (PlanForm, "Un plan de réponse"),
    "fiche": (FactsForm, "Nom, adresse, standard"),
}
LINES = {"contact": "contacts", "service": "services", "reseau": "memberships", "plan": "plans"}
ENDED = {"clore": keeping.end_line, "retablir": keeping.reopen_line}


@require_safe
def structure_keep(request, uuid):
    """Everything that can be kept of a structure, one section per subject."""
    structure = _kept(request, uuid)
    context = {"structure": structure, "page": kept_page(structure)}
    return render(request, "directory/structure_keep.html", context)


@require_safe
def structure_history(request, uuid):
    """Who changed what, for those who answer for the page."""
    structure = _kept(request, uuid)
    context = {"structure": structure, "changes": changes(structure)}
    return render(request, "directory/structure_history.html", context)


@require_http_methods(["GET", "POST"])
def line_keep(request, uuid, kind, pk=None):
    """One line, new or known: typed, then on the page."""
    structure = _kept(request, uuid)
    form = _form(request, structure, kind, pk)
    if request.method == "POST" and form.is_valid():
        try:
            SAVED[kind](structure, form, request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "C’est enregistré : la fiche le montre dès maintenant.")
            return redirect("directory:structure_keep", structure.uuid)
    context = {"structure": structure, "form": form, "title": FORMS[kind][1], "known": pk}
    return render(request, "directory/line_keep.html", context)


@require_POST
def line_end(request, uuid, kind, pk, act):
    """A line ends, or stands again."""
    structure = _kept(request, uuid)
    line = _line(structure, kind, pk)
    if act not in ENDED or kind == "plan":
        raise Http404
    try:
        ENDED[act](line, by=request.user)
        messages.success(request, SAID[act])
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("directory:structure_keep", structure.uuid)


@require_POST
def exception_drop(request, uuid, pk):
    """The usual hours hold again on these days."""
    structure = _kept(request, uuid)
    one = get_object_or_404(kept_exceptions(structure), pk=pk)
    days = {"first_day": one.first_day, "last_day": one.last_day}
    keeping.drop_exceptions(one.service, **days, by=request.user)
    messages.success(request, "Les horaires habituels s’appliquent de nouveau ces jours-là.")
    return redirect("directory:structure_keep", structure.uuid)


SAID = {
    "clore": "La ligne ne paraît plus dans la fiche. Elle peut être rétablie, en bas de la page.",
    "retablir": "La ligne est de nouveau dans la fiche.",
}


def _kept(request, uuid):
    visible = Structure.objects.visible_to(request.user).select_related("category", "commune")
    structure = get_object_or_404(visible, uuid=uuid, merged_into__isnull=True)
    check(rules.may_keep, request.user, structure)
    return structure


def _form(request, structure, kind, pk):
    if kind not in FORMS:
        raise Http404
    known = {} if pk is None else {"line": _line(structure, kind, pk)}
    return FORMS[kind][0](request.POST or None, structure=structure, **known)


def _line(structure, kind, pk):
    if kind not in LINES:
        raise Http404
    return get_object_or_404(getattr(structure, LINES[kind]).all(), pk=pk)


def _contact(structure, form, user):
    keeping.keep_contact(form.keep(), by=user)


def _service(structure, form, user):
    zones = form.cleaned_data["zones"]
    keeping.keep_service(form.keep(), zones=zones, hours=form.hours, by=user)


def _exception(structure, form, user):
    data = form.cleaned_data
    days = (data["first_day"], data["last_day"])
    keeping.keep_exception(
        data["service"], days=days, spans=data["hours"], reason=data["reason"], by=user
    )


def _membership(structure, form, user):
    data = form.cleaned_data
    network = form.network or keeping.create_network(data["kind"], data["name"], by=user)
    keeping.keep_membership(form.keep(network), by=user)


def _plan(structure, form, user):
    data = form.cleaned_data
    dates = {name: data[name] for name in ("updated_on", "exercised_on")}
    keeping.keep_plan(structure, data["kind"], **dates, by=user)


def _facts(structure, form, user):
    correct_fields(structure, form.changes(), by=user)


SAVED = {
    "contact": _contact,
    "service": _service,
    "exception": _exception,
    "reseau": _membership,
    "plan": _plan,
    "fiche": _facts,
}
