"""What the pages of settings share: the line or sector that the reader runs, one way to keep."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render

from coordination.oncall import rules
from coordination.oncall.models import Line, Person, Sector
from portal.lib.access import check
from portal.lib.refusal import Refusal


def managed_line(request, slug):
    """The line, for whoever runs it: 404 when it is not seen, 403 when it is not theirs."""
    lines = Line.objects.visible_to(request.user).select_related("territory")
    line = get_object_or_404(lines, slug=slug)
    check(rules.may_run_line, request.user, line)
    return line


def managed_sector(request, uuid):
    """The sector, for whoever runs its line."""
    sectors = Sector.objects.visible_to(request.user).select_related("line__territory")
    sector = get_object_or_404(sectors, uuid=uuid)
    check(rules.may_run_line, request.user, sector.line)
    return sector


def managed_person(request, uuid):
    """The person, for whom they are and for the coordination of where they are listed."""
    people = Person.objects.visible_to(request.user).select_related("territory", "user")
    person = get_object_or_404(people, uuid=uuid)
    check(rules.may_note_absence, request.user, person)
    return person


def kept(request, form, act, *, said):
    """Whether `act` was done with what the form holds; its refusal is in the form otherwise."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as error:
        form.add_error(None, error.messages)
    else:
        messages.success(request, said)
        return True
    return False


def setup_form(request, line, form, *, title, **more):
    """The page of a form among the settings of a line."""
    shown = {"line": line, "form": form, "title": title, **more}
    return render(request, "oncall/setup_form.html", shown)
