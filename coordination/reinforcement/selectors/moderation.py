"""The volunteers of a territory, as its ARS reads them: files to check first."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from coordination.reinforcement.models import Evidence, Trust, Volunteer
from portal.accounts.models import User

GONE = (Volunteer.State.WITHDRAWN, Volunteer.State.ANONYMISED)


def of_my_territories(user: User, *, wanted: dict[str, Any]) -> QuerySet[Volunteer]:
    """The files that `user` oversees, narrowed by `wanted` (the filter's answers)."""
    found: QuerySet[Volunteer] = Volunteer.objects.overseen_by(user).exclude(state__in=GONE)
    if wanted.get("a_verifier"):
        found = to_check(found)
    if wanted.get("etat"):
        found = found.filter(state=wanted["etat"])
    if wanted.get("profession"):
        found = found.filter(profession=wanted["profession"])
    if text := wanted.get("q"):
        name = Q(user__last_name__icontains=text) | Q(user__first_name__icontains=text)
        found = found.filter(name | Q(reference__iexact=text) | Q(rpps=text.replace(" ", "")))
    return found.select_related("user", "profession", "commune")


def to_check(found: QuerySet[Volunteer]) -> QuerySet[Volunteer]:
    """Complete files without a check in force."""
    in_force = Evidence.objects.filter(volunteer=OuterRef("pk")).exclude(
        next_check_on__lte=timezone.localdate()
    )
    waiting = (Volunteer.State.ACTIVE, Volunteer.State.PAUSED, Volunteer.State.STALE)
    return found.filter(~Exists(in_force), trust=Trust.DECLARED, state__in=waiting)
