"""Sectors are drawn commune by commune; the past stays what it was."""

from datetime import date, timedelta

import pytest

from coordination.oncall.models import HolidayZone, Requirement, SectorCommune
from coordination.oncall.refusals import (
    CommuneTaken,
    NoCommune,
    UnknownCommune,
)
from coordination.oncall.services.lines.sectors import (
    leave_uncovered,
    move_communes,
    read_communes,
    set_communes,
    set_requirement,
)
from directory.registry import places_named
from portal.lib.holidays import HolidayZone as Plain
from tests.coordination.oncall.roster_world import ALWAYS, SectorFactory
from tests.people import TerritoryFactory

pytestmark = pytest.mark.django_db
JANUARY, JULY = date(2026, 1, 1), date(2026, 7, 1)


def there(sector, day):
    rows = SectorCommune.objects.filter(sector=sector, validity__contains=day)
    return sorted(rows.values_list("commune__code", flat=True))


@pytest.fixture
def communes(aube):
    return [TerritoryFactory(code=f"10{n:03d}", inside=aube) for n in range(1, 5)]


def test_a_new_cut_begins_on_its_day_and_leaves_the_past_alone(communes):
    sector = SectorFactory()
    set_communes(sector, ["10001", "10002"], since=JANUARY, by=None)

    set_communes(sector, ["10002", "10003"], since=JULY, by=None)

    assert there(sector, JULY - timedelta(days=1)) == ["10001", "10002"]
    assert there(sector, JULY) == ["10002", "10003"]


def test_a_commune_of_another_sector_is_refused_by_name_but_may_be_moved(communes):
    north = SectorFactory(name="Nord")
    south = SectorFactory(line=north.line)
    set_communes(north, ["10001", "10002"], since=JANUARY, by=None)

    with pytest.raises(CommuneTaken, match="Nord"):
        set_communes(south, ["10001"], since=JULY, by=None)
    move_communes(south, ["10001"], since=JULY, by=None)

    assert (there(north, JULY), there(south, JULY)) == (["10002"], ["10001"])
    assert there(north, JANUARY) == ["10001", "10002"]


def test_what_is_no_commune_is_refused(communes):
    sector = SectorFactory()
    with pytest.raises(UnknownCommune, match="99999"):
        set_communes(sector, ["10001", "99999"], since=JANUARY, by=None)
    with pytest.raises(NoCommune):
        set_communes(sector, [], since=JANUARY, by=None)
    assert SectorCommune.objects.count() == 0


def test_a_pasted_list_is_read_line_by_line_and_writes_nothing(communes, django_assert_num_queries):
    north = SectorFactory(name="Nord")
    south = SectorFactory(line=north.line)
    set_communes(north, ["10001"], since=JANUARY, by=None)
    text = "code;nom\n10002;Ailleville\n10001\n10002\n99999;Nulle part\nsans code\n 10003 "

    with django_assert_num_queries(2):
        found = read_communes(south, text, since=JANUARY)

    assert [commune.code for commune in found.communes] == ["10002", "10003"]
    assert [(line.number, line.problem) for line in found.problems] == [
        (3, "déjà dans le secteur Nord"),
        (4, "déjà donnée plus haut"),
        (5, "aucune commune ne porte le code 99999"),
        (6, "aucun code INSEE sur cette ligne"),
    ]


def test_a_commune_may_be_left_out_by_a_decision_from_a_day_on(communes):
    sector = SectorFactory()
    set_communes(sector, ["10001", "10002"], since=JANUARY, by=None)

    leave_uncovered(
        sector.line, ["10001"], since=JULY, reason="régulation seule", reference="arrêté", by=None
    )

    assert there(sector, JULY) == ["10002"]
    row = SectorCommune.objects.get(sector=None)
    assert (row.commune.code, row.reference) == ("10001", "arrêté")


def test_a_sector_of_the_moselle_follows_its_holidays(grand_est):
    TerritoryFactory(code="57463", inside=grand_est)
    sector = SectorFactory()

    set_communes(sector, ["57463"], since=JANUARY, by=None)

    sector.refresh_from_db()
    assert sector.holiday_zone == HolidayZone.ALSACE_MOSELLE
    assert set(HolidayZone.values) == {zone.value for zone in Plain}


def test_a_requirement_takes_the_place_of_the_former_one_on_its_day():
    sector = SectorFactory()
    for since, minimum in ((JANUARY, 1), (JULY, 2)):
        wanted = Requirement(
            sector=sector, slot_class="evening", minimum=minimum, target=2, maximum=2,
            validity=ALWAYS.__class__(since, None),
        )  # fmt: skip
        set_requirement(wanted, by=None)

    found = Requirement.objects.order_by("validity").values_list("minimum", "validity")
    assert [(minimum, days.upper) for minimum, days in found] == [(1, JULY), (2, None)]


def test_the_search_box_of_the_directory_reads_the_names_of_open_sectors(communes):
    sector = SectorFactory(name="Nogent-sur-Seine et Romilly")
    SectorFactory(name="Nogent fermé", closed_on=date(2020, 1, 1))
    set_communes(sector, ["10001", "10002"], since=JANUARY, by=None)

    found = places_named("nogent romilly")

    assert [place.label for place in found] == ["Nogent-sur-Seine et Romilly"]
    assert len(found[0].communes) == 2
    assert places_named("") == places_named("bar") == []
