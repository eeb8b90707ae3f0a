"""The circuit: each step once, dated, to its recipients; corrections follow, answers are kept."""

import hashlib
import json
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.oncall.models import DutyNews, Receipt, Recipient, Roster, Transmission
from coordination.oncall.refusals import (
    NoRecipient,
    NotTransmitted,
    ReasonMissing,
    RosterMoved,
    RosterSentAlready,
)
from coordination.oncall.selectors.rosters.circuit import late_rosters, legal_dates, steps_of
from coordination.oncall.services.rosters.circuit import (
    answer_version,
    distribute_roster,
    reopen_roster,
    simulate_roster,
    transmit_roster,
    turn_rosters,
)
from coordination.oncall.services.rosters.document import roster_json, roster_pdf
from coordination.oncall.services.rosters.shift import withdraw
from portal.audit.models import Entry
from portal.lib.links import token_for
from portal.lib.time import PARIS
from tests.coordination.oncall.circuit_world import Circuit, circuit
from tests.people import log_in

__all__ = ["circuit"]
pytestmark = pytest.mark.django_db


def sent_to(notice="roster_sent"):
    rows = Notification.objects.filter(publication__notice=notice).order_by("pk")
    return [row.address or row.user.first_name for row in rows if row.channel != "inbox"]


def test_a_roster_goes_to_the_council_then_to_the_others_once_each(circuit):
    with pytest.raises(NotTransmitted):
        distribute_roster(circuit.roster, by=circuit.coordinator)

    transmit_roster(circuit.roster, by=circuit.coordinator)
    with pytest.raises(RosterSentAlready, match="déjà faite"):
        transmit_roster(circuit.roster, by=circuit.coordinator)
    distribute_roster(circuit.roster, by=circuit.coordinator)

    circuit.roster.refresh_from_db()
    assert circuit.roster.state == Roster.State.DISTRIBUTED
    assert sent_to() == ["ordre@exemple.fr", "ars@exemple.fr"]
    channels = Transmission.objects.order_by("pk").values_list("recipient__name", "channel")
    assert dict(channels)["Préfecture"] == "paper"
    entry = Entry.objects.get(action="roster.distributed")
    version = circuit.roster.versions.get()
    assert entry.detail["hash"] == version.content_hash and entry.actor == circuit.coordinator
    assert entry.detail["recipients"] == ["ARS Grand Est", "Préfecture"]


def test_a_correction_goes_by_itself_to_those_who_had_the_former_one(circuit):
    transmit_roster(circuit.roster, by=circuit.coordinator)

    withdraw(circuit.shifts[1], by=circuit.coordinator, motive="arrêt de travail")

    again = circuit.roster.versions.get(number=2)
    assert [one.recipient for one in again.transmissions.all()] == [circuit.council]
    assert sent_to() == ["ordre@exemple.fr", "ordre@exemple.fr"]
    news = DutyNews.objects.get()
    assert (news.person, news.gained) == (circuit.louise, [])
    told = Notification.objects.get(publication__notice="duties_changed")
    assert (told.user, told.channel) == (None, "sms")
    assert "Troyes" in told.publication.email_body and "Louise" not in sent_to("duties_changed")


def test_what_a_recipient_answers_is_kept_with_its_date_and_its_reason(circuit):
    sent = transmit_roster(circuit.roster, by=circuit.coordinator)[0]
    with pytest.raises(ReasonMissing):
        answer_version(sent, is_refused=True)

    answer_version(sent, is_refused=True, refused="secteur oublié")
    answer_version(sent)
    answer_version(sent)

    kept = Receipt.objects.order_by("pk").values_list("is_refused", "reason")
    assert list(kept) == [(True, "secteur oublié"), (False, "")]


def test_what_is_not_possible_is_refused_with_its_reason(circuit, aube, troyes):
    with pytest.raises(RosterMoved, match="publié"):
        simulate_roster(circuit.roster, by=None)
    Recipient.objects.filter(stage="transmission").update(is_active=False)
    with pytest.raises(NoRecipient, match="transmission"):
        transmit_roster(circuit.roster, by=None)
    Roster.objects.filter(pk=circuit.roster.pk).update(state="draft")
    simulate_roster(circuit.roster, by=None)
    reopen_roster(circuit.roster, by=None)
    circuit.roster.refresh_from_db()
    assert circuit.roster.state == Roster.State.DRAFT
    with pytest.raises(RosterMoved, match="brouillon"):
        distribute_roster(circuit.roster, by=None)


@pytest.mark.parametrize(("starts_in", "late"), [(60, []), (45, []), (44, [1]), (5, [40, 5])])
def test_lateness_is_counted_in_days_from_the_legal_dates(aube, troyes, starts_in, late):
    scene = Circuit(aube, troyes, starts_in=starts_in)
    scene.publish()

    steps = steps_of(scene.roster, legal_dates([scene.line]), today=scene.today)

    assert [step.late for step in steps if step.late] == late
    found = late_rosters([scene.line], today=scene.today)
    assert [one for one, _ in found] == ([scene.roster] if late else [])


def test_a_line_that_no_rule_dates_is_never_late(aube, troyes):
    scene = Circuit(aube, troyes, starts_in=5)
    scene.line.kind = "night_nurse"
    scene.line.save()

    steps = steps_of(scene.roster, legal_dates([scene.line]), today=scene.today)

    assert [(step.due, step.late) for step in steps] == [(None, 0), (None, 0)]


def test_a_roster_runs_then_closes_at_the_midnights_of_its_line(circuit):
    first = datetime.combine(circuit.first, time(0), PARIS)
    end = first + timedelta(days=30)
    minute = timedelta(minutes=1)

    moves = [turn_rosters(at) for at in (first - minute, first, first, end - minute)]
    assert moves == [0, 1, 0, 0]
    assert Roster.objects.get(pk=circuit.roster.pk).state == Roster.State.RUNNING
    assert (turn_rosters(end), turn_rosters(end)) == (1, 0)

    done = Entry.objects.filter(action__in=["roster.running", "roster.closed"]).order_by("pk")
    assert [entry.action for entry in done] == ["roster.running", "roster.closed"]


def test_a_roster_late_to_leave_may_still_leave_while_it_runs(circuit):
    turn_rosters(datetime.combine(circuit.first, time(9), PARIS))

    transmit_roster(circuit.roster, by=circuit.coordinator)

    circuit.roster.refresh_from_db()
    assert circuit.roster.state == Roster.State.RUNNING
    assert circuit.roster.transmitted_at is not None


def test_the_document_and_the_data_say_the_version_whatever_came_after(circuit):
    version = circuit.roster.versions.select_related("roster__line__territory", "author").get()
    before = roster_pdf(version)
    circuit.sector.name = "Renommé"
    circuit.sector.save()

    told = json.loads(roster_json(version))

    assert before == roster_pdf(version) and before.startswith(b"%PDF-")
    text = json.dumps(told["shifts"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(text.encode()).hexdigest() == told["sha256"] == version.content_hash
    assert {row["sector_name"] for row in told["shifts"]} == {"Troyes"}


def test_the_recipient_reads_and_answers_by_a_link_that_only_a_post_uses(client, circuit):
    sent = transmit_roster(circuit.roster, by=circuit.coordinator)[0]
    address = reverse("oncall:roster_receipt", args=[token_for(sent.link_key)])

    page = client.get(address)
    client.get(address)
    assert not Receipt.objects.exists() and "Tableau d’hiver" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer" and "no-store" in page["Cache-Control"]
    assert client.get(address + "tableau.pdf")["Content-Type"] == "application/pdf"
    assert client.get(address + "tableau.exe").status_code == 404
    client.post(address, {"act": "refuser", "reason": ""})
    assert not Receipt.objects.exists()
    client.post(address, {"act": "refuser", "reason": "secteur oublié"})
    client.post(address, {"act": "recevoir"})

    assert [one.is_refused for one in Receipt.objects.order_by("pk")] == [True, False]
    assert client.get(reverse("oncall:roster_receipt", args=["x" * 32])).status_code == 404


def test_the_pages_of_the_circuit_lead_from_a_draft_to_its_receipts(client, circuit):
    log_in(client, circuit.coordinator)
    day = timezone.localdate() + timedelta(days=400)
    address = reverse("oncall:roster_draft", args=["pdsa"])
    form = {"name": "Été", "first": f"{day:%d/%m/%Y}", "last": f"{day:%d/%m/%Y}"}
    assert "gabarit" in client.post(address, form).content.decode()
    page_url = reverse("oncall:roster_circuit", args=[circuit.roster.uuid])

    done = client.post(page_url + "transmettre/", follow=True).content.decode()
    assert "Pas encore d’accusé" in done and "Conseil de l’Ordre" in done
    client.post(reverse("oncall:receipt_note", args=[Transmission.objects.get().pk]))
    withdraw(circuit.shifts[1], by=circuit.coordinator, motive="arrêt de travail")
    page = client.get(page_url).content.decode()
    diff = client.get(
        reverse("oncall:version_detail", args=[circuit.roster.uuid, 2])
    ).content.decode()

    assert "Reçu" in page and "noté par" in page and "Diffuser le tableau" in page
    assert "Retiré" in diff and str(circuit.louise) in diff
    assert client.post(page_url + "inconnu/").status_code == 404
    grid = client.get(circuit.roster.get_absolute_url()).content.decode()
    assert page_url in grid


def test_the_circuit_costs_the_same_with_more_versions(client, circuit, django_assert_num_queries):
    log_in(client, circuit.coordinator)
    transmit_roster(circuit.roster, by=circuit.coordinator)
    withdraw(circuit.shifts[1], by=circuit.coordinator, motive="une")
    address = reverse("oncall:roster_circuit", args=[circuit.roster.uuid])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    circuit.duty(2, circuit.louise, holds=True)
    withdraw(circuit.shifts[0], by=circuit.coordinator, motive="deux")

    with django_assert_num_queries(len(few)):
        client.get(address)
