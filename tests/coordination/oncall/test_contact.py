"""A contact is verified by the code that its owner read, or by whoever heard them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.delivery import drain
from coordination.notifications.models import Notification
from coordination.oncall.models import ContactCheck, ContactMethod
from coordination.oncall.refusals.settings import (
    CodeUsedUp,
    ContactDisabled,
    NoCodeAwaited,
    NotVerifiable,
    TooManyCodes,
    WrongCode,
)
from coordination.oncall.selectors.people.contact_code import code_of
from coordination.oncall.services.people.contact import disable_contact, send_code, verify_contact
from tests.coordination.oncall.roster_world import LineFactory, MemberFactory, PersonFactory
from tests.people import log_in

pytestmark = pytest.mark.django_db
Kind, State = ContactMethod.Kind, ContactMethod.State


@pytest.fixture
def person(aube):
    return PersonFactory(territory=aube, first_name="Jeanne", mobile="")


def contact_of(person, kind=Kind.MOBILE, value="+33639980001"):
    return ContactMethod.objects.create(person=person, kind=kind, value=value)


@pytest.mark.parametrize(
    ("kind", "value"), [(Kind.MOBILE, "+33639980001"), (Kind.EMAIL, "jeanne@exemple.test")]
)
def test_the_code_leaves_for_the_contact_itself_and_is_stored_nowhere(
    person, emile, kind, value, mailoutbox, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    check = send_code(contact_of(person, kind, value), by=emile)
    drain("urgent")

    message = Notification.objects.get(publication__notice="contact_code")
    assert (message.address, message.state) == (value, Notification.State.ACCEPTED)
    assert code_of(check) not in message.publication.sms_text + message.publication.email_body
    if kind == Kind.EMAIL:
        assert code_of(check) in mailoutbox[0].body
        assert all("{code}" not in part for part, _ in mailoutbox[0].alternatives)


def test_the_right_code_verifies_and_each_wrong_one_counts(person, emile):
    contact = contact_of(person)
    with pytest.raises(NoCodeAwaited):
        verify_contact(contact, "000000", by=emile)
    check = send_code(contact, by=emile)
    wrong = "000000" if code_of(check) != "000000" else "111111"

    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode, match=f"reste {left} essai"):
            verify_contact(contact, wrong, by=emile)
    with pytest.raises(CodeUsedUp):
        verify_contact(contact, wrong, by=emile)
    with pytest.raises(NoCodeAwaited):
        verify_contact(contact, code_of(check), by=emile)

    verify_contact(contact, code_of(send_code(contact, by=emile)), by=emile)
    contact.refresh_from_db()
    assert contact.state == State.VERIFIED and contact.verified_at is not None


def test_a_code_ends_with_its_quarter_of_an_hour_or_with_the_next_one(person, emile):
    contact = contact_of(person)
    old = send_code(contact, by=emile)
    new = send_code(contact, by=emile)
    with pytest.raises(WrongCode):
        verify_contact(contact, code_of(old), by=emile)
    ContactCheck.objects.filter(pk=new.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(NoCodeAwaited):
        verify_contact(contact, code_of(new), by=emile)


def test_codes_are_few_and_never_for_a_landline_or_a_disabled_contact(person, emile):
    contact = contact_of(person)
    for _ in range(5):
        send_code(contact, by=emile)
    with pytest.raises(TooManyCodes):
        send_code(contact, by=emile)
    with pytest.raises(NotVerifiable):
        send_code(contact_of(person, Kind.LANDLINE, "+33325000001"), by=emile)

    disable_contact(contact, by=emile)
    with pytest.raises(ContactDisabled):
        send_code(contact, by=emile)


def test_the_page_of_a_person_shows_what_is_verified_and_who_may_vouch(client, emile, person, aube):
    MemberFactory(line=LineFactory(territory=aube), person=person)
    contact = contact_of(person)
    page = reverse("oncall:person_detail", args=[person.uuid])
    log_in(client, emile)
    assert "Non vérifié" in client.get(page).content.decode()

    sent = client.post(f"{page}contacts/{contact.pk}/code/")
    refused = client.post(sent["Location"], {"code": "12 34"}).content.decode()
    code = code_of(ContactCheck.objects.get())
    client.post(sent["Location"], {"code": f"{code[:3]} {code[3:]}"})
    assert "Ce n’est pas le code envoyé" in refused
    assert "Vérifié" in client.get(page).content.decode()

    client.post(f"{page}contacts/{contact.pk}/lecteurs/", {"audience": "callers"})
    client.post(f"{page}contacts/{contact.pk}/desactiver/")
    contact.refresh_from_db()
    assert (contact.audience, contact.state) == ("callers", State.DISABLED)
    typed = {"kind": "mobile", "value": "06 39 98 00 01", "audience": "coordination"}
    client.post(page, typed)
    added = person.contacts.get(state=State.PENDING)
    client.post(f"{page}contacts/{added.pk}/entendu/")
    added.refresh_from_db()
    assert (added.value, added.state) == ("+33639980001", State.VERIFIED)
