"""People chosen one by one are called, by the page and by the API; a lift ends all call-outs."""

import pytest

from coordination.crisis.models import Call, CallOut, CallSeat, FunctionalContact, Mode
from coordination.crisis.refusals.callout import CallOutEnded
from coordination.crisis.selectors.callout.chosen import contacts_to_call
from coordination.crisis.selectors.chronology import chronology
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.callout.answer import Said, answer_call
from tests.coordination.crisis.callout_world import launch, name_for
from tests.coordination.crisis.crisis_world import decided, join, open_departmental
from tests.people import log_in

pytestmark = pytest.mark.django_db


def lift(cell, *, by):
    checks = {one.code: Check(is_done=True) for one in exit_of(cell).checks}
    return lift_cell(cell, decided=decided(by), checks=checks, by=by)


@pytest.fixture
def desk(aube):
    return FunctionalContact.objects.create(
        territory=aube, label="SAMU, régulation", phone="+33325000000"
    )


def test_people_are_chosen_seen_before_and_called_the_contacts_by_the_secretariat(
    client, cell, alice, bob, emile, fatou, dora, desk
):
    join(cell, fatou, "secretariat")
    join(cell, bob)
    (card,) = name_for(cell, "capacity", emile, by=alice)
    log_in(client, alice)
    base = f"{cell.get_absolute_url()}rappels/"
    asked = {"cause": "Relève de nuit", "people": [bob.pk], "cards": [card.pk],
             "contacts": [desk.pk]}  # fmt: skip

    empty = client.get(f"{base}choisir/").content.decode()
    seen = client.get(f"{base}choisir/", asked).content.decode()
    nobody = client.get(f"{base}choisir/", {"cause": "Relève"}).content.decode()
    stranger = client.get(f"{base}choisir/", asked | {"people": [dora.pk]}).content.decode()
    before = CallOut.objects.count()
    board = client.post(f"{base}choisir/", asked | {"lancer": "oui"}, follow=True).content.decode()

    assert str(card) in empty and "SAMU, régulation" in empty and str(bob) in empty
    assert "Personne choisie" in seen and "choisie pour ce rappel" in seen
    assert "par le secrétariat, qui sera prévenu" in seen and before == 0
    assert "Choisissez au moins une personne" in nobody and "Lancer le rappel" not in stranger
    assert "choisir/" in client.get(base).content.decode()
    seats = CallSeat.objects.order_by("place")
    assert [one.state for one in seats] == ["calling", "calling", "exhausted"]
    assert "SAMU, régulation, +33325000000" in seats[2].note and "SAMU" in board
    assert set(Call.objects.filter(sent_at__isnull=False).values_list("user", flat=True)) == {
        bob.pk, emile.pk,
    }  # fmt: skip
    assert seats[2].desk_told_at is not None


def test_roles_and_people_of_one_call_out_call_nobody_twice(client, cell, alice, bob, desk):
    (card,) = name_for(cell, "capacity", bob, by=alice)
    log_in(client, alice)
    role = card.designations.get().role
    asked = {"cause": "Relève", "roles": [role.pk], "cards": [card.pk], "lancer": "oui"}

    client.post(f"{cell.get_absolute_url()}rappels/choisir/", asked)

    assert CallSeat.objects.count() == 1
    assert Call.objects.filter(attempt=0).count() == 1


def test_an_exercise_offers_no_contact_to_call(catalogue, alice, aube, desk):
    played = open_departmental(aube, by=alice, mode=Mode.EXERCISE)

    assert not contacts_to_call(played).exists()


def test_a_lift_ends_the_call_outs_and_the_story_keeps_first_and_last_answers(
    cell, alice, bob, emile, fatou
):
    for slug, one in (("capacity", bob), ("planning", emile), ("logistics", fatou)):
        name_for(cell, slug, one, by=alice)
    callout = launch(cell, "capacity", "planning", "logistics", by=alice)
    for one, said in ((bob, "on_site"), (emile, "remote")):
        answer_call(Call.objects.get(user=one, attempt=0), Said(said), via="link")

    lift(cell, by=alice)

    callout.refresh_from_db()
    assert (callout.ended_by, callout.ended_at is not None) == (alice, True)
    assert set(CallSeat.objects.values_list("state", flat=True)) == {"manned", "stopped"}
    with pytest.raises(CallOutEnded):
        answer_call(Call.objects.get(user=fatou, attempt=0), Said("on_site"), via="link")
    words = [one.words for one in chronology(cell) if one.kind == "rappel"]
    assert words[0].startswith(f"Rappel lancé par {alice}")
    assert words[1].startswith("Première réponse") and f"{bob}, sur site" in words[1]
    assert words[2].startswith("Dernière réponse") and f"{emile}, à distance" in words[2]


def test_a_call_out_is_launched_read_answered_and_ended_by_the_api(client, cell, alice, bob, emile):
    join(cell, bob)
    name_for(cell, "capacity", emile, by=alice)

    def post(path, **said):
        return client.post(f"/api/v1/{path}", said, content_type="application/json")

    asked = {"cell": str(cell.uuid), "cause": "Relève"}
    log_in(client, alice)
    nobody = post("callouts/", **asked)
    stranger = post("callouts/", **asked, emails=["personne@demo.example"])
    unknown = post("callouts/", **asked, roles=["directrice"])
    made = post("callouts/", **asked, roles=["capacity"], emails=[bob.email])
    log_in(client, bob)
    refused = post("callouts/", **asked, roles=["capacity"]).status_code
    mine = client.get("/api/v1/calls/").json()["results"]
    own = next(one for one in mine if one["who"] == str(bob) and one["attempt"] == 0)
    said = post(f"calls/{own['uuid']}/answer/", answer="on_site", eta_minutes=15)
    twice = post(f"calls/{own['uuid']}/answer/", answer="remote")
    log_in(client, alice)
    board = client.get(f"/api/v1/callouts/{made.json()['uuid']}/").json()
    ended = [post(f"callouts/{made.json()['uuid']}/end/").status_code for _ in range(2)]

    assert nobody.status_code == 409 and "Personne n’est à appeler" in nobody.json()["detail"]
    assert stranger.status_code == 400 and unknown.status_code == 400
    assert made.status_code == 201 and len(made.json()["seats"]) == 2
    assert refused == 403 and (said.status_code, twice.status_code) == (204, 409)
    assert {one["state"] for one in board["seats"]} == {"manned", "calling"}
    assert ended == [204, 409]
