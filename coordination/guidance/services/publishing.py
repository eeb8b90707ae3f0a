"""A version is put in force, replaces the one before, is repealed; those concerned are told."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from coordination.crisis import clock
from coordination.guidance.models import Addressee, Recommendation, Version
from coordination.guidance.notices import (
    RecommendationPublished,
    RecommendationRepealed,
    RecommendationReplaced,
)
from coordination.guidance.refusals import (
    NobodyConcerned,
    NotInForce,
    NotValidator,
    OwnVersion,
    ReasonMissing,
    ReviewPast,
    VersionMoved,
)
from coordination.guidance.rules import may_change
from coordination.guidance.selectors.audience import (
    audience_of,
    in_force_of,
    other_validators,
)
from coordination.guidance.services.writing import check_texts
from coordination.notifications.services import cancel, notify
from portal.accounts.models import User
from portal.audit.services import record

State = Version.State
# Sheet 6: reminders at 24 h and 48 h.
FIRST_REMINDER = timedelta(hours=24)


@transaction.atomic
def publish_version(version: Version, *, by: User) -> int:
    """In force from now on, alone of its number; how many people are told, frozen with the reason.

    Those who had read the version before are told that it changed, the others that it exists. Its
    author does not validate it while somebody else may (decision 25). Of two at once, one wins.
    Raises NotValidator, OwnVersion, ReviewPast, NobodyConcerned, VersionMoved.
    """
    if not may_change(by, version):
        raise NotValidator
    Recommendation.objects.select_for_update().get(pk=version.recommendation_id)
    version = Version.objects.select_related("recommendation", "place").get(pk=version.pk)
    if version.state != State.SUBMITTED:
        raise VersionMoved(state=version.get_state_display())
    if version.author_id == by.pk and (other := other_validators(version).first()):
        raise OwnVersion(other=other)
    if version.review_by < timezone.localdate():
        raise ReviewPast
    before, readers = in_force_of(version), audience_of(version)
    if not readers:
        raise NobodyConcerned
    if before is not None:
        _end(before, State.REPLACED, by=by)
    _open(version, before, by=by)
    due = clock.now() + FIRST_REMINDER
    Addressee.objects.bulk_create(
        Addressee(
            version=version, user_id=one.user, reason=one.reason, structure_id=one.structure,
            profession_id=one.profession, next_due_at=due,
        )
        for one in readers
    )  # fmt: skip
    notify(RecommendationPublished, version)
    if before is not None:
        notify(RecommendationReplaced, version)
    record(by, "recommendation.published", version, people=len(readers))
    return len(readers)


@transaction.atomic
def repeal_version(version: Version, *, reason: str, by: User, confirmed: bool = False) -> None:
    """It counts no more, and nothing takes its place; those who had read it are told why.

    Raises NotValidator, ReasonMissing, NotInForce, PatientNumber, PatientDoubt.
    """
    if not may_change(by, version):
        raise NotValidator
    if not reason.strip():
        raise ReasonMissing
    check_texts(reason, confirmed=confirmed)
    Recommendation.objects.select_for_update().get(pk=version.recommendation_id)
    _end(version, State.REPEALED, by=by, reason=reason.strip())
    version.refresh_from_db()
    notify(RecommendationRepealed, version)
    record(by, "recommendation.repealed", version)


def _open(version: Version, before: Version | None, *, by: User) -> None:
    rows = Version.objects.filter(pk=version.pk, state=State.SUBMITTED)
    opened = rows.update(
        state=State.IN_FORCE, validator=by, published_at=clock.now(), replaces=before
    )
    if opened != 1:
        raise VersionMoved(state=Version.objects.get(pk=version.pk).get_state_display())
    version.refresh_from_db()


def _end(version: Version, state: str, *, by: User, reason: str = "") -> None:
    """What had not left will not, and nobody is reminded of it any more."""
    rows = Version.objects.filter(pk=version.pk, state=State.IN_FORCE)
    if rows.update(state=state, ended_at=clock.now(), ended_by=by, end_reason=reason) != 1:
        now = Version.objects.get(pk=version.pk)
        raise NotInForce(number=now.n, state=now.get_state_display())
    Addressee.objects.filter(version=version, next_due_at__isnull=False).update(next_due_at=None)
    for notice in (RecommendationPublished, RecommendationReplaced):
        cancel(notice, version)
