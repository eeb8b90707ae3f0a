"""The rules of quality: what they find, once, and what closes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import (
    FieldSource,
    Identifier,
    Parentage,
    Practice,
    Profession,
    Professional,
    Score,
    Signal,
    Structure,
)
from directory.services.quality.evaluating import find_faults, is_due
from directory.tasks import find_faults_when_due
from tests.directory.depth import ContactFactory
from tests.people import StructureFactory

pytestmark = pytest.mark.django_db
ROAD = {"street": "1 rue Haute", "postal_line": "10000 TROYES", "position_source": "finess"}


@pytest.fixture
def house(troyes):
    """A site without a fault, but that no entity holds."""
    troyes.postal_codes = ["10000"]
    troyes.save()
    return StructureFactory(
        commune=troyes, name="EHPAD Les Ormes", source="FINESS", legal_finess="100006279", **ROAD
    )


def found(structure):
    """The rules that wait for `structure`."""
    return set(structure.signals.waiting().values_list("rule", flat=True))


def change(structure, **values):
    """The row holds these values, and the rules are played."""
    Structure.objects.filter(pk=structure.pk).update(**values)
    find_faults()


def a_professional(rpps, name, **told):
    """Somebody of the register."""
    trade, _ = Profession.objects.get_or_create(code="60", defaults={"label": "Infirmier"})
    return Professional.objects.create(
        rpps=rpps, family_name=name, given_name="Anne", profession=trade, **told
    )


def test_a_structure_without_fault_raises_nothing_and_its_territories_are_whole(house, aube):
    find_faults()

    assert found(house) == set()
    scores = Score.objects.filter(territory=aube)
    assert scores.count() == 7
    assert {one.percent for one in scores} == {100}


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"street": ""}, "bad_address"),
        ({"postal_line": "TROYES"}, "bad_address"),
        ({"postal_line": "10800 BUCHERES"}, "postal_commune"),
        ({"postal_line": "51100 REIMS CEDEX"}, "postal_area"),
        ({"latitude": None, "longitude": None}, "no_position"),
        ({"position_source": "commune"}, "no_position"),
        ({"latitude": 47.2, "longitude": 5.1}, "outside"),
        ({"legal_finess": ""}, "orphan"),
        ({"absent_on": "2020-01-01"}, "absent"),
    ],
)
def test_a_rule_finds_its_fault_and_nothing_else(house, values, rule):
    change(house, **values)

    assert found(house) == {rule}


def test_swapped_axes_are_not_said_to_be_outside_too(house, troyes):
    change(house, latitude=troyes.longitude, longitude=troyes.latitude)

    assert found(house) == {"swapped"}


def test_a_cedex_code_of_the_department_is_no_fault(house):
    change(house, postal_line="10003 TROYES CEDEX")

    assert found(house) == set()


def test_rules_of_numbers_ties_and_freshness(house, troyes):
    twin = StructureFactory(commune=troyes, name="Pharmacie Basse", siret="1", legal_finess="1")
    entity = StructureFactory(commune=troyes, level="legal", name="CH de Troyes")
    Structure.objects.filter(pk=house.pk).update(siret="1")
    Identifier.objects.create(structure=house, system="siret", value="1", key="wrong")
    old = timezone.localdate() - timedelta(days=250)
    FieldSource.objects.create(structure=house, field="name", source="Structure", as_of=old)
    ContactFactory(structure=house, as_of=old, unanswered=1, value="+33325000001")
    ContactFactory(structure=twin, value="+33325000001", as_of=timezone.localdate())

    find_faults()

    expected = {"shared_number", "wrong_key", "stale", "stale_contact", "unanswered"}
    assert found(house) == {*expected, "shared_line", "orphan"}
    assert found(entity) == {"empty_entity"}
    assert house.signals.get(rule="stale").theirs == "mise à jour exigée"
    Parentage.objects.create(child=house, parent=entity)
    find_faults()
    assert found(house) == {*expected, "shared_line"}
    assert found(entity) == set()


def test_a_false_key_of_rpps_is_told_where_its_holder_practises_and_nothing_is_rejected(house):
    altered = a_professional("10003456781", "Roy")
    right = a_professional("10003456786", "Petit")
    gone = a_professional("10003456780", "Parti", absent_on="2020-01-01")
    for rank, one in enumerate((altered, altered, right, gone)):
        Practice.objects.create(professional=one, structure=house, place_key=str(rank))
    Practice.objects.create(professional=altered, place_key="sans structure")

    find_faults()

    signal = house.signals.waiting().get(rule="rpps_key")
    assert (signal.ours, signal.severity) == ("10003456781 (Anne Roy)", "à corriger")
    assert Professional.objects.count() == 3
    Professional.objects.filter(pk=altered.pk).update(rpps="10003456794")
    find_faults()
    assert found(house) == set()


def test_a_commune_that_was_joined_to_another_is_named(house, troyes, reims):
    troyes.successor = reims
    troyes.save()
    find_faults()

    assert house.signals.get(rule="bad_commune").theirs == "Reims"


def test_a_pair_needs_a_like_name_and_a_tie(house, troyes, reims):
    near = {"commune": troyes, "legal_finess": "1", **ROAD}
    twin = StructureFactory(name="EHPAD Les Ormess", **near)
    StructureFactory(name="Clinique du Parc", **near)
    StructureFactory(name="EHPAD Les Ormes Sud", **near)  # alike at 0.80
    StructureFactory(name="EHPAD Les Ormes", **near | {"commune": reims})
    StructureFactory(name="EHPAD Les Ormes", **near, level="legal")
    far = StructureFactory(name="EHPAD Les Ormes", **near)
    Structure.objects.filter(pk=far.pk).update(latitude=house.latitude + 0.01)

    find_faults()

    pairs = Signal.objects.filter(rule="duplicate").values_list("structure", "other")
    assert list(pairs) == [(house.pk, twin.pk)]


def test_a_fault_is_told_once_and_closes_by_itself(house):
    change(house, street="")
    find_faults()
    signal = house.signals.get()

    change(house, street="2 rue Haute")

    signal.refresh_from_db()
    assert (signal.state, signal.reason) == ("done", "Le défaut a disparu.")
    assert signal.closed_at is not None


def test_a_dropped_fault_stays_so_until_a_value_changes(house):
    change(house, postal_line="51100 REIMS")
    house.signals.update(state="dropped", reason="bureau distributeur")
    find_faults()
    assert found(house) == set()

    change(house, postal_line="51200 EPERNAY")

    assert found(house) == {"postal_area"}


def test_the_clock_measures_once_a_night(house, time_machine):
    find_faults_when_due()
    first = Score.objects.first().measured_at
    assert not is_due()
    find_faults_when_due()

    assert Score.objects.first().measured_at == first
    time_machine.move_to(first + timedelta(hours=23))
    assert is_due()
