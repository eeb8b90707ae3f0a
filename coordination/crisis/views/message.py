"""Messages to groups: the list, one written and seen before it leaves, its receipts."""

from datetime import timedelta

from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from coordination.crisis import clock, rules
from coordination.crisis.forms.message import MessageForm
from coordination.crisis.selectors.message import (
    drafts_of,
    messages_of,
    messages_seen,
    preview,
)
from coordination.crisis.selectors.receipts import receipts
from coordination.crisis.selectors.unreached import unreached
from coordination.crisis.services import message as services
from coordination.crisis.services.cell import record_access
from coordination.crisis.services.message_draft import send_draft
from coordination.crisis.views.message_draft import draft_asked
from coordination.crisis.views.seen import count_refused, in_its_zone, kept, seen_cell
from portal.lib.access import check
from portal.ui.paging import keyset

MOST_DRAFTS = 20
SENT = "Le message est parti : les accusés arrivent ici."


@require_GET
def message_list(request, uuid):
    """The messages of a cell, the newest first."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log, what="messages")
    page = keyset(messages_of(cell), by=["-sent_at", "pk"], after=request.GET.get("apres", ""))
    shown = {"cell": cell, "crisis": cell.crisis, "page": page}
    shown["drafts"] = drafts_of(cell)[:MOST_DRAFTS]
    shown["may_write"] = rules.may_write_log(request.user, cell) and not cell.archived_at
    return render(request, "crisis/message_list.html", shown)


@require_http_methods(["GET", "POST"])
def message_write(request, uuid):
    """First who would have it and how many, with its words; then it leaves."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    draft = draft_asked(request.POST.get("brouillon") or request.GET.get("brouillon", ""), cell)
    chosen = model_to_dict(draft) if draft else {"audience": request.GET.get("audience", "")}
    form, found = MessageForm(request.POST or None, cell=cell, initial=chosen), []
    act = lambda: found.append(_send(request, cell, form, draft))  # noqa: E731
    if "envoyer" in request.POST and kept(request, form, act, said=SENT):
        return redirect(found[0])
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "draft": draft}
    if form.is_bound and form.is_valid():
        shown |= _whom(cell, form.cleaned_data["audience"])
    elif "envoyer" not in request.POST:
        count_refused(request, form)
    return render(request, "crisis/message_write.html", shown)


def _whom(cell, audience):
    return {"preview": preview(cell, audience), "unreached": unreached(cell, audience)}


@require_http_methods(["GET", "POST"])
def message_detail(request, uuid):
    """Who was told, read, answered, the silent first; a POST brings it up to date or cancels it."""
    message = _seen(request, uuid)
    may_write = rules.may_write_log(request.user, message.cell)
    form, found = None, []
    if request.method == "POST" or (may_write and message.is_open):
        check(rules.may_write_log, request.user, message.cell)
        form = MessageForm(request.POST or None, cell=message.cell, first=message,
                           initial={"title": message.title})  # fmt: skip
    if form is not None and kept(
        request, form, lambda: found.append(_follow(request, message, form)), said="C’est parti."
    ):
        return redirect(found[0])
    with in_its_zone(message.cell):
        return render(request, "crisis/message_detail.html", _shown(request, message, form))


@require_GET
def message_follow(request, uuid):
    """The receipts alone, fetched again while the page is open."""
    message = _seen(request, uuid)
    if not request.htmx:
        return redirect(message)
    with in_its_zone(message.cell):
        return render(request, "crisis/_message_receipts.html", _shown(request, message, None))


def _seen(request, uuid):
    message = get_object_or_404(messages_seen(request.user), uuid=uuid)
    record_access(message.cell, request.user, what="message")
    return message


def _shown(request, message, form):
    named = rules.may_read_receipts(request.user, message.cell)
    shown = receipts(message, named=named, after=request.GET.get("apres", ""))
    return shown | {"cell": message.cell, "crisis": message.cell.crisis, "form": form}


def _until(hours):
    return clock.now() + timedelta(hours=hours)


def _send(request, cell, form, draft):
    asked, words = form.cleaned_data, form.words(until=_until)
    said = {"audience": asked["audience"], "by": request.user, "confirmed": asked["confirmed"]}
    return send_draft(draft, words, **said) if draft else services.send_message(cell, words, **said)


def _follow(request, message, form):
    asked = form.cleaned_data
    return services.follow_message(
        message, asked["kind"], form.words(until=_until), by=request.user,
        confirmed=asked["confirmed"],
    )  # fmt: skip
