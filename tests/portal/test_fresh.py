"""Acts that ask who one is again: what is asked, of whom, and what happens afterwards."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coordination.reinforcement.models import Wave
from coordination.reinforcement.services.wave import MASS
from portal.audit.models import Entry
from tests.people import (
    PASSWORD,
    AssignmentFactory,
    NeedFactory,
    UserFactory,
    VolunteerFactory,
    log_in,
    make_free,
)

SECRET = "JBSWY3DPEHPK3PXP"


def stale(who) -> Client:
    """A client that signed in six minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=6), tick=True):
        return log_in(Client(), who)


@pytest.fixture
def contact(charlie):
    """The act of opening Charlie's contact details."""
    return reverse("reinforcement:volunteer_contact", args=[charlie.volunteer.uuid])


def test_contact_details_ask_who_one_is_then_open_by_themselves(alice, charlie, contact) -> None:
    client = stale(alice)

    asked = client.post(contact)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert charlie.volunteer.phone not in client.get(asked.url).content.decode()
    assert not Entry.objects.filter(action="contact.revealed").exists()

    opened = client.post(asked.url, {"password": PASSWORD})

    assert charlie.email in opened.content.decode()
    assert Entry.objects.get(action="contact.revealed").actor == alice


def test_a_wrong_password_opens_nothing(alice, contact) -> None:
    client = stale(alice)
    asked = client.post(contact)

    client.post(asked.url, {"password": "un autre mot de passe"})

    assert not Entry.objects.filter(action="contact.revealed").exists()


def test_the_second_factor_confirms_as_well(alice, contact) -> None:
    TOTP.activate(alice, SECRET)
    client = stale(alice)
    client.post(contact)
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))

    page = f"{reverse('mfa_reauthenticate')}?next={contact}"
    assert client.post(page, {"code": code}).status_code == 200

    assert Entry.objects.filter(action="contact.revealed", actor=alice).count() == 1


def test_who_has_just_signed_in_is_not_asked(alice, contact) -> None:
    assert log_in(Client(), alice).post(contact).status_code == 200


def test_somebody_without_the_right_is_refused_before_being_asked(fatou, contact) -> None:
    assert stale(fatou).post(contact).status_code == 404


@pytest.mark.parametrize("act", ["assignment_reserve", "assignment_reveal"])
def test_calling_a_candidate_asks_who_one_is(bob, ehpad, act) -> None:
    path = AssignmentFactory(need=NeedFactory(structure=ehpad, opened=True), accepted=True)

    answer = stale(bob).post(reverse(f"reinforcement:{act}", args=[path.uuid]))

    assert answer.url.startswith(reverse("account_reauthenticate"))
    path.refresh_from_db()
    assert path.reserved_by is None


def test_a_download_comes_back_to_the_page_it_started_from(alice, aube) -> None:
    client = stale(alice)
    page = reverse("situation:pilotage")

    asked = client.get(reverse("situation:pilotage_export", args=["besoins"]))
    back = client.post(asked.url, {"password": PASSWORD})

    assert back.url == f"{page}?jours=30"
    assert client.get(reverse("situation:pilotage_export", args=["besoins"])).status_code == 200


def test_my_own_data_are_taken_away_only_by_me(charlie) -> None:
    client = stale(charlie)

    asked = client.get(reverse("reinforcement:volunteer_export_file"))

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert client.get(reverse("reinforcement:volunteer_export")).status_code == 200


def test_somebody_without_a_password_signs_in_anew(charlie) -> None:
    charlie.set_unusable_password()
    charlie.save()
    client = stale(charlie)

    asked = client.get(reverse("reinforcement:volunteer_export_file"))

    assert asked.url.startswith(reverse("account_login"))
    assert client.get(asked.url).status_code == 200


def test_a_large_wave_asks_who_one_is_and_a_small_one_does_not(bob, ehpad, troyes) -> None:
    make_free(VolunteerFactory(commune=troyes))
    need = NeedFactory(structure=ehpad, opened=True)
    client, release = stale(bob), reverse("reinforcement:wave_release", args=[need.uuid])

    large = client.post(release, {"rank": 1, "size": MASS + 1})
    assert large.url.startswith(reverse("account_reauthenticate"))
    assert not Wave.objects.exists()

    client.post(release, {"rank": 1, "size": MASS})
    assert Wave.objects.get().size == 1


def test_the_api_refuses_a_large_wave_with_a_sentence(bob, ehpad) -> None:
    need = NeedFactory(structure=ehpad, opened=True)
    release = reverse("api:need-release", args=[need.uuid])

    answer = stale(bob).post(release, {"rank": 1, "size": MASS + 1})

    assert answer.status_code == 403
    assert answer.json()["code"] == "NotFresh"
    assert "moins de cinq minutes" in answer.json()["detail"]


def test_records_of_somebody_else_prove_nothing(alice, contact) -> None:
    client = log_in(Client(), UserFactory())
    session = client.session
    proofs = session["account_authentication_methods"]
    client = stale(alice)
    session = client.session
    session["account_authentication_methods"] = proofs
    session["account_authentication_methods_user"] = "0"
    session.save()

    assert client.post(contact).status_code == 302
