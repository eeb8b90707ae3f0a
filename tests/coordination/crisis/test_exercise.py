"""An exercise never leaves its list, and never becomes real (rule 7)."""

from datetime import date

import pytest
from django.db.models import F, Value

from coordination.crisis.models import Activation, Mode
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.refusals.exercise import OutsideExercise
from coordination.crisis.services.activation import change_level
from coordination.crisis.services.designation import designate
from coordination.crisis.services.exercise import check_recipients
from coordination.crisis.services.member import end_membership
from coordination.notifications.models import Notification
from coordination.notifications.registry import Outsider
from portal.accounts.models import User
from tests.coordination.crisis.crisis_world import decided, join, open_departmental, role
from tests.coordination.oncall.roster_world import PersonFactory

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
