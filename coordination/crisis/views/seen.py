"""The crisis or cell of an address, for whoever may see it; reads of restricted cells recorded."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone

from coordination.crisis.models import Cell
from coordination.crisis.refusals.log import PatientNumber
from coordination.crisis.selectors.crisis_page import crises_seen
from coordination.crisis.selectors.log_page import entries_seen
from coordination.crisis.services.blocking import count_block
from coordination.crisis.services.cell import record_access
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.once import only_once

RELATED = ("crisis__territory", "structure", "territory", "parent")


def seen_crisis(request, reference):
    """The crisis, with the cells that the reader may see in `seen`. 404 otherwise."""
    crisis = get_object_or_404(crises_seen(request.user), reference=reference)
    timezone.activate(ZoneInfo(crisis.territory.timezone))
    return crisis


def seen_cell(request, uuid, *, what="", rule=None):
    """The cell; `rule` then says whether the act is theirs (403).

    A read (`what`) of a restricted cell leaves its record, whatever it answers next. Until the
    end of the request, hours are read and shown as the clocks of the cell's place.
    """
    cells = Cell.objects.visible_to(request.user).select_related(*RELATED)
    cell = get_object_or_404(cells, uuid=uuid)
    timezone.activate(cell.zone)
    if rule is not None:
        check(rule, request.user, cell)
    if what:
        record_access(cell, request.user, what=what)
    return cell


def in_its_zone(cell):
    """Inside the block hours are read and shown as the clocks of the cell's place (rule 28)."""
    return timezone.override(cell.zone)


def seen_of_cell(request, rows, uuid, *, what):
    """What belongs to a cell and has its own address, among `rows`. 404 otherwise.

    As for `seen_cell`, the read is recorded and hours are those of the cell's place.
    """
    one = get_object_or_404(rows, uuid=uuid)
    timezone.activate(one.cell.zone)
    record_access(one.cell, request.user, what=what)
    return one


def seen_entry(request, uuid, *, what=""):
    """The entry: of a log one reads, or one's own. 404 otherwise."""
    entry = get_object_or_404(entries_seen(request.user), uuid=uuid)
    timezone.activate(entry.log.cell.zone)
    if what:
        record_access(entry.log.cell, request.user, what=f"{what} {entry.seq}")
    return entry


def kept(request, form, act, *, said, about=None):
    """Whether `act` was done; its refusal is in the form otherwise. `about`: see count_block.

    Raises SentTwiceError, that a middleware answers, for the same words sent a moment ago.
    """
    if form.is_valid():
        only_once(request)
        if _done(form, act):
            messages.success(request, said)
            return True
    count_refused(request, form, about=about)
    return False


def _done(form, act):
    try:
        act()
    except Refusal as refusal:
        form.add_error(None, in_form(refusal))
    except ValidationError as error:
        form.add_error(None, error.messages)
    return form.is_valid()


def in_form(refusal):
    """A refusal as the error of a form."""
    code = "patient" if isinstance(refusal, PatientNumber) else "refused"
    return ValidationError(str(refusal), code=code)


def count_refused(request, form, *, about=None):
    """What was refused for holding a patient's number is counted, not its content (rule 21)."""
    errors = form.errors.as_data().values() if form.is_bound else ()
    if any(one.code == "patient" for each in errors for one in each):
        place = request.resolver_match.url_name
        count_block(by=request.user, place=place, about=about)
