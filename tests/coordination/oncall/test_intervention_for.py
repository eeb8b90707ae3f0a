"""The coordination notes an intervention for somebody, who sees it and may contest."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from coordination.notifications.models import Notification
from coordination.oncall.models import Intervention
from coordination.oncall.refusals.served import InterventionContested
from coordination.oncall.services.serving.intervention import contest_intervention
from portal.audit.models import Entry
from tests.coordination.oncall.roster_world import LineFactory, RosterFactory
from tests.coordination.oncall.served_world import listed, night
from tests.people import UserFactory, log_in

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 9)


@pytest.fixture
def duty(aube):
    """The night of 9 June 2026, held by a nurse with an account; it is 9 h the next day."""
    with time_machine.travel(datetime(2026, 6, 10, 7, tzinfo=UTC), tick=False):
        line = LineFactory(territory=aube)
        yield night(RosterFactory(line=line), JUNE, listed(line, user=UserFactory()))


def told(slug):
    rows = Notification.objects.filter(publication__notice=slug)
    return set(rows.values_list("user", flat=True))


def test_it_is_noted_in_her_name_she_is_told_contests_and_the_coordination_knows(
    client, duty, emile
):
    person = duty.person
    page = reverse("oncall:person_trips", args=[person.uuid])
    typed = {"duty": duty.pk, "kind": "visit", "called": "2h10", "left": "2h20", "ended": "3h40"}

    log_in(client, emile)
    assert page in client.get(reverse("oncall:person_detail", args=[person.uuid])).content.decode()
    assert client.post(page, typed).status_code == 302

    one = Intervention.objects.get()
    assert (one.person, one.noted_by, one.is_for_them) == (person, emile, True)
    assert Entry.objects.get(action="intervention.noted").detail["acting"] == str(person.uuid)
    assert told("intervention_noted_for") == {person.user_id}

    contest = reverse("oncall:intervention_contest", args=[one.uuid])
    assert client.get(contest).status_code == 403
    log_in(client, person.user)
    mine = unescape(client.get(reverse("oncall:my_duties")).content.decode())
    assert "Notée en votre nom" in mine and contest in mine
    client.post(contest, {"motive": "Je ne me suis pas déplacée"})

    assert emile.pk in told("intervention_disputed")
    log_in(client, emile)
    assert "Je ne me suis pas déplacée" in unescape(client.get(page).content.decode())
    with pytest.raises(InterventionContested):
        contest_intervention(one, reason="encore", by=person.user)


def test_what_one_notes_oneself_is_not_contested(client, duty):
    log_in(client, duty.person.user)
    typed = {"duty": duty.pk, "kind": "phone", "called": "2h10", "ended": "2h20"}
    client.post(reverse("oncall:intervention_add"), typed)

    one = Intervention.objects.get()
    answer = client.get(reverse("oncall:intervention_contest", args=[one.uuid]))

    assert answer.status_code == 403
    assert told("intervention_noted_for") == set()
