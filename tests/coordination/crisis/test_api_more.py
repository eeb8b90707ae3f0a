"""Exercises, archives, alerts to the public and campaigns, by the API."""

from datetime import timedelta

import pytest

from coordination.crisis import clock
from coordination.crisis.models import AccessRecord, Campaign, Inject, LogEntry, Mode, PublicAlert
from coordination.crisis.services.closing.bundle import build_next
from coordination.crisis.services.inject import add_objective
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.coordination.crisis.test_archive import close
from tests.people import StructureFactory, log_in

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"


@pytest.fixture
def api(client):
    def ask(path, **said):
        return client.post(f"/api/v1/{path}", said, content_type="application/json")

    return ask


def listed(client, path, **asked):
    return client.get(f"/api/v1/{path}", asked).json()["results"]


def test_the_animator_plans_and_plays_injects_and_only_who_watches_reads_them(
    client, api, catalogue, aube, alice, bob, emile, fatou, cell
):
    drill = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    join(drill, bob, "capacity")
    join(drill, emile, standing="observer")
    add_objective(drill.crisis, "Alerter en 10 minutes", by=alice)
    rank = drill.crisis.objectives.get().rank
    said = {"cell": str(drill.uuid), "text": "Le SAMU annonce 12 cas", "sender": "SAMU (fictif)"}
    log_in(client, alice)
    made = api("injects/", **said, role="capacity", expected="Ouvrir 4 lits", objective=rank)
    other = api("injects/", **said, after_minutes=30)
    real = api("injects/", **said | {"cell": str(cell.uuid)})
    named = api("injects/", **said | {"text": f"Patient {NIR}"})
    nowhere = api("injects/", **said, objective=99)
    path = f"injects/{made.json()['uuid']}"
    moves = [api(f"{path}/release/").status_code, api(f"{path}/skip/").status_code,
             api(f"injects/{other.json()['uuid']}/skip/").status_code]  # fmt: skip

    log_in(client, emile)
    watched = listed(client, "injects/", cell=drill.uuid, state="released")
    forbidden = api(f"injects/{other.json()['uuid']}/release/").status_code
    seen = {"cell": str(drill.uuid), "text": "Alerte en 7 minutes"}
    noted = api("observations/", **seen, objective=rank, met="yes")
    vague = api("observations/", **seen, met="yes")
    log_in(client, bob)
    played = (listed(client, "injects/"), listed(client, "observations/"),
              client.get(f"/api/v1/{path}/").status_code)  # fmt: skip
    refused = [api("injects/", **said).status_code, api("observations/", **seen).status_code]

    assert (made.status_code, other.status_code, real.status_code) == (201, 201, 403)
    assert named.status_code == nowhere.status_code == vague.status_code == 400
    assert moves == [204, 409, 204] and forbidden == 403
    assert [one["expected"] for one in watched] == ["Ouvrir 4 lits"]
    assert noted.status_code == 201 and noted.json()["author"] == str(emile)
    assert played == ([], [], 404) and refused == [403, 403]
    assert Inject.objects.filter(entry__isnull=False).count() == 1
    assert LogEntry.objects.filter(log=drill.pk, is_system=False).count() == 1


def test_an_archive_is_asked_read_and_verified_by_who_runs_the_cell(
    client, api, catalogue, alice, bob, dora, aube
):
    cell = open_departmental(aube, by=alice, visibility="restricted")
    log_in(client, alice)
    early = api("cell-archives/", cell=str(cell.uuid)).status_code
    close(cell, alice)
    waiting = listed(client, "cell-archives/")[0]
    path = f"/api/v1/cell-archives/{waiting['uuid']}/"
    soon = client.get(f"{path}manifest/").status_code
    build_next(clock.now())

    ready = client.get(path).json()
    manifest = client.get(f"{path}manifest/").json()
    verdict = client.get(f"{path}verification/").json()
    again = api("cell-archives/", cell=str(cell.uuid)).status_code
    strangers = []
    for one in (bob, dora):
        log_in(client, one)
        strangers += [listed(client, "cell-archives/"), client.get(path).status_code]

    assert (early, soon, again) == (409, 404, 201)
    assert (waiting["state"], ready["state"]) == ("asked", "ready") and len(ready["sha256"]) == 64
    assert manifest["cell"] == str(cell.uuid) and len(manifest["files"]) > 5
    assert verdict["is_sound"] is True and verdict["files"] > 5 and verdict["key"]
    assert strangers == [[], 404, [], 404]
    assert AccessRecord.objects.filter(cell=cell, what="api archives").exists()


def test_an_alert_is_written_published_then_cancelled(client, api, cell, alice, bob, dora, aube):
    join(cell, bob, "situation")
    said = {
        "cell": str(cell.uuid), "event": "Épidémie", "headline": "Portez un masque",
        "description": "Cas en hausse", "urgency": "Immediate", "severity": "Severe",
        "certainty": "Observed", "area": aube.pk,
        "expires_at": (clock.now() + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    log_in(client, bob)
    draft = api("public-alerts/", **said)
    path = f"public-alerts/{draft.json()['uuid']}"
    wrong = [
        api("public-alerts/", **said | more).status_code
        for more in ({"area": 0}, {"kind": "Cancel"}, {"onset_at": said["expires_at"]},
                     {"headline": NIR}, {"refers_to": draft.json()["uuid"]})
    ]  # fmt: skip
    kept = api(f"{path}/publish/").status_code
    log_in(client, dora)
    hidden = client.get(f"/api/v1/{path}/").status_code
    log_in(client, alice)
    published = [api(f"{path}/publish/").status_code for _ in range(2)]
    follows = {"kind": "Cancel", "refers_to": draft.json()["uuid"]}
    cancel = api("public-alerts/", **said | follows)
    ended = api(f"public-alerts/{cancel.json()['uuid']}/publish/").status_code

    assert draft.status_code == 201 and draft.json()["sent_at"] is None
    assert wrong == [400] * 5 and kept == 403 and hidden == 404
    assert published == [204, 409] and (cancel.status_code, ended) == (201, 204)
    assert not PublicAlert.objects.in_force().exists()
    assert len(listed(client, "public-alerts/", cell=cell.uuid)) == 2


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x1b[31m", "\u202e", "\x00", "\ud800"])
def test_a_sign_that_nobody_sees_enters_no_text_and_breaks_no_feed(client, api, cell, bob, aube,
    sign):  # fmt: skip
    join(cell, bob, "situation")
    log_in(client, bob)
    alert = {
        "cell": str(cell.uuid), "event": "Épidémie", "headline": f"Portez {sign} un masque",
        "description": "Cas en hausse", "urgency": "Immediate", "severity": "Severe",
        "certainty": "Observed", "area": aube.pk,
        "expires_at": (clock.now() + timedelta(days=2)).isoformat(),
    }  # fmt: skip
    line = {"cell": str(cell.uuid), "kind": "received", "text": f"Convoi {sign} parti"}

    answers = [api("public-alerts/", **alert), api("log-entries/", **line)]
    plain = api("log-entries/", **line | {"text": "Convoi parti"})

    assert [one.status_code for one in (*answers, plain)] == [400, 400, 201]
    assert not PublicAlert.objects.exists()


def test_a_campaign_is_opened_by_a_member_for_structures_of_the_cell(
    client, api, cell, alice, dora, troyes
):
    house, far = StructureFactory(commune=troyes), StructureFactory()
    said = {"cell": str(cell.uuid), "title": "Situation du soir", "indicators": ["tension"],
            "deadline": (clock.now() + timedelta(hours=3)).isoformat()}  # fmt: skip
    log_in(client, alice)

    made = api("campaigns/", **said, structures=[str(house.uuid)])
    outside = api("campaigns/", **said, structures=[str(far.uuid)])
    unknown = api("campaigns/", **said | {"indicators": ["lits"]}, structures=[str(house.uuid)])
    late = api("campaigns/", **said | {"deadline": clock.now().isoformat()},
               structures=[str(house.uuid)])  # fmt: skip
    log_in(client, dora)
    foreign = api("campaigns/", **said, structures=[str(house.uuid)]).status_code

    assert made.status_code == 201 and "réquisition" in made.json()["purpose"]
    assert (outside.status_code, unknown.status_code, late.status_code) == (400, 400, 409)
    assert foreign == 404 and Campaign.objects.get().targets.get().structure == house
