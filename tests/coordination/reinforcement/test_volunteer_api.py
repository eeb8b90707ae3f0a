"""The API of volunteers: the same rules and services as the pages."""

from datetime import timedelta

from django.utils import timezone

from coordination.reinforcement.models import Volunteer
from portal.audit.models import Entry
from tests.people import VolunteerFactory, log_in, make_free

ME = "/api/v1/volunteers/me/"


def test_my_file_my_periods_my_pause(client, charlie):
    log_in(client, charlie)
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    period = {"start": start.isoformat(), "end": (start + timedelta(hours=12)).isoformat()}

    assert client.get(ME).json()["reference"] == charlie.volunteer.reference
    made = client.post(f"{ME}availabilities/", period, content_type="application/json")
    assert (made.status_code, len(made.json())) == (201, 1)
    assert client.delete(f"{ME}availabilities/{made.json()[0]['id']}/").status_code == 204
    assert client.post(f"{ME}pause/", {}, content_type="application/json").status_code == 204
    assert Volunteer.objects.get().state == "paused"
    assert client.post(f"{ME}resume/").status_code == 204
    assert client.post(f"{ME}confirm/").status_code == 204
    assert client.get(f"{ME}availabilities/").json() == []


def test_a_refusal_is_a_409_with_its_sentence(client, charlie):
    start = timezone.now() - timedelta(days=9)
    period = {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
    answer = log_in(client, charlie).post(
        f"{ME}availabilities/", period, content_type="application/json"
    )

    assert answer.status_code == 409
    assert "déjà passée" in answer.json()["detail"]


def test_the_list_is_bounded_and_masked(client, alice, dora, charlie):
    VolunteerFactory()
    (row,) = log_in(client, alice).get("/api/v1/volunteers/").json()["results"]

    assert row["reference"] == charlie.volunteer.reference
    assert not {"first_name", "phone", "email", "user", "rpps"} & set(row)
    assert log_in(client, dora).get("/api/v1/volunteers/").json()["results"] == []
    path = f"/api/v1/volunteers/{charlie.volunteer.uuid}/"
    assert client.get(path).status_code == 404


def test_others_have_no_file_nor_my_periods(client, bob, charlie):
    make_free(charlie.volunteer)
    pk = charlie.volunteer.availabilities.get().pk

    assert client.get(ME).status_code == 401
    log_in(client, bob)
    assert client.get(ME).status_code == 404
    assert client.delete(f"{ME}availabilities/{pk}/").status_code == 404


def patch(client, **said):
    return client.patch(ME, said, content_type="application/json")


def test_my_own_file_is_corrected_by_the_service_of_the_pages(client, charlie, reims):
    log_in(client, charlie)

    answer = patch(client, commune=reims.code, max_km=45, phone="06 12 34 56 78")

    assert (answer.status_code, answer.json()["commune"]) == (200, reims.code)
    volunteer = Volunteer.objects.get()
    assert (volunteer.max_km, volunteer.phone) == (45, "+33612345678")
    assert volunteer.latitude == reims.latitude
    assert charlie.grants.filter(state="approved", territory=reims, role="volunteer").exists()
    assert Entry.objects.filter(action="volunteer.place_changed", actor=charlie).count() == 1
    assert not Entry.objects.filter(action="volunteer.profession_changed").exists()


def test_what_the_pages_refuse_the_api_refuses_and_nothing_changes(client, charlie):
    log_in(client, charlie)

    answer = patch(client, max_km=0, status="retired", rpps="123")

    assert answer.status_code == 400
    assert set(answer.json()) == {"max_km", "status_year", "rpps"}
    volunteer = Volunteer.objects.get()
    assert (volunteer.max_km, volunteer.status) == (30, Volunteer.Status.LIBERAL)


def test_the_trade_and_the_place_change_together_or_not_at_all(client, charlie):
    VolunteerFactory(rpps="10000000017")
    log_in(client, charlie)

    answer = patch(client, rpps="10000000017", max_km=45)

    assert (answer.status_code, answer.json()["code"]) == (409, "RppsTaken")
    assert Volunteer.objects.get(user=charlie).max_km == 30


def test_an_empty_correction_changes_nothing(client, charlie):
    assert patch(log_in(client, charlie)).status_code == 200
    assert not Entry.objects.filter(actor=charlie).exists()
