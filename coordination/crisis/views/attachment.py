"""Files: joined to a line, a task or a decision; taken away."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from coordination.crisis import rules
from coordination.crisis.forms.attachment import AttachmentForm
from coordination.crisis.selectors.log_page import entries_seen
from coordination.crisis.selectors.work import attachments_seen, decisions_seen, tasks_seen
from coordination.crisis.services.attachment import attach_file
from coordination.crisis.services.cell import record_access
from coordination.crisis.views.seen import kept
from portal.lib.access import check
from portal.lib.upload import KINDS

SUBJECTS = {
    "entree": (entries_seen, "à l’entrée"),
    "tache": (tasks_seen, "à la tâche"),
    "decision": (decisions_seen, "à la décision"),
}


@require_http_methods(["GET", "POST"])
def attachment_add(request, what, uuid):
    """A file is joined to what one reads."""
    if what not in SUBJECTS:
        raise Http404
    seen, words = SUBJECTS[what]
    subject = get_object_or_404(seen(request.user), uuid=uuid)
    cell = subject.log.cell if what == "entree" else subject.cell
    check(rules.may_write_log, request.user, cell)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if kept(request, form, lambda: _join(request, subject, form), said="Le fichier est joint."):
        return redirect(subject)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "subject": subject}
    shown |= {"title": f"Joindre un fichier {words}", "lead": subject, "submit": "Joindre"}
    return render(request, "crisis/attachment_form.html", shown)


@require_safe
def attachment_file(request, uuid):
    """The file as it was sent, to be kept: a browser never opens it here."""
    attachment = get_object_or_404(attachments_seen(request.user), uuid=uuid)
    cell = attachment.cell
    record_access(cell, request.user, what="pièce jointe")
    if not attachment.name:
        raise Http404
    prefix = "EXERCICE-" if cell.crisis.is_exercise else ""
    headers = {
        "Content-Disposition": content_disposition_header(True, f"{prefix}{attachment.name}"),
        "X-Content-Type-Options": "nosniff",
    }
    media = KINDS[attachment.kind].media
    return HttpResponse(bytes(attachment.file.content), content_type=media, headers=headers)


def _join(request, subject, form):
    attach_file(subject, form.sent(), by=request.user, confirmed=form.cleaned_data["confirmed"])
