"""A very large wave leaves once a second person of the ARS has agreed, or never."""

from django.db import transaction
from django.utils import timezone

from coordination.notifications.services import notify
from coordination.reinforcement.models import Wave
from coordination.reinforcement.notices import WaveAsk, WaveRefused
from coordination.reinforcement.refusals import OwnWave, WaveDecided
from coordination.reinforcement.selectors.sizing import window_end
from coordination.reinforcement.services.transition import check_reason
from coordination.reinforcement.services.wave import lock_recruiting
from portal.accounts.models import User
from portal.audit.services import record


@transaction.atomic
def approve_wave(wave: Wave, *, by: User) -> None:
    """The proposed wave leaves, and its window begins now.

    Raises OwnWave, WaveDecided when somebody was quicker, NotRecruiting.
    """
    need, now = lock_recruiting(wave.need), timezone.now()
    ends_at = window_end(need, start=now)
    _decide(wave, Wave.State.RELEASED, by=by, released_at=now, window_ends_at=ends_at)
    record(by, "wave.approved", need, rank=wave.rank, size=wave.size)
    notify(WaveAsk, wave)


@transaction.atomic
def refuse_wave(wave: Wave, *, by: User, reason: str) -> None:
    """Nobody is told, and who prepared the wave reads why.

    Raises ReasonMissing, OwnWave, WaveDecided.
    """
    check_reason(reason)
    _decide(wave, Wave.State.REFUSED, by=by, refusal_reason=reason.strip())
    record(by, "wave.refused", wave.need, rank=wave.rank, size=wave.size, reason=reason.strip())
    notify(WaveRefused, wave)


def _decide(wave: Wave, state: Wave.State, *, by: User, **changes: object) -> None:
    if wave.released_by_id == by.pk:
        raise OwnWave
    waiting = Wave.objects.filter(pk=wave.pk, state=Wave.State.PROPOSED)
    if waiting.update(state=state, decided_by=by, **changes) != 1:
        wave.refresh_from_db(fields=["state"])
        raise WaveDecided(state=wave.get_state_display())
    wave.refresh_from_db(fields=["state", "decided_by", *changes])
