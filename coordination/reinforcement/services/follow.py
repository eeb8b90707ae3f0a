"""What the passing of time does to assignments. Each step is safe to run twice, or at once."""

from django.utils import timezone

from coordination.reinforcement.models import Assignment, Need
from coordination.reinforcement.services.mission import remind_missions
from coordination.reinforcement.services.places import close_overtaken
from coordination.reinforcement.services.standby import close_standby, expire_offers
from coordination.reinforcement.services.withdrawal import release_silent, remind_structures

State = Assignment.State


def follow_answers() -> dict[str, int]:
    """What is over has ended, and the next in line has been called; how many of each."""
    return {
        "asks": expire_asks(),
        "offers": expire_offers(),
        "standby": close_standby(),
        "released": release_silent(),
        "overtaken": close_overtaken(),
    }


def remind_people() -> dict[str, int]:
    """Whoever must be reminded has been, once each; how many."""
    return {"missions": remind_missions(), "structures": remind_structures()}


def expire_asks() -> int:
    """Asks left without answer past the useful time are over; how many.

    Those of a filled need are stood down with a word, elsewhere; silence is not a refusal.
    """
    now = timezone.now()
    late = Need.objects.filter(answer_by__lte=now).exclude(state=Need.State.SUSPENDED)
    silent = Assignment.objects.filter(state__in=(State.NOTIFIED, State.SEEN), need__in=late)
    return silent.update(state=State.EXPIRED, ended_at=now)
