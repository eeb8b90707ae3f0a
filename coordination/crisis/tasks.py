"""What the clock does in crisis cells. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from coordination.crisis.services import (
    acks,
    campaign,
    debrief,
    duty,
    group,
    handover,
    inject,
    pack,
    plan_reviews,
    reminders,
    sitrep_follow,
)
from coordination.crisis.services.callout import escalation
from coordination.crisis.services.closing import bundle


@shared_task(name="crisis.remind_tasks")
def remind_tasks() -> None:
    """Who has tasks due is reminded of them, once."""
    reminders.remind_tasks(timezone.now())


@shared_task(name="crisis.raise_handover_alarms")
def raise_handover_alarms() -> None:
    """The secretariat is told of hand-overs left without an answer, once each."""
    handover.raise_alarms(timezone.now())


@shared_task(name="crisis.remind_campaigns")
def remind_campaigns() -> None:
    """The structures that have not answered a campaign are reminded, once."""
    campaign.remind_campaigns(timezone.now())


@shared_task(name="crisis.end_groups")
def end_groups() -> None:
    """Moderators are reminded of the end of their group, once; past it, the group is closed."""
    group.end_groups(timezone.now())


@shared_task(name="crisis.play_callouts")
def play_callouts() -> None:
    """The calls left without an answer go to the next person, each once."""
    escalation.play_due()


@shared_task(name="crisis.play_injects")
def play_injects() -> None:
    """The injects of exercises whose time has come are played, each once."""
    inject.play_due(timezone.now())


@shared_task(name="crisis.remind_sitreps")
def remind_sitreps() -> None:
    """Who should write a situation report that is late is reminded, once."""
    sitrep_follow.remind_late(timezone.now())


@shared_task(name="crisis.remind_acks")
def remind_acks() -> None:
    """Who has not acknowledged a message or a record is reminded, then the secretariat told."""
    acks.remind_acks(timezone.now())


@shared_task(name="crisis.anchor_logs")
def anchor_logs() -> None:
    """The head of each active log leaves by mail, once a day."""
    sitrep_follow.anchor_logs(timezone.now())


@shared_task(name="crisis.build_packs")
def build_packs() -> None:
    """The offline pack of each active cell says what is true now (rule 26)."""
    pack.build_packs()


@shared_task(name="crisis.raise_coverage_alarms")
def raise_coverage_alarms() -> None:
    """The secretariat is told of roles that lack somebody within 24 hours, once each."""
    duty.raise_coverage_alarms(timezone.now())


# The PDF of a log of 20,000 lines takes long; the lease is longer (services/closing/bundle.py).
@shared_task(name="crisis.build_bundles", soft_time_limit=160, time_limit=170)
def build_bundles() -> None:
    """The next archive of a cell that waits is made, if any."""
    bundle.build_next(timezone.now())


@shared_task(name="crisis.remind_debriefs")
def remind_debriefs() -> None:
    """Who has not answered a hot debrief a day before its end is reminded, once."""
    debrief.remind_debriefs(timezone.now())


@shared_task(name="crisis.remind_plans")
def remind_plans() -> None:
    """Who keeps a plan hears that its review is near, then that its day has come, once each."""
    plan_reviews.remind_plans(timezone.localdate())
