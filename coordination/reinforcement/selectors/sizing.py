"""How many people a wave should ask, from what earlier waves came to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils import timezone

from coordination.reinforcement.matching import PRIORS, wave_size, yield_rate
from coordination.reinforcement.models import Assignment, Need
from portal.territories.models import Territory

# An answer in time that was not a no was a yes, whatever became of it afterwards.
SAID_YES = Q(answered_at__lte=F("wave__window_ends_at")) & ~Q(state=Assignment.State.REFUSED)
# How long answers are awaited before the next wave, by criticality.
WINDOW_HOURS = {
    Need.Criticality.VITAL: 1,
    Need.Criticality.HIGH: 3,
    Need.Criticality.NORMAL: 12,
}


@dataclass(frozen=True)
class Sizing:
    """The size of a wave for the places left, and where its rate comes from."""

    places: int
    size: int
    rate: float
    source: str

    @property
    def expected_yes(self) -> float:
        """Positive answers to hope for, given the size and the rate."""
        return self.size * self.rate


def places_left(need: Need) -> int:
    """Places of the slots that have not ended, less those that are held."""
    now = timezone.now()
    return sum(slot.capacity - slot.taken for slot in need.slots.all() if slot.is_vacant(now))


def observed_rate(need: Need) -> tuple[float, str]:
    """The share of yes to expect, and its origin in French: the prior, or what was observed.

    Only asks whose window has ended count, for the same professions in the same department;
    those of exercises are kept apart. One statement.
    """
    prior = PRIORS[settings.ANSWER_PHASE]
    around = Territory.objects.containing([need.structure.commune_id])
    department = around.filter(kind=Territory.Kind.DEPARTMENT).values("pk")
    past = Assignment.objects.filter(
        wave__window_ends_at__lt=timezone.now(),
        need__is_exercise=need.is_exercise,
        need__structure__commune__outer_links__ancestor__in=department,
        volunteer__profession__in=need.professions.values("pk"),
    )
    found = past.aggregate(asked=Count("pk"), yes=Count("pk", filter=SAID_YES))
    rate = yield_rate(prior=prior, yes=found["yes"], asked=found["asked"])
    hypothesis = f"hypothèse de départ de {percent(prior)}"
    if not found["asked"]:
        return rate, f"{hypothesis}, faute de vague terminée dans ce département"
    return rate, f"{hypothesis}, corrigée par {found['yes']} oui sur {found['asked']} sollicités"


def size_wave(*, places: int, rate: float, source: str, pool: int) -> Sizing:
    """What a wave should be to fill `places`, out of `pool` people who fit."""
    size = wave_size(places=places, rate=rate, pool=pool)
    return Sizing(places=places, size=size, rate=rate, source=source)


def window_end(need: Need, *, start: datetime) -> datetime:
    """Until when a wave released at `start` is given time to answer."""
    hours = WINDOW_HOURS[Need.Criticality(need.criticality)]
    return min(need.answer_by, start + timedelta(hours=hours))


def percent(share: float) -> str:
    """`10 %`, `1,5 %`, `0,3 %`."""
    return f"{share * 100:.2g}".replace(".", ",") + "\u00a0%"
