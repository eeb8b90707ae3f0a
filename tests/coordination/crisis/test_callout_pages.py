"""Call-outs as people go through them: seen before, the board, answers with and without login."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coordination.crisis.models import AccessRecord, Call, CallOut, CallSeat
from coordination.crisis.selectors.callout.board import call_link, in_words
from coordination.crisis.services.callout.launch import Wanted, end_callout, launch_callout
from tests.coordination.crisis.callout_world import launch, name_for, pass_time
from tests.coordination.crisis.crisis_world import declare, join, open_departmental, role
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db


def test_a_cell_opens_on_its_call_out_seen_before_and_launched_in_one_click(
    client, catalogue, alice, bob, emile, aube
):
    other = open_departmental(aube, by=alice)
    name_for(other, "capacity", bob, emile, by=alice)
    crisis = declare(aube, by=alice, title="Canicule")
    log_in(client, alice)
    asked = {"level": 2, "name": "Cellule", "decided_by": alice.pk, "capacity": "directrice",
             "basis": "plan", "reason": "chaleur", "visibility": "professionals"}  # fmt: skip
    address = f"{crisis.get_absolute_url()}cellule/?pour=departmental-0-{aube.pk}"
    opened = client.post(address, asked)

    page = client.get(opened["Location"]).content.decode()
    cell = crisis.cells.get()
    seen = [role(cell, "capacity").pk]
    launched = client.post(
        opened["Location"], {"lancer": "oui", "cause": "Rejoindre la cellule", "roles": seen}
    )
    again = client.post(
        opened["Location"], {"lancer": "oui", "cause": "Rejoindre la salle", "roles": seen}
    )
    board = client.get(launched["Location"]).content.decode()

    assert opened["Location"].endswith("/rappels/lancer/")
    assert "titulaire désigné" in page or "en fonction dans la cellule" in page
    assert "suppléant 1 désigné" in page and CallOut.objects.count() == 1
    assert "déjà en cours pour" in again.content.decode()
    assert str(bob) in board and "Appel en cours" in board and str(emile) in board


def test_a_personal_link_answers_once_without_login_and_reading_it_changes_nothing(
    client, cell, alice, bob, emile
):
    name_for(cell, "capacity", bob, emile, by=alice)
    callout = launch(cell, "capacity", by=alice)
    call = Call.objects.get(callout=callout, user=bob, attempt=0)
    link = call_link(call.link_key)
    anybody = Client(enforce_csrf_checks=True)

    shown = anybody.get(link).content.decode()
    anybody.head(link)
    wrong = anybody.post(link, {"answer": "peut-être"}, follow=True).content.decode()
    late = anybody.post(link, {"answer": "on_site", "eta_minutes": "9999"}, follow=True)
    untouched = Call.objects.get(pk=call.pk).answer
    done = anybody.post(f"{link}?s", {"answer": "on_site", "eta_minutes": "20"}, follow=True)
    twice = anybody.post(link, {"answer": "unavailable"}, follow=True).content.decode()
    planned = Call.objects.get(callout=callout, user=emile, attempt=0)

    assert "capacitaire" in shown and "Je viens sur site" in shown and untouched == ""
    assert "Choisissez un des boutons" in wrong and "1 440" in late.content.decode()
    assert "Sur site, dans 20 min" in done.content.decode()
    assert "Vous avez déjà répondu" in twice
    call.refresh_from_db()
    assert (call.answer, call.via) == ("on_site", "sms")
    assert anybody.get(link[:-3] + "/").status_code == 404
    assert anybody.get(call_link(planned.link_key)).status_code == 404, "not called yet"
    assert done["Referrer-Policy"] == "no-referrer"


def test_a_link_of_an_ended_call_out_says_so(client, cell, alice, bob):
    name_for(cell, "capacity", bob, by=alice)
    callout = launch(cell, "capacity", by=alice)
    link = call_link(Call.objects.get(callout=callout, attempt=0).link_key)
    end_callout(callout, by=alice)

    page = client.get(link).content.decode()
    told = client.post(link, {"answer": "on_site"}, follow=True).content.decode()

    assert "Rappel terminé" in page and "Je viens sur site" not in page
    assert "Votre réponse n’est plus attendue" in told.replace("&#x27;", "’") or "terminé" in told
    assert Call.objects.exclude(answer="").count() == 0
    assert set(CallSeat.objects.values_list("state", flat=True)) == {"stopped"}


def test_the_board_is_answered_noted_ended_and_closed_to_the_others(
    client, cell, alice, bob, emile, fatou, dora
):
    join(cell, fatou, "secretariat")
    name_for(cell, "capacity", bob, emile, by=alice)
    callout = launch(cell, "capacity", by=alice)
    mine = Call.objects.get(callout=callout, user=bob, attempt=0)
    foreign = [log_in(client, dora).get(one.get_absolute_url()).status_code
               for one in (callout, mine)]  # fmt: skip
    log_in(client, bob)
    hidden = client.get(callout.get_absolute_url()).status_code
    form = client.get(mine.get_absolute_url()).content.decode()
    client.post(mine.get_absolute_url(), {"answer": "unavailable"})
    log_in(client, fatou)
    board = client.get(callout.get_absolute_url()).content.decode()
    other = Call.objects.get(callout=callout, user=emile, attempt=0)
    client.post(other.get_absolute_url(), {"answer": "remote", "eta_minutes": 5})
    live = client.get(f"{callout.get_absolute_url()}suite/", headers={"HX-Request": "true"})
    plain = client.get(f"{callout.get_absolute_url()}suite/")
    ended = client.post(f"{callout.get_absolute_url()}terminer/", follow=True).content.decode()

    assert foreign == [404, 404] and hidden == 404
    assert "Envoyer ma réponse" in form and "indisponible" in board and "Noter sa réponse" in board
    assert (
        "À distance" in live.content.decode() or "à distance, dans 5 min" in live.content.decode()
    )
    assert plain.status_code == 302 and "Le rappel est terminé" in ended
    other.refresh_from_db()
    assert (other.via, other.noted_by) == ("phone", fatou)


def test_the_board_costs_the_same_for_two_and_sixty_and_a_restricted_read_is_kept(
    client, catalogue, alice, aube
):
    cell = open_departmental(aube, by=alice, visibility="restricted")
    log_in(client, alice)
    costs = []
    for count in (2, 60):
        people = tuple(UserFactory() for _ in range(count))
        callout = launch_callout(cell, Wanted("Renfort", people=people), by=alice)
        pass_time(callout)
        CallOut.objects.filter(pk=callout.pk).update(opened_at="2026-01-01T00:00Z")
        client.get(callout.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            page = client.get(callout.get_absolute_url())
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 40
    assert "Suivants" in page.content.decode()
    assert AccessRecord.objects.filter(what="tableau d’appel").count() == 4
    assert [in_words(one) for one in (5, 200, 7500)] == [
        "5\u00a0s", "3\u00a0min 20\u00a0s", "2\u00a0h\u00a005",
    ]  # fmt: skip
