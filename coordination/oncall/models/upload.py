"""What was read in a file that somebody sent, kept between the dry run and the confirmation."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.oncall.models.line import Line
from coordination.oncall.models.people import Person
from coordination.oncall.models.roster import Roster

if TYPE_CHECKING:
    from portal.accounts.models import User


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: "User") -> Self:
        """One's own."""
        return self.filter(owner=user.pk)


class Upload(models.Model):
    """The lines understood in a file, and what was refused of the others; never the file itself.

    Nothing of it is written elsewhere until its owner confirms. It is erased after a day.
    """

    class Kind(models.TextChoices):
        ABSENCES = "absences", "absences d’un agenda"
        AVAILABILITY = "availability", "disponibilités d’un agenda"
        ROSTER = "roster", "tableau"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="oncall_uploads",
        verbose_name="envoyé par",
    )
    kind = models.CharField("nature", max_length=12, choices=Kind.choices)
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="personne"
    )
    line = models.ForeignKey(
        Line, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="ligne"
    )
    roster = models.ForeignKey(
        Roster, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="tableau"
    )
    name = models.CharField("nom du fichier", max_length=120)
    rows = models.JSONField("lignes comprises", default=list, blank=True)
    problems = models.JSONField("lignes refusées", default=list, blank=True)
    created_at = models.DateTimeField("envoyé le", auto_now_add=True)
    applied_at = models.DateTimeField("confirmé le", null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier envoyé"
        verbose_name_plural = "fichiers envoyés"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="roster", roster__isnull=False, person__isnull=True)
                | Q(kind="absences", roster__isnull=True, person__isnull=False)
                | Q(
                    kind="availability",
                    roster__isnull=True,
                    person__isnull=False,
                    line__isnull=False,
                ),
                name="upload_about_its_kind",
                violation_error_message="Un fichier concerne un tableau, ou une personne.",
            )
        ]
        indexes = [models.Index(fields=["created_at"], name="upload_by_age")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        page = "tableau" if self.kind == self.Kind.ROSTER else "agenda"
        return f"/astreintes/imports/{page}/{self.uuid}/"
