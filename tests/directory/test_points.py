"""Every structure of a search on one map, in columns."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.territories.models import Outline
from tests.people import StructureFactory, TerritoryFactory, log_in

pytestmark = pytest.mark.django_db


def test_the_map_says_the_rows_of_the_list_in_its_order(
    client, alice, troyes, django_assert_max_num_queries
):
    made = [
        StructureFactory(
            name=f"EHPAD {sign}", commune=troyes, latitude=48 + rank / 7, longitude=4.1
        )
        for rank, sign in enumerate("CAB")
    ]
    StructureFactory(name="EHPAD D", commune=troyes, latitude=None, longitude=None)
    log_in(client, alice)
    asked = {"commune": f"{troyes.name} ({troyes.code})"}

    listed = client.get(reverse("directory:structure_list"), asked).context["page"].items
    with django_assert_max_num_queries(10):
        answer = client.get(reverse("directory:structure_points"), asked)
    told = answer.json()["columns"]

    keys = [told["keys"][rank * 32 : rank * 32 + 32] for rank in range(3)]
    assert keys == [one.uuid.hex for one in listed if one.latitude is not None]
    assert len(told["names"]) == len(told["south"]) == 3
    latitudes = [sum(told["south"][: rank + 1]) / told["scale"] for rank in range(3)]
    placed = {one.uuid.hex: one.latitude for one in made}
    assert latitudes == pytest.approx([placed[key] for key in keys], abs=1e-4)
    assert {told["towns"][rank] for rank in told["town"]} == {troyes.name}


def test_an_empty_search_has_an_empty_map(client, alice):
    log_in(client, alice)

    told = client.get(reverse("directory:structure_points"), {"q": "zzzzzz"}).json()["columns"]

    assert told["names"] == []


def outlined(commune, west=4.0):
    ring = [[west, 48.0], [west, 48.1], [west + 0.1, 48.1], [west, 48.0]]
    return Outline.objects.create(
        territory=commune, geometry={"type": "MultiPolygon", "coordinates": [[ring]]},
        south=48.0, west=west, north=48.1, east=west + 0.1,
    )  # fmt: skip


def test_the_map_draws_the_place_that_is_looked_at_whatever_the_territory_of_the_reader(
    client, alice, aube, troyes, marne, reims, grand_est
):
    outlined(troyes)
    StructureFactory(name="EHPAD", commune=troyes)
    log_in(client, alice)

    def ground(**asked):
        return client.get(reverse("directory:structure_points"), asked).json()["ground"]

    address = reverse("territories:outlines", args=["10"])
    department, commune, words = ground(territoire=aube.pk), ground(commune="10387"), ground(q="51")
    elsewhere, nowhere = ground(territoire=marne.pk), ground(territoire="")
    outlined(reims, west=5.0)
    drawn, read = ground(territoire=marne.pk), ground(q="Reims")

    assert department["communes"] == commune["communes"] == address
    assert [one["properties"]["title"] for one in department["borders"]] == ["Aube (département)"]
    assert commune["words"].endswith(f"{troyes.name}.")
    assert (elsewhere["borders"], elsewhere["communes"]) == ([], "")
    assert "pas le contour de ce département" in elsewhere["words"]
    assert words["borders"] == nowhere["borders"] == []
    assert drawn["communes"] == reverse("territories:outlines", args=["51"])
    assert read["words"].endswith("Reims.")


def test_the_statements_of_the_map_do_not_depend_on_the_place(client, alice, aube, troyes):
    log_in(client, alice)

    def statements():
        counts = []
        for asked in ({"territoire": aube.pk}, {"q": "EHPAD Troyes"}, {"commune": "10387"}):
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse("directory:structure_points"), asked)
            counts.append(len(captured))
        return counts

    outlined(troyes)
    statements()  # the first time fills the caches
    few = statements()
    for rank in range(3):
        outlined(TerritoryFactory(name=f"Autour {rank}", inside=aube), west=4.5 + rank)

    assert statements() == few
