"""Calendars by subscription: the pages where they are opened and revoked, and the file itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coordination.oncall import rules
from coordination.oncall.agenda import calendar, last_change
from coordination.oncall.models import CalendarFeed
from coordination.oncall.selectors.calendars.feed import (
    LATE,
    digest_of,
    events_of,
    feed_by_secret,
    feeds_of,
    scope_of,
    subject_of,
)
from coordination.oncall.services.calendars.feed import open_feed, revoke_feed
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import HOUR, asked_too_often, discreet

# A client that comes back every minute is already too eager: calendars ask a few times a day.
MOST_AN_HOUR, KEPT = 60, 900


@require_http_methods(["GET", "POST"])
def feed_list(request):
    """One's calendars, and a new one: its address is shown in the answer, and never again."""
    asked = request.POST if request.method == "POST" else request.GET
    line, sector = asked.get("ligne", ""), asked.get("secteur", "")
    subject = subject_of(request.user, line=line, sector=sector)
    if subject is None and (line or sector or request.method == "POST"):
        raise Http404
    shown = {"subject": subject, "line": line, "sector": sector}
    if request.method == "POST":
        shown |= _opened(request, subject)
    return render(request, "oncall/feed_list.html", shown | {"feeds": feeds_of(request.user)})


@require_POST
def feed_revoke(request, uuid):
    """The address gives nothing any more."""
    feed = get_object_or_404(CalendarFeed.objects.visible_to(request.user), uuid=uuid)
    check(rules.may_revoke_feed, request.user, feed)
    with refusals_as_messages(request, success="L’agenda est révoqué : son adresse est morte."):
        revoke_feed(feed, by=request.user)
    return redirect("oncall:feed_list")


@login_not_required
@require_safe
def feed_file(request, token):
    """The calendar behind a secret address, or 304 when nothing changed since the last time."""
    feed = feed_by_secret(token)
    scope = scope_of(feed) if feed else None
    if scope is None:
        return discreet(HttpResponse(status=404), kept=KEPT)
    if asked_too_often(f"feed:{feed.pk}", most=MOST_AN_HOUR):
        return discreet(HttpResponse(status=429, headers={"Retry-After": str(HOUR)}), kept=KEPT)
    events = events_of(scope, now=timezone.now())
    body = calendar(scope.title, events, note=LATE)
    changed, etag = last_change(events), quote_etag(digest_of(body.decode())[:32])
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    since = int(changed.timestamp()) if changed else 0
    answer["Last-Modified"] = http_date(since)
    return discreet(get_conditional_response(request, etag, since, answer), kept=KEPT)


def _opened(request, subject):
    try:
        secret = open_feed(subject, by=request.user)
    except Refusal as refusal:
        return {"refusal": str(refusal)}
    return {"address": request.build_absolute_uri(reverse("oncall:feed_file", args=[secret]))}
