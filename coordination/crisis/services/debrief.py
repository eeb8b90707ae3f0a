"""The hot debrief: asked at the lift, answered by a personal link, kept without a name.

The row of the ask says that somebody answered, that day; the testimony has a random key, the same
day and no link to the ask: nothing joins them afterwards.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.crisis.models import Activation, CellMember, Debrief, DebriefAsk, Testimony
from coordination.crisis.models.debrief import REMINDED_BEFORE
from coordination.crisis.notices.debrief import DebriefAsked, DebriefReminder
from coordination.crisis.refusals.debrief import AlreadyAnswered, DebriefOver, NothingSaid
from coordination.crisis.refusals.log import PatientDoubt, PatientNumber
from coordination.crisis.selectors.debrief import asks_to_erase
from coordination.notifications.services import notify
from portal.lib.patient import doubts, holds_patient_number


def open_debrief(lift: Activation, *, due_at: datetime) -> Debrief:
    """Everybody who worked in the cell is asked, once. In the transaction of the lift."""
    debrief = Debrief.objects.create(
        cell=lift.cell, lift=lift, opened_at=clock.now(), due_at=due_at
    )
    past = CellMember.objects.filter(cell=lift.cell)
    people = past.exclude(standing=CellMember.Standing.PRIVACY).values_list("user", flat=True)
    DebriefAsk.objects.bulk_create(
        DebriefAsk(debrief=debrief, user_id=user) for user in sorted(set(people))
    )
    notify(DebriefAsked, debrief)
    return debrief


@transaction.atomic
def answer_debrief(
    ask: DebriefAsk,
    words: Mapping[str, str],
    *,
    rating: int | None,
    role: str = "",
    confirmed: bool = False,
) -> None:
    """What was said is kept without who said it, once. `role`: the one they give, if any.

    Raises DebriefOver, NothingSaid, AlreadyAnswered, PatientNumber, PatientDoubt.
    """
    if not ask.debrief.is_open:
        raise DebriefOver
    if rating not in Testimony.Rating.values:
        raise NothingSaid
    said = {name: words.get(name, "").strip() for name in Testimony.WORDS}
    whole = " · ".join((*said.values(), role))
    if holds_patient_number(whole):
        raise PatientNumber
    passages = doubts(whole)
    if passages and not confirmed:
        raise PatientDoubt(passages=" », « ".join(passages))
    today = timezone.localdate(clock.now())
    waiting = DebriefAsk.objects.filter(pk=ask.pk, answered_on__isnull=True)
    if waiting.update(answered_on=today) != 1:
        raise AlreadyAnswered
    Testimony.objects.create(debrief=ask.debrief, role=role, rating=rating, given_on=today, **said)


def erase_asked() -> int:
    """Nobody is named among those asked once a debrief is over; how many were erased."""
    return asks_to_erase().update(user=None)


def remind_debriefs(now: datetime) -> int:
    """Who has not answered a day before the end is reminded, once; how many debriefs."""
    due = Debrief.objects.filter(
        reminded_at__isnull=True, due_at__lte=now + REMINDED_BEFORE, due_at__gt=now
    )
    return sum(_remind(debrief, now) for debrief in due.order_by("pk"))


@transaction.atomic
def _remind(debrief: Debrief, now: datetime) -> bool:
    mine = Debrief.objects.filter(pk=debrief.pk, reminded_at__isnull=True)
    if mine.update(reminded_at=now) != 1:
        return False
    notify(DebriefReminder, debrief)
    return True
