"""What the search box proposes beside structures: places, services and categories."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Category
from tests.directory.depth import ActivityFactory, ServiceFactory
from tests.people import StructureFactory

pytestmark = pytest.mark.django_db
ASK = reverse("directory:structure_suggest")


@pytest.fixture
def reader(client, alice):
    client.force_login(alice)
    return client


def proposed(reader, text):
    groups = reader.get(ASK, {"q": text}).json()["groups"]
    return {group["label"]: group["results"] for group in groups}


def test_a_place_is_proposed_and_its_address_leads_to_its_structures(reader, troyes, ehpad):
    (here, around, *_) = proposed(reader, "Troy")["Lieux"]

    assert here["name"] == "Structures à Troyes"
    assert around["name"] == "Autour de Troyes, à 20\u00a0km"
    assert reader.get(here["url"]).context["criteria"].commune == troyes
    assert reader.get(around["url"]).context["criteria"].radius_km == 20


def test_a_service_is_proposed_with_how_many_offer_it(reader, troyes):
    nurse = ActivityFactory(code="domicile", label="Infirmières à domicile", synonyms="IDEL, IDE")
    for structure in StructureFactory.create_batch(2, commune=troyes):
        ServiceFactory(structure=structure, activity=nurse)

    for typed in ("infirm", "idel"):
        (kind,) = proposed(reader, typed)["Services et catégories"]
        assert (kind["name"], kind["detail"][:12]) == (
            "Infirmières à domicile",
            "2\u00a0structures",
        )
        assert reader.get(kind["url"]).context["found"].count == 2


def test_a_category_is_proposed_and_one_that_nobody_bears_is_not(reader, troyes):
    held = Category.objects.create(code="z1", label="Laboratoire de nuit")
    Category.objects.create(code="z2", label="Laboratoire de jour")
    StructureFactory(commune=troyes, category=held)

    (kind,) = proposed(reader, "laborat")["Services et catégories"]

    assert kind["name"] == "Laboratoire de nuit"
    assert f"categorie={held.code}" in kind["url"]


@pytest.mark.parametrize("typed", ["", "tr", "\x00" * 300, "%%%", "zzzzzz"])
def test_what_begins_nothing_proposes_nothing(reader, troyes, typed):
    assert proposed(reader, typed) == {}


def test_suggestions_cost_the_same_at_two_sizes(reader, troyes):
    counted = []
    for more in (1, 20):
        StructureFactory.create_batch(more, commune=troyes)
        reader.get(ASK, {"q": "ehpad"})
        with CaptureQueriesContext(connection) as captured:
            reader.get(ASK, {"q": "ehpad"})
        counted.append(len(captured))

    assert counted[0] == counted[1]
