"""What the clock does: needs move on, waves leave, quiet volunteers fade. Safe to run twice."""

from celery import shared_task

from coordination.reinforcement.services import availability, clock, follow, standing, week


# --- Need and wave --------------------------------------------------------------------------
@shared_task(name="reinforcement.turn_needs")
def turn_needs() -> None:
    """Held needs leave once their author is approved; late ones expire, past ones close."""
    clock.turn_needs()


@shared_task(name="reinforcement.run_waves")
def run_waves() -> None:
    """Each automatic need with places left and no wave under way has a new one."""
    clock.run_waves()


# --- Volunteer ------------------------------------------------------------------------------
@shared_task(name="reinforcement.keep_volunteers")
def keep_volunteers() -> None:
    """Pauses end, quiet files are reminded then stale, old periods go. Safe to run twice."""
    standing.end_pauses()
    standing.remind_soon_stale()
    standing.mark_stale()
    availability.drop_past()


@shared_task(name="reinforcement.spread_weeks")
def spread_weeks() -> None:
    """Weekly habits reach eight weeks ahead again, some hundreds of people at a time."""
    week.spread_due(limit=300)


# --- Assignment -----------------------------------------------------------------------------
@shared_task(name="reinforcement.follow_answers")
def follow_answers() -> None:
    """Offers, stand-by lists and unanswered asks come to their end by themselves."""
    follow.follow_answers()


@shared_task(name="reinforcement.remind_people")
def remind_people() -> None:
    """People expected soon are reminded, and structures that leave a yes without answer."""
    follow.remind_people()
