"""From one duty to the next: the note, what comes, the week, contacts to verify; each once."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.oncall.models import ContactMethod, HandoverNote
from coordination.oncall.refusals import NoteEmpty, NoteNamesPatient, NoteNotForYou
from coordination.oncall.selectors.swaps.relay import incoming_of, notes_for
from coordination.oncall.services.rosters.reminders import (
    remind_contacts,
    remind_duties,
    tell_weeks,
)
from coordination.oncall.services.rosters.shift import reassign
from coordination.oncall.services.swaps.relay import leave_note, read_note
from coordination.oncall.tasks import remind_duties as task
from portal.lib.links import token_for
from portal.lib.time import PARIS
from tests.coordination.oncall.circuit_world import Circuit, circuit
from tests.coordination.oncall.roster_world import told
from tests.people import log_in

__all__ = ["circuit"]
pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def running(aube, troyes, time_machine):
    """This afternoon, Nadia is on call tonight, Louise tomorrow."""
    time_machine.move_to(timezone.localtime().replace(hour=16))
    scene = Circuit(aube, troyes, starts_in=0)
    scene.publish()
    return scene


def test_the_note_goes_to_who_comes_next_and_they_say_that_they_read_it(running):
    first, second = running.shifts
    note = leave_note(first, text="Le  portail de l’EHPAD\nest fermé la nuit.", by=None)

    assert [one.pk for one in incoming_of(first)] == [second.pk]
    assert note.text == "Le portail de l’EHPAD est fermé la nuit."
    assert len(told("note_left")) == 1 and told("note_left")[0].startswith("+336")
    assert notes_for(running.louise) == [note] and notes_for(running.nadia) == []
    with pytest.raises(NoteNotForYou):
        read_note(note, reader=running.nadia, by=None)
    read_note(note, reader=running.louise, by=None)
    read_note(note, reader=running.louise, by=None)

    kept = HandoverNote.objects.get()
    assert kept.reader == running.louise and kept.read_at is not None
    assert notes_for(running.louise) == []


def test_a_note_says_nothing_of_a_patient(running):
    shift = running.shifts[0]

    with pytest.raises(NoteNamesPatient):
        leave_note(shift, text="Voir 2 69 05 49 588 157 80", by=None)
    with pytest.raises(NoteEmpty):
        leave_note(shift, text="  ", by=None)

    assert not HandoverNote.objects.exists()


def test_who_has_no_account_reads_duties_and_notes_by_their_link(client, running):
    leave_note(running.shifts[0], text="Le badge est à l’accueil.", by=None)
    address = reverse("oncall:duties_by_link", args=[token_for(running.louise.link_key)])

    page = client.get(address).content.decode()
    assert "Le badge est à l’accueil." in page and "Troyes" in page
    assert HandoverNote.objects.get().read_at is None
    client.post(address, {"act": "lire"})

    assert HandoverNote.objects.get().reader == running.louise
    assert client.get(reverse("oncall:duties_by_link", args=["y" * 32])).status_code == 404


def test_the_outgoing_writes_from_their_duties(client, running):
    log_in(client, running.nadia.user)
    address = reverse("oncall:note_write", args=[running.shifts[0].uuid])
    if timezone.now() < running.shifts[0].period.upper:
        assert address in client.get(reverse("oncall:my_duties")).content.decode()

    bad = client.post(address, {"text": "Voir 2 69 05 49 588 157 80"}).content.decode()
    good = client.post(address, {"text": "Rien à signaler."}, follow=True).content.decode()

    assert "patient" in bad and "Pas encore lues" in good
    assert HandoverNote.objects.get().author == running.nadia.user


def test_a_duty_is_recalled_seven_days_and_one_day_before_once_each(circuit):
    first = circuit.shifts[0].period.lower

    assert remind_duties(first - 8 * DAY) == 0
    assert [remind_duties(first - 7 * DAY + HOUR) for _ in range(3)] == [1, 0, 0]
    # That day the second duty is in seven days too.
    assert remind_duties(first - 6 * DAY + HOUR) == 1
    assert remind_duties(first - 20 * HOUR) == 1

    assert told("duty_soon").count("Nadia") == 2


def test_who_takes_a_duty_in_between_is_recalled_too(circuit):
    shift = circuit.shifts[0]
    remind_duties(shift.period.lower - 20 * HOUR)
    zoe = circuit.person("Zoé")

    reassign(shift, person=zoe, by=None, motive="grippe")
    remind_duties(shift.period.lower - 19 * HOUR)

    assert told("duty_soon") == ["Nadia", "Zoé"]


def test_a_contact_that_nobody_verified_is_asked_for_once_a_week(circuit):
    ContactMethod.objects.filter(person=circuit.louise).update(state="pending", verified_at=None)
    at = circuit.shifts[1].period.lower - 6 * DAY

    assert remind_contacts(at - 2 * DAY) == 0
    assert [remind_contacts(at) for _ in range(3)] == [1, 0, 0]

    assert told("contact_unverified")[0].startswith("+336")


def test_the_week_of_a_line_is_told_on_monday_morning_once(circuit, time_machine):
    monday = circuit.first + timedelta(days=7 - circuit.first.weekday())
    circuit.slot((monday - circuit.first).days + 1)
    seven = datetime.combine(monday, time(7, 5), PARIS)

    time_machine.move_to(seven)
    assert tell_weeks(seven - HOUR) == 0 and tell_weeks(seven + DAY) == 0
    assert [tell_weeks(seven), tell_weeks(seven + HOUR)] == [1, 0]

    assert set(told("week_ahead")) == {circuit.coordinator.first_name, "Nadia"}
    text = Notification.objects.filter(publication__notice="week_ahead")[0].publication.email_body
    assert "il manque 1 personne" in text


def test_the_task_delivered_three_times_tells_once(aube, troyes):
    scene = Circuit(aube, troyes, starts_in=1)
    scene.publish()

    for _ in range(3):
        task()

    known = Notification.objects.filter(publication__notice="duty_soon", channel="inbox")
    assert known.count() == len(set(known.values_list("publication__key", flat=True)))
