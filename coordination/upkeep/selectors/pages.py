"""Which pages are to be read again, and which suggestions wait."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from coordination.upkeep.models import Suggestion
from directory import registry
from directory.models import Structure
from portal.accounts.models import Grant, Role, User
from portal.territories.models import Territory

NAMED = 3


def pages_due(now: datetime) -> QuerySet[Structure]:
    """The managed structures whose page nobody confirmed in time, shorter during a crisis."""
    usual = now - timedelta(days=settings.CONFIRM_DAYS)
    in_crisis = now - timedelta(days=settings.CONFIRM_DAYS_IN_CRISIS)
    managed = Grant.objects.filter(role=Role.MANAGER).in_force().values("structure")
    last = Structure.objects.opened().filter(pk__in=managed).annotate(last=Max("confirmations__at"))
    due = Q(last__isnull=True) | Q(last__lt=usual)
    crises = [
        Q(commune__in=Territory.objects.within(one).values("pk"))
        for one in registry.territories_in_crisis()
    ]
    if crises:
        due |= Q(last__lt=in_crisis) & reduce(or_, crises)
    return last.filter(due)


def pages_to_confirm(user: User) -> list[Structure]:
    """The first of those that `user` manages."""
    own = pages_due(timezone.now()).filter(pk__in=user.structures_of(Role.MANAGER))
    return list(own.order_by("name_key", "pk")[:NAMED])


def suggestions_waiting(user: User) -> int:
    """How many suggestions wait for the answer of `user`."""
    return Suggestion.objects.to_answer(user).count()


def suggestion_queue(user: User) -> QuerySet[Suggestion]:
    """What waits for `user`, the answer due first."""
    rows = Suggestion.objects.to_answer(user)
    return rows.select_related("structure__commune", "author")


def own_suggestions(user: User) -> list[Suggestion]:
    """The last ones that `user` made, and what came of them."""
    rows = Suggestion.objects.filter(author=user).select_related("structure", "answered_by")
    return list(rows.order_by("-pk")[:20])


def late_suggestions(user: User) -> int:
    """How many answers are late in the territories of `user`."""
    return Suggestion.objects.to_answer(user).late().count()
