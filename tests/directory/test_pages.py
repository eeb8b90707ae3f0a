"""The directory as people see it: who may, what is shown, and the same rows on the map."""

import csv
import io

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.selectors.counting import ON_DUTY
from portal.audit.models import Entry
from portal.territories.models import Outline
from tests.people import StructureFactory

pytestmark = pytest.mark.django_db
LIST = reverse("directory:structure_list")
MAP = reverse("directory:structure_map")


@pytest.fixture
def reader(client, alice):
    client.force_login(alice)
    return client


@pytest.mark.parametrize(
    "address", [LIST, MAP, reverse("directory:structure_export"), "/api/v1/structures/"]
)
def test_one_must_sign_in(client, address):
    assert client.get(address).status_code in (302, 401)


def test_the_map_shows_the_rows_of_the_list_in_the_same_order(reader, troyes):
    StructureFactory.create_batch(35, commune=troyes)

    page = reader.get(LIST, {"q": "tilleuls"})
    shown = reader.get(MAP, {"q": "tilleuls"}).json()["features"]

    rows = [str(one.uuid) for one in page.context["page"].items]
    assert [one["id"] for one in shown] == rows
    assert len(rows) == 30
    following = reader.get(LIST, {"q": "tilleuls", "apres": page.context["page"].next})
    assert len(following.context["page"].items) == 5


def test_a_list_costs_the_same_at_two_sizes(reader, troyes):
    StructureFactory.create_batch(2, commune=troyes)
    _statements(reader)  # the first page of a session also reads what the next ones remember
    few = _statements(reader)
    StructureFactory.create_batch(30, commune=troyes)

    assert _statements(reader) == few


def _statements(reader):
    cache.delete(ON_DUTY)  # read once a minute: not in one of two measures only
    with CaptureQueriesContext(connection) as captured:
        reader.get(LIST, {"q": "tilleuls"})
    return len(captured)


def test_an_empty_list_proposes_to_widen(reader, troyes):
    page = reader.get(LIST, {"q": "introuvable", "commune": "Troyes", "rayon": "20"})

    assert "Aucune structure ne correspond" in page.text
    assert "Élargir à 50" in page.text


@pytest.mark.parametrize("query", ["rayon=-1", "categorie=x", "territoire=abc", "commune=😀"])
def test_a_filter_that_means_nothing_does_not_break_the_page(reader, query):
    assert reader.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("name", "label"),
    [("categorie", "Catégorie"), ("service", "Service proposé"), ("q", "Recherche")],
)
def test_five_hundred_values_of_a_filter_are_said_in_one_sentence(reader, troyes, name, label):
    StructureFactory(commune=troyes)
    usual = _statements(reader)

    asked = "&".join(f"{name}=tilleuls{rank}" for rank in range(500))
    with CaptureQueriesContext(connection) as captured:
        page = reader.get(f"{LIST}?{asked}")

    assert page.text.count("Une seule valeur par filtre") == 1
    assert f"retenue pour «\u00a0{label}\u00a0»" in page.text
    assert page.text.count("retirer ce filtre") <= 1
    assert len(page.content) < 250_000
    assert len(captured) <= usual + 4
    refused = reader.get(f"/api/v1/structures/?{asked}")
    assert (refused.status_code, "Une seule valeur" in refused.text) == (400, True)


@pytest.mark.parametrize("name", ["q", "categorie", "territoire", "commune", "rayon", "service"])
def test_ten_thousand_characters_in_a_filter_are_a_short_page(reader, name):
    page = reader.get(LIST, {name: "ab " * 3_333})

    assert page.status_code == 200
    assert len(page.content) < 200_000
    assert ("Ce texte est trop long" in page.text) == (name == "q")
    assert not any("ab " * 30 in error for error in page.context["form"].errors.values())


def test_a_structure_says_where_it_comes_from(reader, ehpad):
    page = reader.get(reverse("directory:structure_detail", args=[ehpad.uuid]))

    assert "EHPAD des Tilleuls" in page.text
    assert "centre de la commune" in page.text


def test_an_export_runs_nothing_in_a_spreadsheet_and_is_in_the_journal(reader, alice, troyes):
    StructureFactory(commune=troyes, name="=1+1", phone="+33325494949")

    answer = reader.get(reverse("directory:structure_export"), {"q": ""})

    text = answer.getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert (row["Nom"], row["Téléphone"]) == ("'=1+1", "03 25 49 49 49")
    assert Entry.objects.filter(action="directory.exported", actor=alice).count() == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＠"])
def test_no_cell_of_an_export_begins_a_formula(reader, troyes, start):
    StructureFactory(commune=troyes, name=f"{start}cmd|' /C calc'!A0", street=f"{start}1")

    text = reader.get(reverse("directory:structure_export"), {"q": ""}).getvalue().decode()

    cells = next(csv.reader(io.StringIO(text.splitlines()[-1]), delimiter=";"))
    assert not [cell for cell in cells if cell.startswith((start, "=", "+", "-", "@", "\t", "\r"))]


def test_the_journal_of_an_export_says_how_much_and_never_what_was_typed(reader, ehpad, troyes):
    typed = {"q": "tilleuls", "commune": "Troyes (10387)", "rayon": "20"}

    reader.get(reverse("directory:structure_export"), typed).getvalue()

    detail = Entry.objects.get(action="directory.exported").detail
    assert detail == {"filters": ["text", "commune", "radius_km"], "count": 1}


def test_a_structure_is_drawn_on_the_outlines_of_its_own_department(reader, ehpad):
    page = reader.get(reverse("directory:structure_detail", args=[ehpad.uuid]))
    assert "data-outlines" not in page.text
    square = [[4.0, 48.2], [4.1, 48.2], [4.1, 48.3], [4.0, 48.2]]
    Outline.objects.create(
        territory=ehpad.commune, south=48.2, west=4.0, north=48.3, east=4.1,
        geometry={"type": "MultiPolygon", "coordinates": [[square]]},
    )  # fmt: skip

    page = reader.get(reverse("directory:structure_detail", args=[ehpad.uuid]))

    assert f'data-outlines="{reverse("territories:outlines", args=["10"])}"' in page.text


def test_the_api_reads_with_the_same_filters(reader, ehpad, other_ehpad):
    found = reader.get("/api/v1/structures/", {"q": "tilleul"}).json()["results"]

    assert [one["finess"] for one in found] == [ehpad.finess]
    assert reader.get(f"/api/v1/structures/{ehpad.uuid}/").json()["name"] == ehpad.name
    assert reader.get("/api/v1/structures/", {"rayon": "-1"}).status_code == 400
