"""A place typed in the box, the words given up, why a line was found, and looking around."""

import pytest

from directory import registry
from directory.models import Alias
from directory.selectors import places
from directory.selectors.places import read_place
from directory.services.fields import make_searchable
from portal.lib.text import search_key
from portal.territories.models import Containment
from tests.directory.depth import ActivityFactory, ServiceFactory
from tests.people import StructureFactory, TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"


def a_place(kind, code, name, *communes, **facts):
    place = TerritoryFactory(kind=kind, code=code, name=name, search_key=search_key(name), **facts)
    for one in communes:
        Containment.objects.create(ancestor=place, descendant=one)
    return place


@pytest.fixture
def romilly():
    return a_place(
        "commune", "10323", "Romilly-sur-Seine",
        population=14000, postal_codes=["10100"], latitude=48.516, longitude=3.726,
    )  # fmt: skip


@pytest.fixture
def nurse(romilly):
    found = ServiceFactory(
        activity=ActivityFactory(code="nuit", label="Infirmière de nuit"),
        structure__commune=romilly, structure__name="EHPAD LES ACACIAS",
        structure__latitude=48.52, structure__longitude=3.73,
    ).structure  # fmt: skip
    make_searchable(found)
    return found


def items(page):
    return list(page.context["page"].items)


@pytest.mark.parametrize(
    ("typed", "label", "rest"),
    [
        ("infirmière de nuit Romilly", "Romilly-sur-Seine", "infirmiere nuit"),
        ("Romilly sur Seine", "Romilly-sur-Seine", ""),
        ("10100 pharmacie", "10100 (Romilly-sur-Seine)", "pharmacie"),
        ("EHPAD CPTS romillonne", "CPTS de la plaine romillonne (CPTS)", "ehpad"),
        ("pharmacies dans l’Aube", "Aube (département)", "pharmacies"),
        ("ehpad secteur nogent", "Nogent et Romilly (secteur d’astreinte)", "ehpad"),
    ],
)
def test_the_words_that_name_a_place_are_read(romilly, monkeypatch, typed, label, rest):
    a_place("cpts", "CPTS-ROM", "CPTS de la plaine romillonne", romilly)
    a_place("department", "10-T", "Aube", romilly)
    a_place("commune", "61008", "Aube", population=1400)
    sector = registry.NamedPlace("Nogent et Romilly", (romilly.pk,))
    monkeypatch.setattr(registry, "_places", [lambda key: [sector] if "nogent" in key else []])

    place = read_place(typed)

    assert (str(place), place.rest) == (label, rest)
    assert romilly.pk in place.communes


@pytest.mark.parametrize(
    "typed",
    ["", "ehpad", "les acacias romilly", "03 25 49 00 01", "100009182", "99999 ehpad",
     "' OR 1=1 --", "(((.*)+)+)+", "secteur", "cpts", "x" * 10_000, "la le les", "%", "\\"],
)  # fmt: skip
def test_ordinary_words_names_and_junk_are_no_place(romilly, typed):
    assert read_place(typed) is None


def test_the_place_filters_is_said_and_can_be_left(client, alice, romilly, nurse):
    away = ServiceFactory(activity=nurse.services.get().activity).structure
    named = StructureFactory(name="EHPAD DE ROMILLY")
    for one in (away, named):
        make_searchable(one)
    log_in(client, alice)

    page = client.get(LIST, {"q": "infirmière de nuit Romilly"})
    homes = client.get(LIST, {"q": "ehpad romilly"})
    words = client.get(LIST, {"q": "infirmière de nuit Romilly", "mots": "on"})

    assert items(page) == [nurse]
    assert {nurse, named} <= set(items(homes))
    assert "Lieu&nbsp;: Romilly-sur-Seine" in page.text
    assert "Autour de Romilly-sur-Seine" in page.text
    assert page.context["ways"]["remove"].endswith("q=infirmiere+nuit")
    assert words.context["ways"] is None
    assert "Trouvé par le service «\xa0Infirmière de nuit\xa0»" in page.text


def test_around_a_structure_or_oneself_the_distance_and_the_quality_of_the_point(
    client, alice, nurse
):
    near = StructureFactory(latitude=48.53, longitude=3.73, position_source="commune")
    StructureFactory(latitude=44.0, longitude=1.0)
    log_in(client, alice)

    around = client.get(LIST, {"autour": str(nurse.uuid)})
    mine = client.get(LIST, {"pres": "48.52041234,3.7301", "rayon": "5"})
    junk = [
        client.get(LIST, {"autour": "x", "pres": wrong}) for wrong in ("99,999", "a,b", "1e9,1")
    ]

    assert items(around) == items(mine) == [nurse, near]
    assert "depuis le centre de sa commune" in around.text
    assert f"Autour de&nbsp;: {nurse}" in around.text
    assert "Autour de&nbsp;: ma position" in mine.text
    assert mine.context["criteria"].point == (48.52, 3.73)
    assert [one.status_code for one in junk] == [200, 200, 200]


def test_a_former_name_a_number_and_a_word_given_up_are_said(client, alice):
    clinic = StructureFactory(name="CLINIQUE DU PARC", legal_finess="100000017")
    Alias.objects.create(structure=clinic, name="Clinique Sainte Odile", kind="former")
    make_searchable(clinic)
    log_in(client, alice)

    former = client.get(LIST, {"q": "clinique odile"})
    legal = client.get(LIST, {"q": "100000017"})
    given_up = client.get(LIST, {"q": "clinique parc zzyxqwv"})

    assert items(former) == items(legal) == items(given_up) == [clinic]
    assert "Clinique Sainte Odile" in former.text
    assert "Trouvé par le numéro FINESS de l’entité" in legal.text
    assert "Rien ne porte «&nbsp;zzyxqwv&nbsp;»" in given_up.text


def test_a_place_costs_the_same_at_two_sizes(
    client, alice, romilly, nurse, django_assert_max_num_queries
):
    log_in(client, alice)
    for size in (1, 12):
        for _ in range(size):
            make_searchable(
                ServiceFactory(
                    activity=nurse.services.get().activity, structure__commune=romilly
                ).structure
            )
        client.get(LIST, {"q": "infirmière de nuit romilly"})
        with django_assert_max_num_queries(18):
            assert client.get(LIST, {"q": "infirmière de nuit romilly"}).status_code == 200


def test_beyond_what_is_ranked_the_place_comes_first(client, alice, romilly, monkeypatch):
    monkeypatch.setattr(places, "MOST_RANKED", 1)
    elsewhere = StructureFactory(name="EHPAD A ROMILLY-SUR-SEINE")
    here = StructureFactory(name="EHPAD LES ACACIAS", commune=romilly)
    for one in (elsewhere, here):
        make_searchable(one)

    page = log_in(client, alice).get(LIST, {"q": "ehpad romilly sur seine"})

    assert [one.pk for one in page.context["page"].items] == [here.pk, elsewhere.pk]
