"""What is passed from one duty to the next: the note, and what a version changes for somebody."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line
from coordination.oncall.models.people import Person
from coordination.oncall.models.roster import RosterVersion
from coordination.oncall.models.shift import Shift

if TYPE_CHECKING:
    from portal.accounts.models import User


class HandoverNoteQuerySet(models.QuerySet["HandoverNote"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates or belongs to."""
        if not user.is_authenticated:
            return self.none()
        managed = Q(shift__line__in=Line.objects.managed_by(user))
        members = Line.objects.filter(members__person__user=user.pk)
        return self.filter(managed | Q(shift__line__in=members.values("pk")))


class HandoverNote(models.Model):
    """What whoever leaves wants whoever comes to know: nothing about a patient.

    `reader` is who took over and said that they read it.
    """

    shift = models.ForeignKey(
        Shift, models.PROTECT, related_name="notes", verbose_name="tour qui finit"
    )
    text = models.CharField("consignes", max_length=600)
    author = signed("écrites par")
    written_at = models.DateTimeField("écrites le", auto_now_add=True)
    reader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes_read",
        verbose_name="lues par",
    )
    read_at = models.DateTimeField("lues le", null=True, blank=True)

    objects = HandoverNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "consignes de relève"
        verbose_name_plural = "consignes de relève"
        indexes = [models.Index(fields=["shift", "-written_at"], name="note_of_shift")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reader__isnull=True, read_at__isnull=True)
                | Q(reader__isnull=False, read_at__isnull=False),
                name="note_read_by_someone",
                violation_error_message="Des consignes lues le sont par quelqu’un, à une date.",
            )
        ]

    def __str__(self) -> str:
        return self.text


class DutyNews(models.Model):
    """What a correction of a roster changes for one person: told to them, once."""

    version = models.ForeignKey(
        RosterVersion, models.PROTECT, related_name="news", verbose_name="version"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="news", verbose_name="personne")
    gained = models.JSONField("tours pris", default=list)
    lost = models.JSONField("tours laissés", default=list)

    class Meta:
        verbose_name = "changement pour une personne"
        verbose_name_plural = "changements pour une personne"
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="news_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.version}"
