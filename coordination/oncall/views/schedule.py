"""The hours at which a line is held, and what its sectors owe then."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coordination.oncall.forms.schedule import CLASSES, RequirementsForm, Row, TemplateForm
from coordination.oncall.models import SlotTemplate
from coordination.oncall.selectors.lines.schedule_page import schedule_page, seats_to_declare
from coordination.oncall.services.lines.line_setup import keep_template
from coordination.oncall.services.lines.requirements import declare_requirements
from coordination.oncall.views.managed import kept, managed_line, managed_sector, setup_form
from portal.lib.french_input import parse_day


@require_http_methods(["GET", "POST"])
def line_templates(request, slug):
    """The templates, the fortnight drawn as it will be, and one more template."""
    line = managed_line(request, slug)
    form = TemplateForm(request.POST or None, instance=SlotTemplate(line=line))
    if kept(request, form, lambda: _keep(request, form), said="L’horaire est ajouté."):
        return redirect("oncall:line_templates", slug)
    return render(
        request, "oncall/line_templates.html", schedule_page(line, _first(request)) | {"form": form}
    )


@require_http_methods(["GET", "POST"])
def template_edit(request, slug, pk):
    """Hours are changed, or end on a day; slots already drawn up do not move."""
    line = managed_line(request, slug)
    template = get_object_or_404(line.templates, pk=pk)
    form = TemplateForm(request.POST or None, instance=template)
    if kept(request, form, lambda: _keep(request, form), said="L’horaire est modifié."):
        return redirect("oncall:line_templates", slug)
    lead = "Les tableaux déjà établis gardent leurs créneaux ; les suivants prendront ces heures."
    return setup_form(request, line, form, title=f"Horaire « {template.name} »", lead=lead)


@require_http_methods(["GET", "POST"])
def sector_requirements(request, uuid):
    """The whole table of what the sector owes, kept from a day on."""
    sector = managed_sector(request, uuid)
    others = sector.line.sectors.open().exclude(pk=sector.pk)
    form = RequirementsForm(request.POST or None, rows=_rows(sector), others=others.count())
    said = "Les besoins sont enregistrés."
    if kept(request, form, lambda: _declare(request, sector, others, form), said=said):
        return redirect("oncall:sector_detail", uuid)
    shown = {"sector": sector, "line": sector.line, "form": form}
    return render(request, "oncall/sector_requirements.html", shown)


def _first(request):
    """The first day to draw: the one that is asked for, or today."""
    try:
        return parse_day(request.GET.get("du", ""))
    except ValueError:
        return timezone.localdate()


def _keep(request, form):
    keep_template(form.instance, sectors=form.cleaned_data["sectors"], by=request.user)


def _rows(sector):
    return [
        Row(
            slot_class=slot_class,
            label=CLASSES[slot_class].capitalize() + (f", {role}" if role else ""),
            role=role,
            standing=known,
            key=f"{slot_class}_{role.pk if role else 0}",
        )
        for slot_class, role, known in seats_to_declare(sector, timezone.localdate())
    ]


def _declare(request, sector, others, form):
    sectors = [sector, *(others if form.cleaned_data.get("everywhere") else [])]
    declare_requirements(sectors, form.wanted(), by=request.user)
