"""Interventions, statements and certificates, in the API."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from coordination.oncall.models import Intervention
from coordination.oncall.services.serving.certification import certify_roster
from tests.coordination.oncall.roster_world import LineFactory
from tests.coordination.oncall.served_world import listed, march, night, watch
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty(aube):
    """The night of the clock change, in a closed roster of March."""
    line = LineFactory(territory=aube, slug="nuit")
    record = night(march(line), date(2026, 3, 28), listed(line, user=UserFactory()))
    watch(line, datetime(2026, 4, 2, tzinfo=UTC))
    return record


def test_an_intervention_is_posted_with_instants_that_exist(client, duty):
    log_in(client, duty.person.user)
    url = "/api/v1/interventions/"
    given = {"kind": "phone", "called_at": "2026-03-29T03:30:00", "ended_at": "2026-03-29T03:45:00"}

    made = client.post(url, given)
    skipped = client.post(url, given | {"called_at": "2026-03-29T02:30:00"})
    again = client.post(url, given)
    elsewhere = client.post(url, given | {"called_at": "2026-03-30T03:30:00+02:00"})
    (listed_,) = client.get(url).json()["results"]
    removed = client.post(f"{url}{made.json()['uuid']}/remove/")

    assert made.status_code == 201
    assert Intervention.objects.get().called_at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert skipped.status_code == 400 and "n’existe pas" in skipped.json()["called_at"][0]
    assert again.status_code == 409 and elsewhere.status_code == 400
    assert (listed_["line"], removed.status_code) == ("nuit", 204)


def test_a_statement_is_read_by_the_person_and_by_the_coordination(client, emile, duty):
    url = "/api/v1/oncall-statements/"

    log_in(client, duty.person.user)
    (mine,) = client.get(url, {"mois": "2026-03"}).json()
    refused = client.get(url, {"mois": "2026-03", "line": "nuit"})
    log_in(client, emile)
    (row,) = client.get(url, {"mois": "2026-03", "line": "nuit"}).json()

    assert mine["served_minutes"] == row["served_minutes"] == 660
    assert (row["duties"], row["paid_minutes"]) == ({"night": 1}, 0)
    assert refused.status_code == 403


def test_certificates_are_those_of_the_lines_one_coordinates(client, emile, duty):
    certificate = certify_roster(duty.shift.roster, by=emile)

    log_in(client, duty.person.user)
    hidden = client.get(f"/api/v1/certificates/{certificate.uuid}/")
    log_in(client, emile)
    (row,) = client.get("/api/v1/certificates/").json()["results"]

    assert hidden.status_code == 404
    assert (row["number"], row["line"], row["state"]) == (1, "nuit", "certified")
    assert row["content"]["duties"][0]["minutes"] == 660


def test_nothing_is_noted_on_a_duty_that_is_to_come(client, duty):
    with time_machine.travel(datetime(2026, 11, 30, tzinfo=UTC), tick=False):
        log_in(client, duty.person.user)
        given = {"kind": "phone", "called_at": "2026-12-29T03:30:00+01:00",
                 "ended_at": "2026-12-29T03:45:00+01:00"}  # fmt: skip
        answer = client.post("/api/v1/interventions/", given)

    assert answer.status_code == 400
    assert not Intervention.objects.exists()
