"""Waves ask the right number of people, once, and stop when there is nobody left to ask for."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone

from coordination.notifications.models import Notification, Publication
from coordination.notifications.writing import write_one
from coordination.reinforcement.models import Assignment, ContactBudget, Need, Wave
from coordination.reinforcement.refusals import (
    NobodyFits,
    NotRecruiting,
    WaveAlreadyReleased,
    WaveOver,
)
from coordination.reinforcement.selectors.sizing import observed_rate
from coordination.reinforcement.services import need as need_services
from coordination.reinforcement.services.wave import (
    needs_awaiting_a_wave,
    next_rank,
    release_next_wave,
    release_wave,
    stop_wave,
)
from portal.audit.models import Entry
from tests.people import (
    AssignmentFactory,
    NeedFactory,
    VolunteerFactory,
    WaveFactory,
    make_free,
)


@pytest.fixture
def pool(ehpad, nurse):
    """Twelve nurses of Troyes, free."""
    return free_nurses(ehpad, nurse, 12)


@pytest.fixture
def need(ehpad):
    return NeedFactory(structure=ehpad, opened=True)


def test_a_wave_asks_as_many_people_as_it_said_and_takes_their_budget(need, pool, bob):
    wave = release_wave(need, by=bob, rank=1, size=7, message="Merci d’avance.")

    wave.refresh_from_db()
    assert (wave.state, wave.asked, wave.size) == (Wave.State.DRAWN, 7, 7)
    asked = Assignment.objects.filter(wave=wave)
    assert asked.count() == 7
    assert all(one.reasons for one in asked)
    assert ContactBudget.objects.filter(used=1).count() == 7
    entry = Entry.objects.get(action="wave.released")
    assert (entry.actor, entry.detail["size"]) == (bob, 7)


def test_those_asked_receive_their_own_link_and_the_words_of_the_structure(need, pool, bob):
    wave = release_wave(need, by=bob, rank=1, size=5, message="Nuits calmes.")

    written(wave)

    told = Publication.objects.get(notice="wave_ask", subject_id=str(wave.pk))
    assert told.recipients == 5
    assert "Nuits calmes." in told.email_body
    references = Notification.objects.filter(publication=told).values_list("reference", flat=True)
    assert set(references) == {str(one.link_key) for one in Assignment.objects.all()}


def test_a_big_wave_is_drawn_by_the_worker(need, pool, bob, monkeypatch):
    monkeypatch.setattr("coordination.reinforcement.services.wave.DRAWN_AT_ONCE", 4)

    wave = release_wave(need, by=bob, rank=1, size=6)

    assert (wave.state, Assignment.objects.count()) == (Wave.State.RELEASED, 0)
    written(wave)
    wave.refresh_from_db()
    assert (wave.state, wave.asked, Assignment.objects.count()) == (Wave.State.DRAWN, 6, 6)


def test_a_big_wave_of_a_need_suspended_meanwhile_asks_nobody(need, pool, bob, monkeypatch):
    monkeypatch.setattr("coordination.reinforcement.services.wave.DRAWN_AT_ONCE", 4)
    wave = release_wave(need, by=bob, rank=1, size=6)

    need_services.suspend_need(need, by=bob, reason="Alerte météo.")
    written(wave)

    wave.refresh_from_db()
    assert (wave.state, Assignment.objects.count()) == (Wave.State.STOPPED, 0)


def test_the_same_wave_released_twice_is_released_once(need, pool, bob, alice):
    release_wave(need, by=bob, rank=1, size=5)

    with pytest.raises(WaveAlreadyReleased, match="quelqu’un d’autre"):
        release_wave(need, by=alice, rank=1, size=5)

    assert Assignment.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_two_people_releasing_the_same_wave_at_once_one_wins(need, pool, bob, alice):
    ready, outcomes = Barrier(2), []

    def release(who):
        ready.wait()
        try:
            release_wave(need, by=who, rank=1, size=5)
            outcomes.append("released")
        except WaveAlreadyReleased:
            outcomes.append("told")
        finally:
            connections.close_all()

    rivals = [Thread(target=release, args=[who]) for who in (bob, alice)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()

    assert sorted(outcomes) == ["released", "told"]
    assert (Wave.objects.count(), Assignment.objects.count()) == (1, 5)


def test_a_need_that_does_not_recruit_or_that_nobody_fits_has_no_wave(need, ehpad, bob):
    draft = NeedFactory(structure=ehpad)

    with pytest.raises(NotRecruiting, match="brouillon"):
        release_wave(draft, by=bob, rank=1, size=5)
    with pytest.raises(NobodyFits):
        release_wave(need, by=bob, rank=1, size=5)

    assert not Wave.objects.exists()


def test_people_whose_week_is_full_are_asked_only_with_a_written_reason(need, pool, alice):
    ContactBudget.objects.bulk_create(
        ContactBudget(volunteer=one, week=monday(), allowed=3, used=3) for one in pool
    )

    with pytest.raises(NobodyFits):
        release_wave(need, by=alice, rank=1, size=5)
    wave = release_wave(need, by=alice, rank=1, size=5, override_reason="Plus aucun soignant.")

    assert wave.asked == 5
    assert ContactBudget.objects.filter(used=3, overrides=1).count() == 5
    entry = Entry.objects.get(action="wave.released")
    assert entry.detail["override"] == "Plus aucun soignant."


def test_a_stopped_wave_takes_back_what_has_not_left_and_stops_once(need, pool, bob):
    wave = release_wave(need, by=bob, rank=1, size=5)
    written(wave)

    assert stop_wave(wave, by=bob) == 5
    with pytest.raises(WaveOver):
        stop_wave(wave, by=bob)

    states = Notification.objects.filter(channel="email").values_list("state", flat=True)
    assert set(states) == {"cancelled"}


@pytest.mark.parametrize("act", [need_services.suspend_need, need_services.cancel_need])
def test_giving_a_need_up_returns_the_budget_of_the_asks_that_had_not_left(need, pool, bob, act):
    wave = release_wave(need, by=bob, rank=1, size=5)
    written(wave)
    waiting = Notification.objects.filter(channel="email", publication__notice="wave_ask")
    gone = list(waiting.values_list("pk", flat=True)[:2])
    waiting.filter(pk__in=gone).update(state="accepted")

    act(need, by=bob, reason="Patients transférés.")

    told = waiting.filter(pk__in=gone).values("user__volunteer")
    spent = ContactBudget.objects.filter(used=1)
    assert set(spent.values_list("volunteer", flat=True)) == set(
        told.values_list("user__volunteer", flat=True)
    )
    assert ContactBudget.objects.filter(used=0).count() == 3
    assert set(waiting.exclude(pk__in=gone).values_list("state", flat=True)) == {"cancelled"}


def test_a_need_suspended_before_its_messages_are_written_costs_nobody_anything(need, pool, bob):
    release_wave(need, by=bob, rank=1, size=5)

    need_services.suspend_need(need, by=bob, reason="Alerte météo.")

    assert not ContactBudget.objects.filter(used=1).exists()
    assert set(need.assignments.values_list("state", flat=True)) == {"stood_down"}


def test_an_automatic_need_asks_again_when_the_window_has_ended(need, pool):
    Need.objects.filter(pk=need.pk).update(automatic=True)
    assert list(needs_awaiting_a_wave()) == [need]

    first = release_next_wave(need)
    assert release_next_wave(need) is None
    Wave.objects.update(window_ends_at=timezone.now() - timedelta(minutes=1))
    Wave.objects.filter(pk=first.pk).update(size=5)
    second = release_next_wave(need)

    assert (first.rank, first.is_automatic) == (1, True)
    assert second is None, "all twelve were asked by the first wave"
    assert next_rank(need) == 2


def test_the_rate_is_the_prior_until_waves_have_ended_here(need, nurse, ehpad, settings):
    assert observed_rate(need)[0] == pytest.approx(0.1)

    ended = WaveFactory(
        need=NeedFactory(structure=ehpad, opened=True),
        window_ends_at=timezone.now() - timedelta(hours=1),
    )
    long_ago = timezone.now() - timedelta(hours=2)
    for rank in range(10):
        said_yes = {"state": "accepted", "answered_at": long_ago} if rank < 4 else {}
        AssignmentFactory(need=ended.need, wave=ended, **said_yes)
    AssignmentFactory(need=ended.need, wave=ended, state="refused", answered_at=long_ago)

    rate, source = observed_rate(need)

    assert rate == pytest.approx((0.1 * 50 + 4) / 61)
    assert "4 oui sur 11 sollicités" in source
    settings.ANSWER_PHASE = "exhausted"
    assert observed_rate(need)[0] == pytest.approx((0.003 * 50 + 4) / 61)


def free_nurses(ehpad, nurse, count):
    """So many nurses of the structure's commune, available."""
    people = [VolunteerFactory(profession=nurse, commune=ehpad.commune) for _ in range(count)]
    for one in people:
        make_free(one)
    return people


def monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def written(wave):
    """The worker has written the messages of the wave."""
    publication = Publication.objects.get(notice="wave_ask", subject_id=str(wave.pk))
    write_one(publication.pk)
