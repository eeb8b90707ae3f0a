"""Trust: what was checked of a volunteer, by whom, and what level it gives."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.reinforcement.models import Evidence, Trust, Volunteer
from coordination.reinforcement.notices import TrustLowered
from coordination.reinforcement.refusals import OwnFile
from portal.accounts.models import User
from portal.audit.services import record

# A register match is looked at again every year; a document, when it says so.
NEXT_CHECK = timedelta(days=365)
Source, Result = Evidence.Source, Evidence.Result


def _days_since_2020() -> int:
    return (timezone.localdate() - date(2020, 1, 1)).days


def level_from(evidences: Iterable[Evidence]) -> Trust:
    """The trust that `evidences` give, newest first; only the newest of a source counts.

    A number that is another person's, or nobody's, brings the file down to V0 whatever
    else was seen. Active in the register: V2, V1 once a structure attests the practice.
    Inactive or retired there: V3. Without the register, a document seen gives V4.
    """
    newest: dict[str, str] = {}
    for evidence in evidences:
        newest.setdefault(evidence.source, evidence.result)
    register = newest.get(Source.REGISTER)
    if register in (Result.NAME_DIFFERS, Result.NOT_FOUND):
        return Trust.DECLARED
    if register == Result.MATCH:
        attested = newest.get(Source.STRUCTURE) == Result.MATCH
        return Trust.PRACTISING if attested else Trust.REGISTERED
    if register == Result.INACTIVE:
        return Trust.FORMERLY
    if newest.get(Source.DOCUMENT) == Result.MATCH:
        return Trust.DOCUMENT
    return Trust.DECLARED


def evidence_in_force(volunteer: Volunteer) -> QuerySet[Evidence]:
    """The checks not yet due again, newest first."""
    due = Q(next_check_on__lte=timezone.localdate())
    return Evidence.objects.filter(volunteer=volunteer).exclude(due).order_by("-checked_at", "-pk")


@transaction.atomic
def add_evidence(
    volunteer: Volunteer,
    *,
    source: str,
    result: str,
    compared: str,
    by: User,
    next_check_on: date | None = None,
) -> Trust:
    """The check is kept and the level follows at once. Raises OwnFile."""
    if by.pk == volunteer.user_id:
        raise OwnFile
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    Evidence.objects.create(
        volunteer=volunteer,
        source=source,
        result=result,
        compared=compared,
        checker=by,
        next_check_on=next_check_on or timezone.localdate() + NEXT_CHECK,
    )
    record(by, "volunteer.checked", volunteer, source=source, result=result)
    return refresh_trust(volunteer, by=by)


@transaction.atomic
def recheck(volunteer: Volunteer, *, by: User | None) -> None:
    """What was checked no longer counts: the trade, the number or the name has changed."""
    today = timezone.localdate()
    ended = evidence_in_force(volunteer).update(next_check_on=today)
    if ended:
        record(by, "volunteer.to_check_again", volunteer, checks=ended)
        refresh_trust(volunteer, by=by)


@transaction.atomic
def refresh_trust(volunteer: Volunteer, *, by: User | None) -> Trust:
    """The level of the file is the one its checks give; a lower one is told where it matters."""
    before = Trust(volunteer.trust)
    after = level_from(evidence_in_force(volunteer))
    volunteer.trust = after
    if Volunteer.objects.filter(pk=volunteer.pk).exclude(trust=after).update(trust=after) == 1:
        record(by, "volunteer.trust_changed", volunteer, before=before.value, after=after.value)
        if after > before:
            # Dated step: the same file may worsen twice, and each time must be told.
            notify(TrustLowered, volunteer, step=_days_since_2020())
    return after
