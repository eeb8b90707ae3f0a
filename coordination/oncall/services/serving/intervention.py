"""What was done during a duty is noted, or taken back."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.oncall.models import DutyRecord, Intervention
from coordination.oncall.notices import InterventionDisputed, InterventionNotedFor
from coordination.oncall.refusals.served import (
    DistanceAbsurd,
    InterventionClash,
    InterventionContested,
    InterventionGone,
    InterventionOutside,
    InterventionReversed,
    InterventionToCome,
    InterventionTooLong,
)
from coordination.oncall.rules import may_run_line
from coordination.oncall.selectors.holders.trips import roster_of, work_of
from coordination.oncall.selectors.wording import period_said
from coordination.oncall.services.rosters.certified import refuse_if_certified
from portal.accounts.models import User
from portal.audit.services import record as journal
from portal.lib.time import hours_between
from portal.ui import moments

Kind = Intervention.Kind
LONGEST_HOURS = 24
MOST_KM = 2000
# Two clocks that disagree a little.
SLACK = timedelta(minutes=5)


@transaction.atomic
def note_intervention(
    record: DutyRecord,
    *,
    kind: str,
    called_at: datetime,
    ended_at: datetime,
    by: User | None,
    trip_started_at: datetime | None = None,
    distance_km: Decimal = Decimal(0),
    motive: str = "",
) -> Intervention:
    """The intervention stands on this duty, and opens the rest it opens.

    A trip without departure left at the call. Noted by somebody else, the person is told and
    may contest. Raises InterventionOutside,
    InterventionReversed, InterventionTooLong, InterventionToCome, DistanceAbsurd,
    InterventionClash (when), AlreadyCertified.
    """
    if kind != Kind.PHONE and trip_started_at is None:
        trip_started_at = called_at
    found = Intervention(
        record=record,
        person_id=record.person_id,
        kind=kind,
        motive=motive,
        called_at=called_at,
        trip_started_at=trip_started_at,
        ended_at=ended_at,
        distance_km=distance_km,
        noted_by=by,
    )
    _check(found)
    _check_open(record, by)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise InterventionClash(when=_other(found)) from error
    _say_noted(found, by)
    return found


@transaction.atomic
def contest_intervention(intervention: Intervention, *, reason: str, by: User | None) -> None:
    """The person says that what was noted for them is wrong; the coordination is told.

    It counts until the coordination takes it back. Raises InterventionGone,
    InterventionContested, AlreadyCertified.
    """
    _check_open(intervention.record, by)
    live = Intervention.objects.live().filter(pk=intervention.pk)
    said = live.filter(contested_at__isnull=True)
    if said.update(contested_at=timezone.now(), contest_reason=reason) != 1:
        raise InterventionContested if live.exists() else InterventionGone
    journal(by, "intervention.contested", intervention, reason=reason)
    notify(InterventionDisputed, intervention)


@transaction.atomic
def remove_intervention(intervention: Intervention, *, by: User | None) -> None:
    """It counts no more; what was noted is kept. Raises InterventionGone, AlreadyCertified."""
    _check_open(intervention.record, by)
    live = Intervention.objects.live().filter(pk=intervention.pk)
    if live.update(removed_at=timezone.now()) != 1:
        raise InterventionGone
    journal(by, "intervention.removed", intervention)


def _say_noted(one: Intervention, by: User | None) -> None:
    """The journal says in whose name it was; the person is told when it was not by themself."""
    person = one.record.person
    acting = "" if by is None or person.user_id == by.pk else str(person.uuid)
    journal(by, "intervention.noted", one, record=one.record.pk, kind=one.kind, acting=acting)
    if acting:
        notify(InterventionNotedFor, one)


def _check(one: Intervention) -> None:
    """Raises what cannot have been."""
    now, duty = timezone.now(), one.record.period
    if not duty.lower <= one.called_at < (duty.upper or now + SLACK):
        zone = ZoneInfo(one.record.sector.zone)
        called = moments.hour(one.called_at.astimezone(zone))
        known = DateTimeTZRange(duty.lower, duty.upper or now)
        raise InterventionOutside(hour=called, when=period_said(known, zone))
    left = one.trip_started_at or one.called_at
    if not one.called_at <= left < one.ended_at:
        raise InterventionReversed
    if hours_between(one.called_at, one.ended_at) > LONGEST_HOURS:
        raise InterventionTooLong(hours=LONGEST_HOURS)
    if one.ended_at > now + SLACK:
        raise InterventionToCome
    if not 0 <= one.distance_km <= MOST_KM:
        raise DistanceAbsurd(most=MOST_KM)


def _check_open(record: DutyRecord, by: User | None) -> None:
    """Once certified, only the coordination still writes, and signs a correction after."""
    roster = roster_of(record)
    if roster is not None and not (by and may_run_line(by, record.line)):
        refuse_if_certified(roster)


def _other(one: Intervention) -> str:
    """The one that stands at that time, in words."""
    start, end = work_of(one)
    rivals = Intervention.objects.live().filter(
        person=one.person_id, called_at__lt=end, ended_at__gt=start
    )
    rival = rivals.order_by("called_at").first()
    if rival is None:
        return "à ce moment"
    zone = ZoneInfo(one.record.sector.zone)
    hours = [moments.hour(mark.astimezone(zone)) for mark in work_of(rival)]
    return "de " + " à ".join(hours)
