"""Settings when two people act at once, when lists grow, when an alert is under way."""

from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import (
    Alert,
    EscalationChain,
    Layer,
    Line,
    Rotation,
    RotationPlace,
    SectorCommune,
)
from coordination.oncall.refusals.settings import RotationChanged
from coordination.oncall.services.alerts.alert import open_alert
from coordination.oncall.services.lines.sector_map import draw_sector
from coordination.oncall.services.rosters.rotation import change_rotation
from portal.audit.models import Entry
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    SectorFactory,
    SlotTemplateFactory,
    serve,
)
from tests.people import TerritoryFactory, log_in
from tests.races import together

LISTS = (
    "line_settings", "line_sectors", "line_roles", "line_templates", "line_uncovered",
    "member_list", "rotation_list",
)  # fmt: skip


def grow(line, number):
    """One more sector, role, person, rotation and uncovered commune, so many times."""
    for _ in range(number):
        sector = SectorFactory(line=line)
        role = LineRoleFactory(line=line, code=sector.code, label=sector.name)
        person = PersonFactory(territory=line.territory)
        MemberFactory(line=line, person=person).roles.add(role)
        layer = Layer.objects.create(sector=sector, role=role, name="Semaines")
        rotation = Rotation.objects.create(
            layer=layer, cadence="weekly", starts_on=timezone.localdate()
        )
        RotationPlace.objects.create(rotation=rotation, rank=1, person=person)
        serve(sector, TerritoryFactory(inside=line.territory))
        left = TerritoryFactory(inside=line.territory)
        SectorCommune.objects.create(
            line=line, commune=left, validity=("2026-01-01", None), reference="arrêté"
        )


@pytest.mark.django_db
def test_the_lists_of_settings_cost_the_same_with_more_of_everything(
    client, emile, aube, django_assert_num_queries
):
    line = LineFactory(territory=aube, slug="pdsa")
    SlotTemplateFactory(line=line)
    grow(line, 2)
    log_in(client, emile)
    costs = {}
    for name in LISTS:
        client.get(reverse(f"oncall:{name}", args=["pdsa"]))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(f"oncall:{name}", args=["pdsa"]))
        costs[name] = len(few)
    grow(line, 5)

    for name, cost in costs.items():
        with django_assert_num_queries(cost, info=name):
            client.get(reverse(f"oncall:{name}", args=["pdsa"]))


@pytest.mark.django_db
def test_a_chain_written_anew_changes_no_alert_under_way(client, emile, aube, troyes):
    line = LineFactory(territory=aube, slug="nuit")
    serve(SectorFactory(line=line), troyes)
    running = open_alert(line, commune=troyes, subject="Une chute", by=emile)
    before = list(running.steps.values_list("repeat", "rank", "target", "delay_seconds"))
    address = reverse("oncall:chain_edit", args=["nuit"])
    typed = {
        "name": "Nuit", "repeats": "0", "reminder_minutes": "20", "who_0": "on_call",
        "how_0": "sms,email", "wait_0": "120", "who_1": "coordinator", "how_1": "email",
        "wait_1": "600",
    }  # fmt: skip

    empty = log_in(client, emile).post(address, typed | {"who_0": ""})
    assert client.post(address, typed).status_code == 302

    assert "Cette réponse est nécessaire" in unescape(empty.content.decode())
    steps = EscalationChain.objects.get(line=line).steps.values_list("target", "delay_seconds")
    assert list(steps) == [("on_call", 120), ("coordinator", 600)]
    assert list(running.steps.values_list("repeat", "rank", "target", "delay_seconds")) == before
    assert Entry.objects.filter(action="chain.written").count() == 1


@pytest.mark.django_db
def test_a_line_with_an_alert_under_way_is_not_closed_and_reopens_as_it_was(
    client, emile, aube, troyes
):
    line = LineFactory(territory=aube, slug="nuit")
    serve(SectorFactory(line=line), troyes)
    open_alert(line, commune=troyes, subject="Une chute", by=emile)
    address = reverse("oncall:line_close", args=["nuit"])
    today = {"on": f"{timezone.localdate():%d/%m/%Y}"}

    refused = unescape(log_in(client, emile).post(address, today).content.decode())
    Alert.objects.update(state=Alert.State.CLOSED, next_step_due_at=None, ended_at=timezone.now())
    client.post(address, today)

    assert "Des alertes sont en cours" in refused
    assert Line.objects.get(pk=line.pk).closed_on == timezone.localdate()
    client.post(address, {"reopen": "oui"})
    assert Line.objects.get(pk=line.pk).closed_on is None


@pytest.mark.django_db(transaction=True)
def test_two_sectors_drawn_at_once_over_the_same_commune_leave_it_in_one():
    line = LineFactory()
    commune = TerritoryFactory(code="10387", inside=line.territory)
    sectors = [SectorFactory(line=line) for _ in range(4)]
    serve(sectors[0], commune)
    day = timezone.localdate()

    said = together(
        *(partial(draw_sector, one, ["10387"], since=day, by=None, take=True) for one in sectors)
    )

    rows = SectorCommune.objects.filter(line=line, commune=commune, validity__contains=day)
    assert rows.count() == 1
    assert said == [None] * 4


@pytest.mark.django_db(transaction=True)
def test_a_rotation_changed_by_two_people_at_once_has_one_successor():
    line = LineFactory()
    sector, role = SectorFactory(line=line), LineRoleFactory(line=line)
    person = PersonFactory()
    layer = Layer.objects.create(sector=sector, role=role, name="Semaines")
    today = timezone.localdate()
    former = Rotation.objects.create(
        layer=layer, cadence="weekly", starts_on=today - timedelta(days=9)
    )

    def change():
        wanted = Rotation(cadence="daily", starts_on=today + timedelta(days=2))
        return change_rotation(former, wanted, [RotationPlace(person=person, rank=1)], by=None)

    said = together(*([change] * 4))

    refused = [one for one in said if isinstance(one, RotationChanged)]
    assert len(refused) == 3 and Rotation.objects.filter(layer=layer).count() == 2
