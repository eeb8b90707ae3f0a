"""Two people, two beats or two workers do the same thing at the same instant: it is done once."""

import os
import signal
from datetime import timedelta
from functools import partial

import pytest

from coordination.crisis import clock, sealing
from coordination.crisis.models import (
    Activation,
    Bundle,
    CardItem,
    CoverageAlarm,
    Crisis,
    Debrief,
    Handover,
    Inject,
    LogEntry,
    LogText,
    Mode,
    Tick,
)
from coordination.crisis.refusals.card import TickedAlready
from coordination.crisis.refusals.cell import CellArchived, CrisisMoved, LevelMoved
from coordination.crisis.selectors.lifting import exit_of
from coordination.crisis.services.activation import Check, lift_cell
from coordination.crisis.services.card import tick_item
from coordination.crisis.services.closing import bundle as bundles
from coordination.crisis.services.crisis import complete_crisis, suspend_crisis
from coordination.crisis.services.duty import GRACE, raise_coverage_alarms
from coordination.crisis.services.handover import Words, raise_alarms, write_handover
from coordination.crisis.services.inject import NewInject, plan_inject, start_exercise
from coordination.crisis.services.shipped_cards import load_cards
from coordination.crisis.services.verification import verify_log
from coordination.crisis.services.writing import Draft, write_entry
from coordination.crisis.tasks import build_bundles, play_injects
from coordination.notifications.models import Notification
from portal.embedded.processes import wait_until
from tests.coordination.crisis.crisis_world import decided, join, open_departmental, role
from tests.coordination.crisis.test_archive import close
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)


def again(one):
    """The same row, read by somebody else."""
    return type(one).objects.get(pk=one.pk)


def late(said, refusal):
    """How many came too late, all the others having done it."""
    others = [one for one in said if isinstance(one, Exception) and not isinstance(one, refusal)]
    assert others == []
    return sum(isinstance(one, refusal) for one in said)


def told(notice):
    return Notification.objects.filter(publication__notice=notice, channel="inbox")


def test_a_line_of_a_card_is_ticked_once_and_an_alarm_told_once(cell, alice, bob, emile):
    load_cards()
    join(cell, bob, "capacity")
    join(cell, emile, "secretariat")
    lead = role(cell, "director")
    item = CardItem.objects.filter(card__slug="director", card__kind="craps").first()
    write_handover(cell, role(cell, "capacity"), Words(watch="Oxygène"), to=alice, by=bob)
    soon = clock.now() + GRACE + timedelta(minutes=1)

    ticks = together(
        *(partial(tick_item, again(cell), lead, item, done=True, by=by) for by in (alice, bob))
    )
    together(*[partial(raise_alarms, soon)] * 3)
    together(*[partial(raise_coverage_alarms, soon)] * 3)

    assert late(ticks, TickedAlready) == 1 and Tick.objects.count() == 1
    assert Handover.objects.get().alarmed_at == soon
    assert told("handover_unanswered").count() == 1
    alarms = CoverageAlarm.objects.filter(cell=cell).open()
    assert alarms.count() == alarms.values("role").distinct().count() > 0
    words = LogText.objects.filter(text__startswith="Personne n’est prévu")
    assert words.count() == 1
    assert verify_log(cell).is_sound


def test_a_cell_is_lifted_once_and_a_crisis_closed_once_while_somebody_writes(cell, alice, bob):
    join(cell, bob, "capacity")
    checks = {term.code: Check(is_done=True) for term in exit_of(cell).checks}
    lifts = together(
        *(
            partial(lift_cell, again(cell), decided=decided(alice), checks=checks, by=alice)
            for _ in range(3)
        )
    )
    suspend_crisis(cell.crisis, by=alice)
    crisis, open_cell = again(cell.crisis), again(cell)

    closings = together(
        *(partial(complete_crisis, again(crisis), by=alice) for _ in range(3)),
        *(partial(write_entry, open_cell, Draft(f"Ligne {one}"), by=bob) for one in range(3)),
    )

    with pytest.raises(CellArchived):
        write_entry(open_cell, Draft("La page était restée ouverte"), by=bob)
    assert late(lifts, LevelMoved) == 2
    assert Activation.objects.filter(cell=cell, to_level=0).count() == 1
    assert Debrief.objects.filter(cell=cell).count() == 1
    assert late(closings[:3], CrisisMoved) == 2
    refused = late(closings[3:], CellArchived)
    assert LogText.objects.filter(text__startswith="Ligne").count() == 3 - refused
    assert again(cell).archived_at and again(crisis).status == Crisis.Status.COMPLETED
    assert Bundle.objects.filter(cell=cell).count() == 1
    assert verify_log(cell).is_sound


@pytest.mark.workers
def test_a_worker_killed_while_it_plays_and_archives_leaves_each_thing_done_once(
    cell, alice, aube, celery_worker
):
    drill = open_departmental(aube, by=alice, mode=Mode.EXERCISE)
    for rank in range(6):
        plan_inject(
            drill, NewInject(f"Élément {rank}", sender="SAMU", after_minutes=rank), by=alice
        )
    with clock.standing_at(clock.now() - timedelta(hours=1)):
        start_exercise(drill.crisis, by=alice)
    closed = close(cell, alice)
    doomed = celery_worker("default,bulk")
    play_injects.apply_async(queue="default")
    build_bundles.apply_async(queue="default")
    os.killpg(doomed.pid, signal.SIGKILL)
    # What it held is another's once its time is over.
    Bundle.objects.filter(state="building").update(claimed_at=clock.now() - 2 * bundles.LEASE)

    celery_worker("default,bulk")
    for task in (play_injects, build_bundles) * 2:
        task.apply_async(queue="default")

    assert wait_until(lambda: Bundle.objects.filter(state="ready").exists(), seconds=60)
    assert wait_until(lambda: not Inject.objects.planned().exists(), seconds=30)
    played = LogEntry.objects.filter(log=drill.pk, is_system=False)
    assert played.count() == Inject.objects.filter(state="released").count() == 6
    assert told("inject_played").values("publication__subject_id").distinct().count() == 6
    made = Bundle.objects.get(cell=closed)
    assert sealing.verify(bytes(made.content), bundles.public_keys()).is_sound
