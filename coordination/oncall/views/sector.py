"""Sectors are opened, drawn on the map of communes, changed, closed."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coordination.oncall import rules
from coordination.oncall.forms.sector import (
    CommunesForm,
    SectorEditForm,
    SectorEndForm,
    SectorForm,
    UncoveredForm,
)
from coordination.oncall.models import Line, Sector
from coordination.oncall.selectors.lines.sector_map import (
    communes_to_come,
    current_communes,
    effects_of,
    map_of_line,
    sectors_page,
    uncovered_communes,
)
from coordination.oncall.services.lines.line import open_sector
from coordination.oncall.services.lines.line_setup import edit_sector, free_code
from coordination.oncall.services.lines.sector_end import end_sector, keep_sector
from coordination.oncall.services.lines.sector_map import draw_sector
from coordination.oncall.services.lines.sectors import leave_uncovered, read_communes
from coordination.oncall.views.managed import kept, managed_line, managed_sector, setup_form
from portal.territories.selectors import department_with_outlines
from portal.ui.feedback import refusals_as_messages


@require_GET
def line_sectors(request, slug):
    """The sectors of the line, its map, and the communes that nobody serves."""
    line = managed_line(request, slug)
    shown = sectors_page(line) | {"merges": rules.may_merge_communes(request.user, line.territory)}
    return render(request, "oncall/line_sectors.html", shown)


@require_GET
def line_map(request, slug):
    """Which sector each commune is in, for the map."""
    line = get_object_or_404(Line.objects.visible_to(request.user), slug=slug)
    return JsonResponse(map_of_line(line, timezone.localdate()))


@require_http_methods(["GET", "POST"])
def sector_create(request, slug):
    """One more sector; its communes come next."""
    line = managed_line(request, slug)
    form = SectorForm(request.POST or None, instance=Sector(line=line))
    if kept(request, form, lambda: _open(request, line, form), said="Le secteur est ouvert."):
        return redirect("oncall:sector_communes", form.instance.uuid)
    return setup_form(request, line, form, title="Ouvrir un secteur", submit="Ouvrir le secteur")


@require_http_methods(["GET", "POST"])
def sector_edit(request, uuid):
    """The name, the number and the calendar of a sector."""
    sector = managed_sector(request, uuid)
    form = SectorEditForm(request.POST or None, instance=sector)
    act, said = lambda: edit_sector(form.instance, by=request.user), "Le secteur est modifié."
    if kept(request, form, act, said=said):
        return redirect("oncall:sector_detail", uuid)
    return setup_form(request, sector.line, form, title=f"Modifier {sector.name}")


@require_http_methods(["GET", "POST"])
def sector_close(request, uuid):
    """The sector ends on a day, its communes pass to another; or it has no end any more."""
    sector = managed_sector(request, uuid)
    if "reopen" in request.POST:
        with refusals_as_messages(request, success="Le secteur n’a plus de date de fin."):
            keep_sector(sector, by=request.user)
        return redirect("oncall:line_sectors", sector.line.slug)
    known = {"on": sector.closed_on} if sector.closed_on else {}
    form = SectorEndForm(request.POST or None, sector=sector, initial=known)
    act, said = lambda: end_sector(sector, **form.cleaned_data, by=request.user), "La fin est dite."
    if kept(request, form, act, said=said):
        return redirect("oncall:line_sectors", sector.line.slug)
    shown = {"line": sector.line, "sector": sector, "form": form}
    shown["communes"] = communes_to_come(sector)
    return render(request, "oncall/sector_close.html", shown)


@require_http_methods(["GET", "POST"])
def sector_communes(request, uuid):
    """Communes chosen on the map or in the list are read, what changes is shown, then kept."""
    sector = managed_sector(request, uuid)
    form = CommunesForm(
        request.POST or None, request.FILES or None, initial=current_communes(sector)
    )
    shown = {"form": form, "sector": sector, "line": sector.line}
    if form.is_valid():
        shown |= _read(sector, form)
        if "confirm" in request.POST and shown["reading"].communes:
            said = "Les communes du secteur sont enregistrées."
            if kept(request, form, lambda: _draw(request, sector, form, shown), said=said):
                return redirect("oncall:sector_detail", uuid)
    shown["department"] = department_with_outlines(sector.line.territory)
    return render(request, "oncall/sector_communes.html", shown)


@require_http_methods(["GET", "POST"])
def line_uncovered(request, slug):
    """Communes that no sector serves, by a decision."""
    line = managed_line(request, slug)
    form = UncoveredForm(request.POST or None, request.FILES or None)
    shown = {"line": line, "form": form, "rows": uncovered_communes(line)}
    if form.is_valid():
        shown |= _read(Sector(line=line), form)
        said = "Ces communes sont dites non couvertes, avec la décision."
        act = lambda: _leave(request, line, form, shown["reading"])  # noqa: E731
        if "confirm" in request.POST and kept(request, form, act, said=said):
            return redirect("oncall:line_uncovered", slug)
    shown["department"] = department_with_outlines(line.territory)
    return render(request, "oncall/line_uncovered.html", shown)


def _open(request, line, form):
    name, phone = form.cleaned_data["name"], form.cleaned_data["phone"]
    code = free_code(line, name)
    form.instance = open_sector(line, name=name, code=code, by=request.user, phone=phone)


def _read(sector, form):
    asked = form.cleaned_data
    bands, since, take = form.bands(), asked["since"], asked.get("take", True)
    reading = read_communes(sector, asked["text"], since=since, band=bands[0], take=take)
    effects = effects_of(sector, reading.communes, since=since, bands=bands)
    # What a file brought is in the list from now on: a file cannot be sent again by itself.
    form.data = form.data.copy()
    form.data["codes"] = asked["text"]
    return {"reading": reading, "effects": effects, "since": since}


def _draw(request, sector, form, shown):
    draw_sector(
        sector,
        [commune.code for commune in shown["reading"].communes],
        since=shown["since"],
        bands=form.bands(),
        take=form.cleaned_data["take"],
        by=request.user,
    )


def _leave(request, line, form, reading):
    asked = form.cleaned_data
    leave_uncovered(
        line,
        [commune.code for commune in reading.communes],
        since=asked["since"],
        reason=asked["reason"],
        reference=asked["reference"],
        by=request.user,
    )
