"""Acts that nobody needs to repeat so fast: counted in the journal, refused in words."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from coordination.reinforcement.refusals import TooManyReveals, TooManyWaves
from coordination.reinforcement.services import reveal
from coordination.reinforcement.services import wave as waves
from portal.accounts import services as accounts
from portal.accounts.refusals import TooManyGrants
from portal.audit import services as audit
from portal.audit.models import Entry
from portal.audit.refusals import TooManyExports
from portal.audit.services import record_export
from portal.rest.answers import answer_to
from tests.people import (
    NeedFactory,
    StructureFactory,
    UserFactory,
    VolunteerFactory,
    WaveFactory,
    log_in,
    make_free,
)


def test_files_of_every_kind_count_together_and_an_hour_later_no_more(alice, monkeypatch) -> None:
    monkeypatch.setattr(audit, "MOST_EXPORTS", 2)
    record_export(alice, "directory.exported", alice)
    record_export(alice, "situation.exported", alice)

    with pytest.raises(TooManyExports):
        record_export(alice, "volunteer.exported", alice)

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        record_export(alice, "volunteer.exported", alice)


@pytest.mark.parametrize(
    ("page", "back"),
    [
        ("/pilotage/besoins.csv?jours=7", "/pilotage/?jours=7"),
        ("/annuaire/export.csv?q=ehpad", "/annuaire/?q=ehpad"),
    ],
)
def test_the_page_says_so_and_gives_no_file(client, alice, monkeypatch, page, back) -> None:
    monkeypatch.setattr(audit, "MOST_EXPORTS", 0)
    log_in(client, alice)

    answer = client.get(page)

    assert answer.url == back
    assert "depuis une heure" in client.get(back).content.decode()


def test_a_need_has_so_many_waves_an_hour(ehpad, bob, troyes) -> None:
    make_free(VolunteerFactory(commune=troyes))
    need = NeedFactory(structure=ehpad, opened=True)
    for rank in range(1, waves.MOST_AN_HOUR + 1):
        WaveFactory(need=need, rank=rank, size=1)
    next_one = waves.next_rank(need)

    with pytest.raises(TooManyWaves):
        waves.release_wave(need, by=bob, rank=next_one, size=1)

    need.waves.update(released_at=timezone.now() - timedelta(minutes=61))
    assert waves.release_wave(need, by=bob, rank=next_one, size=1).asked == 1


def test_the_api_answers_429_with_the_sentence(client, ehpad, bob, monkeypatch) -> None:
    monkeypatch.setattr(waves, "MOST_AN_HOUR", 0)
    need = NeedFactory(structure=ehpad, opened=True)
    log_in(client, bob)

    answer = client.post(reverse("api:need-release", args=[need.uuid]), {"rank": 1, "size": 1})

    assert (answer.status_code, answer.json()["code"]) == (429, "TooManyWaves")
    assert "laissez aux personnes prévenues le temps" in answer.json()["detail"]


def test_every_limit_answers_429() -> None:
    limits = (TooManyExports, TooManyReveals, TooManyWaves, TooManyGrants)

    assert {answer_to(limit(most=3), {}).status_code for limit in limits} == {429}


def test_a_person_asks_for_a_few_grants_a_day(troyes) -> None:
    person = UserFactory()
    for _ in range(accounts.MOST_REQUESTS):
        accounts.request_grant(person, structure=StructureFactory(commune=troyes))

    with pytest.raises(TooManyGrants):
        accounts.request_grant(person, structure=StructureFactory(commune=troyes))

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        accounts.request_grant(person, structure=StructureFactory(commune=troyes))


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_do_not_both_find_the_last_place(alice, charlie, monkeypatch) -> None:
    monkeypatch.setattr(reveal, "MOST_AN_HOUR", 1)
    start, found = Barrier(4), []

    def open_contact() -> None:
        start.wait()
        try:
            reveal.reveal_contact(charlie.volunteer, by=alice)
            found.append("opened")
        except TooManyReveals:
            found.append("slowed down")
        finally:
            connections.close_all()

    threads = [Thread(target=open_contact) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == ["opened", *["slowed down"] * 3]
    assert Entry.objects.filter(action="contact.revealed").count() == 1
