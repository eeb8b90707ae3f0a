"""Statements of a month, of a person or of a line, as pages and as files."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from coordination.oncall import rules
from coordination.oncall.forms.served import MonthForm
from coordination.oncall.models import Line, Person
from coordination.oncall.selectors.serving.statement import statement_of, statement_of_line
from coordination.oncall.selectors.serving.statement_rows import (
    CSV_HEADER,
    csv_rows,
    printed,
    sheets,
)
from portal.audit.services import record_export
from portal.lib.access import check
from portal.lib.csv import stream
from portal.lib.pdf import typeset
from portal.lib.xlsx import xlsx
from portal.ui.feedback import attached, refusals_as_messages
from portal.ui.fresh import require_fresh

KINDS = ("csv", "xlsx", "pdf")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def person_statement(request, uuid):
    """What a person served in a month, line by line."""
    person = _person(request, uuid)
    first = MonthForm(request.GET).first
    shown = {"person": person, "statement": statement_of(person, first)}
    shown["is_mine"] = person.user_id == request.user.pk
    return render(request, "oncall/person_statement.html", shown)


@require_safe
def person_statement_file(request, uuid, kind):
    """The same as a file; the journal knows when it is somebody else's."""
    person = _person(request, uuid)
    back = reverse("oncall:person_statement", args=[uuid])
    statement = statement_of(person, MonthForm(request.GET).first)
    if person.user_id == request.user.pk:
        return _file(statement, kind, title="Relevé d’astreinte", about=str(person))
    return _exported(request, statement, kind, subject=person, back=back)


@require_GET
def line_statement(request, slug):
    """What everybody served on a line in a month: planned, served and paid side by side."""
    line = _line(request, slug)
    statement = statement_of_line(line, MonthForm(request.GET).first)
    return render(request, "oncall/line_statement.html", {"line": line, "statement": statement})


@require_safe
def line_statement_file(request, slug, kind):
    """The same as a file; the journal remembers who took it."""
    line = _line(request, slug)
    back = reverse("oncall:line_statement", args=[slug])
    statement = statement_of_line(line, MonthForm(request.GET).first)
    return _exported(request, statement, kind, subject=line, back=back)


def _person(request, uuid):
    person = get_object_or_404(Person.objects.visible_to(request.user), uuid=uuid)
    check(rules.may_read_statement, request.user, person)
    return person


def _line(request, slug):
    line = get_object_or_404(Line.objects.visible_to(request.user), slug=slug)
    check(rules.may_run_line, request.user, line)
    return line


def _exported(request, statement, kind, *, subject, back):
    if kind not in KINDS:
        raise Http404
    require_fresh(request, back=back)
    with refusals_as_messages(request):
        month = f"{statement.first:%Y-%m}"
        record_export(request.user, "statement.exported", subject, kind=kind, month=month)
        return _file(statement, kind, title="Relevé d’astreinte", about=str(subject))
    return redirect(back)


def _file(statement, kind, *, title, about):
    name = f"releve-{statement.first:%Y-%m}.{kind}"
    if kind == "csv":
        return attached(stream(CSV_HEADER, csv_rows(statement)), name)
    if kind == "xlsx":
        return _sent(xlsx(sheets(statement)), SHEET, f'attachment; filename="{name}"')
    if kind != "pdf":
        raise Http404
    pdf = typeset("tables.typ", printed(statement, title=title, about=about), at=timezone.now())
    return _sent(pdf, "application/pdf", f'inline; filename="{name}"')


def _sent(content, content_type, disposition):
    headers = {"Content-Disposition": disposition}
    return HttpResponse(content, content_type=content_type, headers=headers)
