"""Who fits a need: one obstacle a person, the best first, and never more than a week allows."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coordination.reinforcement import pool
from coordination.reinforcement.models import (
    Assignment,
    Availability,
    ContactBudget,
    Need,
    Seat,
    Skill,
    Trust,
    Volunteer,
    Wave,
)
from portal.lib.time import PARIS, week_start
from tests.people import (
    AssignmentFactory,
    ExperienceFactory,
    NeedFactory,
    ProfessionFactory,
    VolunteerFactory,
    WaveFactory,
    make_free,
)


@pytest.fixture
def need(ehpad):
    return NeedFactory(structure=ehpad, opened=True, slots=2)


@pytest.fixture
def fitting(ehpad, nurse, need):
    """Makes a nurse of Troyes free on both slots, but for what the test changes."""

    def make(**changes):
        volunteer = VolunteerFactory(**{"commune": ehpad.commune, "profession": nurse} | changes)
        make_free(volunteer)
        return volunteer

    return make


def this_week():
    return week_start(timezone.now(), PARIS)


def test_a_nurse_free_and_near_fits(need, fitting):
    volunteer = fitting()

    answer = pool.fits(need)

    assert (answer.total, answer.obstacles) == (1, {})
    assert answer.rows[0].reference == volunteer.reference
    assert answer.rows[0].slots_covered == answer.rows[0].slots_asked == 2


@pytest.mark.parametrize(
    ("obstacle", "changes"),
    [
        ("trust", {"trust": Trust.DECLARED}),
        ("too_far", {"latitude": 48.97, "max_km": 500}),
        ("beyond_their_limit", {"latitude": 48.50, "max_km": 5}),
        ("engaged", {"engaged_until": timezone.localdate() + timedelta(days=30)}),
        ("over_budget", {"weekly_limit": 0}),
    ],
)
def test_each_person_who_does_not_fit_is_held_back_by_one_named_obstacle(
    need, fitting, obstacle, changes
):
    fitting(**changes)

    answer = pool.fits(need)

    assert (answer.total, answer.obstacles) == (0, {obstacle: 1})


@pytest.mark.parametrize("state", sorted(set(Volunteer.State.values) - {"active"}))
def test_those_who_are_not_in_the_pool_are_not_even_counted(need, fitting, state):
    fitting(state=state)

    assert pool.fits(need).obstacles == {}


def test_a_missing_experience_or_an_impossible_contract_holds_people_back(need, fitting):
    need.required_skills, need.vehicles = [Skill.RESUSCITATION], [Need.Vehicle.SECONDMENT]
    skilled = fitting(status=Volunteer.Status.RETIRED)
    ExperienceFactory(volunteer=skilled, skill=Skill.RESUSCITATION)
    fitting()

    assert pool.fits(need).obstacles == {"skills": 1, "status": 1}


def test_unavailable_wins_and_a_partial_offer_counts_only_where_the_need_allows_it(need, fitting):
    first = need.slots.in_order()[0]
    volunteer = fitting()
    Availability.objects.create(volunteer=volunteer, nature="unavailable", period=first.period)

    assert pool.fits(need).rows[0].slots_covered == 1
    need.partial_allowed = False
    assert pool.fits(need).obstacles == {"not_free": 1}


def test_a_place_held_elsewhere_takes_its_hours_away(need, fitting, ehpad):
    volunteer = fitting()
    elsewhere = NeedFactory(structure=ehpad, opened=True, slots=2)
    for slot in elsewhere.slots.all():
        held = Assignment.objects.get_or_create(need=elsewhere, volunteer=volunteer)[0]
        Seat.objects.create(
            assignment=held, slot=slot, volunteer=volunteer, period=slot.period, holds=True
        )

    assert pool.fits(need).obstacles == {"engaged": 1}


def test_a_porter_is_judged_on_documents_since_no_register_lists_porters(need, fitting):
    porter = ProfessionFactory(porter=True)
    need.professions.set([porter])
    fitting(profession=porter, trust=Trust.DOCUMENT)
    fitting(profession=porter, trust=Trust.DECLARED)

    answer = pool.fits(need)

    assert (answer.total, answer.obstacles) == (1, {"trust": 1})


def test_the_wished_experience_comes_before_the_distance(need, fitting):
    need.wished_skills = [Skill.NURSING_HOME]
    near = fitting()
    skilled = fitting(latitude=48.45)
    ExperienceFactory(volunteer=skilled, skill=Skill.NURSING_HOME)

    rows = pool.fits(need).rows

    assert [row.reference for row in rows] == [skilled.reference, near.reference]
    assert "EHPAD" in rows[0].reasons(timezone.now())[0]


def test_among_equals_the_least_recently_asked_comes_first(need, fitting):
    now = timezone.now()
    yesterday = fitting(last_asked_at=now - timedelta(days=1))
    long_ago = fitting(last_asked_at=now - timedelta(days=50))
    never = fitting()

    assert [row.volunteer_id for row in pool.fits(need).rows] == [
        never.pk,
        long_ago.pk,
        yesterday.pk,
    ]


def test_pages_by_key_hold_everyone_once(need, fitting):
    everyone = {fitting().pk for _ in range(7)}
    seen, after = [], None
    while rows := pool.fits(need, limit=3, after=after).rows:
        seen += [row.volunteer_id for row in rows]
        after = (rows[-1].score, rows[-1].volunteer_id)

    assert len(seen) == 7
    assert set(seen) == everyone


def test_the_same_statements_serve_one_person_and_thirty(need, fitting):
    counts = []
    for people in (1, 30):
        for _ in range(people):
            fitting()
        fresh = Need.objects.select_related("structure__commune").get(pk=need.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            pool.fits(fresh)
        counts.append(len(queries))

    assert counts == [3, 3]


def test_nobody_fits_a_need_whose_slots_are_all_taken_or_past(need, fitting):
    fitting()
    need.slots.update(capacity=1, taken=1)

    assert pool.fits(need).total == 0


def test_a_draw_asks_the_best_within_their_week_and_says_how_many_were_skipped(need, fitting):
    full = fitting()
    ContactBudget.objects.create(volunteer=full, week=this_week(), allowed=3, used=3)
    asked = [fitting() for _ in range(3)]

    drawn = pool.draw(WaveFactory(need=need, size=10))

    assert (drawn.asked, drawn.over_budget) == (3, 1)
    made = Assignment.objects.filter(need=need)
    assert {one.volunteer_id for one in made} == {one.pk for one in asked}
    assert all(one.reasons and one.state == "notified" for one in made)
    assert set(ContactBudget.objects.exclude(volunteer=full).values_list("used")) == {(1,)}
    assert Volunteer.objects.filter(last_asked_at__isnull=False).count() == 3


def test_an_urgent_override_asks_people_whose_week_is_full_and_counts_it_apart(need, fitting):
    full = fitting()
    ContactBudget.objects.create(volunteer=full, week=this_week(), allowed=3, used=3)

    drawn = pool.draw(WaveFactory(need=need, override_reason="Réanimation fermée cette nuit."))

    assert drawn.asked == 1
    budget = ContactBudget.objects.get()
    assert (budget.used, budget.overrides) == (3, 1)


def test_the_database_itself_refuses_one_ask_too_many(fitting):
    budget = ContactBudget.objects.create(volunteer=fitting(), week=this_week(), allowed=3)

    with pytest.raises(IntegrityError, match="contact_budget_respected"), transaction.atomic():
        ContactBudget.objects.filter(pk=budget.pk).update(used=4)


@pytest.mark.django_db(transaction=True)
def test_eight_waves_drawn_at_once_never_ask_one_person_more_than_their_week_allows(
    ehpad, nurse, fitting, need
):
    people = [fitting() for _ in range(5)]
    needs = [NeedFactory(structure=ehpad, opened=True, slots=2) for _ in range(8)]
    waves = [WaveFactory(need=one, rank=1) for one in needs]
    start = Barrier(len(waves))

    def draw(wave: Wave) -> None:
        start.wait()
        with transaction.atomic():
            pool.draw(wave)
        connections.close_all()

    rivals = [Thread(target=draw, args=[wave]) for wave in waves]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()

    assert Assignment.objects.count() == 3 * len(people)
    assert set(ContactBudget.objects.values_list("used", flat=True)) == {3}


def test_nobody_is_asked_twice_for_one_need(need, fitting):
    fitting()
    pool.draw(WaveFactory(need=need, rank=1))

    assert pool.draw(WaveFactory(need=need, rank=2)).asked == 0
    assert pool.fits(need).obstacles == {"already_asked": 1}


def test_an_assignment_made_by_hand_also_counts_as_asked(need, fitting):
    AssignmentFactory(need=need, volunteer=fitting())

    assert pool.fits(need).obstacles == {"already_asked": 1}
