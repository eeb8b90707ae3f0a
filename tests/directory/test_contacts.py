"""The lines of a structure: for whom, shown how, and what happens when nobody answers."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.catalogue import load_catalogue
from coordination.crisis.services.member import end_membership
from directory import registry
from directory.models import ContactPoint, Signal
from directory.refusals import AlreadyReported, ReasonMissing, TooManyReveals
from directory.services import contacts
from portal.audit.models import Entry
from tests.coordination.crisis.crisis_world import decided, join, open_departmental
from tests.directory.depth import ContactFactory
from tests.people import UserFactory

pytestmark = pytest.mark.django_db
AUDIENCES = ("public", "professionals", "crisis", "restricted")


@pytest.fixture
def lines(ehpad):
    """One line per audience, of Bob's EHPAD."""
    return {one: ContactFactory(structure=ehpad, audience=one) for one in AUDIENCES}


def read_by(user):
    return set(ContactPoint.objects.visible_to(user).values_list("audience", flat=True))


def test_each_audience_reads_its_lines_and_no_other(
    lines, alice, bob, dora, emile, fatou, helene, gaspard
):
    everything, professionals = set(AUDIENCES), {"public", "professionals"}

    assert read_by(alice) == everything  # the ARS of the department
    assert read_by(bob) == everything  # whoever manages the structure
    assert read_by(emile) == read_by(fatou) == professionals
    assert read_by(helene) == professionals  # another structure of the department
    assert read_by(dora) == {"public"}  # the ARS of another region
    assert read_by(UserFactory()) == {"public"}


def test_the_modules_above_say_who_sits_in_a_cell(lines, dora, troyes, monkeypatch):
    monkeypatch.setattr(registry, "_readers", {"crisis": [lambda user: [troyes.pk]]})

    assert read_by(dora) == {"public", "crisis"}


def test_a_protected_line_is_never_on_the_page_and_is_shown_by_an_act(lines, alice, client):
    client.force_login(alice)
    line = lines["crisis"]
    address = reverse("directory:contact_reveal", args=[line.uuid])

    page = client.get(line.structure.get_absolute_url())
    asked = client.get(address)
    shown = client.post(address, {"reason": "fuite d’oxygène à l’EHPAD"})

    local = line.value.replace("+33", "0")
    spaced = " ".join(local[at : at + 2] for at in range(0, 10, 2))
    assert address in page.text
    for answer in (page, asked):
        assert not any(form in answer.text for form in (line.value, spaced))
    assert spaced in shown.text
    assert "no-store" in shown["Cache-Control"]
    entry = Entry.objects.get(action="contact.revealed", actor=alice)
    assert entry.detail["why"] == "fuite d’oxygène à l’EHPAD"
    assert line.value not in str(entry.detail)


def test_a_line_for_others_does_not_exist(lines, dora, client):
    client.force_login(dora)
    for act in ("contact_reveal", "contact_unanswered", "contact_confirm"):
        address = reverse(f"directory:{act}", args=[lines["crisis"].uuid])
        assert client.post(address, {"reason": "curiosité"}).status_code == 404


def test_a_reason_is_asked_and_thirty_an_hour_are_enough(lines, alice):
    with pytest.raises(ReasonMissing):
        contacts.reveal_contact(lines["crisis"], reason="  ", by=alice)
    for _ in range(contacts.MOST_REVEALS):
        contacts.reveal_contact(lines["crisis"], reason="exercice", by=alice)

    with pytest.raises(TooManyReveals):
        contacts.reveal_contact(lines["crisis"], reason="exercice", by=alice)


def test_a_silent_line_goes_last_and_comes_back_when_it_answers(lines, ehpad, fatou, bob):
    silent, other = lines["public"], lines["professionals"]

    contacts.report_unanswered(silent, by=fatou)

    order = list(ContactPoint.objects.visible_to(fatou).current())
    assert order == [other, silent]
    signal = Signal.objects.get(rule="unanswered")
    assert (signal.structure, signal.state) == (ehpad, "new")
    with pytest.raises(AlreadyReported):
        contacts.report_unanswered(silent, by=fatou)

    contacts.confirm_contact(silent, by=bob)

    signal.refresh_from_db()
    silent.refresh_from_db()
    assert (silent.unanswered, signal.state) == (0, "done")
    assert signal.closed_at is not None
    assert silent.tested_on is not None


def test_only_the_structure_and_the_ars_say_that_a_line_answers(lines, fatou, bob, client):
    address = reverse("directory:contact_confirm", args=[lines["public"].uuid])
    client.force_login(fatou)
    assert client.post(address).status_code == 403
    client.force_login(bob)

    assert client.post(address).status_code == 302
    assert ContactPoint.objects.get(pk=lines["public"].pk).tested_on is not None


@pytest.mark.parametrize(
    "channel, value",
    [("phone", "0325494949"), ("mobile", "+33"), ("email", "personne"), ("mss", "x")],
)
def test_a_number_is_international_and_an_address_has_an_at(ehpad, channel, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactFactory(structure=ehpad, channel=channel, value=value)


def test_whoever_sits_in_an_activated_cell_reads_the_lines_of_its_territory(lines, alice, aube):
    load_catalogue()
    outsider = UserFactory()
    cell = open_departmental(aube, by=alice)
    assert read_by(outsider) == {"public"}

    member = join(cell, outsider)

    assert read_by(outsider) == {"public", "crisis"}
    assert [aube.pk] in [list(one) for one in registry.territories_in_crisis()]
    end_membership(member, by=alice)
    assert read_by(outsider) == {"public"}, "the right ends with the membership"
    join(cell, outsider)
    assert read_by(outsider) == {"public", "crisis"}
    checks = {one.code: Check(is_done=True) for one in exit_of(cell).checks}
    lift_cell(cell, decided=decided(alice), checks=checks, by=alice)
    assert read_by(outsider) == {"public"}, "and with the lift of the cell"
