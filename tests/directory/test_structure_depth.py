"""Levels, merges, other names, parents, networks, corrected fields; and the page of all that."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import (
    Alias,
    FieldSource,
    HoursException,
    Identifier,
    Membership,
    Network,
    Parentage,
    ResponsePlan,
    Structure,
)
from directory.refusals import NotAField
from directory.services.fields import correct_field
from tests.directory.depth import ContactFactory, ServiceFactory, hours
from tests.people import StructureFactory

pytestmark = pytest.mark.django_db


def test_a_merged_structure_answers_with_its_survivor(ehpad, alice, client):
    older = StructureFactory(merged_into=ehpad, commune=ehpad.commune)
    client.force_login(alice)

    answer = client.get(older.get_absolute_url())

    assert Structure.resolve(older.uuid) == Structure.resolve(ehpad.uuid) == ehpad
    assert answer.url == ehpad.get_absolute_url()
    with pytest.raises(Structure.DoesNotExist):
        Structure.resolve("00000000-0000-0000-0000-000000000000")


def test_the_database_knows_no_chain_and_no_ring_of_merges(ehpad):
    one = StructureFactory(merged_into=ehpad)

    with pytest.raises(IntegrityError, match="survives others"), transaction.atomic():
        Structure.objects.filter(pk=ehpad.pk).update(merged_into=StructureFactory())
    with pytest.raises(IntegrityError, match="cannot survive"), transaction.atomic():
        StructureFactory(merged_into=one)


def test_where_one_goes_today_is_neither_closed_nor_merged_nor_a_legal_entity(ehpad):
    StructureFactory(level=Structure.Level.LEGAL)
    StructureFactory(merged_into=ehpad)
    StructureFactory(closed_on=date(2020, 3, 1))
    unit = StructureFactory(level=Structure.Level.UNIT, finess="")
    StructureFactory(level=Structure.Level.UNIT, finess="", closed_on=date(2020, 3, 1))

    assert set(Structure.objects.opened()) == {ehpad, unit}


def test_two_structures_never_share_a_finess_nor_merge_into_themselves(ehpad):
    with pytest.raises(IntegrityError), transaction.atomic():
        StructureFactory(finess=ehpad.finess)
    with pytest.raises(IntegrityError), transaction.atomic():
        Structure.objects.filter(pk=ehpad.pk).update(merged_into=ehpad)


def test_a_number_has_one_bearer_at_a_time(ehpad, other_ehpad):
    number = {"system": "siret", "value": "77220148900022"}
    first = Identifier.objects.create(structure=ehpad, **number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(structure=other_ehpad, **number)
    first.ends_on = date(2020, 3, 1)
    first.save()

    Identifier.objects.create(structure=other_ehpad, **number)

    assert Identifier.objects.current().get().structure == other_ehpad


@pytest.mark.parametrize("overlap", [True, False])
def test_one_parent_and_one_membership_at_a_time(ehpad, overlap):
    entity, other = StructureFactory(level="legal"), StructureFactory(level="legal")
    ght = Network.objects.create(kind="ght", name="GHT de l’Aube")
    end = date(2020, 3, 1)
    start = end if overlap else date(2020, 3, 2)
    Parentage.objects.create(child=ehpad, parent=entity, ends_on=end)
    Membership.objects.create(network=ght, structure=ehpad, ends_on=end)

    def again():
        with transaction.atomic():
            Parentage.objects.create(child=ehpad, parent=other, starts_on=start)
        with transaction.atomic():
            Membership.objects.create(network=ght, structure=ehpad, starts_on=start)

    if overlap:
        with pytest.raises(IntegrityError):
            again()
    else:
        again()
        assert Membership.objects.current().count() == 1


def test_a_corrected_name_keeps_the_old_one_searchable(ehpad, bob):
    correct_field(ehpad, "name", "Résidence Simone Veil", by=bob)

    found = Structure.objects.get(pk=ehpad.pk)
    assert list(Structure.objects.search("simone veil")) == [found]
    assert list(Structure.objects.search(ehpad.name)) == [found]
    assert Alias.objects.get().kind == "former"
    kept = FieldSource.objects.get(structure=ehpad, field="name")
    assert (kept.source, kept.is_locked, kept.confirmed_by) == ("Structure", True, str(bob))


def test_a_corrected_phone_is_a_line_and_the_old_one_ends(ehpad, bob):
    correct_field(ehpad, "phone", "+33325000001", by=bob)
    correct_field(ehpad, "phone", "+33325000002", by=bob)

    current = ehpad.contacts.current().get()
    assert (current.value, current.source, current.audience) == (
        "+33325000002", "Structure", "public",
    )  # fmt: skip
    assert ehpad.contacts.count() == 2


def test_only_the_fields_of_the_card_are_corrected(ehpad, bob):
    with pytest.raises(NotAField):
        correct_field(ehpad, "finess", "x", by=bob)


@pytest.fixture
def rich(ehpad, bob):
    """An EHPAD of which everything is known."""
    entity = StructureFactory(level="legal", name="CCAS DE TROYES", commune=ehpad.commune)
    Parentage.objects.create(child=ehpad, parent=entity, starts_on=date(2019, 1, 1))
    ght = Network.objects.create(kind="ght", name="Aube et Sézannais")
    Membership.objects.create(network=ght, structure=ehpad, part="support")
    ResponsePlan.objects.create(structure=ehpad, kind="blue", updated_on=date(2019, 11, 4))
    Identifier.objects.create(structure=ehpad, system="finess", value=ehpad.finess, key="wrong")
    service = ServiceFactory(structure=ehpad, name="Nuit des trois vallées")
    hours(service, range(1, 8), 20 * 60, 32 * 60)
    HoursException.objects.create(
        service=service, first_day=date(2099, 8, 1), last_day=date(2099, 8, 15), reason="congés"
    )
    service.zones.add(ehpad.commune)
    for audience in ("public", "crisis"):
        ContactFactory(structure=ehpad, audience=audience, service=service)
    correct_field(ehpad, "street", "3 rue des Noyers", by=bob)
    return ehpad


def test_the_page_shows_all_that_is_known_and_where_it_comes_from(rich, alice, client):
    client.force_login(alice)

    text = client.get(rich.get_absolute_url()).text

    for words in (
        "Nuit des trois vallées", "tous les jours : 20\u00a0h à 8\u00a0h le lendemain",
        "fermé du 01/08/2099 au 15/08/2099 (congés)", "Ccas de Troyes", "Aube et Sézannais",
        "Plan bleu", "4 novembre 2019", "clé de contrôle fausse", "3 rue des Noyers",
        "conservé lors des imports", "Historique de la fiche",
    ):  # fmt: skip
        assert words in text, words


def test_a_page_costs_the_same_whatever_the_structure_has(rich, other_ehpad, alice, client):
    client.force_login(alice)
    client.get(other_ehpad.get_absolute_url())

    def statements(structure):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(reverse("directory:structure_detail", args=[structure.uuid]))
        return len(captured)

    base = statements(rich)
    for number in range(5):
        service = ServiceFactory(structure=rich, name=f"Équipe {number}")
        hours(service, range(1, 6), 480, 720)
        ContactFactory(structure=rich, service=service)
        Alias.objects.create(structure=rich, name=f"Ancien nom {number}")

    assert statements(rich) == base
