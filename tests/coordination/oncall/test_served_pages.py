"""The pages of what was served, from the confirmation to the payment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from coordination.oncall.models import Certificate, DutyCheck
from coordination.oncall.selectors.serving.served import served_in
from coordination.oncall.services.serving.certification import certify_roster
from coordination.oncall.services.serving.served import say_served
from coordination.oncall.services.serving.shortage import open_shortage
from tests.coordination.oncall.roster_world import LineFactory
from tests.coordination.oncall.served_world import listed, march, night, watch
from tests.pages import check_page
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 27)


@pytest.fixture
def roster(aube):
    """Three nights of March over the Aube, closed and recorded."""
    line = LineFactory(territory=aube, name="Infirmières de nuit")
    roster = march(line, name="Tableau de mars")
    for rank in range(3):
        person = listed(line, user=UserFactory(), first_name="Inès", last_name=f"Nuit{rank}")
        night(roster, FIRST + timedelta(days=rank), person)
    watch(line, datetime(2026, 4, 2, tzinfo=UTC))
    return roster


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def url_of(duty):
    roster = duty.slot.roster
    args = [roster.uuid, duty.slot.pk, duty.role.pk, duty.person.uuid]
    return reverse("oncall:duty_check", args=args)


def test_a_person_says_that_a_night_was_served_in_part(client, roster):
    duty = served_in(roster)[1]
    log_in(client, duty.person.user)

    page = text(client.get(url_of(duty)))
    form = {"answer": "part", "starts": "20h", "ends": "1h30", "motive": "late"}
    answer = client.post(url_of(duty), form)
    refused = text(client.post(url_of(duty), form | {"ends": "2h30"}))

    said = DutyCheck.objects.get()
    assert "Avez-vous fait cette astreinte" in page and "11 heures" in page
    assert answer.url == reverse("oncall:my_duties")
    assert (said.side, said.served.upper) == ("person", datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    assert "n’existe pas" in refused


def test_the_coordination_reads_the_differences_settles_signs_and_sends(client, emile, roster):
    duty = served_in(roster)[0]
    say_served(
        duty.slot, role=duty.role, person=duty.person, side="person", answer="none",
        motive="sick", by=duty.person.user,
    )  # fmt: skip
    service = reverse("oncall:roster_service", args=[roster.uuid])
    log_in(client, emile)

    before = text(client.get(service))
    client.post(url_of(duty), {"answer": "none", "motive": "sick"})
    settled = text(client.get(service))
    client.post(reverse("oncall:roster_certify", args=[roster.uuid]), {"after": 0})
    certificate = Certificate.objects.get()
    signed = text(client.get(certificate.get_absolute_url()))
    client.post(reverse("oncall:certificate_send", args=[certificate.uuid]))

    assert "À trancher" in before and "la personne dit : pas faite" in before.lower()
    assert "Tranché par la coordination" in settled
    assert "23 h, 2 nuits" in signed and "Empêchement de santé" in signed
    roster.refresh_from_db()
    assert roster.state == "sent_for_payment"


def test_the_files_of_a_certificate_say_the_same_and_the_journal_knows(client, emile, roster):
    certificate = certify_roster(roster, by=emile)
    log_in(client, emile)

    def file(kind):
        return client.get(reverse("oncall:certificate_file", args=[certificate.uuid, kind]))

    lines = b"".join(file("csv").streaming_content).decode().splitlines()
    pdf = file("pdf")

    assert len(lines) == 4 and ";660;" in lines[2]
    assert pdf.content.startswith(b"%PDF") and b"pdfuaid" in pdf.content
    assert pdf.content == file("pdf").content
    assert file("exe").status_code == 404


def test_who_served_unexpectedly_is_chosen_among_the_members(client, emile, roster):
    slot = served_in(roster)[0].slot
    other = listed(roster.line, first_name="Zoé", last_name="Autre")
    url = reverse("oncall:duty_add", args=[roster.uuid, slot.pk])
    log_in(client, emile)

    page = text(client.get(url))
    role = roster.line.roles.get()
    answer = client.post(url, {"role": role.pk, "person": other.pk})
    client.post(answer.url, {"answer": "whole"})

    assert "Inès Nuit0" in page and "Zoé Autre" in page
    assert other in {duty.person for duty in served_in(roster) if duty.lived}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_of_what_was_served_are_accessible(visit, emile, roster):
    duty = served_in(roster)[0]
    person, line = duty.person, roster.line
    file = open_shortage(line, first=FIRST, last=FIRST + timedelta(days=2), by=emile)

    check_page(visit(emile, reverse("oncall:roster_service", args=[roster.uuid])))
    certify_roster(roster, by=emile)
    for path in (
        reverse("oncall:certificate_detail", args=[Certificate.objects.get().uuid]),
        reverse("oncall:line_statement", args=[line.slug]),
        reverse("oncall:shortage_list", args=[line.slug]),
        reverse("oncall:shortage_detail", args=[file.uuid]),
    ):
        check_page(visit(emile, path))
    for path in (
        reverse("oncall:person_statement", args=[person.uuid]),
        reverse("oncall:intervention_add"),
    ):
        check_page(visit(person.user, path))
