"""An on-call line as a problem: who may hold what, caps, targets, wishes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from coordination.oncall.solver.line import Candidate, Cap, LineInput, Place, Weights, problem_of
from coordination.oncall.solver.outcome import Settings
from coordination.oncall.solver.search import solve

FIRST = date(2026, 11, 2)
QUICK = Settings(seconds=20, workers=1)


def night(day: int, *, sector: str = "north", role: str = "doctor", points: int = 100) -> Place:
    when = FIRST + timedelta(days=day)
    start = datetime(when.year, when.month, when.day, 20)
    return Place(f"{day}{sector}", sector, role, "night", when,
                 (start, start + timedelta(hours=12)), points)  # fmt: skip


def doctor(key: str, **more) -> Candidate:
    return Candidate(key, frozenset({"doctor"}), **more)


def asked(candidates, places, **weights) -> LineInput:
    end = FIRST + timedelta(days=14)
    return LineInput(FIRST, end, tuple(places), tuple(candidates), Weights(**weights))


def bars(candidate, *places):
    return problem_of(asked([candidate], places)).people[0].bars


def test_each_reason_not_to_hold_a_place_is_named():
    span = night(0).span
    later = (span[1] + timedelta(hours=2), span[1] + timedelta(hours=4))

    found = [
        bars(Candidate("a", frozenset({"nurse"})), night(0)),
        bars(doctor("a", sectors=frozenset({"south"})), night(0)),
        bars(doctor("a", listed=(FIRST + timedelta(days=1), date.max)), night(0)),
        bars(doctor("a", away=((span, "absence"),)), night(0)),
        bars(doctor("a", done=(span,)), night(0)),
        bars(doctor("a", done=(later,), rest_hours=11), night(0)),
        bars(doctor("a", done=(later,)), night(0)),
    ]

    assert [list(one.values()) for one in found] == [
        ["qualification"], ["sector"], ["not_listed"], ["absence"], ["at_once"], ["rest"], [],
    ]  # fmt: skip


def test_hours_of_rolling_days_count_what_is_already_done():
    cap = Cap("cap.hours_7_days", 36, is_hard=True, window_days=7)
    before = night(0).span[0] - timedelta(days=1)
    busy = doctor("a", caps=(cap,), done=((before, before + timedelta(hours=12)),))

    outcome = solve(problem_of(asked([busy], [night(day) for day in range(7)])), QUICK)

    # Two with the one done the day before, then a third once that one is seven days away.
    assert len(outcome.roster["a"]) == 3
    assert outcome.broken == ()


def test_sundays_of_a_month_are_counted_as_days_touched():
    sundays = frozenset({date(2026, 11, 8), date(2026, 11, 15)})
    cap = Cap("cap.sundays_month", 1, is_hard=True, days=sundays)
    places = [night(5), night(6), night(12), night(13)]

    outcome = solve(problem_of(asked([doctor("a", caps=(cap,))], places)), QUICK)

    # The night from Saturday touches Sunday too: one Sunday only, so one of the two week-ends.
    assert outcome.roster["a"] in ({"5north", "6north"}, {"12north", "13north"})


def test_a_target_follows_commitment_and_forgives_who_was_not_there():
    people = [
        doctor("half", share=50, before=1000),
        doctor("whole", share=100, before=2000),
        doctor("new", share=100, presence=0.0),
    ]

    problem = problem_of(asked(people, [night(day) for day in range(5)]))

    shares = {one.key: one.share for one in problem.people}
    assert [shares[key].target for key in ("half", "whole", "new")] == [1100, 2200, 200]


def test_sectors_that_nobody_shares_owe_each_other_nothing_of_the_past():
    people = [
        doctor("north", before=4000, sectors=frozenset({"north"})),
        doctor("north too", before=2000, sectors=frozenset({"north"})),
        doctor("south", before=1000, sectors=frozenset({"south"})),
    ]
    places = [night(0), night(1, sector="south")]

    problem = problem_of(asked(people, places))

    shares = {one.key: one.share for one in problem.people}
    assert [shares[one.key].target for one in people] == [3050, 3050, 1100]


def test_a_wish_to_serve_is_met_by_one_place():
    span = (night(0).span[0], night(3).span[1])
    wishing = doctor("a", wishes=((span, True, 5),))

    problem = problem_of(asked([wishing], [night(day) for day in range(4)]))

    assert [(len(wish.duties), wish.wanted) for wish in problem.people[0].wishes] == [(4, True)]


def test_what_one_accepts_warns_and_gives_way_to_the_cover():
    few = doctor("a", duties_a_month=2, weekends_a_month=0)

    outcome = solve(problem_of(asked([few], [night(day) for day in range(4, 8)])), QUICK)

    assert len(outcome.roster["a"]) == 4
    assert outcome.broken == ()
    assert outcome.objective >= 2 * 300 + 500


def test_staying_near_the_former_roster_costs_less_than_moving():
    places = [night(day) for day in range(4)]
    former = {"a": {"0north", "2north"}, "b": {"1north", "3north"}}
    people = [doctor(key, held=frozenset(held), is_replanned=True) for key, held in former.items()]
    away = replace(people[0], away=((places[0].span, "absence"),))

    outcome = solve(problem_of(asked([away, people[1]], places, worst=0, share=0)), QUICK)

    assert outcome.roster == {"a": {"2north"}, "b": {"0north", "1north", "3north"}}
