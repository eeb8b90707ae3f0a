"""Pages that are read again, and corrections that anybody suggests."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.models import Notification, Publication
from coordination.upkeep.models import Confirmation, Suggestion
from coordination.upkeep.refusals import AlreadyAnswered, AnswerMissing, TooManySuggestions
from coordination.upkeep.selectors.pages import pages_due
from coordination.upkeep.services.confirmations import confirm, remind_confirmations
from coordination.upkeep.services.suggestions import (
    accept_suggestion,
    refuse_suggestion,
    suggest_correction,
)
from directory import registry
from directory.models import ContactPoint, FieldSource
from tests.directory.depth import ContactFactory, ServiceFactory
from tests.people import UserFactory, log_in
from tests.races import together

pytestmark = pytest.mark.django_db
TYPED = {"field": "street", "proposed": "3 rue Zola", "why": "La plaque a changé"}


def told(slug):
    """Who received messages of that kind."""
    rows = Notification.objects.filter(publication__notice=slug)
    return {one.user for one in rows.select_related("user")}


def test_one_tap_dates_every_line_and_keeps_where_each_comes_from(client, ehpad, bob):
    line = ContactFactory(structure=ehpad, source="FINESS")
    ended = ContactFactory(structure=ehpad, ends_on=timezone.localdate() - timedelta(days=9))
    service = ServiceFactory(structure=ehpad)
    FieldSource.objects.create(
        structure=ehpad, field="name", source="FINESS", as_of="2020-01-01", is_locked=True
    )
    log_in(client, bob)
    assert "toujours exacte" in client.get("/").text

    client.post(reverse("upkeep:page_confirm", args=[ehpad.uuid]))

    for row in (line, ended, service):
        row.refresh_from_db()
    today = timezone.localdate()
    assert (line.as_of, line.confirmed_by, line.source) == (today, str(bob), "FINESS")
    assert (service.as_of, ended.as_of) == (today, None)
    name = FieldSource.objects.get(structure=ehpad, field="name")
    assert (name.as_of, name.source, name.is_locked, name.confidence) == (
        today, "FINESS", True, "high",
    )  # fmt: skip
    assert Confirmation.objects.get().by == bob
    assert "toujours exacte" not in client.get("/").text


def test_a_page_is_due_after_180_days_and_after_30_during_a_crisis(
    ehpad, other_ehpad, bob, aube, monkeypatch
):
    now = timezone.now()
    assert list(pages_due(now)) == [ehpad]  # nobody manages the other one
    Confirmation.objects.create(structure=ehpad, by=bob, at=now - timedelta(days=40))
    assert not pages_due(now).exists()
    assert pages_due(now + timedelta(days=141)).exists()

    monkeypatch.setattr(registry, "_crises", [lambda: [aube.pk]])

    assert list(pages_due(now)) == [ehpad]
    confirm(ehpad, by=bob)
    assert not pages_due(now + timedelta(days=29)).exists()


def test_one_digest_a_fortnight_for_each_person_whatever_the_outage(ehpad, bob, helene):
    now = timezone.now()

    assert [remind_confirmations(now) for _ in range(3)] == [2, 0, 0]
    confirm(ehpad, by=bob)
    later = [remind_confirmations(now + timedelta(days=days)) for days in (14, 14, 28)]

    assert later == [1, 0, 1]
    assert told("pages_to_confirm") == {bob, helene}
    assert Publication.objects.filter(notice="pages_to_confirm").count() == 4


def test_anybody_suggests_and_whoever_keeps_the_page_corrects_it_in_one_tap(
    client, ehpad, bob, charlie
):
    log_in(client, charlie)
    client.post(reverse("upkeep:suggest", args=[ehpad.uuid]), TYPED)
    suggestion = Suggestion.objects.get()
    assert suggestion.due_on == timezone.localdate() + timedelta(days=10)
    assert told("suggestion_made") == {bob}
    answer = reverse("upkeep:suggestion_answer", args=[suggestion.uuid])
    assert client.post(answer, {"act": "accepter"}).status_code == 403
    log_in(client, bob)
    assert "suggestion de correction attend" in client.get("/").text
    assert "3 rue Zola" in client.get(reverse("upkeep:suggestion_list")).text

    client.post(answer, {"act": "accepter", "answer": "Merci"})

    ehpad.refresh_from_db()
    assert ehpad.street == "3 rue Zola"
    assert told("suggestion_answered") == {charlie}
    log_in(client, charlie)
    assert "acceptée" in client.get(reverse("upkeep:suggestion_list")).text
    with pytest.raises(AlreadyAnswered):
        refuse_suggestion(suggestion, by=bob, answer="trop tard")


def test_a_refusal_says_why_and_a_late_answer_is_seen_by_the_agency(client, ehpad, alice, charlie):
    suggestion = suggest_correction(ehpad, by=charlie, **TYPED | {"field": "contact"})
    assert told("suggestion_made") == {alice}
    with pytest.raises(AnswerMissing):
        refuse_suggestion(suggestion, by=alice, answer=" ")
    late = timezone.localdate() - timedelta(days=1)
    Suggestion.objects.update(due_on=late)
    log_in(client, alice)
    assert "dont 1 en retard" in client.get(reverse("upkeep:suggestion_list")).text

    page = reverse("upkeep:suggestion_answer", args=[suggestion.uuid])
    client.post(page, {"act": "refuser", "answer": "Le numéro répond."})

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.answered_by) == ("refused", alice)
    assert not ContactPoint.objects.exists()
    other = suggest_correction(ehpad, by=charlie, **TYPED | {"field": "contact"})
    assert accept_suggestion(other, by=alice) is False


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"proposed": ""}, "nécessaire"), ({"field": "commune"}, "choix"),
        ({"why": "né le 3 mars, 2 55 08 14 168 025 38"}, "patients"),
        ({"field": "phone", "proposed": "17 rue"}, "numéro"),
        ({"proposed": "x" * 251}, "trop long"),
    ],
)  # fmt: skip
def test_a_suggestion_that_cannot_be_read_says_how_to_repair_it(client, ehpad, charlie, typed, why):
    log_in(client, charlie)

    answer = client.post(reverse("upkeep:suggest", args=[ehpad.uuid]), TYPED | typed)

    assert answer.status_code == 200
    assert why in answer.text
    assert not Suggestion.objects.exists()


def test_the_same_suggestion_waits_once_and_a_day_holds_ten(client, ehpad, charlie):
    log_in(client, charlie)
    page = reverse("upkeep:suggest", args=[ehpad.uuid])
    client.post(page, TYPED)
    assert "déjà fait cette suggestion" in client.post(page, TYPED).text

    for rank in range(9):
        suggest_correction(ehpad, by=charlie, **TYPED | {"proposed": f"{rank + 20} rue Zola"})

    with pytest.raises(TooManySuggestions):
        suggest_correction(ehpad, by=charlie, **TYPED | {"proposed": "12 rue Zola"})


def test_the_queue_costs_the_same_at_two_sizes(client, ehpad, bob):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("upkeep:suggestion_list"))
        return len(captured)

    log_in(client, bob)
    suggest_correction(ehpad, by=UserFactory(), **TYPED)
    statements()
    few = statements()
    for _ in range(5):
        suggest_correction(ehpad, by=UserFactory(), **TYPED)

    assert statements() == few


@pytest.mark.django_db(transaction=True)
def test_two_keepers_who_answer_at_once_leave_one_answer(ehpad, bob, alice, charlie):
    one = suggest_correction(ehpad, by=charlie, **TYPED)

    answers = together(
        lambda: accept_suggestion(one, by=bob),
        lambda: refuse_suggestion(one, by=alice, answer="La plaque n’a pas changé"),
    )

    assert sum(isinstance(answer, AlreadyAnswered) for answer in answers) == 1
    ehpad.refresh_from_db()
    one.refresh_from_db()
    assert (ehpad.street == "3 rue Zola") is (one.state == "accepted")
