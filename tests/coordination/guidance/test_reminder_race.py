"""Workers remind at the same instant: each reader has one digest, with all they must read."""

from datetime import timedelta
from functools import partial

import pytest

from coordination.guidance.models import Addressee, ReadingDigest
from coordination.guidance.services.reminders import remind_readings
from tests.coordination.guidance.guidance_world import in_force
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)
VERSIONS, ROUNDS = 25, 12


def test_workers_at_once_send_one_digest_with_everything(aube, alice, bob):
    asked = [in_force(aube, by=alice, title=f"Masques {rank}") for rank in range(VERSIONS)]
    due = asked[-1].published_at + timedelta(hours=25)
    counts = []

    for turn in range(ROUNDS):
        Addressee.objects.filter(user=bob).update(next_due_at=due)
        Addressee.objects.exclude(user=bob).update(next_due_at=None)
        now = due + timedelta(seconds=turn)
        counts.append(sorted(together(*[partial(remind_readings, now)] * 6)))

    assert counts == [[0, 0, 0, 0, 0, 1]] * ROUNDS
    digests = ReadingDigest.objects.filter(user=bob)
    assert [one.subjects.count() for one in digests] == [VERSIONS] * ROUNDS
