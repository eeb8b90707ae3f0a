"""A cell opened, its report drafted, its meetings planned, by the API."""

from datetime import timedelta

import pytest

from coordination.crisis import clock
from coordination.crisis.models import AccessRecord, Cell, Meeting, Sitrep, Visibility
from tests.coordination.crisis.crisis_world import declare, join
from tests.people import log_in

pytestmark = pytest.mark.django_db
NIR = "1 84 12 76 451 089 46"
BY = {"capacity": "directrice", "basis": "plan ORSAN", "reason": "12 cas groupés"}


@pytest.fixture
def api(client):
    def ask(path, **said):
        return client.post(f"/api/v1/{path}", said, content_type="application/json")

    return ask


def test_a_cell_opens_for_those_it_is_of_and_nothing_is_left_of_a_refusal(
    client, api, catalogue, aube, alice, bob, ehpad
):
    crisis = declare(aube, by=alice)
    said = {"crisis": crisis.reference, "level": 2, **BY}
    log_in(client, alice)
    ours = {"kind": "departmental", "territory": aube.pk}
    wrong = [
        api("cells/", **said | ours | more).status_code
        for more in (
            {"crisis": "CRI-0"}, {"kind": "cpts"}, {"level": 0}, {"phone": "12"},
            {"parent": str(ehpad.uuid)}, {"reason": f"Patient {NIR}"}, {"reason": ""},
            {"kind": "plan_bleu", "structure": str(ehpad.uuid)},
        )
    ]  # fmt: skip
    left = Cell.objects.count()
    unknown = api("cells/", **said | ours | {"level": 9})
    made = api("cells/", **said | ours, name="Cellule de l’Aube", phone="03 25 00 00 00")
    log_in(client, bob)
    house = {"kind": "plan_bleu", "structure": str(ehpad.uuid), "parent": made.json()["uuid"]}
    plan = api("cells/", **said | house)
    twice = api("cells/", **said | house)
    territory = api("cells/", **said | ours)

    assert wrong == [404, 400, 400, 400, 400, 400, 400, 400] and left == 0
    assert unknown.status_code == 409 and made.status_code == 201, made.json()
    assert made.json()["level"] == 2 and made.json()["phone"] == "+33325000000"
    assert plan.status_code == 201 and plan.json()["parent"] == made.json()["uuid"]
    assert twice.status_code == 409 and territory.status_code == 400
    assert Meeting.objects.filter(cell__uuid=made.json()["uuid"]).count() == 1


def test_a_report_is_drafted_written_and_moved(client, api, cell, alice, dora):
    log_in(client, alice)
    made = api("sitreps/", cell=str(cell.uuid)).json()
    path = f"sitreps/{made['uuid']}"
    again = api("sitreps/", cell=str(cell.uuid))
    empty = api(f"{path}/submit/")
    moves = [
        api(f"{path}/write/", anticipation=f"Assuré {NIR}").status_code,
        api(f"{path}/write/", anticipation="Mme Durand, 84 ans, sort").status_code,
        api(f"{path}/write/", anticipation="x" * 4001).status_code,
        api(f"{path}/write/", anticipation="Doublement en 48 h").status_code,
        api(f"{path}/refresh/").status_code,
        api(f"{path}/submit/").status_code,
        api(f"{path}/write/", anticipation="Trop tard").status_code,
    ]
    log_in(client, dora)
    foreign = api("sitreps/", cell=str(cell.uuid)).status_code

    assert (made["state"], made["number"], again.status_code) == ("draft", 1, 409)
    assert empty.status_code == 409 and moves == [400, 409, 400, 204, 204, 204, 409]
    assert Sitrep.objects.get().anticipation == "Doublement en 48 h"
    assert foreign == 404


def test_a_meeting_is_planned_moved_and_given_its_agenda(client, api, cell, alice, bob, dora):
    join(cell, bob, "situation")
    log_in(client, alice)
    soon = clock.now() + timedelta(hours=2)
    said = {"cell": str(cell.uuid), "starts_at": soon.isoformat(), "title": "Point lits"}
    wrong = [
        api("meetings/", **said | more).status_code
        for more in ({"video_url": "http://visio.example"}, {"planned_minutes": 4},
                     {"title": f"Assuré {NIR}"}, {"starts_at": "demain"})
    ]  # fmt: skip
    past = api("meetings/", **said | {"starts_at": (soon - timedelta(days=1)).isoformat()})
    made = api("meetings/", **said)
    path = f"meetings/{made.json()['uuid']}"
    later = (soon + timedelta(hours=1)).isoformat()
    moves = [
        api(f"{path}/move/", starts_at=later).status_code,
        api(f"{path}/add_item/", title="Lits de réanimation", role="situation").status_code,
        api(f"{path}/add_item/", title="Lits", role="inconnue").status_code,
        api(f"{path}/cancel/", reason="reportée").status_code,
        api(f"{path}/move/", starts_at=later).status_code,
    ]
    log_in(client, dora)
    foreign = api("meetings/", **said).status_code

    assert wrong == [400] * 4 and past.status_code == 409
    assert made.status_code == 201 and made.json()["title"] == "Point lits"
    assert moves == [204, 204, 400, 204, 409] and foreign == 404
    assert Meeting.objects.get(uuid=made.json()["uuid"]).items.count() == 1


def test_a_list_of_a_restricted_cell_leaves_a_record(client, cell, alice):
    Cell.objects.filter(pk=cell.pk).update(visibility=Visibility.RESTRICTED)
    log_in(client, alice)

    assert client.get("/api/v1/meetings/").json()["results"]
    assert client.get("/api/v1/meetings/", {"cell": "x"}).status_code == 400
    assert AccessRecord.objects.filter(cell=cell, what="api réunions").count() == 1
