"""Meetings in calendars: one file, the subscription and the file behind its secret address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_GET, require_POST, require_safe

from coordination.crisis import rules
from coordination.crisis.selectors.meetings.calendar import (
    digest_of,
    events,
    events_of,
    feed_by_secret,
)
from coordination.crisis.services.meetings.planning import open_feed, revoke_feed
from coordination.crisis.views.meetings.planning import seen_meeting
from coordination.crisis.views.seen import seen_cell
from coordination.oncall.agenda import calendar
from portal.ui.feedback import refusals_as_messages
from portal.ui.secret_address import HOUR, asked_too_often, discreet

TYPE = "text/calendar; charset=utf-8"
# A client that comes back every minute is already too eager.
MOST_AN_HOUR, KEPT = 60, 900


@require_GET
def meeting_file(request, uuid):
    """One meeting, for a calendar."""
    meeting = seen_meeting(request, uuid, rule=rules.may_read_log)
    headers = {"Content-Disposition": f'attachment; filename="reunion-{meeting.number}.ics"'}
    body = calendar(str(meeting), events([meeting]))
    return HttpResponse(body, content_type=TYPE, headers=headers)


@require_POST
def feed_open(request, uuid):
    """One's subscription to the meetings of the cell: its address is shown here only."""
    cell = seen_cell(request, uuid, rule=rules.may_read_log)
    with refusals_as_messages(request):
        secret = open_feed(cell, by=request.user)
        address = request.build_absolute_uri(reverse("crisis:meeting_feed", args=[secret]))
        shown = {"cell": cell, "crisis": cell.crisis, "address": address}
        return render(request, "crisis/meetings/feed.html", shown)
    return redirect("crisis:meeting_list", uuid)


@require_POST
def feed_revoke(request, uuid):
    """The address gives nothing any more."""
    cell = seen_cell(request, uuid)
    with refusals_as_messages(request, success="L’abonnement est révoqué : son adresse est morte."):
        revoke_feed(cell, by=request.user)
    return redirect(cell)


@login_not_required
@require_safe
def meeting_feed(request, token):
    """The calendar behind a secret address, or 304 when nothing changed since the last time."""
    feed = feed_by_secret(token)
    if feed is None:
        return discreet(HttpResponse(status=404), kept=KEPT)
    if asked_too_often(f"meeting-feed:{feed.pk}", most=MOST_AN_HOUR):
        return discreet(HttpResponse(status=429, headers={"Retry-After": str(HOUR)}), kept=KEPT)
    body = calendar(f"Réunions, {feed.cell}", events_of(feed.cell))
    etag = quote_etag(digest_of(body.decode())[:32])
    answer = HttpResponse(body, content_type=TYPE, headers={"ETag": etag})
    return discreet(get_conditional_response(request, etag, None, answer), kept=KEPT)
