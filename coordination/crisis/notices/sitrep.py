"""A situation report leaves, is not opened, is late; the head of the log leaves every day."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet, Value

from coordination.crisis.models import (
    CellMember,
    LogAnchor,
    Sitrep,
    SitrepClock,
    SitrepReceipt,
)
from coordination.crisis.notices.cell import AboutCell
from coordination.crisis.selectors.membership import people_of
from coordination.crisis.selectors.sitrep import late_hours
from coordination.notifications.registry import register
from portal.accounts.models import User


@register
class SitrepIssued(AboutCell):
    """Tells the people of a cell and of its parent that a report is out, with its address."""

    slug = "sitrep_issued"
    label = "point de situation d’une cellule de crise"

    def load(self, subject_id: Any) -> Sitrep:
        return Sitrep.objects.select_related("cell__crisis", "cell__parent").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """Nobody outside a restricted cell learns of it."""
        concerned = Q(pk__in=people_of(self.cell))
        if not self.cell.is_restricted:
            above = CellMember.objects.filter(cell=self.cell.parent_id, period__upper_inf=True)
            concerned |= Q(pk__in=above.values("user"))
        return User.objects.filter(concerned).annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: Sitrep = self.subject
        return super().context() | {"number": one.number, "level": one.level}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.subject.get_absolute_url()}"


@register
class SitrepUnread(SitrepIssued):
    """Reminds, once, those who have not opened a report."""

    slug = "sitrep_unread"
    label = "point de situation non ouvert"

    def audience(self) -> QuerySet[Any]:
        silent = SitrepReceipt.objects.filter(
            sitrep=self.subject, opened_at__isnull=True, reminded_at__isnull=False
        )
        people = User.objects.filter(pk__in=silent.values("user"))
        return people.annotate(user_id=F("pk"), reference=Value(""))


@register
class SitrepLate(AboutCell):
    """Reminds, once, whoever should write the report that is late."""

    slug = "sitrep_late"
    label = "point de situation en retard"
    lifetime = timedelta(hours=6)

    def load(self, subject_id: Any) -> SitrepClock:
        return SitrepClock.objects.select_related("cell__crisis").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """Who is writing it, else who wrote the last one, else the secretariat, else who leads."""
        people = User.objects.filter(pk__in=self._writers())
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        return super().context() | {"hours": late_hours(self.subject.due_at)}

    def link(self, reference: str) -> str:
        return f"{settings.PORTAL_BASE_URL}{self.cell.get_absolute_url()}points/"

    def _writers(self) -> list[int]:
        on_duty = CellMember.objects.on_duty(self.cell)
        mine = Sitrep.objects.filter(cell=self.cell, author__in=people_of(self.cell))
        draft = mine.exclude(state__in=(*Sitrep.OUT, Sitrep.State.VALIDATED))
        for rows in (draft, mine):
            last = rows.order_by("-number").values_list("author", flat=True).first()
            if last is not None:
                return [last]
        desk = list(on_duty.filter(role__keeps_log=True).values_list("user", flat=True))
        return desk or list(on_duty.filter(role__leads=True).values_list("user", flat=True))


@register
class LogAnchored(AboutCell):
    """Mails the head of the log to who leads and to the secretariat: a copy out of the portal."""

    slug = "log_anchored"
    label = "maillon du jour d’une main courante"

    def load(self, subject_id: Any) -> LogAnchor:
        return LogAnchor.objects.select_related("cell__crisis").get(pk=subject_id)

    def audience(self) -> QuerySet[Any]:
        """Two people; one more of the cell when one holds both roles."""
        on_duty = CellMember.objects.on_duty(self.cell).order_by("rank", "pk")
        lead = on_duty.filter(role__leads=True).values_list("user", flat=True)
        desk = on_duty.filter(role__keeps_log=True).values_list("user", flat=True)
        others = on_duty.values_list("user", flat=True)
        chosen = list(dict.fromkeys([*lead[:1], *desk[:1], *others[:3]]))[:2]
        people = User.objects.filter(pk__in=chosen)
        return people.annotate(user_id=F("pk"), reference=Value(""))

    def context(self) -> dict[str, Any]:
        one: LogAnchor = self.subject
        return super().context() | {"seq": one.seq, "head": one.head, "day": one.day}
