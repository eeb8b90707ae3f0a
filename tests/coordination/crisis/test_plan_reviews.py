"""The review of a plan comes: who keeps it is told twice at most, nothing lost nor doubled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coordination.crisis.models import CrisisPlan
from coordination.crisis.selectors.owners import Owner
from coordination.crisis.services.plan_reviews import remind_plans
from coordination.crisis.services.preparation import Dates, keep_plan
from coordination.notifications.models import Notification, Publication
from tests.races import together

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def planned(structure, review_on, *, by, kind="plan_bleu"):
    own = Owner(structure.commune, structure)
    return keep_plan(own, kind, Dates(review_on - 400 * DAY, review_on), by=by)


def told():
    return [
        (one.user.first_name, one.publication.email_subject)
        for one in Notification.objects.filter(
            publication__notice="plan_to_review", channel="email"
        ).order_by("pk")
    ]


def test_whoever_manages_hears_before_then_on_the_day_and_no_more(ehpad, bob, settings, broker):
    today = timezone.localdate()
    planned(ehpad, today + 31 * DAY, by=bob)
    later = [today + days * DAY for days in (0, 1, 1, 2, 30, 31, 31, 32, 200)]

    assert [remind_plans(day) for day in later] == [0, 1, 0, 0, 0, 1, 0, 0, 0]

    bodies = Publication.objects.values_list("email_body", flat=True)
    assert {one.user for one in Notification.objects.all()} == {bob}
    assert "à revoir avant le" in bodies[0] and "Un seul autre rappel" in bodies[0]
    assert str(ehpad) in bodies[0] and "plan bleu" in bodies[0]


def test_an_outage_delays_one_message_and_a_new_date_is_told_again(ehpad, bob, broker):
    today = timezone.localdate()
    plan = planned(ehpad, today - 3 * DAY, by=bob)

    assert [remind_plans(today) for _ in range(3)] == [1, 0, 0]
    assert "est arrivée" in Publication.objects.get().email_body

    planned(ehpad, today + 20 * DAY, by=bob)
    assert [remind_plans(today), remind_plans(today + 20 * DAY)] == [1, 1]
    plan.delete()
    assert remind_plans(today + 400 * DAY) == 0


def test_without_a_manager_the_ars_hears_and_each_territory_its_own(
    other_ehpad, aube, alice, dora, broker
):
    today = timezone.localdate()
    planned(other_ehpad, today, by=alice)
    keep_plan(Owner(aube), CrisisPlan.Kind.ORSAN, Dates(today - 9 * DAY, today), by=alice)

    assert remind_plans(today) == 2

    assert {one.user for one in Notification.objects.all()} == {alice}


def test_the_delay_is_a_setting(ehpad, bob, settings, broker):
    settings.PLAN_REVIEW_NOTICE_DAYS = 5
    today = timezone.localdate()
    planned(ehpad, today + 6 * DAY, by=bob)

    assert [remind_plans(today), remind_plans(today + DAY)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_two_processes_tell_once(ehpad, bob, broker):
    today = timezone.localdate()
    planned(ehpad, today, by=bob)

    together(*[lambda: remind_plans(today)] * 4, threads=4)

    assert Publication.objects.count() == 1
    assert len(told()) == 1
