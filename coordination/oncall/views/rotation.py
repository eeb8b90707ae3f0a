"""Rotations: listed, opened, changed on a day, ended, each change seen before it is written."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from coordination.oncall.forms.line import ClosingForm
from coordination.oncall.forms.rotation import RotationForm
from coordination.oncall.models import Rotation, RotationPlace
from coordination.oncall.selectors.lines.member_page import people_of_sector_line
from coordination.oncall.selectors.rosters.rotation_page import (
    Asked,
    preview_rotation,
    rotations_of,
)
from coordination.oncall.services.rosters import rotation as services
from coordination.oncall.views.managed import kept, managed_line, managed_sector, setup_form


@require_GET
def rotation_list(request, slug):
    """The rotations of the line, sector by sector, and where to open one."""
    line = managed_line(request, slug)
    sectors = line.sectors.open()
    shown = {"line": line, "rotations": rotations_of(line), "sectors": sectors}
    return render(request, "oncall/rotation_list.html", shown)


@require_http_methods(["GET", "POST"])
def rotation_create(request, uuid):
    """A rotation begins; what it changes is shown first."""
    sector = managed_sector(request, uuid)
    form = RotationForm(request.POST or None, sector=sector, people=people_of_sector_line(sector))
    act = lambda: _open(request, sector, form)  # noqa: E731
    if "confirm" in request.POST and kept(request, form, act, said="Le roulement est noté."):
        return redirect("oncall:rotation_list", sector.line.slug)
    return _page(request, sector, form, None)


@require_http_methods(["GET", "POST"])
def rotation_edit(request, slug, pk):
    """A rotation that has begun is closed on a day, another takes its place."""
    rotation, sector = _rotation(request, slug, pk)
    people, places = people_of_sector_line(sector), list(rotation.places.all())
    initial = _initial(rotation)
    form = RotationForm(
        request.POST or None, sector=sector, people=people, places=places, initial=initial
    )
    act = lambda: _change(request, rotation, form)  # noqa: E731
    if "confirm" in request.POST and kept(request, form, act, said="Le roulement est changé."):
        return redirect("oncall:rotation_list", slug)
    return _page(request, sector, form, rotation)


@require_http_methods(["GET", "POST"])
def rotation_end(request, slug, pk):
    """Nobody takes turns any more from a day on."""
    rotation, sector = _rotation(request, slug, pk)
    form = ClosingForm(request.POST or None)
    act = lambda: services.end_rotation(rotation, on=form.cleaned_data["on"], by=request.user)  # noqa: E731
    if kept(request, form, act, said="Le roulement s’arrête à cette date."):
        return redirect("oncall:rotation_list", slug)
    title = f"Arrêter « {rotation.layer} », {sector}"
    return setup_form(request, sector.line, form, title=title, submit="Arrêter le roulement")


def _rotation(request, slug, pk):
    line = managed_line(request, slug)
    rotation = next((one for one in rotations_of(line) if one.pk == pk), None)
    if rotation is None:
        raise Http404
    sector = rotation.layer.sector
    sector.line = line
    return rotation, sector


def _initial(rotation):
    names = ("cadence", "every", "handover_at", "daily_ends_at", "weekdays")
    layer = rotation.layer
    known = {name: getattr(rotation, name) for name in names}
    starts_on = max(rotation.starts_on, timezone.localdate())
    return known | {
        "role": layer.role_id,
        "name": layer.name,
        "priority": layer.priority,
        "starts_on": starts_on,
    }


def _page(request, sector, form, rotation):
    shown = {"sector": sector, "line": sector.line, "form": form, "rotation": rotation}
    shown["today"] = timezone.localdate()
    if form.is_bound and form.is_valid():
        shown["preview"] = preview_rotation(_asked(sector, form, rotation))
    return render(request, "oncall/rotation_form.html", shown)


def _asked(sector, form, rotation):
    layer = rotation.layer if rotation else None
    asked, places = _read(form)
    return Asked(
        sector=sector,
        role=layer.role if layer else form.cleaned_data["role"],
        priority=layer.priority if layer else form.cleaned_data["priority"],
        rotation=asked,
        places=places,
        replaces=rotation,
    )


def _read(form):
    places = [
        RotationPlace(person=person, rank=rank, joins_on=joins_on, leaves_on=leaves_on)
        for person, rank, joins_on, leaves_on in form.places()
    ]
    return Rotation(**form.terms()), places


def _open(request, sector, form):
    rotation, places = _read(form)
    names = ("role", "name", "priority")
    terms = {name: form.cleaned_data[name] for name in names}
    services.open_rotation(rotation, places, sector=sector, **terms, by=request.user)


def _change(request, former, form):
    rotation, places = _read(form)
    services.change_rotation(former, rotation, places, by=request.user)
