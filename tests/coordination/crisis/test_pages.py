"""The pages of a cell, as people go through them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import AccessRecord, Cell, Crisis, LogEntry, LogText, Mode
from coordination.crisis.selectors.catalogue import roles_of_cell
from coordination.crisis.selectors.crisis_page import likely_duplicates
from coordination.crisis.services.catalogue import load_catalogue
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.writing import Draft, write_entry
from tests.coordination.crisis.crisis_world import declare, join, open_departmental
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
DECISION = {"capacity": "cadre d’astreinte", "basis": "plan ORSAN", "reason": "cas groupés"}


def told(territory, **more):
    said = {
        "title": "Épidémie", "nature": "virus", "territory": territory.pk, "mode": "actual",
        "started_at_day": "2026-03-01", "started_at_hour": "08:00",
    }  # fmt: skip
    return said | more


def test_a_cell_is_opened_in_two_screens_and_doubt_proposes_the_higher_level(client, alice, aube):
    load_catalogue()
    log_in(client, alice)

    first = client.post("/crises/declarer/", told(aube))
    choices = client.get(first["Location"]).content.decode()
    address = f"{first['Location']}?pour=departmental-0-{aube.pk}"
    answers = DECISION | {"level": 1, "name": "Cellule", "visibility": "professionals"}
    answers["decided_by"] = alice.pk
    doubt = client.post(address, answers | {"hesitates": "on"})
    opened = client.post(address, answers | {"level": 2}, follow=True).content.decode()

    assert first.status_code == 302
    assert "Cellule départementale, Aube" in choices
    assert "Dans le doute, le niveau supérieur" in doubt.content.decode()
    assert Cell.objects.get().level == 2
    assert "PVUS renforcé".lower() in opened.lower()
    assert "requise" in opened and "sans personne" in opened


def test_what_was_declared_today_is_shown_before_it_is_declared_twice(client, alice, aube):
    load_catalogue()
    known = declare(aube, by=alice)
    log_in(client, alice)

    again = client.post("/crises/declarer/", told(aube)).content.decode()
    other = client.post("/crises/declarer/", told(aube, autre="1"))

    assert "N’est-ce pas la même crise" in again and known.title in again
    assert other.status_code == 302
    references = list(Crisis.objects.order_by("pk").values_list("reference", flat=True))
    assert [one[-3:] for one in references] == ["001", "002"]


def test_what_was_declared_a_day_before_is_another_crisis(catalogue, alice, aube):
    known = declare(aube, by=alice)
    found = []
    for minutes in (-1, 1):
        with clock.standing_at(known.declared_at + timedelta(hours=24, minutes=minutes)):
            found.append(likely_duplicates(alice, aube, mode=Mode.ACTUAL).count())

    assert found == [1, 0]


def test_more_than_eight_functions_under_who_leads_suggest_a_cell_below(client, alice, cell):
    others = [one for one in roles_of_cell(cell) if not one.leads]
    log_in(client, alice)
    shown = []
    for number, held in enumerate(others[:9], 1):
        join(cell, UserFactory(), held.slug)
        if number >= 8:
            page = client.get(cell.get_absolute_url()).content.decode()
            shown.append("Plus de huit fonctions à suivre" in page)

    assert shown == [False, True]


def test_a_line_is_written_found_and_exported(client, alice, cell):
    log_in(client, alice)
    page = f"/crises/cellules/{cell.uuid}/main-courante/"

    client.post(page, {"text": "! Déprogrammation des opérations dès demain"})
    client.post(page, {"text": "> Épidémie annoncée au COZ"})
    entry = LogEntry.objects.get(log=cell.pk, kind="decision", is_system=False)
    everything = client.get(page).content.decode()
    found = client.get(page, {"q": "epidemies"}).content.decode()
    decisions = client.get(page, {"kind": "decision"}).content.decode()
    seen = client.get(f"{page}suite/", {"vu": entry.seq + 1}, headers={"HX-Request": "true"})
    file = b"".join(client.get(f"/crises/cellules/{cell.uuid}/main-courante.csv"))

    assert "Déprogrammation" in everything and "ouvre la cellule" not in everything
    assert "annoncée au COZ" in found and "Déprogrammation" not in found
    assert "Déprogrammation" in decisions and "annoncée au COZ" not in decisions
    assert seen.status_code == 204
    assert "Déprogrammation".encode() in file and b"ouvre la cellule" in file


def test_who_follows_the_log_costs_one_read_once_the_lines_are_drawn(client, alice, bob, cell):
    write_entry(cell, Draft("Une ligne"), by=alice)
    join(cell, bob)
    follow, polls = f"/crises/cellules/{cell.uuid}/main-courante/suite/", []
    for who in (alice, bob, bob):
        log_in(client, who)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(follow, {"vu": 1}, headers={"HX-Request": "true"})
        polls.append(len([one for one in captured if "crisis_" in one["sql"]]))
        assert "Une ligne" in answer.content.decode()
    end_membership(cell.members.get(user=bob), by=alice)

    refused = client.get(follow, {"vu": 1}, headers={"HX-Request": "true"}).status_code

    assert polls[0] > 5
    assert polls[1:] == [1, 1]
    assert refused in (403, 404)


def test_each_poll_that_reads_a_restricted_log_is_kept(client, alice, aube, catalogue):
    cell = open_departmental(aube, by=alice, visibility="restricted")
    write_entry(cell, Draft("Une ligne"), by=alice)
    log_in(client, alice)
    follow = f"/crises/cellules/{cell.uuid}/main-courante/suite/"

    for _ in range(2):
        client.get(follow, {"vu": 1}, headers={"HX-Request": "true"})

    assert AccessRecord.objects.filter(cell=cell, what__contains="suite").count() == 2


@pytest.mark.parametrize(
    "text, said",
    [
        ("Mme Durand, 84 ans, partie", "parle peut-être d’un patient"),
        ("Assuré 1 84 12 76 451 089 46", "numéro de sécurité sociale"),
        ("a" * 2001, "trop long"),
        ("", "Écrivez au moins un mot"),
    ],
)
def test_what_is_refused_stays_in_the_field_with_the_reason(client, alice, cell, text, said):
    log_in(client, alice)

    page = client.post(f"/crises/cellules/{cell.uuid}/main-courante/", {"text": text})

    assert said in page.content.decode()
    assert text[:60] in page.content.decode()
    assert not LogEntry.objects.filter(log=cell.pk, is_system=False).exists()


def test_a_restricted_cell_does_not_exist_for_the_others_and_each_read_is_kept(
    client, alice, gaspard, emile, aube
):
    load_catalogue()
    cell = open_departmental(aube, by=alice, visibility="restricted", name="Cellule discrète")
    write_entry(cell, Draft("Une ligne discrète"), by=alice)
    pages = [f"/crises/cellules/{cell.uuid}/", f"/crises/{cell.crisis.reference}/"]

    outside = [
        log_in(client, who).get(page).status_code for who in (gaspard, emile) for page in pages
    ]
    listed = client.get("/crises/").content.decode()
    join(cell, emile)
    inside = [log_in(client, emile).get(page).status_code for page in pages]

    assert outside == [404, 404, 404, 404]
    assert "Épidémie" not in listed
    assert inside == [200, 200]
    assert list(AccessRecord.objects.values_list("user", flat=True)) == [emile.pk]


def test_an_exercise_says_so_on_each_of_its_pages(client, alice, aube):
    load_catalogue()
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    entry = write_entry(cell, Draft("Inject n° 1"), by=alice)
    log_in(client, alice)
    base = f"/crises/cellules/{cell.uuid}/"
    addresses = [
        base, f"{base}niveaux/", f"{base}niveau/", f"{base}lever/", f"{base}personnes/",
        f"{base}coordonnees/", f"{base}main-courante/", f"/crises/{cell.crisis.reference}/",
        f"/crises/{cell.crisis.reference}/cellule/", entry.get_absolute_url(),
        f"{entry.get_absolute_url()}corriger/", f"{entry.get_absolute_url()}effacer/",
    ]  # fmt: skip

    silent = [one for one in addresses if "pt-exercise" not in client.get(one).content.decode()]

    assert silent == []


def test_what_ends_a_crisis_or_a_duty_says_first_what_it_will_do(client, alice, bob, cell):
    join(cell, bob, "situation")
    log_in(client, alice)
    page = cell.crisis.get_absolute_url()

    people = client.get(f"{cell.get_absolute_url()}personnes/").text
    running = client.get(page).text
    client.post(f"{page}etat/suspendre/")
    stopped = client.get(page).text

    assert "Confirmer le départ" in people and "ne passe à personne" in people
    assert "gardent leur niveau" in running and "Terminer la crise" not in running
    assert "Cela ne se défait pas" in stopped and "Reprendre la crise" in stopped


def test_scale_and_trend_are_revised_and_the_log_says_old_and_new(client, alice, cell):
    log_in(client, alice)
    crisis = cell.crisis
    page = f"/crises/{crisis.reference}/evolution/"

    assert "Réviser" in client.get(crisis.get_absolute_url()).content.decode()
    client.post(page, {"scale": 4, "trend": "increasing"})
    client.post(page, {"scale": 4, "trend": "increasing"})

    crisis.refresh_from_db()
    assert (crisis.scale, crisis.trend) == (4, "increasing")
    said = LogText.objects.filter(text__startswith="Échelle de la crise")
    assert said.count() == 1 and "au lieu de" in said.get().text
