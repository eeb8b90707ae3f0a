"""Reminders at 24 h and 48 h, links that a GET does not follow, who reads which names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.guidance.models import Acknowledgment, Addressee, ReadingDigest
from coordination.guidance.selectors.reading import few, follow, reading_link
from coordination.guidance.selectors.recommendation import waiting_for
from coordination.guidance.services.publishing import repeal_version
from coordination.guidance.services.reading import acknowledge
from coordination.guidance.services.reminders import remind_readings
from coordination.notifications.models import Notification
from tests.coordination.guidance.guidance_world import drafted, in_force
from tests.people import GrantFactory, StructureFactory, log_in

pytestmark = pytest.mark.django_db


def test_who_has_not_read_is_reminded_once_at_24_h_and_once_at_48_h_in_one_digest(
    aube, alice, bob, helene
):
    first, second = (in_force(aube, by=alice, title=title) for title in ("Masques", "Visites"))
    gone = in_force(aube, by=alice, title="Gel")
    acknowledge(first, by=helene)
    acknowledge(second, by=helene)
    repeal_version(gone, reason="plus utile", by=alice)
    start = first.published_at

    counts = [
        remind_readings(start + timedelta(hours=hours, minutes=5)) for hours in (23, 24, 24, 30)
    ]
    late = [remind_readings(start + timedelta(hours=hours)) for hours in (49, 72)]

    assert counts == [0, 1, 0, 0] and late == [1, 0]
    digests = ReadingDigest.objects.order_by("pk")
    assert {one.user for one in digests} == {bob}
    assert [one.subjects.count() for one in digests] == [2, 2]
    text = Notification.objects.filter(publication__notice="readings_due", channel="inbox")
    assert text.count() == 2 and "2 recommandations à lire" in text[0].publication.inbox_text


def test_after_an_outage_of_three_days_one_reminder_is_sent_and_no_more(aube, alice, bob):
    version = in_force(aube, by=alice)
    back = version.published_at + timedelta(days=3)

    counts = [remind_readings(back), remind_readings(back + timedelta(hours=1))]

    assert counts == [1, 0]
    assert not Addressee.objects.filter(next_due_at__isnull=False).exists()


def test_the_link_of_the_message_is_opened_without_effect_and_acknowledges_by_its_button(
    aube, alice, bob
):
    version = in_force(aube, by=alice)
    link, anybody = reading_link(version.addressees.get(user=bob).link_key), Client()

    page = anybody.get(link).content.decode()
    before = Acknowledgment.objects.count()
    answers = [anybody.post(link).status_code for _ in range(2)]
    after = anybody.get(link).content.decode()

    one = Acknowledgment.objects.get()
    assert page.index("Avant quand") < page.index("Lire la source") and before == 0
    assert answers == [302, 302] and (one.user, one.method) == (bob, "link")
    assert "Lue et comprise" in after and not waiting_for(bob).exists()
    assert anybody.get(link[:-2] + "/").status_code == 404


def test_counts_by_structure_are_the_validator_s_and_names_those_of_one_s_own(
    client, aube, troyes, alice, bob, helene, ehpad, other_ehpad, fatou
):
    version = in_force(aube, by=alice)
    acknowledge(version, by=bob)
    page = f"{version.get_absolute_url()}lectures/"

    whole = follow(version, alice, every=True)
    own = log_in(client, helene).get(page).content.decode()
    ars = log_in(client, alice).get(page).content.decode()
    outside = log_in(client, fatou)
    seen = outside.get(version.get_absolute_url()).content.decode()

    assert [(row.name, row.told, row.read) for row in whole.rows] == [
        (str(ehpad), 1, 1), (str(other_ehpad), 1, 0),
    ]  # fmt: skip
    assert str(helene) in own and str(ehpad) not in own
    assert str(ehpad) in ars and str(other_ehpad) in ars
    assert str(bob) not in ars.split("<h1>")[1] and str(helene) not in ars.split("<h1>")[1]
    assert outside.get(page).status_code == 403
    assert "moins de 5 sur moins de 5" in seen
    assert [few(one, exact=False) for one in (0, 3, 5)] == ["0", "moins de 5", "5"]


def test_lists_and_pages_cost_the_same_at_any_size(client, aube, troyes, alice, bob):
    log_in(client, alice)
    version = in_force(aube, by=alice)
    paths = ("/recommandations/", "/recommandations/mes-lectures/")
    pages = [*paths, version.get_absolute_url(), f"{version.get_absolute_url()}lectures/"]
    _count(client, paths[0])
    few_ones = [_count(client, path) for path in pages]

    for rank in range(4):
        house = StructureFactory(commune=troyes, name=f"EHPAD du Lac {rank}")
        reader = GrantFactory(role="manager", structure=house).user
        Addressee.objects.create(version=version, user=reader, reason="-", structure=house)
        in_force(aube, by=alice, title=f"Autre {rank}", roles=("ars", "manager"))

    assert [_count(client, path) for path in pages] == few_ones


def test_what_is_in_force_is_found_by_its_words_its_subject_and_its_state(
    client, aube, occitanie, alice, bob, dora
):
    version = in_force(aube, by=alice)
    drafted(aube, by=alice, title="Brouillon de visites")
    listed = {
        query: log_in(client, who).get(f"/recommandations/?{query}").content.decode()
        for who, query in (
            (bob, ""), (bob, "q=masqu+ministere"), (bob, "q=rec-10-001"), (bob, "sujet=care"),
            (bob, "etat=preparation"), (alice, "etat=preparation&apres="), (dora, "q="),
            (bob, "etat=nimporte&q=%00&apres=%%%"),
        )
    }  # fmt: skip

    named = {query for query, page in listed.items() if "Port du masque" in page}
    assert named == {"", "q=masqu+ministere", "q=rec-10-001", "etat=nimporte&q=%00&apres=%%%"}
    assert "Brouillon de visites" in listed["etat=preparation&apres="]
    assert "Brouillon de visites" not in listed["etat=preparation"]
    assert log_in(client, dora).get(version.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/recommendations/{version.uuid}/").status_code == 404


def _count(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_recommendation_is_relayed_on_the_pages_from_its_source_to_its_repeal(
    client, aube, alice, bob
):
    log_in(client, alice)
    today = timezone.localdate()
    asked = {
        "territory": aube.pk, "title": "Port du masque", "topic": "protection", "issuer": "ARS",
        "link": "sante.example/m.pdf", "changes": "Masque pour tous", "actors": "Directeurs",
        "deadline": "Ce soir", "valid_from": today.isoformat(), "place": aube.pk,
        "review_by": (today + timedelta(days=9)).isoformat(), "roles": ["manager"],
    }  # fmt: skip

    wrong = client.post("/recommandations/nouvelle/", asked | {"roles": [], "changes": ""})
    page = client.post("/recommandations/nouvelle/", asked).url
    edited = client.post(f"{page}modifier/", asked | {"title": "Port du masque en EHPAD"})
    client.post(f"{page}soumettre/")
    preview = client.get(f"{page}publier/").content.decode()
    client.post(f"{page}publier/")
    log_in(client, bob)
    home = client.get("/").content.decode()
    shift = client.get("/ma-vacation/")
    client.post(f"{page}lu/", {"retour": "lectures"})
    log_in(client, alice)
    client.post(f"{page}abroger/", {"reason": "Avis retiré"})

    assert "Choisissez au moins un rôle" in wrong.content.decode() and edited.url == page
    assert "Prévenir 1 personne<" in preview and "responsable de EHPAD des Tilleuls" in preview
    assert "À lire\xa0: Port du masque en EHPAD" in home
    assert "J’ai lu" in shift.content.decode()
    assert Acknowledgment.objects.get().method == "page"
    assert "Avis retiré" in client.get(page).content.decode()


def test_the_api_lists_acknowledges_and_puts_in_force(client, aube, alice, bob):
    version = drafted(aube, by=alice)
    address = f"/api/v1/recommendations/{version.uuid}/"
    log_in(client, alice)

    codes = [client.post(f"{address}{act}/").status_code for act in ("publish", "submit")]
    codes.append(client.post(f"{address}publish/").status_code)
    log_in(client, bob)
    codes.append(client.post(f"{address}acknowledge/").status_code)
    codes.append(client.post(f"{address}repeal/", {"reason": "non"}).status_code)
    listed = client.get("/api/v1/recommendations/?state=in_force").json()["results"]
    wrong = client.get("/api/v1/recommendations/?state=x").status_code

    assert codes == [409, 204, 204, 204, 403] and wrong == 400
    assert [(one["number"], one["n"]) for one in listed] == [("REC-10-001", 1)]
    assert Acknowledgment.objects.get().method == "api"
