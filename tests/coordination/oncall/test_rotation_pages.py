"""Rotations are seen before they are written; a change closes what had begun."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.oncall.models import Rotation, RotationPlace
from coordination.oncall.refusals.settings import RotationChanged, RotationInThePast
from coordination.oncall.selectors.answering.on_call import on_call
from coordination.oncall.services.rosters.rotation import change_rotation, end_rotation
from tests.coordination.oncall.roster_world import (
    LineFactory,
    LineRoleFactory,
    MemberFactory,
    PersonFactory,
    SectorFactory,
    serve,
)
from tests.people import log_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def sector(aube, troyes):
    line = LineFactory(territory=aube, slug="nuit", name="Infirmière de nuit")
    LineRoleFactory(line=line, label="infirmière")
    sector = SectorFactory(line=line, name="Troyes")
    serve(sector, troyes)
    return sector


@pytest.fixture
def people(sector):
    role = sector.line.roles.get()
    found = [PersonFactory(last_name=name) for name in ("Adam", "Boyer", "Colin")]
    for person in found:
        MemberFactory(line=sector.line, person=person).roles.add(role)
    return found


def typed(sector, people, *, first, **more):
    ranks = {f"rank_{person.pk}": rank for rank, person in enumerate(people, start=1)}
    return {
        "role": sector.line.roles.get().pk, "name": "Semaines", "cadence": "weekly", "every": "1",
        "handover_at": "8h", "priority": "1", "starts_on": f"{first:%d/%m/%Y}",
    } | ranks | more  # fmt: skip


def opened(client, emile, sector, people, first):
    address = reverse("oncall:rotation_create", args=[sector.uuid])
    form = typed(sector, people, first=first, confirm="1")
    assert log_in(client, emile).post(address, form).status_code == 302
    return Rotation.objects.get()


def test_a_rotation_is_seen_then_written_then_answers(client, emile, alice, sector, people):
    address = reverse("oncall:rotation_create", args=[sector.uuid])
    first = TODAY() - timedelta(days=1)

    seen = unescape(
        log_in(client, emile).post(address, typed(sector, people, first=first)).content.decode()
    )
    assert "Premiers tours" in seen and f"{people[0]}</strong>" in seen
    assert Rotation.objects.count() == RotationPlace.objects.count() == 0

    client.post(address, typed(sector, people, first=first, confirm="1"))
    answer = on_call(alice, line="nuit", commune="10387", at=timezone.now())
    assert [one.person.name for one in answer.now.people] == [str(people[0])]
    again = client.post(address, typed(sector, people, first=first, confirm="1"))
    assert "court déjà dans ce secteur" in unescape(again.content.decode())


def test_a_change_closes_what_had_begun_and_shows_who_gains_and_loses(
    client, emile, sector, people
):
    former = opened(client, emile, sector, people, TODAY() - timedelta(days=7))
    monday = TODAY() + timedelta(days=7)
    address = reverse("oncall:rotation_edit", args=[sector.line.slug, former.pk])
    form = typed(sector, people[::-1], first=monday)

    seen = unescape(client.post(address, form).content.decode())
    assert "Qui gagne et qui perd" in seen and Rotation.objects.count() == 1
    assert client.post(address, form | {"confirm": "1"}).status_code == 302

    former.refresh_from_db()
    assert (former.ends_on, former.successor.starts_on) == (monday, monday)
    order = former.successor.places.order_by("rank").values_list("person__last_name", flat=True)
    assert list(order) == ["Colin", "Boyer", "Adam"]
    with pytest.raises(RotationChanged):
        end_rotation(former, on=TODAY(), by=emile)


def test_the_past_of_a_rotation_does_not_move(client, emile, sector, people):
    former = opened(client, emile, sector, people, TODAY() - timedelta(days=7))
    yesterday = TODAY() - timedelta(days=1)
    wanted = Rotation(cadence="weekly", starts_on=yesterday)

    with pytest.raises(RotationInThePast):
        change_rotation(former, wanted, [RotationPlace(person=people[0], rank=1)], by=emile)
    with pytest.raises(RotationInThePast):
        end_rotation(former, on=yesterday, by=emile)
    end_rotation(former, on=TODAY() + timedelta(days=1), by=emile)

    former.refresh_from_db()
    assert former.ends_on == TODAY() + timedelta(days=1)


def test_a_rotation_of_nobody_is_refused_and_broken_rules_are_said(client, emile, sector, people):
    address = reverse("oncall:rotation_create", args=[sector.uuid])
    stranger = PersonFactory(last_name="Dupuis")
    MemberFactory(line=sector.line, person=stranger)  # without the role
    log_in(client, emile)

    nobody = client.post(address, typed(sector, [], first=TODAY(), confirm="1"))
    broken = client.post(address, typed(sector, [stranger], first=TODAY()))

    assert "Ce roulement ne compte personne" in unescape(nobody.content.decode())
    assert "ne tient pas le rôle" in unescape(broken.content.decode())


def test_who_leaves_the_line_leaves_its_rotations_that_day(client, emile, sector, people):
    opened(client, emile, sector, people, TODAY())
    member = people[1].memberships.get()
    day = TODAY() + timedelta(days=10)
    form = {
        "roles": [sector.line.roles.get().pk], "regime": "liberal", "share": "1",
        "joins_on": "01/01/2026", "leaves_on": f"{day:%d/%m/%Y}",
    }  # fmt: skip
    client.post(reverse("oncall:member_edit", args=[sector.line.slug, member.pk]), form)

    assert RotationPlace.objects.get(person=people[1]).leaves_on == day
    assert RotationPlace.objects.get(person=people[0]).leaves_on is None
