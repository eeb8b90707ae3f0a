"""The roster as it was served: differences settled, signed, sent to payment."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from coordination.oncall import rules
from coordination.oncall.forms.served import CertifyForm
from coordination.oncall.models import Certificate, Roster
from coordination.oncall.selectors.serving.certificate_rows import (
    CERTIFICATE,
    certificate_rows,
    printed,
)
from coordination.oncall.selectors.serving.certification import certificate_page, service_page
from coordination.oncall.services.serving.certification import certify_roster, send_to_payment
from portal.audit.services import record_export
from portal.lib.access import check
from portal.lib.csv import stream
from portal.lib.pdf import typeset
from portal.ui.feedback import attached, refusals_as_messages
from portal.ui.fresh import require_fresh


@require_GET
def roster_service(request, uuid):
    """Planned, recorded, said: what differs first, then the totals, then the signature."""
    roster = _roster(request, uuid)
    return render(request, "oncall/roster_service.html", service_page(roster))


@require_POST
def roster_certify(request, uuid):
    """Who served what is signed."""
    roster = _roster(request, uuid)
    form = CertifyForm(request.POST)
    asked = form.cleaned_data if form.is_valid() else {"after": 0, "motive": ""}
    with refusals_as_messages(request, success="Le service fait est certifié."):
        return redirect(certify_roster(roster, by=request.user, **asked))
    return redirect("oncall:roster_service", uuid)


@require_GET
def certificate_detail(request, uuid):
    """What was signed, by whom, when, and what became of it."""
    certificate = _certificate(request, uuid)
    return render(request, "oncall/certificate_detail.html", certificate_page(certificate))


@require_safe
def certificate_file(request, uuid, kind):
    """The certificate as PDF, or as CSV; the journal remembers who took it."""
    certificate = _certificate(request, uuid)
    if kind not in ("pdf", "csv"):
        raise Http404
    require_fresh(request, back=certificate.get_absolute_url())
    with refusals_as_messages(request):
        record_export(request.user, "certificate.exported", certificate, kind=kind)
        return _file(certificate, kind)
    return redirect(certificate)


@require_POST
def certificate_send(request, uuid):
    """The roster is sent to payment on this certificate."""
    certificate = _certificate(request, uuid)
    with refusals_as_messages(request, success="Le tableau est transmis au paiement."):
        send_to_payment(certificate, by=request.user)
    return redirect(certificate)


def _roster(request, uuid):
    rosters = Roster.objects.visible_to(request.user).public().select_related("line__territory")
    roster = get_object_or_404(rosters, uuid=uuid)
    check(rules.may_run_roster, request.user, roster)
    return roster


def _certificate(request, uuid):
    rows = Certificate.objects.visible_to(request.user).select_related("roster__line", "signed_by")
    certificate = get_object_or_404(rows, uuid=uuid)
    check(rules.may_run_certificate, request.user, certificate)
    return certificate


def _file(certificate, kind):
    name = f"certificat-{certificate.number}-{timezone.localdate(certificate.signed_at)}"
    if kind == "csv":
        return attached(stream(CERTIFICATE, certificate_rows(certificate)), f"{name}.csv")
    pdf = typeset("tables.typ", printed(certificate), at=certificate.signed_at)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
