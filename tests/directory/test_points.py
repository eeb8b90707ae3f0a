"""Every structure of a search on one map, in columns."""

import pytest
from django.urls import reverse

from tests.people import StructureFactory, log_in

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
