"""Where a volunteer stands: in the pool, on a pause, gone quiet, or set aside."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from coordination.notifications.models import Publication
from coordination.notifications.services import notify
from coordination.reinforcement.models import Volunteer
from coordination.reinforcement.notices import StillFree
from coordination.reinforcement.refusals import NotNow, PeriodPast, ReasonMissing, StateChanged
from coordination.reinforcement.selectors.profile import gaps
from coordination.reinforcement.services.profile import complete_if_ready
from portal.accounts.models import User
from portal.audit.services import record

State = Volunteer.State
EPOCH = date(2020, 1, 1)
PRESENT = (State.INCOMPLETE, State.ACTIVE, State.PAUSED, State.STALE)


@transaction.atomic
def confirm_availability(volunteer: Volunteer, *, by: User | None, how: str = "page") -> None:
    """What was declared is true as of now; a stale file is active again. Raises NotNow."""
    now = timezone.now()
    living = Volunteer.objects.filter(pk=volunteer.pk, state__in=PRESENT)
    awake = Case(When(state=State.STALE, then=Value(State.ACTIVE)), default="state")
    if living.update(confirmed_at=now, state=awake) != 1:
        raise NotNow(state=volunteer.get_state_display())
    volunteer.refresh_from_db(fields=["state", "confirmed_at"])
    record(by, "volunteer.confirmed", volunteer, how=how)
    complete_if_ready(volunteer, by=by)


@transaction.atomic
def pause(volunteer: Volunteer, *, until: date | None, by: User) -> None:
    """Nobody asks until that day included, or until further notice. Raises NotNow, PeriodPast."""
    if until is not None and until < timezone.localdate():
        raise PeriodPast
    able = Volunteer.objects.filter(pk=volunteer.pk, state__in=[*PRESENT[1:]])
    if able.update(state=State.PAUSED, paused_until=until) != 1:
        raise NotNow(state=volunteer.get_state_display())
    record(by, "volunteer.paused", volunteer, until=until.isoformat() if until else "")
    volunteer.refresh_from_db(fields=["state", "paused_until"])


@transaction.atomic
def resume(volunteer: Volunteer, *, by: User) -> None:
    """The pause is over and what was declared is true as of now. Raises NotNow."""
    paused = Volunteer.objects.filter(pk=volunteer.pk, state=State.PAUSED)
    if paused.update(state=State.ACTIVE, paused_until=None, confirmed_at=timezone.now()) != 1:
        raise NotNow(state=volunteer.get_state_display())
    record(by, "volunteer.resumed", volunteer)
    volunteer.refresh_from_db(fields=["state", "paused_until", "confirmed_at"])


@transaction.atomic
def suspend(volunteer: Volunteer, *, reason: str, by: User) -> None:
    """Out of the pool until the ARS decides otherwise. Raises ReasonMissing, StateChanged."""
    if not reason.strip():
        raise ReasonMissing
    able = Volunteer.objects.filter(pk=volunteer.pk, state__in=PRESENT)
    if able.update(state=State.SUSPENDED, state_reason=reason) != 1:
        raise StateChanged
    record(by, "volunteer.suspended", volunteer, reason=reason)
    volunteer.refresh_from_db(fields=["state", "state_reason"])


@transaction.atomic
def reinstate(volunteer: Volunteer, *, by: User) -> None:
    """The suspension is lifted; the person confirms availability, then is asked again."""
    state = State.INCOMPLETE if gaps(volunteer) else State.STALE
    suspended = Volunteer.objects.filter(pk=volunteer.pk, state=State.SUSPENDED)
    if suspended.update(state=state, state_reason="") != 1:
        raise StateChanged
    record(by, "volunteer.reinstated", volunteer)
    volunteer.refresh_from_db(fields=["state", "state_reason"])


def fresh_since() -> datetime:
    """The instant before which a confirmation is too old."""
    return timezone.now() - timedelta(days=settings.REINFORCEMENT_STALE_DAYS)


def mark_stale() -> int:
    """Active files not confirmed of late are stale: nobody asks them. How many just became so."""
    old = Volunteer.objects.filter(state=State.ACTIVE, confirmed_at__lt=fresh_since())
    return old.update(state=State.STALE)


def end_pauses() -> int:
    """Pauses whose last day has passed are over. How many just ended."""
    over = Volunteer.objects.filter(state=State.PAUSED, paused_until__lt=timezone.localdate())
    awake = Case(
        When(Q(confirmed_at__gte=fresh_since()), then=Value(State.ACTIVE)),
        default=Value(State.STALE),
    )
    return over.update(state=awake, paused_until=None)


def soon_stale(*, limit: int) -> QuerySet[Volunteer]:
    """Active files that enter the notice period and were not yet asked to confirm."""
    days = settings.REINFORCEMENT_STALE_DAYS - settings.REINFORCEMENT_STALE_NOTICE_DAYS
    from_now = fresh_since() + timedelta(days=days)
    told = Publication.objects.filter(
        notice=StillFree.slug,
        subject_id=Cast(OuterRef("pk"), CharField()),
        created_at__gt=OuterRef("confirmed_at"),
    )
    old = Volunteer.objects.filter(state=State.ACTIVE, confirmed_at__lt=from_now)
    return old.exclude(Exists(told)).order_by("confirmed_at", "pk")[:limit]


def remind_soon_stale(*, limit: int = 500) -> int:
    """Each file of the notice period is asked once to confirm. How many were just asked."""
    found = list(soon_stale(limit=limit))
    for volunteer in found:
        if volunteer.confirmed_at is None:
            continue
        with transaction.atomic():
            # One reminder a confirmation: its day is the step.
            notify(StillFree, volunteer, step=(volunteer.confirmed_at.date() - EPOCH).days)
    return len(found)
