"""The steps of alerts are played when they are due: PostgreSQL holds the clock and the queue.

One transaction per alert: it claims the row (SKIP LOCKED), moves the alert and writes the
messages. A worker that dies leaves nothing half done, and the next tick plays the step. No
message of the broker holds a time: with Redis it would come back in loops after an hour.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

from coordination.notifications.services import notify
from coordination.notifications.watch import beat
from coordination.oncall.models import Acknowledgement, Alert, AlertCall, AlertStep, Channel, Target
from coordination.oncall.notices import (
    AlertCalled,
    AlertExhausted,
    AlertHandedOver,
    AlertReminder,
)
from coordination.oncall.selectors.alerts.calling import (
    WAYS,
    Callee,
    callees_of,
    channels_of,
    database_now,
    ways_of,
    who_of,
)
from portal.audit.services import record

State, StepState = Alert.State, AlertStep.State
MOST_A_TICK = 500
# « Toujours en charge ? »: without an answer for that long, the chain begins again.
GRACE = timedelta(minutes=10)
NO_COORDINATOR = "aucune coordination connue"
FIRST_CODE, CODES = 10, 90


def play_due(*, at_most: int = MOST_A_TICK) -> int:
    """The alerts that are due have moved, each once however many workers; how many."""
    played = 0
    while played < at_most and play_one():
        played += 1
    beat("alerts", played=played)
    return played


@transaction.atomic
def play_one() -> bool:
    """One alert that is due has moved; False when none is due or free.

    Any of them: one that could not be played would otherwise stop all those behind it.
    """
    due = Alert.objects.living().filter(next_step_due_at__lte=Now())
    claimed = due.select_for_update(skip_locked=True, of=("self",))
    alert = claimed.select_related("line").order_by("?").first()
    if alert is None:
        return False
    if alert.state == State.OPEN:
        serve_next(alert)
    else:
        _follow(alert)
    return True


def serve_next(alert: Alert) -> None:
    """The next step that reaches somebody is played, the empty ones before it are passed.

    The caller holds the row of the alert. Without any step left, the ARS is told.
    """
    now = database_now()
    for step in alert.steps.filter(state=StepState.WAITING).order_by("repeat", "rank"):
        step.alert = alert
        if _serve(step, now):
            passes_left = alert.steps.filter(repeat__gt=step.repeat, rank=step.rank).count()
            Alert.objects.filter(pk=alert.pk).update(
                next_step_due_at=now + timedelta(seconds=step.delay_seconds),
                rank=step.rank + 1,
                repeats_left=passes_left,
            )
            return
    _exhaust(alert, now)


def tell_takeovers() -> int:
    """Who came on call during an alert has been told of it; how many people. Safe to run twice."""
    served = AlertStep.objects.filter(state=StepState.SERVED, target=Target.ON_CALL)
    living = Alert.objects.living().filter(pk__in=served.values("alert"))
    return sum(_tell_takeover(pk) for pk in list(living.values_list("pk", flat=True)))


@transaction.atomic
def _tell_takeover(number: int) -> int:
    """Those who came on call during that alert are told; 0 while another worker holds it."""
    living = Alert.objects.living().select_for_update(skip_locked=True, of=("self",))
    alert = living.select_related("line", "sector", "commune").filter(pk=number).first()
    if alert is None:
        return 0
    served = alert.steps.filter(state=StepState.SERVED, target=Target.ON_CALL)
    step = served.order_by("-repeat", "-rank")[0]
    step.alert, now = alert, database_now()
    calls = AlertCall.objects.filter(step__alert=alert).values_list("user", "person")
    known = {who_of(user, person) for user, person in calls}
    coming = [one for one in callees_of(step, now) if who_of(one.user, one.person) not in known]
    coming = [one for one in coming if ways_of(one, step)]
    for call in _call(step, coming, now):
        record(None, "alert.handed_over", alert, person=call.person_id)
        notify(AlertHandedOver, call)
    return len(coming)


def _serve(step: AlertStep, now: datetime) -> bool:
    """The people of the step are called; False when there was nobody, and the step says so."""
    found = callees_of(step, now)
    reached = [one for one in found if ways_of(one, step)]
    unreached = ", ".join(one.name for one in found if not ways_of(one, step))
    note = f"sans contact vérifié, à appeler par téléphone : {unreached}" if unreached else ""
    if not found:
        note = (
            "aucune personne d’astreinte" if step.target != Target.COORDINATOR else NO_COORDINATOR
        )
    waiting = AlertStep.objects.filter(pk=step.pk, state=StepState.WAITING)
    state = StepState.SERVED if reached else StepState.SKIPPED
    if waiting.update(state=state, due_at=now, served_at=now, note=note[:200]) != 1:
        return bool(reached)
    if not reached:
        record(None, "alert.step_skipped", step.alert, rank=step.rank, repeat=step.repeat)
        return False
    _call(step, reached, now)
    record(None, "alert.step_served", step.alert, rank=step.rank, repeat=step.repeat)
    notify(AlertCalled, step)
    return True


def _call(step: AlertStep, people: list[Callee], now: datetime) -> list[AlertCall]:
    """One row per person called, with its link and its code."""
    called = {who_of(one.user, one.person): one for one in people}
    accounts = [one.user for one in called.values() if one.user]
    channels = channels_of(accounts, step.channels)
    code = _code(step.alert, list(called.values()))
    calls = []
    for one in called.values():
        call = AlertCall(step=step, person_id=one.person, user_id=one.user, code=code)
        call.called_at = now
        if one.user:
            call.channel = channels.get(one.user, Channel.EMAIL)
        else:
            call.contact = ways_of(one, step)[0]
            call.channel = WAYS[call.contact.kind]
        calls.append(call)
    return AlertCall.objects.bulk_create(calls)


def _code(alert: Alert, called: list[Callee]) -> str:
    """The number by which an SMS answers this alert, unlike those of their other alerts."""
    known = AlertCall.objects.filter(step__alert=alert).exclude(code="").first()
    if known:
        return known.code
    theirs = Q(user__in=[one.user for one in called if one.user]) | Q(
        person__in=[one.person for one in called if one.person]
    )
    others = AlertCall.objects.filter(theirs, step__alert__state__in=Alert.LIVING)
    busy = set(others.values_list("code", flat=True))
    numbers = [str(FIRST_CODE + (alert.pk + rank) % CODES) for rank in range(CODES)]
    return next((number for number in numbers if number not in busy), "")


def _follow(alert: Alert) -> None:
    """Whoever holds the alert is asked whether they still do; silent twice, they do not."""
    now = database_now()
    held = alert.acknowledgements.filter(undone_at__isnull=True)
    last = held.order_by("-at", "-pk").first()
    if last and last.reminded_at is None:
        reminders = last.reminders + 1
        held.filter(pk=last.pk).update(reminded_at=now, reminders=reminders)
        Alert.objects.filter(pk=alert.pk).update(next_step_due_at=now + GRACE)
        record(None, "alert.reminded", alert)
        notify(AlertReminder, last, step=reminders)
        return
    _let_go(alert, now)


def _let_go(alert: Alert, now: datetime) -> None:
    """Nobody holds the alert any more: the whole chain is played once more."""
    held = Acknowledgement.objects.filter(alert=alert, undone_at__isnull=True)
    held.update(undone_at=now, undone_reason="sans réponse au rappel")
    Alert.objects.filter(pk=alert.pk).update(state=State.OPEN, acknowledged_at=None)
    alert.steps.filter(state=StepState.WAITING).delete()
    last = alert.steps.aggregate(last=Max("repeat"))["last"] or 0
    first_pass = list(alert.steps.filter(repeat=0).order_by("rank"))
    AlertStep.objects.bulk_create(
        AlertStep(
            alert=alert,
            repeat=last + 1,
            **{name: getattr(step, name) for name in FROZEN},
        )
        for step in first_pass
    )
    record(None, "alert.let_go", alert)
    serve_next(alert)


FROZEN = (
    "rank", "target", "role_id", "named_id", "channels", "delay_seconds", "all_must_answer"
)  # fmt: skip


def _exhaust(alert: Alert, now: datetime) -> None:
    """Nobody answered: it is a fact of the journal, and the ARS knows."""
    Alert.objects.filter(pk=alert.pk).update(
        state=State.EXHAUSTED, next_step_due_at=None, ended_at=now
    )
    record(None, "alert.exhausted", alert)
    passes = alert.steps.aggregate(last=Max("repeat"))["last"] or 0
    notify(AlertExhausted, alert, step=passes)
