"""The review of a plan comes: who keeps it is told, some days before and on the day."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from coordination.crisis.models import CrisisPlan
from coordination.crisis.notices.preparation import PlanToReview
from coordination.notifications.models import Publication
from coordination.notifications.services import notify

MOST_TOLD = 500  # a tick: the others an hour later


def remind_plans(today: date) -> int:
    """Each plan is told once before its review and once from that day on; how many now.

    A review that is put off is told again at its new date. What an outage delayed is told once:
    on the day, the first reminder is no longer worth sending. Safe to run twice.
    """
    limit = today + timedelta(days=settings.PLAN_REVIEW_NOTICE_DAYS)
    near = CrisisPlan.objects.filter(review_on__lte=limit)
    known = Publication.objects.filter(notice=PlanToReview.slug)
    told = {(int(pk), step) for pk, step in known.values_list("subject_id", "step")}
    due = ((plan, _step(plan, today)) for plan in near.order_by("review_on", "pk"))
    waiting = [(plan, step) for plan, step in due if (plan.pk, step) not in told][:MOST_TOLD]
    for plan, step in waiting:
        with transaction.atomic():
            # Whoever puts the review off meanwhile has it told at its new date.
            same = CrisisPlan.objects.filter(pk=plan.pk, review_on=plan.review_on)
            if fresh := same.select_for_update(of=("self",)).first():
                notify(PlanToReview, fresh, step=step)
    return len(waiting)


def _step(plan: CrisisPlan, today: date) -> int:
    """One number for each date of review, and whether it has come."""
    return plan.review_on.toordinal() * 2 + (plan.review_on <= today)
