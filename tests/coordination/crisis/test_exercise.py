"""An exercise never leaves its list, and never becomes real (rule 7)."""

from datetime import date

import pytest
from django.db.models import F, Value
from django.urls import reverse

from coordination.crisis import clock
from coordination.crisis.models import Activation, Mode, TaskDigest, TaskReminder
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.notices.preparation import PlanToReview
from coordination.crisis.notices.task import CriticalTasksDue, TasksDue
from coordination.crisis.refusals.exercise import OutsideExercise
from coordination.crisis.services.activation import change_level
from coordination.crisis.services.designation import designate
from coordination.crisis.services.exercise import check_recipients
from coordination.crisis.services.inject import start_exercise
from coordination.crisis.services.member import end_membership
from coordination.crisis.services.task import NewTask, create_task
from coordination.crisis.urls import urlpatterns
from coordination.notifications.models import Notification
from coordination.notifications.registry import Notice, Outsider, all_notices
from portal.accounts.models import User
from tests.coordination.crisis.crisis_world import decided, join, open_departmental, role
from tests.coordination.oncall.roster_world import PersonFactory
from tests.people import log_in

pytestmark = pytest.mark.django_db


def told(cell):
    """Who was told of its last change of level."""
    last = Activation.objects.filter(cell=cell).latest("pk")
    rows = Notification.objects.filter(publication__notice="cell_level_changed")
    return set(rows.filter(publication__subject_id=str(last.pk)).values_list("user", flat=True))


def open_with_a_named_alternate(aube, alice, bob, emile, mode):
    cell = open_departmental(aube, by=alice, mode=mode)
    person = PersonFactory(user=bob, territory=aube)
    since = date(2026, 1, 1)
    designate(role(cell, "legal"), person, owner=aube, rank=1, since=since, by=alice)
    join(cell, emile)
    return cell


def test_a_real_level_is_told_to_those_named_an_exercise_to_its_people_only(
    catalogue, aube, alice, bob, emile
):
    real = open_with_a_named_alternate(aube, alice, bob, emile, Mode.ACTUAL)
    change_level(real, to=3, decided=decided(alice), by=alice)
    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    end_membership(join(exercise, emile), by=alice)
    change_level(exercise, to=3, decided=decided(alice), by=alice)

    assert bob.pk in told(real)
    assert told(exercise) == {alice.pk}


def test_no_notice_of_a_cell_can_reach_outside_whatever_it_asks_for(catalogue, aube, alice, bob):
    class ToEverybody(AboutCell):
        def audience(self):
            return User.objects.annotate(user_id=F("pk"), reference=Value(""))

        def outsiders(self):
            return [Outsider(ways=(("sms", "+33600000000"),))]

    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)

    assert [one.pk for one in ToEverybody(exercise).audience()] == [alice.pk]
    assert list(ToEverybody(exercise).outsiders()) == []


def test_choosing_somebody_outside_is_refused_with_their_name(catalogue, aube, alice, bob):
    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)

    with pytest.raises(OutsideExercise, match=str(bob)):
        check_recipients(exercise.crisis, [alice, bob])
    join(exercise, bob, standing="guest")
    check_recipients(exercise.crisis, [alice, bob])
    check_recipients(open_departmental(aube, by=alice).crisis, [bob])


def test_no_notice_of_crises_forgets_the_list_of_an_exercise():
    """Each is about a cell and passes the guard; digests have their own, a plan has no cell."""
    ours = [one for one in all_notices() if one.__module__.startswith("coordination.crisis")]
    guarded = [one for one in ours if issubclass(one, AboutCell)]
    told = [(one, name) for one in guarded for name in ("audience", "outsiders")]
    own = [(one, name) for one, name in told if getattr(one, name) is not getattr(Notice, name)]

    assert [one for one in own if not hasattr(getattr(*one), "exercise_checked")] == []
    assert {*ours} - {*guarded} == {TasksDue, CriticalTasksDue, PlanToReview}
    assert len(own) >= 5


def test_a_task_of_an_exercise_reminds_nobody_who_left_it(catalogue, aube, alice, bob):
    exercise = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    digest = TaskDigest.objects.create(user=bob, is_exercise=True, at=clock.now())
    member, now = join(exercise, bob), clock.now()
    task = create_task(exercise, NewTask("Compter les lits", owner=bob, due_at=now), by=alice)
    TaskReminder.objects.create(digest=digest, task=task, user=bob, due=now)

    inside = [one.pk for one in TasksDue(digest).audience()]
    end_membership(member, by=alice)

    assert inside == [bob.pk]
    assert list(TasksDue(digest).audience()) == []


def test_every_page_of_an_exercise_has_its_banner(client, catalogue, aube, alice):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    start_exercise(cell.crisis, by=alice)
    log_in(client, alice)
    known = {"uuid": cell.uuid, "reference": cell.crisis.reference}
    silent, seen = [], 0
    for one in urlpatterns:
        asked = set(one.pattern.converters)
        if not asked or not asked <= set(known):
            continue
        page = client.get(reverse(f"crisis:{one.name}", kwargs={key: known[key] for key in asked}))
        html = page.headers.get("Content-Type", "").startswith("text/html")
        if page.status_code == 200 and html and not page.streaming:
            seen += 1
            silent += [] if b"pt-exercise" in page.content else [one.name]

    assert silent == []
    assert seen >= 12
