"""A line is opened, changed, closed; its roles, points and recipients are said."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms.line import (
    ClosingForm,
    LineForm,
    NewLineForm,
    PointsForm,
    RecipientForm,
    RoleForm,
)
from coordination.oncall.models import LineRole, Recipient
from coordination.oncall.selectors.lines.settings_page import (
    recipients_of,
    roles_of,
    settings_of,
    weights_in_force,
)
from coordination.oncall.services.lines import line_setup as services
from coordination.oncall.services.lines.line import set_points
from coordination.oncall.views.managed import kept, managed_line, setup_form
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages

NEW_LEAD = "Une ligne répond à « qui appeler ? » sur un territoire. Le reste se règle ensuite."


@require_http_methods(["GET", "POST"])
def line_create(request):
    """A line begins with what is usual for its kind; its settings come next."""
    check(rules.may_open_line, request.user, None)
    form = NewLineForm(request.POST or None, user=request.user)
    if kept(request, form, lambda: _begin(request, form), said="La ligne est ouverte."):
        return redirect("oncall:line_settings", form.instance.slug)
    shown = {"form": form, "title": "Ouvrir une ligne d’astreinte", "lead": NEW_LEAD}
    return render(request, "oncall/line_create.html", shown)


@require_GET
def line_settings(request, slug):
    """Everything that is settled of a line, and what is still missing."""
    return render(request, "oncall/line_settings.html", settings_of(managed_line(request, slug)))


@require_http_methods(["GET", "POST"])
def line_edit(request, slug):
    """What the line is."""
    line = managed_line(request, slug)
    form = LineForm(request.POST or None, instance=line, user=request.user)
    if kept(request, form, lambda: _edit(request, form), said="La ligne est modifiée."):
        return redirect("oncall:line_settings", line.slug)
    return setup_form(request, line, form, title="Modifier la ligne")


@require_http_methods(["GET", "POST"])
def line_close(request, slug):
    """The line calls nobody from a day on, or serves again."""
    line = managed_line(request, slug)
    if "reopen" in request.POST:
        services.reopen_line(line, by=request.user)
        return redirect("oncall:line_settings", slug)
    form = ClosingForm(request.POST or None)
    if kept(request, form, lambda: _close(request, line, form), said="La ligne est fermée."):
        return redirect("oncall:line_settings", slug)
    return render(request, "oncall/line_close.html", {"line": line, "form": form})


@require_http_methods(["GET", "POST"])
def line_roles(request, slug):
    """The roles of the line, and one more."""
    line = managed_line(request, slug)
    form = RoleForm(request.POST or None, instance=LineRole(line=line))
    if kept(request, form, lambda: _keep_role(request, form), said="Le rôle est ajouté."):
        return redirect("oncall:line_roles", slug)
    shown = {"line": line, "form": form, "roles": roles_of(line)}
    return render(request, "oncall/line_roles.html", shown)


@require_http_methods(["GET", "POST"])
def role_edit(request, slug, pk):
    """Who may hold a role."""
    line = managed_line(request, slug)
    role = get_object_or_404(line.roles, pk=pk)
    form = RoleForm(request.POST or None, instance=role)
    if kept(request, form, lambda: _keep_role(request, form), said="Le rôle est modifié."):
        return redirect("oncall:line_roles", slug)
    return setup_form(request, line, form, title=f"Rôle « {role} »")


@require_POST
def role_drop(request, slug, pk):
    """The line has this role no more."""
    line = managed_line(request, slug)
    role = get_object_or_404(line.roles, pk=pk)
    with refusals_as_messages(request, success=f"Le rôle « {role} » est retiré."):
        services.drop_role(role, by=request.user)
    return redirect("oncall:line_roles", slug)


@require_http_methods(["GET", "POST"])
def line_points(request, slug):
    """How much each type of slot is worth."""
    line = managed_line(request, slug)
    form = PointsForm(request.POST or None, weights=weights_in_force(line, timezone.localdate()))
    if kept(request, form, lambda: _set_points(request, line, form), said="Le barème est noté."):
        return redirect("oncall:line_settings", slug)
    lead = "Les points disent ce qu’un créneau pèse : le partage équitable se compte en points."
    return setup_form(request, line, form, title="Points par type de créneau", lead=lead)


@require_http_methods(["GET", "POST"])
def line_recipients(request, slug):
    """Whom the rosters are sent to, and one more."""
    line = managed_line(request, slug)
    form = RecipientForm(request.POST or None, instance=Recipient(line=line))
    if kept(request, form, lambda: _add(request, form), said="Le destinataire est ajouté."):
        return redirect("oncall:line_recipients", slug)
    shown = {"line": line, "form": form, "recipients": recipients_of(line)}
    return render(request, "oncall/line_recipients.html", shown)


@require_POST
def recipient_drop(request, slug, pk):
    """Nothing more is sent there."""
    line = managed_line(request, slug)
    recipient = get_object_or_404(line.recipients, pk=pk)
    with refusals_as_messages(request, success="Ce destinataire ne recevra plus rien."):
        services.drop_recipient(recipient, by=request.user)
    return redirect("oncall:line_recipients", slug)


def _begin(request, form):
    line, asked = form.instance, form.cleaned_data
    check(rules.may_open_line_on, request.user, line.territory)
    services.begin_line(
        line,
        roles=asked["roles"].splitlines(),
        since=asked["since"],
        with_usual=asked["with_usual"],
        by=request.user,
    )


def _edit(request, form):
    check(rules.may_open_line_on, request.user, form.instance.territory)
    services.edit_line(form.instance, by=request.user)


def _close(request, line, form):
    services.close_line(line, on=form.cleaned_data["on"], by=request.user)


def _keep_role(request, form):
    services.keep_role(
        form.instance,
        professions=form.cleaned_data["professions"],
        qualifications=form.qualifications(),
        by=request.user,
    )


def _set_points(request, line, form):
    set_points(line, form.weights(), since=form.cleaned_data["since"], by=request.user)


def _add(request, form):
    services.keep_recipient(form.instance, by=request.user)
