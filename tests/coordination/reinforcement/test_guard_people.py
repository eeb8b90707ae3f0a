"""Whoever left or was set aside stays so; contact details are not opened by the hundred."""

import pytest
from django.test import Client
from django.urls import reverse

from coordination.notifications.models import Notification, Publication
from coordination.notifications.writing import write_one
from coordination.reinforcement.models import Assignment, ContactBudget, Volunteer
from coordination.reinforcement.refusals import SetAside, TooManyReveals
from coordination.reinforcement.selectors.assignment import own_link
from coordination.reinforcement.services import reveal
from coordination.reinforcement.services.answer import accept, join_standby
from coordination.reinforcement.services.selection import reserve_for_call, select
from coordination.reinforcement.services.wave import release_wave, stop_wave
from portal.lib.links import token_for, without_secrets
from tests.coordination.reinforcement.scene import asked, open_need, said_yes, state_of
from tests.people import NeedFactory, VolunteerFactory, log_in, make_free

State = Assignment.State
LINK = {"by": None, "channel": Assignment.Channel.EMAIL}


def confirm_link(volunteer: Volunteer) -> str:
    return reverse("reinforcement:volunteer_confirm_link", args=[token_for(volunteer.uuid)])


def test_a_browser_that_hides_its_origin_confirms_by_the_personal_link(troyes, nurse):
    volunteer = VolunteerFactory(stale=True, commune=troyes, profession=nurse)
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})

    assert browser.post(confirm_link(volunteer)).status_code == 200

    volunteer.refresh_from_db()
    assert volunteer.state == Volunteer.State.ACTIVE


def test_no_link_and_no_session_outlive_the_person_who_left(client, ehpad):
    ask = asked(open_need(ehpad))
    volunteer, link = ask.volunteer, own_link(ask)
    log_in(client, volunteer.user)
    Notification.objects.filter(user=volunteer.user).update(first_name="Camille")

    client.post(reverse("reinforcement:volunteer_leave"))

    assert client.get(link).status_code == 404
    assert client.get(confirm_link(volunteer)).status_code == 404
    assert client.get(reverse("reinforcement:volunteer_home")).url.startswith("/comptes/")
    assert not Notification.objects.filter(user=volunteer.user, first_name="Camille").exists()


@pytest.mark.parametrize("state", Volunteer.SET_ASIDE)
@pytest.mark.parametrize("answer", [accept, join_standby])
def test_an_old_ask_does_not_bring_back_whom_the_ars_set_aside(ehpad, state, answer):
    ask = asked(open_need(ehpad), state=State.REFUSED)
    Volunteer.objects.filter(pk=ask.volunteer_id).update(state=state)

    with pytest.raises(SetAside):
        answer(ask, **LINK)

    assert state_of(ask) == State.REFUSED


def test_a_structure_does_not_choose_somebody_set_aside_since_their_yes(ehpad, bob):
    ask = said_yes(open_need(ehpad))
    Volunteer.objects.filter(pk=ask.volunteer_id).update(state=Volunteer.State.SUSPENDED)

    with pytest.raises(SetAside):
        select(ask, by=bob)


def test_who_opens_contact_details_too_fast_is_slowed_down(
    client, monkeypatch, ehpad, alice, bob, charlie
):
    monkeypatch.setattr(reveal, "MOST_AN_HOUR", 1)
    first, second = (said_yes(open_need(ehpad)) for _ in range(2))
    reserve_for_call(first, by=bob)

    with pytest.raises(TooManyReveals):
        reserve_for_call(second, by=bob)

    reserve_for_call(second, by=alice)
    log_in(client, alice)
    page = reverse("reinforcement:volunteer_contact", args=[charlie.volunteer.uuid])
    told = client.post(page, follow=True).text
    assert "depuis une heure" in told and charlie.email not in told


def test_a_stopped_wave_costs_nothing_to_who_was_never_told(ehpad, nurse, bob):
    for _ in range(4):
        one = VolunteerFactory(commune=ehpad.commune, profession=nurse)
        make_free(one)
    wave = release_wave(NeedFactory(structure=ehpad, opened=True), by=bob, rank=1, size=4)
    write_one(Publication.objects.get(notice="wave_ask").pk)
    told = wave.assignments.order_by("pk").first()
    Notification.objects.filter(user=told.volunteer.user, channel="email").update(state="accepted")

    assert stop_wave(wave, by=bob) == 3

    used = dict(ContactBudget.objects.values_list("volunteer", "used"))
    assert used.pop(told.volunteer_id) == 1 and set(used.values()) == {0}
    assert state_of(told) == State.NOTIFIED
    others = wave.assignments.exclude(pk=told.pk)
    assert set(others.values_list("state", flat=True)) == {State.STOOD_DOWN}


def test_a_wave_stopped_before_its_messages_are_written_costs_nobody_anything(ehpad, nurse, bob):
    make_free(VolunteerFactory(commune=ehpad.commune, profession=nurse))
    wave = release_wave(NeedFactory(structure=ehpad, opened=True), by=bob, rank=1, size=1)

    stop_wave(wave, by=bob)

    assert ContactBudget.objects.get().used == 0
    assert state_of(wave.assignments.get()) == State.STOOD_DOWN


def test_no_secret_address_goes_into_the_logs(charlie):
    token = token_for(charlie.uuid)

    assert without_secrets(f"/r/{token}/retour/") == "/r/[lien]/retour/"
    assert without_secrets(f"/r/{token}") == "/r/[lien]"
    assert without_secrets("/messages/accuses/sms/s3cret/") == "/messages/accuses/sms/[lien]/"
    kept = f"/renforts/besoins/{charlie.uuid}/"
    assert without_secrets(kept) == kept


NIR = "Appelez Mme X, 2 84 05 78 006 084 90"


def test_no_patient_s_number_enters_by_a_short_note_nor_by_the_api(client, ehpad):
    ask = asked(open_need(ehpad))
    refused = client.post(own_link(ask), {"act": "non", "note": NIR})
    assert refused.status_code == 200 and "sécurité sociale" in refused.text

    log_in(client, ask.volunteer.user)
    answer = client.post(f"/api/v1/assignments/{ask.uuid}/refuse/", {"note": NIR})

    assert answer.status_code == 400
    assert state_of(ask) == State.NOTIFIED
