"""How long a session lasts, what the reader is told of it, and how one comes back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.people import PASSWORD, log_in

PAGE = "/mon-compte/"
EXTEND = "/mon-compte/session/prolonger/"


def after(**elapsed):
    """The clock of the test, so much later, standing still."""
    return time_machine.travel(timezone.now() + timedelta(**elapsed), tick=False)


def is_open(client) -> bool:
    return client.get(PAGE).status_code == 200


def sign_in(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})


def test_a_staff_session_ends_after_half_an_hour_and_a_volunteer_s_does_not(
    client, alice, charlie
) -> None:
    log_in(client, alice)
    assert is_open(client)
    with after(minutes=31):
        assert not is_open(client)

        log_in(client, charlie)
        assert is_open(client)
        with after(minutes=31):
            assert is_open(client)


def test_each_page_lengthens_the_session_and_a_page_that_reads_itself_does_not(
    client, alice
) -> None:
    log_in(client, alice)
    client.get(PAGE)
    with after(minutes=20):
        assert is_open(client)
        with after(minutes=20):
            client.get(PAGE, headers={"HX-Request": "true"})
            with after(minutes=11):
                assert not is_open(client)


def test_a_staff_session_ends_after_twelve_hours_whatever_happens(client, alice) -> None:
    log_in(client, alice)
    start = timezone.now()
    for minutes in range(0, 12 * 60, 20):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert is_open(client)
    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        assert not is_open(client)


def test_one_click_lengthens_the_session_and_says_for_how_long(client, alice) -> None:
    log_in(client, alice)
    client.get(PAGE)
    with after(minutes=28):
        answer = client.post(EXTEND, headers={"Accept": "application/json"})
        assert answer.json() == {"left": 1800}
        with after(minutes=28):
            assert is_open(client)


def test_without_javascript_the_button_comes_back_to_the_page(client, alice) -> None:
    log_in(client, alice)

    answer = client.post(EXTEND, {"next": PAGE}, headers={"Accept": "text/html"})

    assert answer.url == PAGE


@pytest.mark.parametrize(("who", "words"), [("alice", "30 minutes"), ("charlie", "7 jours")])
def test_the_footer_says_how_long_a_session_lasts(client, who, words, request) -> None:
    log_in(client, request.getfixturevalue(who))

    page = client.get(PAGE).content.decode()

    assert f"Votre session se ferme après {words} sans activité." in page.replace("\u00a0", " ")


def test_after_the_end_the_login_page_says_why_and_comes_back(client, alice) -> None:
    sign_in(client, alice)
    assert is_open(client)
    with after(minutes=31):
        asked = client.get("/renforts/besoins/?state=open")
        page = client.get(asked.url).content.decode()
        assert "Votre session s’est terminée" in page

        entered = client.post(asked.url, {"login": alice.email, "password": PASSWORD})

        assert entered.url == "/renforts/besoins/?state=open"


def test_who_never_signed_in_or_signed_out_is_told_nothing(client, alice) -> None:
    login = reverse("account_login")
    assert "Votre session s’est terminée" not in client.get(login).content.decode()

    sign_in(client, alice)
    client.get(PAGE)
    client.post(reverse("account_logout"))

    assert "Votre session s’est terminée" not in client.get(login).content.decode()


def test_what_was_sent_too_late_is_said_to_be_lost_and_one_comes_back_to_the_form(
    client, alice
) -> None:
    referer = "http://testserver/mon-compte/territoire/?next=/"

    asked = client.post("/mon-compte/territoire/", headers={"Referer": referer})

    assert asked.url == f"{reverse('account_login')}?next=/mon-compte/territoire/%3Fnext%3D/"
    assert "n’a pas été enregistré" in client.get(asked.url).content.decode()


def test_a_foreign_referrer_leads_nowhere(client, db) -> None:
    asked = client.post(PAGE, headers={"Referer": "https://ailleurs.test/piege/"})

    assert asked.url == f"{reverse('account_login')}?next=/"


def test_a_fragment_never_becomes_a_login_form(client, db) -> None:
    answer = client.get("/renforts/besoins/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
