"""A number of any kind, a service by its name or its synonym, what is open, what comes here."""

import pytest
from django.urls import reverse

from directory.models import Activity, Identifier, Practice, Profession, Professional
from directory.selectors import Criteria, find_structures, of_category
from directory.services.fields import make_searchable
from tests.directory.depth import WHOLE_DAY, ContactFactory, ServiceFactory, hours
from tests.people import StructureFactory, TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"


@pytest.fixture
def vaccination():
    return Activity.objects.create(
        code="vaccination", label="Vaccination", synonyms="centre de vaccination, vaccin"
    )


def found(alice, **asked):
    criteria = Criteria(**asked)
    return list(of_category(find_structures(alice, criteria), criteria)[:5])


@pytest.mark.parametrize(
    "typed",
    [
        "100009182", "1100009182", "F100009182", "100000017", "100000025", "26100001200012",
        "326100001200012", "261000012", "10003456787", "810003456787", "03 25 49 00 01",
    ],
)  # fmt: skip
def test_a_number_of_any_kind_finds_the_structure(alice, typed):
    wanted = StructureFactory(
        finess="100009182", legal_finess="100000017", siret="26100001200012", phone=""
    )
    StructureFactory.create_batch(2, phone="")
    for system, value in (("finess", "100000025"), ("siren", "261000012")):
        Identifier.objects.create(structure=wanted, system=system, value=value)
    profession = Profession.objects.get_or_create(code="60", defaults={"label": "Infirmier"})[0]
    nurse = Professional.objects.create(
        rpps="10003456787", family_name="Essai", profession=profession, department="10"
    )
    Practice.objects.create(professional=nurse, structure=wanted, place_key="F100009182")
    ContactFactory(structure=wanted, value="+33325490001")
    ContactFactory(structure=wanted, value="+33325490002", audience="restricted")

    assert found(alice, text=typed) == [wanted]
    assert found(alice, text="03 25 49 00 02") == []


def test_a_service_is_found_by_its_label_its_synonym_and_a_typo(alice, vaccination):
    centre = ServiceFactory(activity=vaccination).structure
    make_searchable(centre)
    StructureFactory()

    for text in ("vaccination", "centre de vaccination", "vacination", "vaccin troyes"):
        assert found(alice, text=text)[0] == centre, text


def test_what_is_open_now_and_what_comes_to_a_commune(client, alice, troyes, vaccination):
    away = TerritoryFactory(name="Ailleurs")
    visiting = ServiceFactory(activity=vaccination, structure__commune=away)
    visiting.zones.add(troyes)
    hours(visiting, range(1, 8), *WHOLE_DAY)
    closed = ServiceFactory(activity=vaccination, structure__commune=troyes)
    hours(closed, [], *WHOLE_DAY)

    everywhere = found(alice, activity="vaccination")
    opened = found(alice, activity="vaccination", is_open=True)
    coming = found(alice, commune=troyes, covers=True)
    page = log_in(client, alice).get(
        reverse("directory:structure_list"), {"service": "vaccination", "ouvert": "on"}
    )

    assert {one.pk for one in everywhere} == {visiting.structure_id, closed.structure_id}
    assert opened == coming == [visiting.structure]
    assert "ouvert maintenant" in page.text
    assert str(closed.structure) not in page.context["page"].items


def test_who_comes_here_asks_where(client, alice):
    page = log_in(client, alice).get(reverse("directory:structure_list"), {"couvre": "on"})

    assert "Dites la commune" in page.text


def test_the_services_of_a_list_cost_the_same_at_two_sizes(
    client, alice, vaccination, django_assert_max_num_queries
):
    log_in(client, alice)
    asked = {"service": "vaccination"}
    for size in (2, 20):
        for _ in range(size):
            ServiceFactory(activity=vaccination)
        client.get(LIST, asked)
        with django_assert_max_num_queries(14):
            assert client.get(LIST, asked).status_code == 200


def test_suggestions_come_while_one_types_the_likeliest_first(client, alice):
    StructureFactory.create_batch(9)
    wanted = StructureFactory(name="EHPAD DU MOULIN VERT")
    make_searchable(wanted)
    log_in(client, alice)
    ask = reverse("directory:structure_suggest")

    short = client.get(ask, {"q": "mo"}).json()["results"]
    near = client.get(ask, {"q": "moulni ver"}).json()["results"]
    many = client.get(ask, {"q": "ehpad"}).json()["results"]

    assert short == []
    assert near[0]["url"] == wanted.get_absolute_url()
    assert len(many) == 8
    assert client.get(ask, {"q": "\x00" * 300}).json()["results"] == []
