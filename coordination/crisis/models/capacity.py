"""Beds: the steps that an establishment planned, the lines of the national register."""

from typing import ClassVar
from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import Q

from coordination.crisis.models.indicator import Reading
from coordination.crisis.models.kept import append_only
from directory.models import Structure


@pghistory.track()
class CapacityStep(models.Model):
    """`target` beds can be open `lead_hours` after the decision, if `condition` is met.

    `source`: where the figure comes from; accounts of the same step differ (16 to 48, 12 to 40).
    """

    class Kind(models.TextChoices):
        ICU = "icu", "réanimation"
        MEDICINE = "medicine", "médecine"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="capacity_steps", verbose_name="structure"
    )
    kind = models.CharField("type de lits", max_length=8, choices=Kind.choices, default=Kind.ICU)
    target = models.PositiveSmallIntegerField("lits à ce palier")
    condition = models.CharField("condition", max_length=200, blank=True)
    lead_hours = models.PositiveSmallIntegerField("délai d’ouverture (heures)")
    staff = models.PositiveSmallIntegerField("soignants à réunir", default=0)
    ventilators = models.PositiveSmallIntegerField("respirateurs à réunir", default=0)
    source = models.CharField("source du chiffre", max_length=200)

    class Meta:
        verbose_name = "palier capacitaire"
        verbose_name_plural = "paliers capacitaires"
        ordering: ClassVar[list[str]] = ["structure", "kind", "target"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "kind", "target"], name="capacity_step_once"
            ),
            models.CheckConstraint(
                condition=Q(target__gt=0),
                name="capacity_step_of_some_beds",
                violation_error_message="Un palier compte au moins un lit.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="capacity_step_with_a_source",
                violation_error_message="Dites d’où vient ce chiffre.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} lits de {self.get_kind_display()}"


class RegisterEntry(models.Model):
    """A line of the ROR as it was received, with its key (rule 15); `reading` is their total."""

    reading = models.ForeignKey(
        Reading, models.PROTECT, related_name="register_entries", verbose_name="relevé"
    )
    location = models.CharField("lieu", max_length=60)
    kind = models.CharField("type de capacité", max_length=60)
    status = models.CharField("statut", max_length=40)
    temporality = models.CharField("temporalité", max_length=40, blank=True)
    crisis_type = models.CharField("type de crise", max_length=40, blank=True)
    assignment = models.CharField("affectation temporaire", max_length=40, blank=True)
    count = models.DecimalField("nombre", max_digits=9, decimal_places=1)

    class Meta:
        verbose_name = "ligne du ROR"
        verbose_name_plural = "lignes du ROR"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "reading", "location", "kind", "status", "temporality", "crisis_type",
                    "assignment",
                ],
                name="register_entry_once",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=0),
                name="register_entry_not_negative",
                violation_error_message="Une capacité ne peut pas être négative.",
            ),
        ]  # fmt: skip
        triggers = append_only("register_entry")

    def __str__(self) -> str:
        return f"{self.kind} {self.status} : {self.count}"
