"""Suggestions of communes as one types, and the territories of the API."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.lib.text import search_key
from portal.territories import throttle
from tests.people import TerritoryFactory

pytestmark = pytest.mark.django_db
SUGGEST = reverse("territories:suggest")


@pytest.fixture(autouse=True)
def places(aube, troyes):
    """Troyes and what looks like it, a saint, Corsica, and a commune that no longer is."""
    troyes.population, troyes.postal_codes = 61_000, ["10000"]
    troyes.save()
    corsica = TerritoryFactory(department=True, code="2A", name="Corse-du-Sud")
    TerritoryFactory(department=True, code="01", name="Ain")
    for code, name, postal, people in [
        ("10325", "Saint-André-les-Vergers", "10120", 12_000),
        ("10362", "Sainte-Savine", "10300", 10_000),
        ("10390", "Trouans", "10700", 200),
        ("10003", "Aix-Villemaur-Pâlis", "10160", 3_500),
        ("10999", "L’Abergement", "10120", 90),
    ]:
        _commune(code, name, postal, people, inside=aube)
    _commune("2A004", "Ajaccio", "20000", 70_000, inside=corsica)
    _commune("01053", "Bourg-en-Bresse", "01000", 41_000)
    _commune("10998", "Troyes-l’Ancienne", "10000", 5, closed_on=timezone.localdate())


def _commune(code, name, postal, population, **more):
    TerritoryFactory(
        code=code, name=name, search_key=search_key(name), postal_codes=[postal],
        population=population, **more,
    )  # fmt: skip


def names(client, text):
    return [one["name"] for one in client.get(SUGGEST, {"q": text}).json()["results"]]


@pytest.mark.parametrize(
    "typed, first",
    [
        ("troy", "Troyes"), ("TROYES", "Troyes"), ("  troyes ", "Troyes"), ("toryes", "Troyes"),
        ("st andre", "Saint-André-les-Vergers"), ("Ste Savine", "Sainte-Savine"),
        ("saint-andré", "Saint-André-les-Vergers"), ("palis", "Aix-Villemaur-Pâlis"),
        ("ajacio", "Ajaccio"), ("sainte savinne", "Sainte-Savine"),
        ("vergers", "Saint-André-les-Vergers"), ("abergement", "L’Abergement"),
        ("10000", "Troyes"), ("10387", "Troyes"), ("1038", "Troyes"),
        ("2A", "Ajaccio"), ("2a004", "Ajaccio"), ("20000", "Ajaccio"),
        ("01000", "Bourg-en-Bresse"), ("01053", "Bourg-en-Bresse"), ("01", "Bourg-en-Bresse"),
    ],
)  # fmt: skip
def test_a_commune_is_proposed_as_people_type_it(client, typed, first):
    assert names(client, typed)[0] == first


def test_the_name_itself_comes_before_longer_ones_and_the_biggest_first(client):
    assert names(client, "tro") == ["Troyes", "Trouans"]
    assert names(client, "10120") == ["Saint-André-les-Vergers", "L’Abergement"]


def test_a_leading_zero_is_never_lost(client):
    assert names(client, "1053") == []
    assert "Bourg-en-Bresse" not in names(client, "1000")


@pytest.mark.parametrize(
    "typed", ["", "t", " ", "zzzzzzzz", "\x00", "😀", "%%", "'; --", "a" * 9999]
)
def test_nothing_or_anything_proposes_nothing(client, typed):
    answer = client.get(SUGGEST, {"q": typed})

    assert (answer.status_code, answer.json()) == (200, {"results": []})


def test_a_commune_that_no_longer_is_is_not_proposed(client):
    assert "Troyes-l’Ancienne" not in names(client, "troyes")
    assert "Troyes-l’Ancienne" not in names(client, "10000")


def test_each_proposal_says_its_postal_code_and_its_department(client):
    (found,) = client.get(SUGGEST, {"q": "ajaccio"}).json()["results"]

    assert (found["code"], found["detail"]) == ("2A004", "20000 · Corse-du-Sud")


def test_ten_at_most_in_a_constant_number_of_statements(client, aube, django_assert_num_queries):
    for rank in range(30):
        _commune(f"10{rank:03}", f"Bar {rank}", "10200", rank, inside=aube)

    for typed, count in (("bar", 10), ("ajaccio", 1)):
        with django_assert_num_queries(2):
            assert len(names(client, typed)) == count


def test_whoever_asks_too_much_is_told_to_wait_and_people_signed_in_are_not(
    client, alice, monkeypatch
):
    monkeypatch.setattr(throttle, "MOST_PER_WINDOW", 2)
    cache.clear()

    codes = [client.get(SUGGEST, {"q": "troyes"}).status_code for _ in range(3)]
    slowed = client.get(SUGGEST, {"q": "troyes"}).json()
    client.force_login(alice)

    assert codes == [200, 200, 429]
    assert slowed["detail"].startswith("Trop de recherches en une minute")
    assert client.get(SUGGEST, {"q": "troyes"}).status_code == 200


@pytest.mark.parametrize(
    "query, codes",
    [
        ({"q": "troyes", "kind": "commune"}, {"10387", "10998"}),
        ({"q": "2a", "kind": "department"}, {"2A"}),
        ({"q": "01", "kind": "department"}, {"01"}),
        ({"q": "1", "kind": "department"}, set()),
        ({"q": "20000"}, {"2A004"}),
        ({"kind": "canton"}, set()),
    ],
)
def test_the_api_finds_territories_by_name_code_and_kind(client, alice, query, codes):
    client.force_login(alice)

    found = client.get("/api/v1/territories/", query).json()["results"]

    assert {one["code"] for one in found} == codes


def test_the_api_lists_what_a_territory_holds(client, alice, aube):
    client.force_login(alice)

    inside = client.get("/api/v1/territories/", {"within": aube.pk, "kind": "commune"}).json()
    strange = client.get("/api/v1/territories/", {"within": "9" * 40})

    assert {one["code"] for one in inside["results"]} == {
        "10387", "10325", "10362", "10390", "10003", "10999",
    }  # fmt: skip
    assert strange.status_code == 200
