"""The shortage file: proof, step by step, that everything was tried before a requisition."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from coordination.oncall.models.author import signed, signed_for_good
from coordination.oncall.models.line import Line
from coordination.oncall.models.sector import Sector

if TYPE_CHECKING:
    from portal.accounts.models import User


class ShortageFileQuerySet(models.QuerySet["ShortageFile"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(line__in=Line.objects.managed_by(user))


class ShortageFile(models.Model):
    """What a line could not fill over `days` (« dossier de carence », R.6315-4)."""

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="shortages", verbose_name="ligne")
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shortages",
        verbose_name="secteur",
    )
    days = DateRangeField("période")
    opened_by = signed("ouvert par")
    opened_at = models.DateTimeField("ouvert le", auto_now_add=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    objects = ShortageFileQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier de carence"
        verbose_name_plural = "dossiers de carence"
        constraints = [
            models.CheckConstraint(
                condition=Q(days__isempty=False)
                & Q(days__lower_inf=False)
                & Q(days__upper_inf=False),
                name="shortage_bounded",
                violation_error_message="Le dossier doit finir après avoir commencé.",
            )
        ]
        indexes = [models.Index(fields=["line", "-opened_at"], name="shortage_of_line")]

    def __str__(self) -> str:
        return f"dossier de carence, {self.line}"

    def get_absolute_url(self) -> str:
        return f"/astreintes/carences/{self.uuid}/"


class ShortageStep(models.Model):
    """One dated act of the file. Append-only: a mistake is said by a further step."""

    class Kind(models.TextChoices):
        CALL = "call", "appel à volontaires"
        CONSULTATION = "consultation", "consultation"
        REPORT = "report", "rapport de carence transmis"
        REQUISITION = "requisition", "ordre de réquisition"
        CORRECTION = "correction", "rectification"

    class Party(models.TextChoices):
        DOCTORS = "doctors", "professionnels de la ligne"
        UNION = "union", "URPS"
        HEALTH_CENTRES = "health_centres", "centres de santé"
        ASSOCIATIONS = "associations", "associations de permanence"
        COUNCIL = "council", "conseil de l’Ordre"
        AGENCY = "agency", "ARS"
        PREFECT = "prefect", "préfecture"
        OTHER = "other", "autre"

    file = models.ForeignKey(
        ShortageFile, models.PROTECT, related_name="steps", verbose_name="dossier"
    )
    kind = models.CharField("acte", max_length=12, choices=Kind.choices)
    party = models.CharField("auprès de", max_length=14, choices=Party.choices)
    who = models.CharField("qui précisément", max_length=160, blank=True)
    means = models.CharField("par quel moyen", max_length=80, blank=True)
    at = models.DateTimeField("fait le")
    reached = models.PositiveIntegerField("personnes jointes", null=True, blank=True)
    answer = models.CharField("réponse", max_length=500, blank=True)
    answered_at = models.DateTimeField("réponse reçue le", null=True, blank=True)
    reference = models.CharField("référence de l’acte", max_length=160, blank=True)
    served_at = models.DateTimeField("ordre remis le", null=True, blank=True)
    noted_by = signed_for_good("noté par")
    noted_at = models.DateTimeField("noté le", auto_now_add=True)

    class Meta:
        verbose_name = "étape d’un dossier de carence"
        verbose_name_plural = "étapes d’un dossier de carence"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("at")),
                name="step_answer_after",
                violation_error_message="La réponse vient après la demande.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="requisition") | ~Q(reference=""),
                name="step_requisition_named",
                violation_error_message="Un ordre de réquisition a une référence.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="step_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%d/%m/%Y}"
