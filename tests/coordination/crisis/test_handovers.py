"""A role passes from one person to another, with its tasks; nothing stays with who leaves."""

from datetime import timedelta

import pytest

from coordination.crisis import clock
from coordination.crisis.models import CellMember, Handover, LogEntry, Task
from coordination.crisis.refusals.cell import ExclusiveRole, NotOnDuty
from coordination.crisis.refusals.handover import (
    HandoverEmpty,
    HandoverMoved,
    HandoverWaits,
    NothingToHandOver,
    NotYourHandover,
    RoleNotHeld,
)
from coordination.crisis.services import handover as passing
from coordination.crisis.services.handover import Words
from coordination.crisis.services.task import NewTask, create_task
from coordination.notifications.models import Notification
from tests.coordination.crisis.crisis_world import join, role

pytestmark = pytest.mark.django_db
TEXTS = Words(ongoing="Deux appels à rendre", pending="Le COZ", watch="Oxygène")


def holders(cell, slug):
    on_duty = CellMember.objects.on_duty(cell).filter(role__slug=slug)
    return [(one.user, one.rank) for one in on_duty.order_by("rank")]


def test_a_role_and_its_tasks_move_once_accepted_and_both_sides_have_their_line(
    cell, alice, bob, emile
):
    join(cell, bob, "capacity")
    join(cell, emile, "capacity", rank=1)
    capacity = role(cell, "capacity")
    soon = clock.now() + timedelta(hours=1)
    task = create_task(cell, NewTask("Lits", owner_role=capacity, due_at=soon), by=alice)
    with pytest.raises(RoleNotHeld):
        passing.write_handover(cell, capacity, TEXTS, to=emile, by=alice)
    with pytest.raises(HandoverEmpty):
        passing.write_handover(cell, capacity, Words(), to=emile, by=bob)

    written = passing.write_handover(cell, capacity, TEXTS, to=emile, by=bob)
    with pytest.raises(HandoverWaits):
        passing.write_handover(cell, capacity, TEXTS, to=alice, by=bob)
    with pytest.raises(NotYourHandover):
        passing.accept_handover(written, by=alice)
    assert holders(cell, "capacity") == [(bob, 0), (emile, 1)]
    passing.accept_handover(written, by=emile)
    with pytest.raises(HandoverMoved):
        passing.withdraw_handover(written, by=bob)

    assert holders(cell, "capacity") == [(emile, 0)]
    assert list(Task.objects.of(emile)) == [task] and not Task.objects.of(bob).exists()
    lines = LogEntry.objects.filter(log=cell.pk, links=[written.get_absolute_url()])
    assert list(lines.order_by("seq").values_list("author", flat=True)) == [
        bob.pk, bob.pk, emile.pk,
    ]  # fmt: skip
    told = Notification.objects.filter(publication__notice="handover_written", channel="inbox")
    assert [one.user for one in told] == [emile]


def test_the_secretariat_is_told_once_of_a_handover_left_unanswered(cell, bob, emile, fatou):
    join(cell, bob, "capacity")
    join(cell, fatou, "secretariat")
    passing.write_handover(cell, role(cell, "capacity"), TEXTS, to=emile, by=bob)
    now = clock.now()

    early = passing.raise_alarms(now + timedelta(minutes=14))
    told = [passing.raise_alarms(now + timedelta(minutes=16)) for _delivery in range(3)]

    assert (early, told) == (0, [1, 0, 0])
    alarms = Notification.objects.filter(publication__notice="handover_unanswered")
    assert [one.user for one in alarms.filter(channel="inbox")] == [fatou]
    assert holders(cell, "capacity") == [(bob, 0)]


def test_everything_of_who_leaves_is_handed_over_in_one_action(cell, alice, bob, emile, fatou):
    join(cell, bob, "capacity")
    join(cell, bob, "communication")
    join(cell, emile)
    soon = clock.now() + timedelta(hours=1)
    for title in ("Lits", "Communiqué"):
        create_task(cell, NewTask(title, owner=bob, due_at=soon), by=bob)
    passing.write_handover(cell, role(cell, "capacity"), TEXTS, to=fatou, by=bob)
    with pytest.raises(NotOnDuty):
        passing.hand_over_all(cell, bob, to=emile, words=TEXTS, by=emile)
    with pytest.raises(ExclusiveRole):
        passing.hand_over_all(cell, bob, to=alice, words=TEXTS, by=alice)
    assert holders(cell, "capacity") == [(bob, 0)]

    moved = passing.hand_over_all(cell, bob, to=emile, words=TEXTS, by=alice)

    assert moved == 2
    assert holders(cell, "capacity") == holders(cell, "communication") == [(emile, 0)]
    assert not CellMember.objects.on_duty(cell).filter(user=bob).exists()
    assert not Task.objects.of(bob).open().exists() and Task.objects.of(emile).count() == 2
    assert not Handover.objects.waiting().exists()
    with pytest.raises(NothingToHandOver):
        passing.hand_over_all(cell, bob, to=emile, words=TEXTS, by=alice)
