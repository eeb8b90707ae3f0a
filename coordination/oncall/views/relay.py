"""The note that one duty leaves to the next."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms.circuit import NoteForm
from coordination.oncall.models import HandoverNote, Shift
from coordination.oncall.selectors.swaps.relay import incoming_of, notes_of
from coordination.oncall.services.swaps.relay import leave_note, read_note
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages


@require_http_methods(["GET", "POST"])
def note_write(request, uuid):
    """Who leaves writes; who comes is told."""
    related = ("line", "sector", "role", "slot", "person")
    visible = Shift.objects.visible_to(request.user).select_related(*related)
    shift = get_object_or_404(visible, uuid=uuid)
    check(rules.may_give_shift, request.user, shift)
    form = NoteForm(request.POST or None)
    if form.is_valid() and _left(request, form, shift):
        return redirect("oncall:note_write", shift.uuid)
    shown = {"form": form, "shift": shift, "next": incoming_of(shift), "notes": notes_of(shift)}
    return render(request, "oncall/note_form.html", shown)


@require_POST
def note_read(request, pk):
    """The reader takes over, and knows."""
    notes = HandoverNote.objects.visible_to(request.user).select_related("shift__line")
    note = get_object_or_404(notes, pk=pk)
    check(rules.may_read_note, request.user, note)
    with refusals_as_messages(request, success="C’est noté : vous prenez la suite."):
        read_note(note, reader=request.user.oncall_person, by=request.user)
    return redirect("oncall:my_duties")


def _left(request, form, shift):
    """Whether the note is left; its refusal is said in the form otherwise."""
    try:
        leave_note(shift, text=form.cleaned_data["text"], by=request.user)
    except Refusal as refusal:
        form.add_error("text", str(refusal))
        return False
    messages.success(request, "Les consignes sont laissées à la personne qui prend la suite.")
    return True
