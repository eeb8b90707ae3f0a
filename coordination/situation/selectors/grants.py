"""The requests that the ARS answers."""

from django.db.models import QuerySet

from portal.accounts.models import Grant, User

RECENT = 10


def waiting_grants(user: User) -> QuerySet[Grant]:
    """Requests without an answer on the territories of `user`."""
    asked = Grant.objects.pending().reviewable_by(user)
    places = ("structure__commune", "structure__category", "territory")
    return asked.select_related("user", "claim", *places)


def recent_decisions(user: User) -> list[Grant]:
    """The last answers given there, newest first."""
    decided = Grant.objects.reviewable_by(user).filter(decided_by__isnull=False)
    rows = decided.select_related("user", "structure", "territory", "decided_by")
    return list(rows.order_by("-decided_at")[:RECENT])
