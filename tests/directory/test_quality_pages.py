"""The queue of signals: who sees what, what each button does, what it refuses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.models import FieldSource, Signal, Structure
from directory.selectors import quality
from directory.services.quality.evaluating import find_faults
from portal.audit.models import Entry
from tests.people import StructureFactory

pytestmark = pytest.mark.django_db
LIST = reverse("directory:signal_list")
BULK = reverse("directory:signal_bulk")


@pytest.fixture
def reader(client, alice):
    client.force_login(alice)
    return client


def a_signal(structure, rule="bad_address", **told):
    """One fault that waits."""
    told = {"field": "street", "raised_at": timezone.now()} | told
    return Signal.objects.create(structure=structure, rule=rule, **told)


def act(client, signal, name, **asked):
    """What the signal says once the button `name` was pressed."""
    client.post(reverse("directory:signal_act", args=[signal.pk, name]), asked)
    signal.refresh_from_db()
    return signal.state


def test_the_gravest_first_counted_filtered_and_scored(reader, ehpad):
    find_faults()
    a_signal(ehpad, "duplicate", field="structure 1")

    page = reader.get(LIST)

    weights = [one.weight for one in page.context["page"]]
    assert weights == sorted(weights, reverse=True)
    assert "Doublon probable" in page.text
    only = reader.get(LIST, {"regle": "duplicate"})
    assert [one.rule for one in only.context["page"]] == ["duplicate"]


def test_a_queue_too_long_to_count_says_so(reader, ehpad, monkeypatch):
    for rank in range(4):
        a_signal(ehpad, field=f"street {rank}")
    monkeypatch.setattr(quality, "MOST_COUNTED", 3)
    monkeypatch.setattr("directory.views.quality.MOST_COUNTED", 3)

    page = reader.get(LIST)

    assert "Plus de 3 signalements à traiter" in page.text
    assert "les plus graves" in page.text and len(list(page.context["page"])) == 4


@pytest.mark.parametrize("query", ["regle=x", "gravite=😀", "apres=%00", "gravite=99999999999999"])
def test_a_filter_that_means_nothing_breaks_nothing(reader, ehpad, query):
    assert reader.get(f"{LIST}?{query}").status_code == 200


def test_the_list_costs_the_same_at_two_sizes(reader, troyes):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            reader.get(LIST)
        return len(captured)

    a_signal(StructureFactory(commune=troyes))
    statements()
    few = statements()
    for one in StructureFactory.create_batch(20, commune=troyes):
        a_signal(one)

    assert statements() == few


def test_a_manager_sees_their_own_and_nobody_elses(client, bob, ehpad, troyes):
    own, other = a_signal(ehpad), a_signal(StructureFactory(commune=troyes))
    client.force_login(bob)

    assert [one.pk for one in client.get(LIST).context["page"]] == [own.pk]
    assert client.get(other.get_absolute_url()).status_code == 404


def test_a_locked_field_is_kept_or_given_to_the_source(reader, ehpad):
    FieldSource.objects.create(
        structure=ehpad, field="street", source="Structure", as_of="2020-01-01", is_locked=True
    )
    told = {"rule": "locked", "ours": "1 rue Haute", "theirs": "2 rue Basse"}
    kept = a_signal(ehpad, **told)
    assert "2 rue Basse" in reader.get(kept.get_absolute_url()).text
    assert act(reader, kept, "garder") == "dropped"
    assert act(reader, kept, "prendre") == "dropped"

    taken = a_signal(ehpad, **told)

    assert act(reader, taken, "prendre") == "done"
    ehpad.refresh_from_db()
    assert ehpad.street == "2 rue Basse"
    assert not FieldSource.objects.get(structure=ehpad, field="street").is_locked
    assert Entry.objects.filter(action="signal.done").count() == 1


def test_a_number_that_two_sources_dispute_is_written_as_it_is_dialled(reader, ehpad):
    told = {"rule": "locked", "field": "phone", "ours": "+33325000001", "theirs": "+33325000002"}

    page = reader.get(a_signal(ehpad, **told).get_absolute_url()).text

    assert "03 25 00 00 01" in page and "03 25 00 00 02" in page and "+33325" not in page


def test_places_are_repaired_by_a_button(reader, ehpad, troyes):
    swapped = {"latitude": troyes.longitude, "longitude": troyes.latitude}
    Structure.objects.filter(pk=ehpad.pk).update(**swapped)

    assert act(reader, a_signal(ehpad, "swapped"), "reparer") == "done"
    ehpad.refresh_from_db()
    assert (ehpad.latitude, ehpad.longitude) == (troyes.latitude, troyes.longitude)
    Structure.objects.filter(pk=ehpad.pk).update(latitude=1, position_source="finess")
    assert act(reader, a_signal(ehpad, "outside"), "reparer") == "done"
    ehpad.refresh_from_db()
    assert (ehpad.latitude, ehpad.position_source) == (troyes.latitude, "commune")
    assert act(reader, a_signal(ehpad, "orphan"), "reparer") == "new"


def test_no_fault_needs_a_reason(reader, ehpad):
    signal = a_signal(ehpad)

    assert act(reader, signal, "sans-suite") == "new"
    assert act(reader, signal, "sans-suite", reason="lieu-dit sans rue") == "dropped"
    missing = reverse("directory:signal_act", args=[signal.pk, "effacer"])
    assert reader.post(missing).status_code == 404


def test_several_are_shown_before_they_are_dropped(reader, ehpad):
    chosen = [a_signal(ehpad, field=str(one)).pk for one in range(3)]

    preview = reader.post(BULK, {"signals": chosen})
    assert "Ces 3 signalements" in preview.text
    assert Signal.objects.waiting().count() == 3
    reader.post(BULK, {"signals": chosen, "confirm": "1", "reason": "lieux-dits"})

    assert Signal.objects.waiting().count() == 0
    assert reader.post(BULK, {"signals": ["x", "999"]}).status_code == 302
