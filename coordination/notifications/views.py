"""Screens: one's messages and preferences, and the outbox of the technical team."""

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coordination.notifications import rules, selectors, services
from coordination.notifications.forms import OutboxFilter, PreferenceForm
from coordination.notifications.models import Notification
from coordination.notifications.registry import label_of, notice_class
from portal.lib.access import check
from portal.ui.feedback import refusals_as_messages
from portal.ui.paging import keyset


def inbox(request):
    """One's messages, the newest first. Reading the list marks nothing as read."""
    rows = selectors.inbox(request.user)
    page = keyset(rows, by=["-id"], after=request.GET.get("apres", ""), size=20)
    for row in page:
        row.paragraphs = selectors.inbox_text(row, "")
        row.label = label_of(row.publication.notice)
    unread = selectors.unread_count(request.user)
    outbox = rules.may_read_outbox(request.user)
    context = {"page": page, "unread": unread, "reads_outbox": outbox}
    return render(request, "notifications/inbox.html", context)


@require_POST
def message_open(request, pk):
    """The message is read, and the reader goes where it leads."""
    visible = Notification.objects.visible_to(request.user).select_related("publication")
    message = get_object_or_404(visible, pk=pk, channel="inbox")
    check(rules.may_read, request.user, message)
    services.mark_read(message)
    link = _link_of(message)
    if not link:
        messages.info(request, "Ce que ce message annonçait n’existe plus.")
    return redirect(link or "notifications:inbox")


@require_POST
def message_read(request, pk):
    """The message is read; the reader stays on the list."""
    message = get_object_or_404(
        Notification.objects.visible_to(request.user), pk=pk, channel="inbox"
    )
    check(rules.may_read, request.user, message)
    services.mark_read(message)
    return redirect("notifications:inbox")


@require_POST
def inbox_read(request):
    """Every message is read."""
    count = services.mark_all_read(request.user)
    messages.success(request, f"Messages marqués comme lus : {count}.")
    return redirect("notifications:inbox")


def preferences(request):
    """How the person wants to be reached."""
    preference = selectors.preference_of(request.user)
    form = PreferenceForm(request.POST or None, preference=preference)
    if request.method == "POST" and form.is_valid():
        services.save_preference(form.filled())
        messages.success(request, "Vos préférences sont enregistrées.")
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"form": form})


def outbox(request):
    """Every message, by state, channel and notice."""
    check(rules.may_read_outbox, request.user, None)
    form = OutboxFilter(request.GET)
    rows = selectors.outbox(**form.chosen())
    page = keyset(rows, by=["-id"], after=request.GET.get("apres", ""))
    for row in page:
        row.level, row.label = selectors.LEVELS[row.state], label_of(row.publication.notice)
    context = {"page": page, "filter": form, "gauges": selectors.gauges()}
    return render(request, "notifications/outbox.html", context)


def outbox_detail(request, pk):
    """One message: its text without its secret link, its state, its history, its other steps."""
    check(rules.may_read_outbox, request.user, None)
    message = _visible(request, pk)
    context = {
        "message": message,
        "label": label_of(message.publication.notice),
        "level": selectors.LEVELS[message.state],
        "history": selectors.history(message),
        "can_retry": message.state in services.RETRIED and message.channel != "inbox",
    }
    return render(request, "notifications/outbox_detail.html", context)


@require_POST
def message_retry(request, pk):
    """A message that did not leave, leaves now."""
    message = _visible(request, pk)
    check(rules.may_repair, request.user, message)
    with refusals_as_messages(request, success="Le message repart maintenant."):
        services.retry(message, by=request.user)
    return redirect("notifications:outbox_detail", pk=pk)


@require_POST
def message_cancel(request, pk):
    """A message that waits will not leave."""
    message = _visible(request, pk)
    check(rules.may_repair, request.user, message)
    with refusals_as_messages(request, success="Le message ne partira pas."):
        services.withdraw_message(message, by=request.user)
    return redirect("notifications:outbox_detail", pk=pk)


@csrf_exempt
@login_not_required
@require_POST
def sms_receipt(request, secret):
    """The SMS provider says what became of a message; the address holds a shared secret."""
    services.keep_receipt("sms", _payload(request, secret))
    return HttpResponse(status=204)


@csrf_exempt
@login_not_required
@require_POST
def sms_incoming(request, secret):
    """The SMS provider gives a message that somebody sent to us."""
    services.hear_sms(_payload(request, secret))
    return HttpResponse(status=204)


def _payload(request, secret):
    """What the provider says, as JSON or as a form; 404 without the shared secret."""
    expected = settings.PORTAL_SMS_RECEIPT_SECRET
    if not expected or not constant_time_compare(secret, expected):
        raise Http404
    if request.POST:
        return request.POST.dict()
    try:
        payload = json.loads(request.body) if request.body else {}
    except ValueError:
        payload = {"illisible": request.body[:500].decode(errors="replace").replace("\0", "")}
    return payload if isinstance(payload, dict) else {"liste": payload}


def _visible(request, pk):
    rows = Notification.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("publication", "user", "bundle"), pk=pk)


def _link_of(message):
    try:
        notice = notice_class(message.publication.notice).about(message.publication.subject_id)
        return notice.link(message.reference)
    except (KeyError, ObjectDoesNotExist):
        return ""
