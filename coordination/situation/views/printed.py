"""The crisis directory of a territory, to be printed."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.situation import rules
from coordination.situation.selectors.printed import duties, place_of, printed
from directory.forms import StructureFilter
from directory.selectors import find_structures, of_category
from directory.selectors.printed import printed_rows
from directory.services import record_export
from portal.lib.pdf import typeset
from portal.ui.feedback import refusals_as_messages


@require_safe
def crisis_directory(request):
    """What the search of the directory finds, as one PDF; the journal remembers who took it."""
    criteria = StructureFilter(request.GET, around=request.territory).criteria()
    with refusals_as_messages(request):
        pdf = _pdf(request, criteria, timezone.now())
        headers = {"Content-Disposition": 'inline; filename="annuaire-de-crise.pdf"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    return redirect(f"{reverse('directory:structure_list')}?{request.GET.urlencode()}")


def _pdf(request, criteria, now):
    """Who is on call is for those who read the page of the territory."""
    reader, place = request.user, place_of(criteria, request.territory)
    rows = printed_rows(of_category(find_structures(reader, criteria), criteria))
    may_read = place is not None and rules.may_see_territory(reader)
    people = duties(reader, place, now) if may_read else []
    record_export(by=reader, filters=criteria.kinds, count=len(rows), on_call=len(people))
    return typeset("directory.typ", printed(place, rows, people, now), at=now)
