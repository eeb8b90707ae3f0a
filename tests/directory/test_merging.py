"""Two rows that are one structure: joined field by field, taken apart, never twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from directory.models import FieldSource, Identifier, Merge, Signal, Structure
from directory.refusals import AcrossEntities, AlreadyMerged, AlreadyUndone, NotAlike
from directory.services.merging import Choice, merge_structures, undo_merge, undoing
from portal.audit.models import Entry
from tests.directory.depth import ContactFactory, ServiceFactory
from tests.people import StructureFactory
from tests.races import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(troyes):
    """Two rows of one house: the second has a street and a telephone."""
    kept = StructureFactory(commune=troyes, name="EHPAD LES ORMES", source="FINESS")
    lost = StructureFactory(
        commune=troyes, name="EHPAD LES ORMESS", source="FINESS", street="1 rue Haute",
        phone="+33325000009",
    )  # fmt: skip
    for one in (kept, lost):
        told = {"system": "finess", "value": one.finess, "is_primary": True}
        Identifier.objects.create(structure=one, **told)
    ContactFactory(structure=lost, value="+33325000009", source="FINESS")
    ServiceFactory(structure=lost)
    return kept, lost


def join(kept, lost, by, *taken, **told):
    """`lost` becomes `kept`, these groups taken from it."""
    return merge_structures(kept, lost, Choice(frozenset(taken), **told), by=by)


def test_what_hung_on_the_row_follows_and_the_chosen_fields_too(pair, alice, ehpad):
    kept, lost = pair
    Signal.objects.create(
        structure=kept, other=lost, rule="duplicate", raised_at="2020-01-01T00:00Z"
    )

    join(kept, lost, alice, "address")

    kept.refresh_from_db()
    assert (kept.street, kept.name, kept.phone) == ("1 rue Haute", "EHPAD LES ORMES", "")
    assert kept.contacts.current().count() == 1
    assert kept.services.count() == 1
    assert set(kept.identifiers.values_list("value", "is_primary")) == {
        (kept.finess, True), (lost.finess, False),
    }  # fmt: skip
    assert kept.aliases.get().name == "EHPAD LES ORMESS"
    assert Structure.resolve(lost.uuid) == kept
    assert FieldSource.objects.get(structure=kept, field="street").is_locked
    assert kept.signals.get().state == "done"
    assert Entry.objects.filter(action="structure.merged").count() == 1


def test_a_chain_is_flattened_and_the_database_forbids_one(pair, alice, troyes):
    kept, lost = pair
    first = StructureFactory(commune=troyes)
    join(lost, first, alice)

    join(kept, lost, alice)

    first.refresh_from_db()
    assert first.merged_into == kept
    with pytest.raises(IntegrityError), transaction.atomic():
        Structure.objects.filter(pk=kept.pk).update(merged_into=first)


def test_undone_both_stand_as_before(pair, alice):
    kept, lost = pair
    FieldSource.objects.create(
        structure=kept, field="phone", source="Structure", as_of=date(2026, 1, 2),
        confidence="high", confirmed_by="Alice", is_locked=False,
    )  # fmt: skip
    told_before = list(kept.field_sources.values("field", "source", "as_of", "confidence"))
    merge = join(kept, lost, alice, "address", "phone")
    assert kept.field_sources.get(field="phone").is_locked

    told = undo_merge(merge, by=alice)

    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.street, kept.phone, lost.merged_into) == ("", "", None)
    assert told.kept == []
    assert list(kept.field_sources.values(*told_before[0])) == told_before
    assert not kept.field_sources.get().is_locked
    assert lost.contacts.current().filter(source="FINESS").count() == 1
    assert (lost.services.count(), kept.services.count()) == (1, 0)
    assert lost.identifiers.get().is_primary
    assert not kept.aliases.exists()
    with pytest.raises(AlreadyUndone):
        undo_merge(merge, by=alice)


def test_one_of_two_merges_undone_leaves_the_name_that_the_other_gave(pair, alice, troyes):
    kept, lost = pair
    third = StructureFactory(commune=troyes, name="RESIDENCE LES ORMES")
    first = join(kept, lost, alice)
    join(kept, third, alice)

    undo_merge(first, by=alice)

    assert [one.name for one in kept.aliases.all()] == ["RESIDENCE LES ORMES"]


def test_what_was_corrected_since_stays_and_the_page_says_so(pair, alice, client):
    kept, lost = pair
    merge = join(kept, lost, alice, "address")
    Structure.objects.filter(pk=kept.pk).update(street="9 rue Neuve")
    client.force_login(alice)

    page = client.get(merge.get_absolute_url())

    assert "Gardent leur valeur d’aujourd’hui, corrigée depuis&nbsp;: Adresse" in page.text
    merge.refresh_from_db()
    assert undoing(merge).kept == ["street"]
    client.post(reverse("directory:merge_undo", args=[merge.uuid]))
    after = client.get(merge.get_absolute_url()).text
    assert "<h1>Réunion annulée</h1>" in after and "menait à" in after and "mène à" not in after
    kept.refresh_from_db()
    assert kept.street == "9 rue Neuve"


def test_two_entities_need_a_confirmation_and_a_reason(pair, alice):
    kept, lost = pair
    Structure.objects.filter(pk=kept.pk).update(legal_finess="1")
    Structure.objects.filter(pk=lost.pk).update(legal_finess="2")

    with pytest.raises(AcrossEntities):
        join(kept, lost, alice, reason="même maison")
    merge = join(kept, lost, alice, reason="même maison", across=True)

    assert merge.reason == "même maison"


def test_what_is_not_alike_does_not_merge(pair, alice, troyes):
    kept, _ = pair
    unit = StructureFactory(commune=troyes, level="unit")

    for other in (kept, unit):
        with pytest.raises(NotAlike):
            join(kept, other, alice)


def test_the_page_proposes_and_joins_and_the_old_address_leads_on(pair, alice, client):
    kept, lost = pair
    client.force_login(alice)
    address = reverse("directory:merge_write", args=[kept.uuid, lost.uuid])
    page = client.get(address)
    assert 'name="address" value="lost" checked' in page.text
    assert "Ce que les deux fiches disent de même" in page.text
    told = [{one.group for one in page.context[name]} for name in ("rows", "same")]
    assert told[0] and told[1] and not told[0] & told[1]

    answer = client.post(address, {"reason": "même maison", "name": "nimporte"})

    assert answer.url == Merge.objects.get().get_absolute_url()
    kept.refresh_from_db()
    assert kept.street == "1 rue Haute"
    assert client.get(lost.get_absolute_url()).url == kept.get_absolute_url()
    again = client.post(address, {"reason": "même maison"})
    assert "vient d’être réunie à une autre" in again.text


def test_others_do_not_merge(pair, fatou, bob, client):
    kept, lost = pair
    for one in (fatou, bob):
        client.force_login(one)
        address = reverse("directory:merge_write", args=[kept.uuid, lost.uuid])

        assert client.post(address, {"reason": "abc"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_each_into_the_other_at_once_only_one_is_lost(pair, alice):
    kept, lost = pair

    answers = together(lambda: join(kept, lost, alice), lambda: join(lost, kept, alice))

    assert {type(one) for one in answers} == {Merge, AlreadyMerged}
    assert Structure.objects.filter(merged_into__isnull=False).count() == 1
