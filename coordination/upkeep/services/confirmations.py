"""A page is read again by its people: one digest for each person, one tap to answer."""

from datetime import datetime

from django.db import transaction

from coordination.notifications.models import Publication
from coordination.notifications.services import notify
from coordination.upkeep.models import Confirmation
from coordination.upkeep.notices.pages import PagesToConfirm
from coordination.upkeep.selectors.pages import pages_due
from directory.models import Structure
from directory.services.confirming import confirm_page
from portal.accounts.models import Grant, Role, User

DAYS_BETWEEN = 14
MOST_TOLD = 500  # a tick: the others an hour later


@transaction.atomic
def confirm(structure: Structure, *, by: User) -> Confirmation:
    """Every value of the page is as of today, confirmed by `by`."""
    confirm_page(structure, by=by)
    return Confirmation.objects.create(structure=structure, by=by)


def remind_confirmations(now: datetime) -> int:
    """Whoever has pages to confirm is told once a fortnight, all their pages together; how many.

    The fortnight is that of the calendar: what an outage delayed is told once, not twice.
    """
    fortnight = now.date().toordinal() // DAYS_BETWEEN
    managers = Grant.objects.filter(role=Role.MANAGER, structure__in=pages_due(now).values("pk"))
    told = Publication.objects.filter(notice=PagesToConfirm.slug, step=fortnight)
    known = {int(one) for one in told.values_list("subject_id", flat=True)}
    people = User.objects.filter(pk__in=managers.in_force().values("user"), is_active=True)
    waiting = list(people.exclude(pk__in=known).order_by("pk")[:MOST_TOLD])
    for person in waiting:
        with transaction.atomic():
            notify(PagesToConfirm, person, step=fortnight)
    return len(waiting)
