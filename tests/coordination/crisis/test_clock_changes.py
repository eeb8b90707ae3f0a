"""Hours as they are said on the spot, the night of the clock change included (rule 28)."""

from datetime import UTC, datetime

import pytest

from coordination.crisis import clock
from coordination.crisis.models import CellKind, LogEntry, LogText
from coordination.crisis.services.activation import change_level
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.services.verification import verify_log
from portal.territories.models import Territory
from tests.coordination.crisis.crisis_world import decided, declare, join
from tests.people import log_in

pytestmark = pytest.mark.django_db
MORNING_AFTER = datetime(2026, 10, 25, 8, tzinfo=UTC)


def said(day, hour, **more):
    told = {"text": "Coupure", "occurred_at_day": day, "occurred_at_hour": hour}
    return told | more


def written(cell):
    entry = LogEntry.objects.filter(log=cell.pk, is_system=False).last()
    return entry and entry.occurred_at


def open_before(territory, alice):
    with clock.standing_at(datetime(2026, 1, 5, tzinfo=UTC)):
        crisis = declare(territory, by=alice, started_at=clock.now())
        new = NewCell(kind=CellKind.DEPARTMENTAL, name="Cellule", territory=territory)
        return open_cell(crisis, new, level=2, decided=decided(alice), by=alice)


@pytest.mark.parametrize("fold, hour", [("0", 0), ("1", 1)])
def test_an_hour_that_comes_twice_is_asked_again_and_kept_as_chosen(
    client, catalogue, alice, aube, fold, hour
):
    cell = open_before(aube, alice)
    page = f"{cell.get_absolute_url()}main-courante/"
    log_in(client, alice)

    with clock.standing_at(MORNING_AFTER):
        asked = client.post(page, said("25/10/2026", "2h30")).content.decode()
        assert written(cell) is None
        client.post(page, said("25/10/2026", "2h30", fold=fold))

    assert "existe deux fois" in asked and "la seconde, après" in asked and "Coupure" in asked
    assert written(cell) == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert verify_log(cell).is_sound


def test_an_hour_that_does_not_exist_is_refused_with_its_reason(client, catalogue, alice, aube):
    cell = open_before(aube, alice)
    log_in(client, alice)

    with clock.standing_at(MORNING_AFTER):
        answer = client.post(
            f"{cell.get_absolute_url()}main-courante/", said("29/03/2026", "2h30", fold="0")
        )
    page = answer.content.decode()

    assert "n’existe pas ce jour-là" in page
    assert "la seconde, après" not in page
    assert written(cell) is None


@pytest.mark.parametrize(
    "zone, hour, noon, offset",
    [("Indian/Reunion", "11:45", "12:00", "+0400"),
     ("America/Guadeloupe", "3:45", "04:00", "-0400")],
)  # fmt: skip
def test_overseas_an_hour_is_the_one_of_the_place(
    client, catalogue, alice, aube, zone, hour, noon, offset
):
    Territory.objects.filter(pk=aube.pk).update(timezone=zone)
    aube.refresh_from_db()
    cell = open_before(aube, alice)
    page = f"{cell.get_absolute_url()}main-courante/"
    log_in(client, alice)

    with clock.standing_at(MORNING_AFTER):
        client.post(page, said("25/10/2026", hour))
        shown = [client.get(one).content.decode() for one in (page, cell.get_absolute_url())]
        night = client.post(page, said("25/10/2026", "2h30")).status_code
        decision = decide(cell, Proposal("Une mesure"), by=alice)
        task = create_task(cell, NewTask("Agir", owner=alice, due_at=clock.now()), by=alice)
        change_level(cell, to=3, decided=decided(alice), by=alice)
        join(cell, alice)
        base = cell.get_absolute_url()
        addresses = (
            decision.get_absolute_url(), task.get_absolute_url(), f"{base}niveaux/",
            f"{base}personnes/", f"{base}niveau/", f"{base}lever/", f"{base}taches/",
            f"{base}decisions/", cell.crisis.get_absolute_url(),
        )  # fmt: skip
        pages = {one: client.get(one).content.decode() for one in addresses}

    assert LogEntry.objects.filter(occurred_at=datetime(2026, 10, 25, 7, 45, tzinfo=UTC)).exists()
    assert all(f"{hour:0>5}" in one for one in shown)
    assert night == 302
    timed = {one: page for one, page in pages.items() if not one.endswith(("lever/", "taches/"))}
    assert [one for one, page in timed.items() if noon not in page] == []
    local = {one: page for one, page in pages.items() if "/cellules/" in one}
    assert [one for one, page in local.items() if f"UTC{offset}" not in page] == []
    words = LogText.objects.get(text__startswith="Tâche à faire").text
    assert noon.replace(":", " h ") in words
