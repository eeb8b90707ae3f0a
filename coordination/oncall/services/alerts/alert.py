"""An alert is opened on a line, taken in charge, confirmed, closed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from coordination.notifications.services import cancel, notify
from coordination.oncall.models import (
    Acknowledgement,
    Alert,
    AlertCall,
    AlertStep,
    EscalationChain,
    Line,
    Person,
)
from coordination.oncall.notices import AlertCalled, AlertTaken
from coordination.oncall.refusals import (
    AlertNamesPatient,
    AlertNotYours,
    AlertOver,
    AlertTakenBy,
    AlertWithoutSubject,
    CommuneNotServed,
    LineClosed,
)
from coordination.oncall.selectors.alerts.alert import chain_for, steps_planned
from coordination.oncall.selectors.alerts.calling import database_now, sector_at, who_of
from coordination.oncall.services.alerts.escalation import serve_next
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.patient import holds_nir
from portal.territories.models import Territory
from portal.ui import moments

State = Alert.State


@transaction.atomic
def open_alert(
    line: Line,
    *,
    commune: Territory,
    subject: str,
    by: User | None,
    chain: EscalationChain | None = None,
) -> Alert:
    """The line is being called for the commune: the first step has been played.

    The chain is copied: what becomes of it later changes nothing here. With nobody on call
    the alert exists all the same, and goes to the coordination. Raises LineClosed,
    CommuneNotServed, AlertNamesPatient, AlertWithoutSubject.
    """
    now = database_now()
    sector = sector_at(line, commune, now)
    _check(line, commune, subject, is_served=sector is not None)
    followed = chain or chain_for(line)
    steps = steps_planned(followed)
    alert = Alert.objects.create(
        line=line,
        sector=sector,
        commune=commune,
        chain_name=followed.name if followed else "chaîne ordinaire",
        subject=" ".join(subject.split())[:160],
        next_step_due_at=now,
        repeats_left=followed.repeats if followed else 1,
        reminder_minutes=followed.reminder_minutes if followed else 30,
        opened_by=by,
    )
    for repeat in range(alert.repeats_left + 1):
        AlertStep.objects.bulk_create(step.frozen(alert, repeat) for step in steps)
    record(by, "alert.opened", alert, line=line.slug, commune=commune.code)
    serve_next(alert)
    alert.refresh_from_db()
    return alert


@transaction.atomic
def acknowledge(
    alert: Alert, *, user: User | None, channel: str, person: Person | None = None
) -> Acknowledgement:
    """The person has the alert in charge; nobody else is called, the opener knows who comes.

    `person`: who answers without an account. In a step where all must answer, the others go on
    being awaited. Said again by the same person, it confirms. Raises AlertOver, AlertTakenBy
    (who, when).
    """
    person = getattr(user, "oncall_person", None) if user else person
    fresh = _lock(alert)
    held = fresh.acknowledgements.filter(undone_at__isnull=True).order_by("-at", "-pk")
    if fresh.state == State.CLOSED:
        raise AlertOver(state=fresh.get_state_display())
    own = held.filter(_answered_by(user, person)).first()
    if own and fresh.state == State.ACKNOWLEDGED:
        _stay(fresh, own)
        return own
    last = held.select_related("user", "person").first()
    if last and fresh.state == State.ACKNOWLEDGED:
        raise AlertTakenBy(person=last.person or last.user, when=_said(last.at))
    now = database_now()
    taken = own or Acknowledgement.objects.create(
        alert=fresh, user=user, person=person, channel=channel, at=now
    )
    record(user, "alert.answered", fresh, channel=channel, person=_outside(taken))
    if not _awaits_others(fresh, taken):
        _take(fresh, taken, now)
    return taken


@transaction.atomic
def confirm(alert: Alert, *, user: User | None, person: Person | None = None) -> None:
    """The person still has the alert in charge; asked again later. Raises AlertOver,
    AlertNotYours."""
    fresh = _lock(alert)
    if fresh.state not in Alert.LIVING:
        raise AlertOver(state=fresh.get_state_display())
    held = fresh.acknowledgements.filter(undone_at__isnull=True)
    own = held.filter(_answered_by(user, person)).first()
    if own is None or fresh.state != State.ACKNOWLEDGED:
        raise AlertNotYours
    _stay(fresh, own)


@transaction.atomic
def close_alert(alert: Alert, *, by: User | None, person: Person | None = None) -> None:
    """The alert is over; nobody is called any more. Raises AlertOver.

    `person`: who closes it without an account.
    """
    fresh = _lock(alert)
    if fresh.state == State.CLOSED:
        raise AlertOver(state=fresh.get_state_display())
    fresh.state, fresh.next_step_due_at = State.CLOSED, None
    fresh.ended_at = database_now()
    fresh.save(update_fields=["state", "next_step_due_at", "ended_at"])
    _silence(fresh)
    record(by, "alert.closed", fresh, person=str(person.uuid) if person else "")


def _check(line: Line, commune: Territory, subject: str, *, is_served: bool) -> None:
    if line.closed_on is not None and line.closed_on <= timezone.localdate():
        raise LineClosed(line=line)
    if not subject.strip():
        raise AlertWithoutSubject
    if holds_nir(subject):
        raise AlertNamesPatient
    if not is_served:
        raise CommuneNotServed(commune=commune, line=line)


def _lock(alert: Alert) -> Alert:
    rows = Alert.objects.select_for_update(of=("self",)).select_related("line")
    return rows.get(pk=alert.pk)


def _answered_by(user: User | None, person: Person | None) -> Q:
    """The answers of that human being: on their account, else on their card."""
    return Q(user=user) if user else Q(user=None, person=person, person__isnull=False)


def _outside(taken: Acknowledgement) -> str:
    """For the journal: who answered without an account, or nothing."""
    return "" if taken.user_id or taken.person is None else str(taken.person.uuid)


def _awaits_others(alert: Alert, taken: Acknowledgement) -> bool:
    """Whether the step under way wants everybody and somebody has not answered yet."""
    served = alert.steps.filter(state=AlertStep.State.SERVED)
    step = served.order_by("-repeat", "-rank").first()
    if step is None or not step.all_must_answer:
        return False
    calls = AlertCall.objects.filter(step=step).values_list("user", "person")
    called = {who_of(*one) for one in calls}
    answers = alert.acknowledgements.filter(undone_at__isnull=True)
    answered = {who_of(*one) for one in answers.values_list("user", "person")}
    own = who_of(taken.user_id, taken.person_id)
    return own in called and bool(called - answered)


def _take(alert: Alert, taken: Acknowledgement, now: datetime) -> None:
    alert.state, alert.acknowledged_at, alert.ended_at = State.ACKNOWLEDGED, now, None
    alert.next_step_due_at = now + timedelta(minutes=alert.reminder_minutes)
    alert.save(update_fields=["state", "acknowledged_at", "ended_at", "next_step_due_at"])
    _silence(alert)
    record(taken.user, "alert.acknowledged", alert, channel=taken.channel, person=_outside(taken))
    notify(AlertTaken, taken)


def _stay(alert: Alert, own: Acknowledgement) -> None:
    Acknowledgement.objects.filter(pk=own.pk).update(reminded_at=None)
    alert.next_step_due_at = database_now() + timedelta(minutes=alert.reminder_minutes)
    alert.save(update_fields=["next_step_due_at"])
    record(own.user, "alert.confirmed", alert)


def _silence(alert: Alert) -> None:
    """The calls that have not left will not."""
    for step in alert.steps.filter(state=AlertStep.State.SERVED):
        cancel(AlertCalled, step)


def _said(instant: datetime) -> str:
    return moments.moment_words(timezone.localtime(instant), now=timezone.localtime())
