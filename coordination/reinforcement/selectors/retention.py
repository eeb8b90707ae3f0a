"""Which files nobody has used for long: those to warn, those to erase."""

from datetime import timedelta

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast, Greatest
from django.utils import timezone

from coordination.notifications.models import Publication
from coordination.reinforcement.models import Assignment, Seat, Volunteer

# Proposed in the privacy notice: 24 months after the last activity, told 30 days before.
KEPT = timedelta(days=730)
NOTICE = timedelta(days=30)
NOTES_KEPT = timedelta(days=365)
SLUG = "file_ends"


def unused_since(limit: timedelta) -> QuerySet[Volunteer]:
    """Files not yet erased whose owner has done nothing for `limit`, the oldest first.

    Signing in, confirming, answering, a mission: `last_active` is the latest of them.
    """
    own = Assignment.objects.filter(volunteer=OuterRef("pk")).order_by().values("volunteer")
    seats = Seat.objects.filter(volunteer=OuterRef("pk")).order_by().values("volunteer")
    files = Volunteer.objects.exclude(state=Volunteer.State.ANONYMISED).annotate(
        # PostgreSQL's GREATEST passes over what is null.
        last_active=Greatest(
            F("created_at"),
            F("confirmed_at"),
            F("user__last_login"),
            Subquery(own.annotate(at=Max("answered_at")).values("at")),
            Subquery(
                seats.annotate(at=Max("period__endswith")).values("at"),
                output_field=DateTimeField(),
            ),
        )
    )
    return files.filter(last_active__lt=timezone.now() - limit).order_by("last_active", "pk")


def files_to_warn() -> QuerySet[Volunteer]:
    """Files that will be erased in thirty days and whose owner was not told yet."""
    return unused_since(KEPT - NOTICE).exclude(Exists(_told()))


def files_to_erase() -> QuerySet[Volunteer]:
    """Unused for 24 months, and told at least thirty days ago."""
    told = _told().filter(created_at__lt=timezone.now() - NOTICE)
    held = Seat.objects.filter(volunteer=OuterRef("pk"), holds=True)
    coming = held.filter(period__endswith__gt=timezone.now())
    return unused_since(KEPT).filter(Exists(told) & ~Exists(coming))


def _told() -> QuerySet[Publication]:
    return Publication.objects.filter(
        Q(created_at__gt=OuterRef("last_active")),
        notice=SLUG,
        subject_id=Cast(OuterRef("pk"), CharField()),
    )


def old_notes() -> QuerySet[Assignment]:
    """Answers with words, to needs that ended a year ago."""
    limit = timezone.now() - NOTES_KEPT
    return Assignment.objects.filter(need__ended_at__lt=limit).exclude(answer_note="")
