"""Waves: a group of volunteers asked together, sized, released once, stopped at capacity."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet, Sum
from django.utils import timezone

from coordination.notifications.services import cancel, notify
from coordination.reinforcement import pool
from coordination.reinforcement.models import Need, Wave
from coordination.reinforcement.notices import WaveAsk, WaveProposed, draw_wave, overseers_of
from coordination.reinforcement.refusals import (
    NobodyFits,
    NoSecondPerson,
    NotRecruiting,
    TooManyWaves,
    WaveAlreadyReleased,
    WaveOver,
)
from coordination.reinforcement.selectors.sizing import (
    observed_rate,
    places_left,
    size_wave,
    window_end,
)
from coordination.reinforcement.services.standdown import end_untold
from portal.accounts.models import User
from portal.audit.services import record

# Small waves are drawn while the person waits; a worker draws the others.
DRAWN_AT_ONCE = 200
# Above, whoever releases the wave has just said who they are.
MASS = 100
NOT_DRAWN = (Wave.State.PROPOSED, Wave.State.RELEASED)
LATELY = timedelta(hours=1)
# Waves of one need in an hour: more would be the same people asked in a hurry.
MOST_AN_HOUR = 6


@transaction.atomic
def release_wave(
    need: Need, *, by: User, rank: int, size: int, message: str = "", override_reason: str = ""
) -> Wave:
    """Wave `rank` of the need asks up to `size` people, with the structure's own words.

    Above PORTAL_WAVE_APPROVAL_ABOVE people within an hour it is only proposed: a second
    person releases it (services.wave_approval).

    An `override_reason` asks people whose week is full: it is journaled. Raises
    NotRecruiting, NobodyFits, WaveAlreadyReleased when somebody else released that rank,
    NoSecondPerson when nobody could agree, TooManyWaves.
    """
    fresh = lock_recruiting(need)
    if fresh.waves.filter(released_at__gt=timezone.now() - LATELY).count() >= MOST_AN_HOUR:
        raise TooManyWaves(most=MOST_AN_HOUR)
    wave = _release(
        fresh,
        rank=rank,
        size=size,
        released_by=by,
        message=message,
        override_reason=override_reason.strip(),
    )
    record(
        by,
        "wave.proposed" if wave.state == Wave.State.PROPOSED else "wave.released",
        need,
        rank=rank,
        size=wave.size,
        rate=round(wave.rate, 4),
        override=wave.override_reason,
    )
    return wave


@transaction.atomic
def release_next_wave(need: Need) -> Wave | None:
    """An automatic need with places left has a wave under way; None when it had, or nobody fits.

    Raises NotRecruiting.
    """
    fresh = lock_recruiting(need)
    under_way = fresh.waves.filter(window_ends_at__gt=timezone.now())
    if under_way.exclude(state__in=[Wave.State.STOPPED, Wave.State.REFUSED]).exists():
        return None
    try:
        wave = _release(fresh, rank=next_rank(fresh), size=None, is_automatic=True)
    except NobodyFits:
        return None
    record(None, "wave.released", need, rank=wave.rank, size=wave.size, automatic=True)
    return wave


@transaction.atomic
def stop_wave(wave: Wave, *, by: User | None) -> int:
    """No more message of the wave leaves; returns how many were taken back. Raises WaveOver.

    Who was never told gets their unit of contact budget again.
    Those already told may still answer: the need says whether a place is left.
    """
    running = Wave.objects.filter(pk=wave.pk, state__in=[*NOT_DRAWN, Wave.State.DRAWN])
    if running.update(state=Wave.State.STOPPED) != 1:
        raise WaveOver
    taken_back = cancel(WaveAsk, wave)
    end_untold(wave.assignments.all())
    record(by, "wave.stopped", wave.need, rank=wave.rank, taken_back=taken_back)
    return taken_back


def stop_waves(need: Need) -> None:
    """The need's waves are over: nobody more is drawn, and no unsent message leaves.

    Who was never told gets their unit of contact budget again, and no thanks are due.
    """
    running = need.waves.exclude(state=Wave.State.STOPPED)
    for wave in running:
        cancel(WaveAsk, wave)
    end_untold(need.assignments.filter(wave__in=running))
    running.filter(state__in=NOT_DRAWN).update(state=Wave.State.STOPPED)


def needs_awaiting_a_wave() -> QuerySet[Need]:
    """Automatic needs that recruit, the ARS's priorities first."""
    first = F("priority").asc(nulls_last=True)
    return Need.objects.recruiting().filter(automatic=True).order_by(first, "criticality", "pk")


def needs_second_person(need: Need, *, size: int) -> bool:
    """With the waves of the last hour, so many people that one person may not decide alone."""
    lately = need.waves.filter(released_at__gt=timezone.now() - LATELY)
    sent = lately.filter(state__in=[Wave.State.RELEASED, Wave.State.DRAWN])
    already = sent.filter(decided_by=None).aggregate(size=Sum("size", default=0))["size"]
    return bool(already + size > settings.WAVE_APPROVAL_ABOVE)


def is_mass(size: int) -> bool:
    """So many people that whoever writes to them proves again who they are."""
    return size > MASS


def next_rank(need: Need) -> int:
    """The rank of the wave to come; no statement for a need read `for_page_of` somebody."""
    if hasattr(need, "last_rank"):
        return 1 + (need.last_rank or 0)
    return 1 + (need.waves.aggregate(last=Max("rank"))["last"] or 0)


def lock_recruiting(need: Need) -> Need:
    """The need as it is now, held until the transaction ends. Raises NotRecruiting."""
    rows = Need.objects.select_related("structure__commune")
    fresh = rows.select_for_update(of=("self",), no_key=True).get(pk=need.pk)
    if not fresh.is_recruiting:
        raise NotRecruiting(state=fresh.get_state_display())
    return fresh


def _release(
    need: Need,
    *,
    rank: int,
    size: int | None,
    released_by: User | None = None,
    message: str = "",
    override_reason: str = "",
    is_automatic: bool = False,
) -> Wave:
    found = pool.fits(need, limit=0)
    available = found.total
    if override_reason:
        available += found.obstacles.get("over_budget", 0)
    if not available:
        raise NobodyFits
    rate, source = observed_rate(need)
    advised = size_wave(places=places_left(need), rate=rate, source=source, pool=available)
    # The clock has nobody to ask for a second agreement: it stays below.
    most = min(available, settings.WAVE_APPROVAL_ABOVE) if is_automatic else available
    now = timezone.now()
    wave = Wave(
        need=need,
        rank=rank,
        size=min(size or advised.size, most),
        rate=rate,
        rate_source=source,
        message=message,
        override_reason=override_reason,
        is_automatic=is_automatic,
        released_by=released_by,
        released_at=now,
        window_ends_at=window_end(need, start=now),
    )
    if not is_automatic and needs_second_person(need, size=wave.size):
        return _propose(wave)
    return _send(wave)


def _send(wave: Wave) -> Wave:
    _save_once(wave)
    if wave.size <= DRAWN_AT_ONCE:
        draw_wave(wave)
    notify(WaveAsk, wave)
    return wave


def _propose(wave: Wave) -> Wave:
    wave.state = Wave.State.PROPOSED
    others = overseers_of(wave.need).exclude(pk=wave.released_by_id or 0)
    if not others.exists():
        raise NoSecondPerson(most=settings.WAVE_APPROVAL_ABOVE)
    _save_once(wave)
    notify(WaveProposed, wave)
    return wave


def _save_once(wave: Wave) -> None:
    try:
        with transaction.atomic():
            wave.save()
    except IntegrityError as error:
        if "wave_rank_once" in str(error):
            raise WaveAlreadyReleased from error
        raise
