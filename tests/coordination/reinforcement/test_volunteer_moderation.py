"""The ARS checks files: who sees what, what is written down, what a bad check sets off."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Notification
from coordination.reinforcement.models import Assignment, Seat, Trust, Volunteer
from coordination.reinforcement.services.standing import remind_soon_stale
from coordination.reinforcement.services.verification import add_evidence
from coordination.reinforcement.tasks import keep_volunteers, spread_weeks
from directory.models import Professional
from portal.audit.models import Entry
from tests.people import AssignmentFactory, VolunteerFactory, log_in

CHECK = {"source": "register", "result": "match", "compared": "nom et numéro"}


def url(name, *args):
    return reverse(f"reinforcement:{name}", args=args)


@pytest.mark.parametrize(
    ("who", "seen", "listed"),
    [
        (None, 302, 302),
        ("alice", 200, 200),
        ("gaspard", 200, 200),
        ("dora", 404, 200),
        ("bob", 404, 403),
        ("charlie", 403, 403),
        ("helene", 404, 403),
    ],
)
def test_who_reads_a_file_and_the_list(client, request, charlie, who, seen, listed):
    log_in(client, who and request.getfixturevalue(who))

    assert client.get(url("volunteer_detail", charlie.volunteer.uuid)).status_code == seen
    assert client.get(url("volunteer_list")).status_code == listed


@pytest.mark.parametrize("name", ["contact", "verify", "suspend", "reinstate"])
@pytest.mark.parametrize(("who", "code"), [("dora", 404), ("bob", 404), ("charlie", 403)])
def test_nobody_else_acts_on_a_file(client, request, charlie, name, who, code):
    log_in(client, request.getfixturevalue(who))

    answer = client.post(url(f"volunteer_{name}", charlie.volunteer.uuid), CHECK)

    assert answer.status_code == code


def test_the_list_holds_my_territories_only_and_costs_the_same(
    client, alice, dora, charlie, troyes, nurse, django_assert_max_num_queries
):
    log_in(client, alice)
    client.get(url("volunteer_list"))
    counts = []
    for more in (1, 12):
        for _ in range(more):
            VolunteerFactory(commune=troyes, profession=nurse)
        with django_assert_max_num_queries(40) as seen:
            page = client.get(url("volunteer_list"))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert charlie.get_full_name() in page.text

    assert charlie.get_full_name() not in log_in(client, dora).get(url("volunteer_list")).text


def test_files_to_check_come_first_come_first_served(client, alice, charlie, troyes, nurse):
    declared = VolunteerFactory(commune=troyes, profession=nurse, trust=Trust.DECLARED)

    page = log_in(client, alice).get(url("volunteer_list"), {"a_verifier": "on"}).text

    assert declared.user.get_full_name() in page
    assert charlie.get_full_name() not in page


@pytest.mark.parametrize("text", ["charlie", "exemple", "V-", "' OR 1=1 --", "\u202e", "x" * 500])
def test_any_text_may_be_searched(client, alice, charlie, text):
    assert log_in(client, alice).get(url("volunteer_list"), {"q": text}).status_code == 200


@pytest.mark.parametrize("name, said", [
    ("Exemple", "Dans le répertoire"), ("Autre", "à quelqu’un d’autre"),
    (None, "cela ne prouve rien"),
])  # fmt: skip
def test_the_register_is_asked_for_the_number_that_was_declared(client, alice, charlie, name, said):
    volunteer = charlie.volunteer
    Volunteer.objects.filter(pk=volunteer.pk).update(rpps="10000000017")
    if name:
        named = charlie.last_name if name == "Exemple" else name
        Professional.objects.create(
            rpps="10000000017", family_name=named.upper(), profession=volunteer.profession
        )

    page = log_in(client, alice).get(url("volunteer_detail", volunteer.uuid)).text

    assert said in page


def test_contact_details_open_by_post_and_are_written_down(client, alice, charlie):
    volunteer = charlie.volunteer
    log_in(client, alice)
    assert charlie.email not in client.get(url("volunteer_detail", volunteer.uuid)).text

    opened = client.post(url("volunteer_contact", volunteer.uuid))

    assert charlie.email in opened.text
    assert Entry.objects.filter(action="contact.revealed", actor=alice).count() == 1
    assert str(alice) in log_in(client, charlie).get(url("volunteer_home")).text


def test_a_check_changes_the_level(client, alice, charlie):
    Volunteer.objects.update(trust=Trust.DECLARED)
    log_in(client, alice)

    client.post(url("volunteer_verify", charlie.volunteer.uuid), CHECK)

    assert Volunteer.objects.get().trust == Trust.REGISTERED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"compared": ""}, "Dites ce qui a été comparé"),
        ({"result": "perfect"}, "perfect"),
        ({"next_check_on": "2020-01-01"}, "Indiquez un jour à venir"),
    ],
)
def test_a_bad_check_is_explained(client, alice, charlie, changes, sentence):
    answer = log_in(client, alice).post(
        url("volunteer_verify", charlie.volunteer.uuid), CHECK | changes
    )

    assert sentence in answer.text
    assert not charlie.volunteer.evidences.exists()


def test_a_bad_check_warns_the_structures_that_wait(alice, bob, helene, charlie, ehpad):
    volunteer = charlie.volunteer
    ask = AssignmentFactory(
        volunteer=volunteer, need__structure=ehpad, state=Assignment.State.SELECTED
    )
    slot = ask.need.slots.get()
    Seat.objects.create(
        assignment=ask, slot=slot, volunteer=volunteer, period=slot.period, holds=True
    )

    add_evidence(volunteer, source="register", result="name_differs", compared="nom", by=alice)

    assert Volunteer.objects.get().trust == Trust.DECLARED
    told = Notification.objects.filter(publication__notice="trust_lowered")
    assert set(told.values_list("user", flat=True)) == {bob.pk}


def test_a_suspension_is_said_to_the_person(client, alice, charlie):
    log_in(client, alice)
    path = url("volunteer_suspend", charlie.volunteer.uuid)
    assert "Écrivez le motif" in client.post(path, {"reason": " "}).text

    client.post(path, {"reason": "diplôme en doute"})

    assert "diplôme en doute" in log_in(client, charlie).get(url("volunteer_home")).text
    log_in(client, alice).post(url("volunteer_reinstate", charlie.volunteer.uuid))
    assert Volunteer.objects.get().state != Volunteer.State.SUSPENDED


def test_a_quiet_file_is_reminded_once_then_stale(charlie):
    Volunteer.objects.update(confirmed_at=timezone.now() - timedelta(days=24))

    assert (remind_soon_stale(), remind_soon_stale()) == (1, 0)
    told = Notification.objects.filter(publication__notice="still_free")
    assert set(told.values_list("user", flat=True)) == {charlie.pk}

    Volunteer.objects.update(confirmed_at=timezone.now() - timedelta(days=31))
    keep_volunteers()
    keep_volunteers()
    spread_weeks()
    assert Volunteer.objects.get().state == Volunteer.State.STALE
