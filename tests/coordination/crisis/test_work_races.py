"""Two people act on the same task, decision or hand-over at the same instant: one does it."""

from datetime import timedelta
from functools import partial

import pytest

from coordination.crisis import clock
from coordination.crisis.models import CellMember, Decision, Handover, LogEntry, LogText, Task
from coordination.crisis.refusals.decision import DecisionMoved
from coordination.crisis.refusals.handover import HandoverMoved
from coordination.crisis.refusals.task import TaskMoved
from coordination.crisis.services import decision as register
from coordination.crisis.services import task as tasks
from coordination.crisis.services.handover import (
    Words,
    accept_handover,
    hand_over_all,
    withdraw_handover,
    write_handover,
)
from coordination.crisis.services.verification import verify_log
from tests.coordination.crisis.crisis_world import join, role
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)


def again(one):
    """The same row, read by somebody else."""
    return type(one).objects.get(pk=one.pk)


def told(said, refusal):
    """The one who was too late, and what they are told."""
    (late,) = [one for one in said if isinstance(one, refusal)]
    assert len(said) - 1 == sum(one is None for one in said)
    return str(late)


def test_of_two_who_act_at_once_one_does_it_and_the_other_is_told_who(cell, alice, bob, emile):
    join(cell, bob, "capacity")
    join(cell, emile, "situation")
    soon = clock.now() + timedelta(hours=1)
    task = tasks.create_task(cell, tasks.NewTask("Ouvrir", owner=bob, due_at=soon), by=alice)
    matter = role(cell, "capacity")
    decision = register.propose_decision(cell, register.Proposal("Armer", matter=matter), by=bob)
    lines = LogEntry.objects.filter(log=cell.pk).count()

    taken = together(
        partial(tasks.start_task, again(task), by=bob),
        partial(tasks.start_task, again(task), by=emile),
    )
    closed = together(
        partial(tasks.finish_task, again(task), by=bob),
        partial(tasks.cancel_task, again(task), reason="doublon", by=emile),
    )
    decided = together(
        partial(register.take_decision, again(decision), by=alice),
        partial(register.drop_decision, again(decision), reason="non", by=bob),
    )

    task, decision = again(task), again(decision)
    words = told(taken, TaskMoved)
    assert "en cours" in words and (str(bob) in words or str(emile) in words)
    words = told(closed, TaskMoved)
    assert task.get_state_display() in words and str(task.ended_by) in words
    words = told(decided, DecisionMoved)
    winner = decision.decided_by or decision.ended_by
    assert decision.get_state_display() in words and str(winner) in words
    assert LogEntry.objects.filter(log=cell.pk).count() == lines + 3
    assert verify_log(cell).is_sound


def test_a_handover_is_accepted_once_or_taken_back_and_everything_leaves_once(
    cell, alice, bob, emile, fatou
):
    join(cell, bob, "capacity")
    capacity = role(cell, "capacity")
    handover = write_handover(cell, capacity, Words(watch="Oxygène"), to=emile, by=bob)

    said = together(
        partial(accept_handover, again(handover), by=emile),
        partial(accept_handover, again(handover), by=emile),
        partial(withdraw_handover, again(handover), by=bob),
    )
    holder = CellMember.objects.on_duty(cell).get(role=capacity).user
    all_at_once = together(
        *(partial(hand_over_all, cell, holder, to=fatou, words=Words(), by=alice) for _ in "12")
    )

    handover = again(handover)
    assert sum(one is None for one in said) == 1
    assert all("n’attend plus de réponse" in str(one) for one in said if one is not None)
    assert isinstance(next(one for one in said if one is not None), HandoverMoved)
    assert holder == (emile if handover.accepted_at else bob)
    assert (handover.accepted_at is None) != (handover.withdrawn_at is None)
    assert sum(one == 0 for one in all_at_once) == 1
    assert [one.user for one in CellMember.objects.on_duty(cell).filter(role=capacity)] == [fatou]
    assert verify_log(cell).is_sound
    assert Handover.objects.count() == 1 and Task.objects.count() == Decision.objects.count() == 0
    assert LogText.objects.filter(text__contains="transmet tout").count() == 1
