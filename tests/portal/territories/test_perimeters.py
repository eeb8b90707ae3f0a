"""A CPTS or another perimeter: exactly its communes, and held by whatever holds them all."""

import pytest

from portal.territories.models import Containment, Territory
from portal.territories.refusals import EmptyPerimeter, NotAPerimeter, UnknownCommunes
from portal.territories.services import import_communes, set_perimeter
from tests.people import GrantFactory, UserFactory
from tests.portal.territories.conftest import AJACCIO, BASTIA, BOURG, LINES

pytestmark = pytest.mark.django_db
Kind = Territory.Kind


@pytest.fixture(autouse=True)
def country(communes_file):
    import_communes(communes_file(*LINES))


def perimeter(*codes, code="cpts-1", name="CPTS d’essai", kind=Kind.CPTS):
    return set_perimeter(kind=kind, code=code, name=name, commune_codes=codes)


def inside(territory):
    return set(Territory.objects.within([territory.pk]).values_list("code", flat=True))


def around(territory):
    holding = Territory.objects.containing([territory.pk]).exclude(pk=territory.pk)
    return set(holding.values_list("kind", "code"))


def test_a_perimeter_holds_its_communes_and_is_held_by_what_holds_them_all():
    made = perimeter("01053")

    assert inside(made) == {"cpts-1", "01053"}
    assert around(made) == {
        (Kind.COUNTRY, "FR"), (Kind.REGION, "84"), (Kind.DEPARTMENT, "01"),
        (Kind.EPCI, "200071751"),
    }  # fmt: skip


def test_across_two_departments_only_what_holds_both_holds_it():
    made = perimeter("2A004", "2B033")

    assert around(made) == {(Kind.COUNTRY, "FR"), (Kind.REGION, "94")}


def test_a_city_brings_its_arrondissements_and_an_arrondissement_stands_alone():
    city, part = perimeter("75056"), perimeter("75111", code="cpts-2")

    assert inside(city) == {"cpts-1", "75056", "75111"}
    assert inside(part) == {"cpts-2", "75111"}
    assert (Kind.COMMUNE, "75056") not in around(part)


def test_drawing_it_again_replaces_its_communes_and_its_name():
    before = perimeter("01053", "2A004")

    after = perimeter("2B033", name="CPTS de Bastia")

    assert after.pk == before.pk
    assert (after.name, after.search_key) == ("CPTS de Bastia", "cpts de bastia")
    assert inside(after) == {"cpts-1", "2B033"}
    assert (Kind.DEPARTMENT, "2B") in around(after)
    assert (Kind.DEPARTMENT, "01") not in around(after)


def test_drawing_the_same_twice_is_drawing_it_once():
    perimeter("2A004", "2B033", "2A004")
    links = set(Containment.objects.values_list("ancestor", "descendant"))

    perimeter("2B033", "2A004")

    assert set(Containment.objects.values_list("ancestor", "descendant")) == links


def test_the_agency_of_the_department_has_authority_over_it():
    agent = UserFactory()
    GrantFactory(user=agent, territory=Territory.objects.get(code="2A", kind=Kind.DEPARTMENT))

    within, across = perimeter("2A004"), perimeter("2A004", "2B033", code="cpts-2")

    assert agent.has_role("ars", within)
    assert not agent.has_role("ars", across)


def test_perimeters_never_hold_each_other():
    first = perimeter("01053")

    second = perimeter("01053", code="secteur-1", kind=Kind.PERIMETER)

    assert (Kind.CPTS, "cpts-1") not in around(second)
    assert "secteur-1" not in inside(first)


@pytest.mark.parametrize(
    "codes, kind, refusal, words",
    [
        (["01053", "99999", "1053"], Kind.CPTS, UnknownCommunes, "inconnus : 1053, 99999."),
        (["01"], Kind.CPTS, UnknownCommunes, "inconnus : 01."),
        ([], Kind.CPTS, EmptyPerimeter, "au moins une commune"),
        (["01053"], Kind.EPCI, NotAPerimeter, "Seuls une CPTS ou un périmètre"),
        (["01053"], Kind.COMMUNE, NotAPerimeter, "Seuls une CPTS ou un périmètre"),
    ],
)
def test_a_bad_perimeter_is_refused_and_the_old_one_stays(codes, kind, refusal, words):
    made = perimeter("01053")

    with pytest.raises(refusal) as refused:
        set_perimeter(kind=kind, code="cpts-1", name="Autre", commune_codes=codes)

    assert words in str(refused.value)
    made.refresh_from_db()
    assert made.name == "CPTS d’essai"
    assert inside(made) == {"cpts-1", "01053"}


def test_many_communes_cost_no_more_statements_than_two(communes_file, django_assert_num_queries):
    many = [BOURG.replace("01053", f"01{rank:03}") for rank in range(100, 140)]
    import_communes(communes_file(AJACCIO, BASTIA, *many))
    codes = [line[:5] for line in many]

    for code, wanted in (("few", codes[:2]), ("many", codes)):
        with django_assert_num_queries(15):
            perimeter(*wanted, code=code)
