"""The crisis directory of a territory, to be printed or kept for when there is no network."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from coordination.situation import rules
from coordination.situation.selectors.offline import offline_copy
from coordination.situation.selectors.printed import about, duties, printed
from directory.forms import StructureFilter
from directory.selectors import find_structures, of_category
from directory.selectors.ground import ground_looked
from directory.selectors.printed import count_printed, printed_rows
from directory.services import record_export
from portal.lib.pdf import typeset
from portal.ui.feedback import refusals_as_messages


@require_safe
def crisis_directory_preparing(request):
    """At once, what the document will hold; it takes the place of this page when it is ready."""
    criteria, found = _looked(request)
    with refusals_as_messages(request):
        context = {
            "count": count_printed(found),
            "about": about(criteria, request.territory),
            "query": request.GET.urlencode(),
        }
        return render(request, "situation/crisis_directory.html", context)
    return _back(request)


@require_safe
def crisis_directory(request):
    """What the search of the directory finds, as one PDF; the journal remembers who took it."""
    criteria, found = _looked(request)
    with refusals_as_messages(request):
        pdf = _pdf(request, criteria, found, timezone.now())
        headers = {"Content-Disposition": 'inline; filename="annuaire-de-crise.pdf"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    return _back(request)


@require_safe
def offline_directory(request):
    """The same as files that open without any network, with their map; the journal remembers."""
    criteria, found = _looked(request)
    with refusals_as_messages(request):
        rows = printed_rows(found)
        record_export(by=request.user, filters=criteria.kinds, count=len(rows))
        ground = ground_looked(criteria, request.territory)
        made = offline_copy(about(criteria, request.territory), rows, ground, at=timezone.now())
        headers = {"Content-Disposition": 'attachment; filename="annuaire-hors-connexion.zip"'}
        return HttpResponse(made, content_type="application/zip", headers=headers)
    return _back(request)


def _looked(request):
    criteria = StructureFilter(request.GET, around=request.territory).criteria()
    return criteria, of_category(find_structures(request.user, criteria), criteria)


def _back(request):
    return redirect(f"{reverse('directory:structure_list')}?{request.GET.urlencode()}")


def _pdf(request, criteria, found, now):
    """Who is on call is for those who read the page of the territory."""
    reader, subject = request.user, about(criteria, request.territory)
    rows = printed_rows(found)
    may_read = subject.place is not None and rules.may_see_territory(reader)
    people = duties(reader, subject.place, now) if may_read else []
    record_export(by=reader, filters=criteria.kinds, count=len(rows), on_call=len(people))
    return typeset("directory.typ", printed(subject, rows, people, now), at=now)
