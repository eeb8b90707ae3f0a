"""The indicators of the response, on worlds made by hand with the values that they must give."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.crisis import clock
from coordination.crisis.models import Cell, CellKind, Mode, Visibility
from coordination.crisis.services.activation import change_level
from coordination.crisis.services.cell import NewCell, open_cell
from coordination.crisis.services.decision import Proposal, decide
from coordination.crisis.services.task import NewTask, create_task, finish_task, start_task
from coordination.situation.selectors.response import page as pages
from coordination.situation.selectors.response.measures import (
    FEW,
    Meaning,
    manned_after,
    on_time,
    uncovered,
)
from portal.audit.models import Entry
from tests.coordination.crisis.crisis_world import decided, declare, join, open_departmental
from tests.people import UserFactory, log_in

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
H, MIN = timedelta(hours=1), timedelta(minutes=1)
MEANING = Meaning("x", "X", "", "")


def test_half_and_all_of_the_roles_are_held_when_the_nth_person_comes() -> None:
    firsts = [T0 - H, T0 + 30 * MIN, T0 + 2 * H]

    assert manned_after(T0, firsts) == {50: 30 * MIN, 100: 2 * H}
    assert manned_after(T0, [*firsts, None]) == {50: 30 * MIN}
    assert manned_after(T0, []) == {}


def test_a_report_is_on_time_until_the_minute_and_one_that_is_missing_is_late() -> None:
    issued = [(T0 + 6 * H, T0 + 12 * H), (T0 + 13 * H, T0 + 19 * H)]

    assert on_time(T0 + 6 * H, issued, T0 + 14 * H) == (1, 2)
    assert on_time(T0 + 6 * H, issued, T0 + 20 * H) == (1, 3)
    assert on_time(None, [(T0, None)], T0 + 99 * H) == (0, 0)


def test_uncovered_time_is_what_no_interval_covers() -> None:
    held = [(T0 + 2 * H, T0 + 3 * H), (T0 + 5 * H, T0 + 90 * H)]

    assert uncovered((T0, T0 + 10 * H), held) == 4 * H


def test_values_are_medians_and_counts_masked_under_five_outside() -> None:
    few, enough = MEANING.delays([H, 2 * H, 9 * H]), MEANING.share(3, FEW)
    nothing = MEANING.share(0, 0)

    assert few.shown(inside=True) == "médiane 2\u00a0h\u00a000"
    assert few.shown(inside=False) == "moins de 5\u00a0observations"
    assert (few.shown_count(inside=True), few.shown_count(inside=False)) == ("3", "< 5")
    assert enough.shown(inside=False) == "3 sur 5"
    assert nothing.shown(inside=False) == "pas encore observé"
    assert MEANING.hours(90 * MIN, 2).words == "1,5\u00a0h en tout"
    assert MEANING.hours(180_090 * MIN, 2).words == "3\u00a0001,5\u00a0h en tout"


@pytest.fixture
def story(catalogue, aube, alice):
    """A thematic cell: two roles required, one held from the start, the other four hours later."""
    with clock.standing_at(T0):
        crisis = declare(aube, by=alice, started_at=T0)
    new = NewCell(CellKind.THEMATIC, "Cellule thématique", aube)
    with clock.standing_at(T0 + 2 * H):
        cell = open_cell(crisis, new, level=1, decided=decided(alice), by=alice)
    with clock.standing_at(T0 + 3 * H):
        done = decide(cell, Proposal(statement="Ouvrir la salle"), by=alice)
        first, second = (
            create_task(
                cell, NewTask(title, owner=alice, due_at=T0 + 4 * H, decision=done), by=alice
            )
            for title in ("Clés", "Chaises")
        )
        start_task(first, by=alice)
        start_task(second, by=alice)
        late = NewTask("Compter", owner=alice, due_at=T0 + 5 * H)
        create_task(cell, late, by=alice)
    with clock.standing_at(T0 + 4 * H):
        finish_task(first, by=alice)
    with clock.standing_at(T0 + 6 * H):
        join(cell, UserFactory(), "secretariat")
        finish_task(second, by=alice)
    return cell


def values(lines):
    return {one.measure.code: (one.words, one.count) for one in lines}


def test_a_cell_says_its_delays_and_what_was_lost(story, alice):
    with clock.standing_at(T0 + 8 * H):
        found = values(pages.of_cell(story, alice))

    assert found["alert"] == ("médiane 2\u00a0h\u00a000", "1")
    assert found["manned_50"] == ("médiane 0\u00a0min", "1")
    assert found["manned_100"] == ("médiane 4\u00a0h\u00a000", "1")
    assert found["first_sitrep"] == ("pas encore observé", "0")
    assert found["executed"] == ("médiane 3\u00a0h\u00a000", "1")
    assert found["late_tasks"] == ("1 sur 1", "1")
    assert found["lost"] == ("4\u00a0h en tout", "2")


def test_outside_the_cell_nothing_is_said_of_a_few(client, story, fatou):
    log_in(client, fatou)

    page = client.get(f"/cellules/{story.uuid}/ou-en-est-on/")

    found = {one.measure.code: (one.words, one.count) for one in page.context["lines"]}
    assert found["manned_100"] == ("moins de 5\u00a0observations", "< 5")
    assert found["first_sitrep"] == ("pas encore observé", "0")
    assert "4\u00a0h" not in page.content.decode()


def test_a_crisis_gathers_its_cells_without_those_that_one_does_not_see(
    client, story, aube, alice, bob
):
    hidden = NewCell(CellKind.THEMATIC, "Fermée", aube, visibility=Visibility.RESTRICTED)
    with clock.standing_at(T0 + 4 * H):
        open_cell(story.crisis, hidden, level=1, decided=decided(alice), by=alice)

    with clock.standing_at(T0 + 8 * H):
        mine, theirs = (values(pages.of_crisis(story.crisis, who)) for who in (alice, bob))

    assert mine["alert"] == ("médiane 3\u00a0h\u00a000", "2")
    assert theirs["alert"] == ("moins de 5\u00a0observations", "< 5")
    assert mine["fresh"] == ("0 sur 1", "1")
    assert Cell.objects.visible_to(bob).filter(crisis=story.crisis).count() == 1


def test_an_exercise_is_in_no_statistics(client, catalogue, aube, alice):
    cell = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    log_in(client, alice)

    page = client.get(f"/ou-en-est-on/{cell.crisis.reference}/")

    assert page.context["lines"] == []
    assert "n’entre pas dans les statistiques" in page.content.decode()


def test_the_file_says_the_same_and_is_journaled(client, story, alice):
    log_in(client, alice)

    answer = client.get(f"/ou-en-est-on/{story.crisis.reference}.csv")
    text = b"".join(answer.streaming_content).decode()

    assert "De l’alerte à l’activation;médiane 2\u00a0h\u00a000;1;" in text
    assert Entry.objects.filter(action="response.exported").count() == 1


def test_the_indicators_cost_the_same_with_one_cell_and_with_four(story, aube, alice):
    spent = []
    for more in (0, 3):
        for _ in range(more):
            new = NewCell(CellKind.THEMATIC, "Une autre", aube)
            with clock.standing_at(T0 + 3 * H):
                cell = open_cell(story.crisis, new, level=1, decided=decided(alice), by=alice)
                decide(cell, Proposal(statement="Rien"), by=alice)
        pages.of_crisis(story.crisis, alice)
        with CaptureQueriesContext(connection) as captured:
            pages.of_crisis(story.crisis, alice)
        spent.append(len(captured))

    assert spent[0] == spent[1] <= 25


def test_a_level_that_asks_for_more_roles_counts_from_its_own_hour(catalogue, aube, alice):
    with clock.standing_at(T0):
        crisis = declare(aube, by=alice, started_at=T0)
        new = NewCell(CellKind.DEPARTMENTAL, "Cellule", aube)
        cell = open_cell(crisis, new, level=1, decided=decided(alice), by=alice)
    with clock.standing_at(T0 + 4 * H):
        change_level(cell, to=2, decided=decided(alice), by=alice)
    with clock.standing_at(T0 + 6 * H):
        words, count = values(pages.of_cell(cell, alice))["lost"]

    # Level 1 asks for the situation: six hours; level 2 adds two roles for two hours each.
    assert (words, count) == ("10\u00a0h en tout", "3")
