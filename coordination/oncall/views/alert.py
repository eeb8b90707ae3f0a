"""Calling a line: the alerts, one alert as it goes, opening one after a preview."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.oncall import rules
from coordination.oncall.forms import AlertForm
from coordination.oncall.models import Channel, Line
from coordination.oncall.selectors.alerts.alert import alert_page, alerts_seen, preview
from coordination.oncall.services.alerts import alert as services
from portal.lib.access import check
from portal.lib.refusal import Refusal
from portal.ui.feedback import done
from portal.ui.paging import keyset


@require_GET
def alert_list(request):
    """The alerts of the lines one sees, those that nobody has taken first."""
    by, after = ["place", "-opened_at", "pk"], request.GET.get("apres", "")
    page = keyset(alerts_seen(request.user), by=by, after=after)
    may_open = rules.may_ask_on_call(request.user)
    return render(request, "oncall/alert_list.html", {"page": page, "may_open": may_open})


@require_http_methods(["GET", "POST"])
def alert_open(request):
    """First who would be called, in which order, with which words; then the alert itself."""
    check(rules.may_ask_on_call, request.user, None)
    lines = Line.objects.visible_to(request.user).open().order_by("name")
    asked = request.POST if request.method == "POST" else request.GET
    whole = asked if request.method == "POST" or "subject" in asked else None
    form = AlertForm(whole, lines=lines, initial=asked.dict())
    shown = {"form": form}
    if form.is_bound and form.is_valid():
        if "ouvrir" in request.POST and (alert := _opened(request, form.cleaned_data)):
            return redirect(alert)
        found = form.cleaned_data
        shown |= {"asked": found, "planned": preview(found["line"], found["commune"])}
    return render(request, "oncall/alert_open.html", shown)


@require_GET
def alert_detail(request, uuid):
    """One alert: its state, what one may do, its steps as they are played."""
    alert = _seen(request, uuid)
    shown = alert_page(alert)
    shown["may_take"] = rules.may_take_alert(request.user, alert)
    shown["may_close"] = rules.may_close_alert(request.user, alert)
    shown["is_mine"] = bool(shown["holder"] and shown["holder"].user_id == request.user.pk)
    return render(request, "oncall/alert_detail.html", shown)


@require_GET
def alert_follow(request, uuid):
    """The steps, fetched again while the page is open."""
    alert = _seen(request, uuid)
    if not request.htmx:
        return redirect(alert)
    return render(request, "oncall/_alert_steps.html", alert_page(alert))


@require_POST
def alert_take(request, uuid):
    """The reader has the alert in charge."""
    alert = _seen(request, uuid)
    check(rules.may_take_alert, request.user, alert)
    return done(request, _take, alert, said="Vous avez l’alerte en charge. Merci.")


@require_POST
def alert_confirm(request, uuid):
    """The reader still has the alert in charge."""
    alert = _seen(request, uuid)
    check(rules.may_take_alert, request.user, alert)
    return done(request, _confirm, alert, said="C’est noté : vous restez en charge.")


@require_POST
def alert_close(request, uuid):
    """The alert is over."""
    alert = _seen(request, uuid)
    check(rules.may_close_alert, request.user, alert)
    return done(request, services.close_alert, alert, said="L’alerte est close.")


def _seen(request, uuid):
    return get_object_or_404(alerts_seen(request.user), uuid=uuid)


def _opened(request, asked):
    line = asked["line"]
    check(rules.may_open_alert, request.user, line)
    try:
        alert = services.open_alert(
            line, commune=asked["commune"], subject=asked["subject"], by=request.user
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, "L’alerte est ouverte : les personnes sont appelées.")
    return alert


def _take(alert, *, by):
    services.acknowledge(alert, user=by, channel=Channel.PORTAL)


def _confirm(alert, *, by):
    services.confirm(alert, user=by)
