"""The shortage file of a line: opened, fed, read, printed."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.oncall import rules
from coordination.oncall.forms.shortage import ShortageForm, StepForm
from coordination.oncall.models import Line, ShortageFile
from coordination.oncall.selectors.serving.shortage import files_of, printed, shortage_page
from coordination.oncall.services.serving.shortage import close_shortage, note_step, open_shortage
from portal.audit.services import record_export
from portal.lib.access import check
from portal.lib.pdf import typeset
from portal.lib.refusal import Refusal
from portal.ui.feedback import done, refusals_as_messages
from portal.ui.fresh import require_fresh


@require_http_methods(["GET", "POST"])
def shortage_list(request, slug):
    """The files of a line, and a new one."""
    line = get_object_or_404(Line.objects.visible_to(request.user), slug=slug)
    check(rules.may_run_line, request.user, line)
    form = ShortageForm(request.POST or None, line=line)
    if form.is_valid():
        try:
            return redirect(open_shortage(line, by=request.user, **form.cleaned_data))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    shown = {"form": form, "line": line, "files": files_of(line)}
    return render(request, "oncall/shortage_list.html", shown)


@require_http_methods(["GET", "POST"])
def shortage_detail(request, uuid):
    """The need, the people, each act, the gaps left; one more act."""
    file = _file(request, uuid)
    form = StepForm(request.POST or None)
    if form.is_valid():
        try:
            note_step(file, form.step(), by=request.user)
            return redirect(file)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "oncall/shortage_detail.html", shortage_page(file) | {"form": form})


@require_safe
def shortage_file(request, uuid):
    """The same as one PDF; the journal remembers who took it."""
    file = _file(request, uuid)
    require_fresh(request, back=file.get_absolute_url())
    with refusals_as_messages(request):
        record_export(request.user, "shortage.exported", file)
        pdf = typeset("tables.typ", printed(file), at=timezone.now())
        name = f"carence-{file.line.slug}-{file.days.lower}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)
    return redirect(file)


@require_POST
def shortage_close(request, uuid):
    """Nothing is added any more."""
    file = _file(request, uuid)
    return done(request, close_shortage, file, said="Le dossier est clos.")


def _file(request, uuid):
    files = ShortageFile.objects.visible_to(request.user).select_related("line", "sector")
    file = get_object_or_404(files, uuid=uuid)
    check(rules.may_run_shortage, request.user, file)
    return file
