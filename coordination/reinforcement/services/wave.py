"""Waves: a group of volunteers asked together, sized, released once, stopped at capacity."""

from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from coordination.notifications.services import cancel, notify
from coordination.reinforcement import pool
from coordination.reinforcement.models import Need, Wave
from coordination.reinforcement.notices import WaveAsk, draw_wave
from coordination.reinforcement.refusals import (
    NobodyFits,
    NotRecruiting,
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


@transaction.atomic
def release_wave(
    need: Need, *, by: User, rank: int, size: int, message: str = "", override_reason: str = ""
) -> Wave:
    """Wave `rank` of the need asks up to `size` people, with the structure's own words.

    An `override_reason` asks people whose week is full: it is journaled. Raises
    NotRecruiting, NobodyFits, WaveAlreadyReleased when somebody else released that rank.
    """
    fresh = _lock(need)
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
        "wave.released",
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
    fresh = _lock(need)
    if fresh.waves.filter(window_ends_at__gt=timezone.now()).exclude(state="stopped").exists():
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
    running = Wave.objects.filter(pk=wave.pk, state__in=[Wave.State.RELEASED, Wave.State.DRAWN])
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
    running.filter(state=Wave.State.RELEASED).update(state=Wave.State.STOPPED)


def needs_awaiting_a_wave() -> QuerySet[Need]:
    """Automatic needs that recruit, the ARS's priorities first."""
    first = F("priority").asc(nulls_last=True)
    return Need.objects.recruiting().filter(automatic=True).order_by(first, "criticality", "pk")


def is_mass(size: int) -> bool:
    """So many people that whoever writes to them proves again who they are."""
    return size > MASS


def next_rank(need: Need) -> int:
    """The rank of the wave to come; no statement for a need read `for_page_of` somebody."""
    if hasattr(need, "last_rank"):
        return 1 + (need.last_rank or 0)
    return 1 + (need.waves.aggregate(last=Max("rank"))["last"] or 0)


def _lock(need: Need) -> Need:
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
    now = timezone.now()
    wave = Wave(
        need=need,
        rank=rank,
        size=min(size or advised.size, available),
        rate=rate,
        rate_source=source,
        message=message,
        override_reason=override_reason,
        is_automatic=is_automatic,
        released_by=released_by,
        released_at=now,
        window_ends_at=window_end(need, start=now),
    )
    _save_once(wave)
    if wave.size <= DRAWN_AT_ONCE:
        draw_wave(wave)
    notify(WaveAsk, wave)
    return wave


def _save_once(wave: Wave) -> None:
    try:
        with transaction.atomic():
            wave.save()
    except IntegrityError as error:
        if "wave_rank_once" in str(error):
            raise WaveAlreadyReleased from error
        raise
