"""What the clock does on rosters. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from coordination.oncall.services.alerts import escalation
from coordination.oncall.services.drawing import generation
from coordination.oncall.services.rosters import circuit, duty, gaps, reminders
from coordination.oncall.services.swaps import cover, swap


@shared_task(name="oncall.record_duties")
def record_duties() -> None:
    """Who was on call since the last tick is written for good."""
    duty.record_duties()


@shared_task(name="oncall.expire_swaps")
def expire_swaps() -> None:
    """The requests that nobody answered in time are expired."""
    swap.expire_swaps()
    cover.expire_covers(timezone.now())


@shared_task(name="oncall.turn_rosters")
def turn_rosters() -> None:
    """Published rosters begin and end on their days."""
    circuit.turn_rosters(timezone.now())


@shared_task(name="oncall.raise_gap_alarms")
def raise_gap_alarms() -> None:
    """What lacks at a threshold is told, once."""
    gaps.raise_gap_alarms(timezone.now())


@shared_task(name="oncall.remind_duties")
def remind_duties() -> None:
    """Duties that come, contacts to verify and the week of each line are told, once each."""
    now = timezone.now()
    reminders.remind_duties(now)
    reminders.remind_contacts(now)
    reminders.tell_weeks(now)
    reminders.remind_service(now)


# A search lasts 120 s at most, within the 180 s after which the broker would give it again.
@shared_task(name="oncall.draw_rosters", soft_time_limit=160, time_limit=170)
def draw_rosters() -> None:
    """The next proposal that somebody asked for is computed, if one waits."""
    run = generation.claim_generation(timezone.now())
    if run is not None:
        generation.run_generation(run)


@shared_task(name="oncall.play_alerts")
def play_alerts() -> None:
    """The steps of alerts that are due are played, each once."""
    escalation.play_due()


@shared_task(name="oncall.tell_takeovers")
def tell_takeovers() -> None:
    """Whoever comes on call while an alert lives knows of it."""
    escalation.tell_takeovers()
