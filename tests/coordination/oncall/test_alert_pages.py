"""The pages of alerts: by link without login, by page, by API; in a browser."""

import pytest
from django.test import Client
from django.urls import reverse

from coordination.notifications import gsm
from coordination.notifications.models import Publication
from coordination.notifications.models.publication import fill
from coordination.oncall.models import Alert, AlertCall
from coordination.oncall.selectors.alerts.alert import call_link
from portal.accounts.models import Role
from tests.coordination.oncall.alert_world import ASKED, Calling, calling
from tests.pages import check_page
from tests.people import GrantFactory, log_in

pytestmark = pytest.mark.django_db
__all__ = ["calling"]
State = Alert.State


@pytest.fixture
def phone():
    """A browser just opened: no cookie, and the checks that real ones face."""
    return Client(enforce_csrf_checks=True)


def link_of(alert):
    return call_link(AlertCall.objects.filter(step__alert=alert).latest("pk").link_key)


def state_of(alert):
    return Alert.objects.get(pk=alert.pk).state


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_link_takes_nothing_in_charge(calling, phone, method):
    alert = calling.call()

    answer = getattr(phone, method)(link_of(alert), headers={"User-Agent": "BarracudaCentral"})

    assert answer.status_code == 200
    assert state_of(alert) == State.OPEN
    assert answer["Cache-Control"] == "no-store, private"


def test_the_button_of_the_link_takes_it_without_a_cookie(calling, phone):
    alert = calling.call()

    phone.post(link_of(alert) + "?s", {"act": "prendre"}, headers={"Origin": "null"})

    assert state_of(alert) == State.ACKNOWLEDGED
    taken = alert.acknowledgements.get()
    assert (taken.user, taken.channel) == (calling.now.user, "sms")
    assert "Vous avez cette alerte en charge" in phone.get(link_of(alert)).content.decode()


def test_an_altered_link_opens_nothing(calling, phone):
    link = link_of(calling.call())

    answer = phone.post(link[:-2] + ("A" if link[-2] != "A" else "B") + "/", {"act": "prendre"})

    assert answer.status_code == 404
    assert state_of(Alert.objects.get()) == State.OPEN


def test_only_who_has_it_in_charge_closes_by_a_link(calling, phone):
    alert = calling.call()

    phone.post(link_of(alert), {"act": "clore"})
    assert state_of(alert) == State.OPEN
    phone.post(link_of(alert), {"act": "prendre"})
    phone.post(link_of(alert), {"act": "clore"})

    assert state_of(alert) == State.CLOSED


def test_the_preview_names_who_will_be_called_and_calls_nobody(calling, client):
    log_in(client, calling.coordinator)
    asked = {"line": calling.line.slug, "commune": calling.troyes.code, "subject": ASKED}
    page = client.get(reverse("oncall:alert_open"), asked).content.decode()

    assert str(calling.now) in page
    assert str(calling.later) in page
    assert str(calling.coordinator) in page
    assert not Alert.objects.exists()


def test_opening_from_the_preview_calls_at_once(calling, client):
    log_in(client, calling.coordinator)
    asked = {"line": calling.line.slug, "commune": calling.troyes.code, "subject": ASKED}

    answer = client.post(reverse("oncall:alert_open"), asked | {"ouvrir": "oui"})

    alert = Alert.objects.get()
    assert answer["Location"] == alert.get_absolute_url()
    assert AlertCall.objects.get().user == calling.now.user


def test_the_list_costs_the_same_for_one_alert_and_for_ten(
    calling, client, django_assert_num_queries, django_assert_max_num_queries
):
    log_in(client, calling.coordinator)
    calling.call()
    client.get(reverse("oncall:alert_list"))
    with django_assert_max_num_queries(20) as few:
        client.get(reverse("oncall:alert_list"))
    for _ in range(9):
        calling.call()

    with django_assert_num_queries(len(few)):
        page = client.get(reverse("oncall:alert_list")).content.decode()
    assert page.count(ASKED) == 10


def test_the_list_shows_first_what_nobody_has_taken(calling, client, phone):
    waiting = calling.call(subject="La première, que personne n’a prise")
    taken = calling.call(subject="La seconde, prise")
    phone.post(link_of(taken), {"act": "prendre"})
    log_in(client, calling.coordinator)

    page = client.get(reverse("oncall:alert_list")).content.decode()

    assert page.index(waiting.subject) < page.index(taken.subject)


def test_the_api_opens_reads_takes_and_closes(calling, client):
    log_in(client, calling.coordinator)
    asked = {"line": calling.line.slug, "commune": calling.troyes.code, "subject": ASKED}

    opened = client.post("/api/v1/alerts/", asked, content_type="application/json").json()
    address = f"/api/v1/alerts/{opened['uuid']}/"
    first = client.get(address).json()["steps"][0]
    acts = [client.post(f"{address}{act}/").status_code for act in ("acknowledge", "close")]

    assert [call["who"] for call in first["calls"]] == [str(calling.now)]
    assert acts == [204, 204]
    assert client.get(address).json()["state"] == "closed"


def test_the_api_refuses_a_patient_and_an_unseen_line(calling, client):
    log_in(client, calling.coordinator)
    asked = {"line": calling.line.slug, "commune": calling.troyes.code, "subject": ASKED}

    patient = client.post("/api/v1/alerts/", asked | {"subject": "2 55 08 14 168 025 38"})
    unseen = client.post("/api/v1/alerts/", asked | {"line": "ailleurs"})

    assert (patient.status_code, unseen.status_code) == (400, 404)


@pytest.mark.parametrize("commune", ["Troyes", "Saint-Remy-en-Bouzemont-Saint-Genest"])
def test_the_sms_of_a_call_is_one_message_that_keeps_its_link(calling, settings, commune):
    settings.PORTAL_BASE_URL = "https://renforts.sante.example"
    calling.line.name = "Infirmière de nuit des EHPAD de Troyes"
    calling.line.save()
    calling.troyes.name = commune
    calling.troyes.save()
    alert = calling.call()

    text = Publication.objects.get(notice="alert_called").sms_text
    link = settings.PORTAL_BASE_URL + link_of(alert) + "?s"
    sent = gsm.transliterate(fill(text, first_name="Nadia", link=link, code="47"))

    assert gsm.segments(sent) == 1, (len(sent), sent)
    assert sent.endswith(link)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_accessible(visit, aube, troyes):
    scene = Calling(aube, troyes)
    scene.plan()
    alert = scene.call()
    GrantFactory(user=scene.now.user, territory=aube, role=Role.CPTS_MEMBER)
    query = f"?line={scene.line.slug}&commune={troyes.code}&subject=Une+chute"
    opening = reverse("oncall:alert_open")
    for path in [reverse("oncall:alert_list"), alert.get_absolute_url(), opening, opening + query]:
        check_page(visit(scene.now.user, path))
    check_page(visit(None, link_of(alert)))
