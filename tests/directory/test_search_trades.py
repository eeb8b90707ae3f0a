"""A trade typed in the box: where somebody practises it, as the register says."""

from datetime import date

import pytest

from directory.models import Practice, Profession, Professional
from directory.selectors.trades import read_trade
from directory.services.fields import make_searchable
from tests.directory.depth import ActivityFactory, ServiceFactory
from tests.people import StructureFactory, TerritoryFactory, log_in

pytestmark = pytest.mark.django_db
LIST = "/annuaire/"


@pytest.fixture
def practise():
    def add(structure, code, label, rank, **more):
        trade, _ = Profession.objects.get_or_create(code=code, defaults={"label": label})
        one = Professional.objects.create(rpps=f"1000000{rank:04}", profession=trade, **more)
        Practice.objects.create(professional=one, structure=structure, place_key=f"R{rank}")

    return add


@pytest.fixture
def clinic(troyes, practise):
    """At Troyes: a physiotherapist works there, and a dentist who left the register."""
    house = StructureFactory(commune=troyes, name="CLINIQUE DES REMPARTS")
    practise(house, "70", "Masseur-kinésithérapeute", 1)
    practise(house, "40", "Chirurgien-dentiste", 2, absent_on=date(2026, 1, 1))
    return house


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("kiné", "Masseur-kinésithérapeute"), ("kinesitherapeutes", "Masseur-kinésithérapeute"),
        ("infirmières", "Infirmier"), ("sage femme", "Sage-femme"), ("généraliste", "Médecin"),
        ("dentiste", "Chirurgien-dentiste"), ("pharmacien", "Pharmacien"),
        ("pharmacie", None), ("labo", None), ("aide à domicile", None), ("kiné clinique", None),
        ("ehpad", None), ("", None), ("médecin 1", None),
    ],
)  # fmt: skip
def test_a_trade_is_read_as_people_say_it_and_only_alone(typed, label):
    trade = read_trade(typed)

    assert (trade.label if trade else None) == label


@pytest.mark.parametrize("typed", ["kiné", "kinés troyes", "Troyes masseur-kinésithérapeute"])
def test_where_it_is_practised_is_found_and_said(client, alice, clinic, practise, typed):
    elsewhere = StructureFactory(commune=TerritoryFactory(name="Langres"), name="HOPITAL SUD")
    practise(elsewhere, "70", "Masseur-kinésithérapeute", 3)

    page = log_in(client, alice).get(LIST, {"q": typed})

    found = [one.pk for one in page.context["page"]]
    assert clinic.pk in found and (elsewhere.pk in found) == ("royes" not in typed)
    assert "par une activité qui s’y exerce\u00a0: masseur-kinésithérapeute" in page.text


def test_who_left_the_register_is_not_there_and_a_service_still_is(client, alice, clinic, troyes):
    night = ServiceFactory(
        activity=ActivityFactory(code="nuit", label="Infirmière de nuit"), structure__commune=troyes
    ).structure
    make_searchable(night)
    log_in(client, alice)

    assert list(client.get(LIST, {"q": "dentiste troyes"}).context["page"]) == []
    assert [one.pk for one in client.get(LIST, {"q": "infirmiere"}).context["page"]] == [night.pk]
