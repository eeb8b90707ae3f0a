"""The ask itself: who, where, when, what is offered, answer by when, in one tap."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from coordination.notifications.registry import Notice, register
from coordination.reinforcement import pool
from coordination.reinforcement.models import Assignment, Need, Wave
from coordination.reinforcement.notices.need import answer_link, with_own_links
from coordination.reinforcement.selectors.wording import need_words


@register
class WaveAsk(Notice):
    """Asks the volunteers of a wave; draws them first when nobody did yet."""

    slug = "wave_ask"
    label = "demande de renfort"
    queue = "bulk"
    in_bulk = True
    optional = False

    def load(self, subject_id: Any) -> Wave:
        return Wave.objects.select_related("need__structure__commune").get(pk=subject_id)

    def prepare(self) -> None:
        draw_wave(self.subject)

    def audience(self) -> QuerySet[Assignment]:
        asked = Assignment.objects.filter(wave=self.subject, state=Assignment.State.NOTIFIED)
        return with_own_links(asked)

    def context(self) -> dict[str, Any]:
        return need_words(self.subject.need) | {"message": self.subject.message}

    def link(self, reference: str) -> str:
        return answer_link(reference)

    def expires_at(self) -> datetime:
        """An ask never leaves after the latest useful time."""
        answer_by: datetime = self.subject.need.answer_by
        return answer_by


@transaction.atomic
def draw_wave(wave: Wave) -> None:
    """The wave's asks exist, once, as long as its need still recruits; else it is stopped."""
    need = Need.objects.select_for_update(no_key=True).get(pk=wave.need_id)
    released = Wave.objects.filter(pk=wave.pk, state=Wave.State.RELEASED)
    if not need.is_recruiting:
        released.update(state=Wave.State.STOPPED)
        return
    if released.update(state=Wave.State.DRAWN, drawn_at=timezone.now()) != 1:
        return
    drawn = pool.draw(wave)
    Wave.objects.filter(pk=wave.pk).update(asked=drawn.asked, over_budget=drawn.over_budget)
    wave.refresh_from_db(fields=["state", "drawn_at", "asked", "over_budget"])
