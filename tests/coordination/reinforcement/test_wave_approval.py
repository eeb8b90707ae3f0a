"""A very large wave needs two people: who, in which order, and what happens when both hurry."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.urls import reverse

from coordination.notifications.models import Publication
from coordination.reinforcement.models import Assignment, Wave
from coordination.reinforcement.refusals import (
    NoSecondPerson,
    NotRecruiting,
    OwnWave,
    WaveDecided,
)
from coordination.reinforcement.services import need as need_services
from coordination.reinforcement.services.wave import release_next_wave, release_wave, stop_wave
from coordination.reinforcement.services.wave_approval import approve_wave, refuse_wave
from portal.audit.models import Entry
from tests.people import GrantFactory, NeedFactory, UserFactory, VolunteerFactory, log_in, make_free

State = Wave.State


@pytest.fixture(autouse=True)
def three_at_most(settings) -> None:
    """More than three people within an hour need a second agreement."""
    settings.WAVE_APPROVAL_ABOVE = 3


@pytest.fixture
def claire(aube):
    """Another ARS agent of the Aube."""
    return GrantFactory(user=UserFactory(first_name="Claire"), territory=aube).user


@pytest.fixture
def need(ehpad, nurse):
    """A need that five nurses of Troyes suit."""
    for _ in range(5):
        make_free(VolunteerFactory(commune=ehpad.commune, profession=nurse))
    return NeedFactory(structure=ehpad, opened=True)


@pytest.fixture
def proposed(need, alice, claire) -> Wave:
    return release_wave(need, by=alice, rank=1, size=5)


def published(slug: str) -> int:
    return Publication.objects.filter(notice=slug).count()


def test_a_very_large_wave_waits_and_tells_the_other_agents(proposed, alice, claire) -> None:
    assert proposed.state == State.PROPOSED
    assert not Assignment.objects.exists()
    assert (published("wave_ask"), published("wave_proposed")) == (0, 1)
    told = Publication.objects.get(notice="wave_proposed").messages.values_list("user")
    assert set(told) == {(claire.pk,)}
    assert Entry.objects.get(action="wave.proposed").actor == alice


def test_a_wave_at_the_limit_leaves_at_once(need, alice) -> None:
    assert release_wave(need, by=alice, rank=1, size=3).state == State.DRAWN


def test_two_waves_in_an_hour_count_together(need, bob, alice) -> None:
    release_wave(need, by=bob, rank=1, size=2)

    assert release_wave(need, by=bob, rank=2, size=2).state == State.PROPOSED


def test_the_second_person_releases_it_and_the_journal_keeps_both(proposed, claire) -> None:
    approve_wave(proposed, by=claire)

    assert (proposed.state, proposed.decided_by) == (State.RELEASED, claire)
    assert published("wave_ask") == 1
    assert Entry.objects.get(action="wave.approved").actor == claire


def test_nobody_agrees_with_themselves(proposed, alice) -> None:
    with pytest.raises(OwnWave):
        approve_wave(proposed, by=alice)

    assert Wave.objects.get().state == State.PROPOSED


def test_a_refusal_is_told_with_its_reason_and_nobody_is_asked(proposed, alice, claire) -> None:
    refuse_wave(proposed, by=claire, reason="Commencez par les réservistes.")

    assert proposed.state == State.REFUSED
    assert published("wave_ask") == 0
    told = Publication.objects.get(notice="wave_refused").messages.values_list("user")
    assert set(told) == {(alice.pk,)}
    with pytest.raises(WaveDecided):
        approve_wave(proposed, by=claire)


def test_without_another_agent_the_wave_must_be_smaller(need, alice) -> None:
    with pytest.raises(NoSecondPerson):
        release_wave(need, by=alice, rank=1, size=5)

    assert not Wave.objects.exists()


def test_a_suspended_need_keeps_its_wave_from_leaving(proposed, need, alice, claire) -> None:
    need_services.suspend_need(need, by=alice, reason="Le besoin se précise.")

    with pytest.raises((NotRecruiting, WaveDecided)):
        approve_wave(proposed, by=claire)

    assert published("wave_ask") == 0


def test_who_prepared_a_wave_takes_it_back(proposed, alice, claire) -> None:
    stop_wave(proposed, by=alice)

    with pytest.raises(WaveDecided):
        approve_wave(proposed, by=claire)


def test_the_clock_alone_never_writes_to_so_many(need) -> None:
    wave = release_next_wave(need)

    assert (wave.state, wave.size) == (State.DRAWN, 3)


@pytest.mark.django_db(transaction=True)
def test_of_two_agreements_at_once_one_wins(proposed, claire, aube) -> None:
    hurried = [claire, GrantFactory(territory=aube).user]
    start, found = Barrier(2), []

    def agree(who) -> None:
        start.wait()
        try:
            approve_wave(Wave.objects.get(pk=proposed.pk), by=who)
            found.append("released")
        except WaveDecided:
            found.append("too late")
        finally:
            connections.close_all()

    threads = [Thread(target=agree, args=(who,)) for who in hurried]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == ["released", "too late"]
    assert published("wave_ask") == 1
    assert Entry.objects.filter(action="wave.approved").count() == 1


def page_of(wave: Wave) -> str:
    return reverse("reinforcement:wave_approval", args=[wave.need.uuid, wave.rank])


def test_the_home_page_leads_the_second_person_to_the_decision(client, proposed, claire) -> None:
    log_in(client, claire)
    assert page_of(proposed) in client.get("/").content.decode()
    assert "Prévenir 5 personnes" in client.get(page_of(proposed)).content.decode()

    client.post(page_of(proposed), {"decision": "yes", "reason": "oubli"})

    assert Wave.objects.get().state == State.RELEASED


def test_a_refusal_without_a_reason_is_shown_again(client, proposed, claire) -> None:
    log_in(client, claire)

    answer = client.post(page_of(proposed), {"decision": "no", "reason": " "})

    assert "Dites pourquoi vous refusez." in answer.content.decode()
    assert Wave.objects.get().state == State.PROPOSED


def test_the_author_sees_that_somebody_else_must_agree(client, proposed, alice) -> None:
    log_in(client, alice)

    page = client.get(page_of(proposed)).content.decode()

    assert "Un autre agent doit donner son accord" in page
    assert 'name="decision"' not in page


def test_the_api_agrees_and_refuses_like_the_page(client, proposed, alice, claire) -> None:
    log_in(client, alice)
    approve = reverse("api:need-approve", args=[proposed.need.uuid, 1])
    refuse = reverse("api:need-refuse", args=[proposed.need.uuid, 1])
    assert client.post(approve).json()["code"] == "OwnWave"

    log_in(client, claire)
    assert client.post(approve).status_code == 204
    answer = client.post(refuse, {"reason": "Trop tard."})

    assert (answer.status_code, answer.json()["code"]) == (409, "WaveDecided")
