"""The ask itself: who, where, when, what is offered, answer by when, in one tap."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from coordination.notifications.registry import Notice, register
from coordination.reinforcement import pool
from coordination.reinforcement.models import Assignment, Need, Wave
from coordination.reinforcement.notices.codes import code_for
from coordination.reinforcement.notices.need import (
    SMS_MARK,
    answer_link,
    overseers_of,
    with_own_links,
)
from coordination.reinforcement.selectors.wording import need_words
from portal.accounts.models import User


@register
class WaveAsk(Notice):
    """Asks the volunteers of a wave; draws them first when nobody did yet."""

    slug = "wave_ask"
    label = "demande de renfort"
    queue = "bulk"
    in_bulk = True
    optional = False
    sms_mark = SMS_MARK

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

    def code(self, reference: str, phone: str) -> str:
        return code_for(reference, phone)

    def expires_at(self) -> datetime:
        """An ask never leaves after the latest useful time."""
        answer_by: datetime = self.subject.need.answer_by
        return answer_by


class AboutWave(Notice):
    """A very large wave, told to those who decide and to who prepared it."""

    lifetime = timedelta(hours=12)
    optional = False

    def load(self, subject_id: Any) -> Wave:
        waves = Wave.objects.select_related("need__structure__commune", "released_by")
        return waves.get(pk=subject_id)

    def context(self) -> dict[str, Any]:
        return need_words(self.subject.need) | {"wave": self.subject}

    def link(self, reference: str) -> str:
        page = reverse(
            "reinforcement:wave_approval", args=[self.subject.need.uuid, self.subject.rank]
        )
        return f"{settings.PORTAL_BASE_URL}{page}"


@register
class WaveProposed(AboutWave):
    """Tells the other ARS agents of the territory that a very large wave awaits one of them."""

    slug = "wave_proposed"
    label = "vague en attente d’un second accord"

    def audience(self) -> QuerySet[User]:
        return overseers_of(self.subject.need).exclude(pk=self.subject.released_by_id)


@register
class WaveRefused(AboutWave):
    """Tells who prepared a very large wave that it will not leave, and why."""

    slug = "wave_refused"
    label = "vague refusée"

    def audience(self) -> QuerySet[User]:
        author = User.objects.filter(pk=self.subject.released_by_id)
        return author.annotate(user_id=F("pk"), reference=Value(""))

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.need.get_absolute_url()}"


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
