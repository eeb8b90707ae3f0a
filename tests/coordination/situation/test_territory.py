"""The page of a territory: what it counts, whom it names, what it never lets out."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Indicator, Level, Mode, Visibility
from coordination.crisis.selectors.catalogue import level_of
from coordination.crisis.selectors.sitrep import due_at
from coordination.crisis.selectors.standing import levels_of, standings
from coordination.crisis.services.figures import declare_figures
from coordination.situation.selectors.territory.page import features
from coordination.situation.selectors.territory.structures import told_in
from tests.coordination.crisis.crisis_world import join, open_departmental
from tests.people import NeedFactory, StructureFactory, TerritoryFactory, UserFactory, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
PAGE = "/territoire/"


def tell(structure, *, by, **values):
    known = {one.slug: one for one in Indicator.objects.all()}
    said = {known[slug]: Decimal(value) for slug, value in values.items()}
    return declare_figures(structure, said, by=by)


def masks(told):
    return next(one for one in told.stocks if one.indicator.slug == "masks_days")


def grow(aube, alice, count):
    for _ in range(count):
        cell = open_departmental(aube, by=alice)
        join(cell, UserFactory(), "situation")
        place = StructureFactory(commune=TerritoryFactory(inside=aube))
        tell(place, by=alice, masks_days=2, tension=1)
        NeedFactory(structure=place, opened=True)


def test_each_cell_stands_as_it_would_alone(alice, aube, cell):
    regional = open_departmental(aube, by=alice, level=3)
    Level.objects.create(kind="departmental", rank=2, name="à nous", territory=aube,
                         sitrep_every_hours=2)  # fmt: skip
    join(cell, UserFactory(), "situation")

    found = standings([cell, regional])

    assert {one.cell.pk: one.level for one in found} == {
        cell.pk: level_of(cell), regional.pk: level_of(regional),
    }  # fmt: skip
    assert [one.due for one in found] == [due_at(cell), due_at(regional)]
    assert levels_of([cell])[cell.pk].name == "à nous"
    with clock.standing_at(timezone.now() + timedelta(hours=5)):
        assert (found[0].is_late, found[0].late_hours) == (True, 3)


def test_coverage_names_the_required_roles_that_lack_people(alice, aube, cell):
    (one,) = standings([cell])

    assert "direction de cellule" not in one.vacant
    assert one.held + len(one.vacant) == one.required > 2
    join(cell, UserFactory(), "capacity")
    assert standings([cell])[0].held == one.held + 1


def test_silence_is_first_and_grey_and_stocks_are_bands(client, alice, aube, cell, ehpad, bob):
    fresh, old, low = (StructureFactory(commune=ehpad.commune) for _ in range(3))
    tell(fresh, by=alice, masks_days=12, tension=0)
    tell(low, by=alice, masks_days=2, tension=2)
    with clock.standing_at(timezone.now() - timedelta(days=4)):
        tell(old, by=alice, masks_days=30)

    told = told_in(aube, named=True)
    tension = next(one for one in told.tiles if one.indicator.slug == "tension")
    log_in(client, alice)
    page = client.get(PAGE).content.decode()

    assert [one.row.structure for one in told.rows][-1] == low
    assert {one.row.structure for one in told.rows[:-1]} == {old, ehpad}
    assert masks(told).counts == [1, 0, 1, 2]
    assert (tension.level, tension.known, tension.expected) == ("critical", 2, 4)
    assert (told.count, told.silent, told.fresh) == (4, 2, 2)
    assert "moins de 3" in page.lower()
    assert "au pire 2" not in page


def test_the_map_says_the_same_rows_as_the_tables(client, alice, bob, aube, cell, ehpad):
    log_in(client, alice)

    shown = client.get(PAGE).context
    points = client.get(f"{PAGE}carte.geojson").json()["features"]

    rows = [str(one.cell) for one in shown["cells"]]
    rows += [str(one.row.structure) for one in shown["told"].rows]
    assert [one["properties"]["title"] for one in points] == rows
    assert len(rows) == 2


def test_a_restricted_cell_is_in_no_list_no_count_and_no_map(client, alice, bob, aube, cell):
    secret = open_departmental(
        aube, by=alice, name="Cellule fermée", visibility=Visibility.RESTRICTED
    )
    log_in(client, alice)
    mine = client.get(PAGE).context["cells"]

    log_in(client, bob)
    shown = client.get(PAGE)
    points = client.get(f"{PAGE}carte.geojson").json()["features"]

    assert secret in [one.cell for one in mine]
    assert [one.cell for one in shown.context["cells"]] == [cell]
    assert len(shown.context["real"]) == 1
    assert "Cellule fermée" not in shown.content.decode()
    assert "Cellule fermée" not in str(points)


def test_an_exercise_is_said_and_not_counted(client, alice, aube, cell):
    open_departmental(aube, by=alice, mode=Mode.EXERCISE, name="Cellule jouée")
    log_in(client, alice)

    shown = client.get(PAGE)

    assert "EXERCICE\u00a0: Cellule jouée" in shown.content.decode().replace("&nbsp;", "\u00a0")
    assert (len(shown.context["cells"]), len(shown.context["real"])) == (2, 1)


def test_names_of_structures_are_for_the_agency_and_the_cells(
    client, alice, bob, fatou, aube, cell, ehpad
):
    for who, named in ((alice, True), (fatou, False)):
        log_in(client, who)
        shown = client.get(PAGE).context
        assert (shown["named"], bool(shown["told"].rows)) == (named, named)
        assert shown["told"].silent == 1
    join(cell, fatou)

    assert client.get(PAGE).context["named"]


def test_a_member_without_any_territory_looks_from_the_place_of_their_cell(client, aube, cell):
    member = UserFactory()
    log_in(client, member)
    assert client.get(PAGE).status_code == 403
    join(cell, member)

    assert client.get(PAGE).context["territory"] == aube


def test_the_page_costs_the_same_with_one_of_each_and_with_six(client, alice, aube, line):
    grow(aube, alice, 1)
    log_in(client, alice)
    client.get(PAGE)
    features(alice, aube)
    spent = []
    for more in (0, 5):
        grow(aube, alice, more)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        with CaptureQueriesContext(connection) as mapped:
            assert len(features(alice, aube)) >= 1 + more
        spent.append((len(captured), len(mapped)))

    assert spent[0] == spent[1]
    assert spent[0][0] <= 30
