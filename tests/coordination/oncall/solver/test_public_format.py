"""The public text format: read, solved by our engine, judged by an evaluator of its own."""

from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.rosters_evaluator import objective, violations
from benchmarks.rosters_format import read
from benchmarks.rosters_mapping import plan_of, problem_of
from coordination.oncall.solver.outcome import Settings
from coordination.oncall.solver.score import score
from coordination.oncall.solver.search import solve

SMALL = Path(__file__).parents[3] / "data/rosters/small.txt"


def test_the_solver_and_the_evaluator_agree_on_the_optimum():
    instance = read(SMALL)
    asked = problem_of(instance)

    outcome = solve(asked, Settings(seconds=30, workers=2))
    plan = plan_of(instance, outcome.roster)

    assert outcome.is_proven
    assert violations(instance, plan) == []
    assert objective(instance, plan) == outcome.objective == score(asked, outcome.roster).objective


@pytest.mark.parametrize(
    ("plan", "broken"),
    [
        ({"A": {0: "E", 1: "E"}}, "A: day 0 off"),
        ({"A": {1: "N", 2: "E"}}, "A: 1 shifts N"),
        ({"B": {1: "N", 2: "E"}}, "B: N then E on day 2"),
        ({"B": dict.fromkeys(range(1, 6), "E")}, "B: 5 days in a row from day 1"),
        ({"B": {0: "E", 3: "E"}}, "B: only 1 days worked from day 3"),
        ({"A": {1: "E", 2: "E", 4: "E", 5: "E"}}, "A: only 1 days off from day 3"),
        ({"C": {6: "N"}}, "C: 1 week-ends"),
        ({"B": {0: "E"}}, "B: 480 minutes"),
    ],
)
def test_the_evaluator_names_each_broken_rule(plan, broken):
    assert broken in violations(read(SMALL), plan)


def test_the_evaluator_counts_requests_and_cover():
    instance = read(SMALL)

    nobody = objective(instance, {})
    one = objective(instance, {"A": {2: "E"}})
    twice = objective(instance, {"A": {2: "E"}, "B": {2: "E"}, "C": {6: "N"}})

    assert (nobody, one, twice) == (505, 452, 403)


def test_an_unreadable_line_is_named(tmp_path):
    broken = tmp_path / "broken.txt"
    broken.write_text("SECTION_HORIZON\nfourteen\n", encoding="utf-8")

    with pytest.raises(ValueError, match="broken.txt, ligne 2"):
        read(broken)


def test_no_two_people_of_the_small_instance_have_the_same_contract():
    staff = read(SMALL).staff

    assert len(staff) == 3
    assert all(one.most_by_shift != other.most_by_shift for one, other in combinations(staff, 2))
