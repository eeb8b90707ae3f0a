"""An exercise is played: injects at their time or by hand, pauses, what observers note."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections

from coordination.crisis import clock
from coordination.crisis.models import Cell, Crisis, Inject, LogEntry, LogText, Mode, Observation
from coordination.crisis.notices.exercise import InjectPlayedNow
from coordination.crisis.refusals.exercise import ClockMoved, InjectPlayed, NotAnExercise
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.services import inject as services
from coordination.crisis.services.inject import NewInject, plan_inject, play_due, start_exercise
from coordination.crisis.tasks import play_injects
from coordination.notifications.models import Notification
from tests.coordination.crisis.crisis_world import join, open_departmental, role
from tests.people import log_in

MINUTE = timedelta(minutes=1)


@pytest.fixture
def drill(catalogue, aube, alice) -> Cell:
    """The cell of an exercise, led by Alice, who declared it."""
    return open_departmental(aube, by=alice, mode=Mode.EXERCISE)


def call(minutes, text="Le SAMU annonce 12 cas", **more):
    return NewInject(text=text, sender="SAMU (fictif)", after_minutes=minutes, **more)


def lines(cell):
    rows = LogEntry.objects.filter(log=cell.pk, is_system=False).order_by("seq")
    return [(one, LogText.objects.get(pk=one.uuid)) for one in rows]


def told():
    rows = Notification.objects.filter(publication__notice="inject_played", channel="inbox")
    return set(rows.values_list("user", flat=True))


@pytest.mark.django_db
def test_an_inject_is_played_at_its_time_once_as_received_information(drill, alice, bob, emile):
    join(drill, bob, "capacity")
    join(drill, emile, standing="observer")
    wanted = plan_inject(drill, call(30, role=role(drill, "capacity")), by=alice)
    by_hand = plan_inject(drill, call(None, text="Renfort annulé"), by=alice)
    start = clock.now()
    start_exercise(drill.crisis, by=alice)

    early = play_due(start + 29 * MINUTE)
    on_time = [play_due(start + 31 * MINUTE), play_due(start + 31 * MINUTE)]

    (entry, text), = lines(drill)  # fmt: skip
    wanted.refresh_from_db()
    by_hand.refresh_from_db()
    assert (early, on_time) == (0, [1, 0])
    assert (wanted.state, wanted.entry, by_hand.state) == ("released", entry, "planned")
    assert text.text == "EXERCICE – Le SAMU annonce 12 cas" and text.from_name == "SAMU (fictif)"
    assert (entry.kind, entry.channel, entry.to_role) == ("received", "TEL", wanted.role)
    assert told() == {bob.pk}


@pytest.mark.django_db
def test_a_pause_moves_what_is_to_come_and_nothing_is_played_meanwhile(drill, alice):
    inject = plan_inject(drill, call(10), by=alice)
    start = clock.now() - 60 * MINUTE
    with clock.standing_at(start):
        start_exercise(drill.crisis, by=alice)
    with clock.standing_at(start + 5 * MINUTE):
        services.pause_exercise(drill.crisis, by=alice)
        with pytest.raises(ClockMoved):
            services.pause_exercise(drill.crisis, by=alice)
    paused = play_due(start + 20 * MINUTE)
    with clock.standing_at(start + 25 * MINUTE):
        services.resume_exercise(drill.crisis, by=alice)

    inject.refresh_from_db()
    assert paused == 0 and inject.due_at == start + 30 * MINUTE
    assert play_due(start + 29 * MINUTE) == 0
    assert play_due(start + 30 * MINUTE) == 1


@pytest.mark.django_db
def test_what_was_played_or_skipped_is_kept_even_by_the_database(drill, alice):
    played = plan_inject(drill, call(None), by=alice)
    skipped = plan_inject(drill, call(None), by=alice)
    services.play_inject(played, by=alice)
    services.skip_inject(skipped, by=alice)

    for act in (services.play_inject, services.skip_inject):
        with pytest.raises(InjectPlayed, match="joué"):
            act(played, by=alice)
    with pytest.raises(DatabaseError, match="does not change"), connection.cursor() as cursor:
        cursor.execute("UPDATE crisis_inject SET text = 'x' WHERE id = %s", [played.pk])


@pytest.mark.django_db
def test_a_real_crisis_plays_nothing_and_no_text_holds_a_patient(cell, drill, alice):
    with pytest.raises(NotAnExercise):
        plan_inject(cell, call(5), by=alice)
    with pytest.raises(NotAnExercise):
        start_exercise(cell.crisis, by=alice)
    with pytest.raises(PatientNumber):
        plan_inject(drill, call(5, text="Assuré 1 84 12 76 451 089 46"), by=alice)
    with pytest.raises(PatientDoubt):
        services.observe(drill, "Mme Durand, 84 ans, transférée", by=alice)
    assert plan_inject(drill, call(5, text="M. Rémi, 50 ans"), by=alice, confirmed=True).pk


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_and_one_that_dies_play_each_inject_once(drill, alice, monkeypatch):
    for rank in range(6):
        plan_inject(drill, call(rank, text=f"Élément {rank}"), by=alice)
    with clock.standing_at(clock.now() - 60 * MINUTE):
        start_exercise(drill.crisis, by=alice)
    with monkeypatch.context() as patch:
        patch.setattr(services, "_move", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            play_injects()

    def work():
        play_injects()
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    said = [text.text for _entry, text in lines(drill)]
    assert sorted(said) == [f"EXERCICE – Élément {rank}" for rank in range(6)]
    assert Inject.objects.filter(state="released").count() == 6
    messages = Notification.objects.filter(publication__notice="inject_played", channel="inbox")
    assert messages.count() == messages.values("publication__subject_id").distinct().count() == 6


@pytest.mark.django_db
def test_an_observer_reads_every_cell_of_the_exercise_and_writes_only_observations(
    client, drill, cell, alice, emile, gaspard, aube
):
    other = open_departmental(aube, by=gaspard, mode=Mode.EXERCISE, visibility="restricted")
    Cell.objects.filter(pk=other.pk).update(crisis=drill.crisis)
    join(drill, emile, standing="observer")
    services.add_objective(drill.crisis, "Alerter en 15 minutes", by=alice)
    plan_inject(drill, call(5, expected="Ouvrir la salle"), by=alice)
    log_in(client, emile)
    board = f"/crises/{drill.crisis.reference}/exercice/"

    log = client.get(f"{other.get_absolute_url()}main-courante/")
    client.post(f"{other.get_absolute_url()}main-courante/", {"text": "Bonjour"})
    shown = client.get(board).content.decode()
    objective = drill.crisis.objectives.get()
    said = {"cell": drill.pk, "text": "Appel à 9 h 10", "objective": objective.pk, "met": "partly"}
    client.post(f"{board}observation/", said)
    unsaid = client.post(f"{board}observation/", said | {"objective": ""}).content.decode()

    assert log.status_code == 200 and not lines(other)
    assert "Ouvrir la salle" in shown and "Jouer maintenant" not in shown
    seen = Observation.objects.get()
    assert (seen.met, seen.author, seen.objective) == ("partly", emile, objective)
    assert "Dites de quel objectif" in unsaid
    assert client.post(f"{board}etat/commencer/").status_code == 403
    assert client.get(f"/crises/{cell.crisis.reference}/exercice/").status_code == 403
    assert client.get(f"{cell.get_absolute_url()}main-courante/").status_code in (403, 404)


@pytest.mark.django_db
def test_the_animator_plans_changes_plays_and_pauses_from_the_pages(client, drill, alice, bob):
    log_in(client, alice)
    board = f"/crises/{drill.crisis.reference}/exercice/"
    said = {"cell": drill.pk, "sender": "SAMU", "channel": "TEL", "text": "12 cas"}

    assert "Animer et observer" in client.get(drill.crisis.get_absolute_url()).content.decode()
    client.post(f"{board}objectif/", {"words": "Alerter vite"})
    client.post(f"{board}element/", said | {"after_minutes": "20"})
    inject = Inject.objects.get()
    client.post(inject.get_absolute_url(), said | {"after_minutes": "25", "text": "14 cas"})
    client.post(f"{board}etat/commencer/")
    client.post(f"{board}etat/pause/")
    paused = client.get(board).content.decode()
    again = client.post(f"{board}etat/pause/", follow=True).content.decode()
    client.post(f"{inject.get_absolute_url()}jouer/")
    after = client.get(board).content.decode()

    inject.refresh_from_db()
    Crisis.objects.filter(pk=drill.crisis_id).update(status=Crisis.Status.COMPLETED)
    over = client.get(board).content.decode()

    assert "Cet exercice est fini" in over and "Mettre en pause" not in over
    assert "Prévoir un élément" not in over and "14 cas" in over
    assert (inject.after_minutes, inject.text, inject.state) == (25, "14 cas", "released")
    assert "En pause" in paused and "Alerter vite" in paused and "pt-exercise" in paused
    assert "en pause, ou pas encore commencé" in again
    assert "Plus rien n’est prévu" in after
    assert InjectPlayedNow(inject).context()["prefix"] == "EXERCICE – "
