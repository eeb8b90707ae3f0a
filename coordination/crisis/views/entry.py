"""One entry: its corrections, its mark, its redaction."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import rules
from coordination.crisis.forms.log import CorrectionForm, RedactionForm
from coordination.crisis.models import EntryFlag, EntryKind
from coordination.crisis.selectors.log_page import shown as with_words
from coordination.crisis.services import redaction as redactions
from coordination.crisis.services.writing import Draft, flag_entry, write_entry
from coordination.crisis.views.seen import kept, seen_entry
from portal.lib.access import check
from portal.ui.feedback import done, refusals_as_messages

ACTS = {
    "accepter": (redactions.approve_redaction, "Votre accord est noté."),
    "refuser": (redactions.refuse_redaction, "L’effacement est refusé : le texte reste."),
}


@require_GET
def entry_detail(request, uuid):
    """The entry, its original text, what corrected it, what may be done with it."""
    entry = seen_entry(request, uuid, what="entrée")
    cell, user = entry.log.cell, request.user
    shown = {"one": with_words([entry])[0], "cell": cell, "crisis": cell.crisis}
    shown["may_write"] = rules.may_write_log(user, cell)
    shown |= {"files": shown["one"].files, "what": "entree", "subject": entry}
    shown["may_ask"] = rules.may_ask_redaction(user, entry)
    redaction = shown["one"].redaction
    shown["may_approve"] = redaction and rules.may_approve_redaction(user, redaction)
    return render(request, "crisis/entry_detail.html", shown)


@require_POST
def entry_flag(request, uuid):
    """To be carried to the next sitrep."""
    entry = seen_entry(request, uuid)
    check(rules.may_write_log, request.user, entry.log.cell)
    with refusals_as_messages(request, success="L’entrée sera portée au point de situation."):
        flag_entry(entry, kind=EntryFlag.Kind.IN_SITREP, by=request.user)
    return redirect("crisis:entry_detail", uuid)


@require_http_methods(["GET", "POST"])
def entry_correct(request, uuid):
    """A correction is another entry: the original stays one click away."""
    entry = seen_entry(request, uuid)
    check(rules.may_write_log, request.user, entry.log.cell)
    form = CorrectionForm(request.POST or None, initial={"text": with_words([entry])[0].words})
    if kept(request, form, lambda: _correct(request, entry, form), said="La correction est notée."):
        return redirect("crisis:entry_detail", uuid)
    return _form(request, entry, form, title=f"Corriger l’entrée n° {entry.seq}", submit="Corriger")


@require_http_methods(["GET", "POST"])
def redaction_ask(request, uuid):
    """Two people will have to agree before the text is destroyed."""
    entry = seen_entry(request, uuid)
    check(rules.may_ask_redaction, request.user, entry)
    form = RedactionForm(request.POST or None)
    if kept(request, form, lambda: _ask(request, entry, form), said="L’effacement est demandé."):
        return redirect("crisis:entry_detail", uuid)
    title = f"Demander l’effacement de l’entrée n° {entry.seq}"
    return _form(request, entry, form, title=title, submit="Demander l’effacement")


@require_POST
def redaction_answer(request, uuid, act):
    """One agreement, or a refusal."""
    entry = seen_entry(request, uuid)
    redaction = with_words([entry])[0].redaction
    if redaction is None or act not in ACTS:
        raise Http404
    check(rules.may_approve_redaction, request.user, redaction)
    service, said = ACTS[act]
    return done(request, service, redaction, said=said)


def _form(request, entry, form, *, title, submit):
    cell = entry.log.cell
    shown = {"entry": entry, "cell": cell, "crisis": cell.crisis, "form": form}
    return render(request, "crisis/entry_form.html", shown | {"title": title, "submit": submit})


def _correct(request, entry, form):
    asked = form.cleaned_data
    correction = Draft(
        text=asked["text"],
        kind=EntryKind.CORRECTION,
        corrects=entry,
        link_role=asked["link_role"],
        occurred_at=entry.occurred_at,
    )
    write_entry(entry.log.cell, correction, by=request.user, confirmed=asked["confirmed"])


def _ask(request, entry, form):
    redactions.ask_redaction(entry, reason=form.cleaned_data["reason"], by=request.user)
