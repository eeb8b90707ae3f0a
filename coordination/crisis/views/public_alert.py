"""Alerts to the public: the cell's list, writing, publishing; the public feed and its messages."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coordination.crisis import cap, rules
from coordination.crisis.forms.public_alert import PublicAlertForm
from coordination.crisis.models import PublicAlert
from coordination.crisis.selectors.public_alert import alerts_of, cap_of, feed, published
from coordination.crisis.services import public_alert as services
from coordination.crisis.views.seen import kept, seen_cell
from portal.ui.feedback import done

FOLLOWS = {"maj": PublicAlert.Kind.UPDATE, "annulation": PublicAlert.Kind.CANCEL}
COPIED = (
    "event", "headline", "description", "instruction", "audience", "urgency", "severity",
    "certainty", "area",
)  # fmt: skip


@require_GET
def alert_list(request, uuid):
    """The alerts of a cell, those that await validation first in words."""
    cell = seen_cell(request, uuid, what="alertes au public")
    writes = rules.may_write_log(request.user, cell)
    rows = alerts_of(cell) if writes else alerts_of(cell).filter(sent_at__isnull=False)
    shown = {"cell": cell, "crisis": cell.crisis, "alerts": rows[:100], "may_write": writes}
    shown["may_publish"] = rules.may_publish_alerts(request.user, cell)
    return render(request, "crisis/alert_list.html", shown)


@require_http_methods(["GET", "POST"])
def alert_write(request, uuid):
    """A new one; with `?suite=…&sorte=maj` or `annulation`, what follows another."""
    cell = seen_cell(request, uuid, rule=rules.may_write_log)
    before, kind = _before(request, cell)
    known = {name: getattr(before, name) for name in COPIED} if before else {}
    form = PublicAlertForm(request.POST or None, cell=cell, initial=known)
    follows = {"kind": kind, "refers_to": before}
    if kept(
        request, form, lambda: _write(request, cell, form, follows), said="Elle est à valider."
    ):
        return redirect("crisis:alert_list", uuid)
    shown = {"cell": cell, "crisis": cell.crisis, "form": form, "lead": before}
    title = f"Écrire une {kind.label}" if before else "Écrire une alerte au public"
    return render(request, "crisis/work_form.html", shown | {"title": title, "submit": "Proposer"})


@require_POST
def alert_publish(request, uuid, alert):
    """Public from now on."""
    cell = seen_cell(request, uuid, rule=rules.may_publish_alerts)
    one = get_object_or_404(alerts_of(cell), uuid=alert)
    return done(request, services.publish_alert, one, said="L’alerte est publique.")


@login_not_required
@require_GET
def alert_feed(request):
    """Atom: the alerts in force, for anybody."""
    return HttpResponse(feed(), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_GET
def alert_message(request, uuid):
    """One published alert in CAP 1.2, for anybody."""
    alert = published(uuid)
    if alert is None:
        raise Http404
    return HttpResponse(cap.xml_of(cap_of(alert)), content_type="application/cap+xml")


def _before(request, cell):
    kind = FOLLOWS.get(request.GET.get("sorte", ""))
    if kind is None:
        return None, PublicAlert.Kind.ALERT
    sent = alerts_of(cell).filter(sent_at__isnull=False)
    found = [one for one in sent[:100] if str(one.uuid) == request.GET.get("suite")]
    if not found:
        raise Http404
    return found[0], kind


def _write(request, cell, form, follows):
    confirmed = form.cleaned_data["confirmed"]
    services.write_alert(cell, form.new_alert(), by=request.user, confirmed=confirmed, **follows)
