"""How many times a person may be asked in a week: counted, and bounded, by the database."""

from django.db import models
from django.db.models import F, Q

from coordination.reinforcement.models.volunteer import Volunteer


class ContactBudget(models.Model):
    """Asks made to one volunteer in one week (Monday, Europe/Paris).

    `used` never passes `allowed`. An urgent override is counted apart, in `overrides`,
    with its written reason in the journal.
    """

    volunteer = models.ForeignKey(
        Volunteer, models.CASCADE, related_name="budgets", verbose_name="volontaire"
    )
    week = models.DateField("semaine du")
    allowed = models.PositiveSmallIntegerField("plafond", default=3)
    used = models.PositiveSmallIntegerField("sollicitations", default=0)
    overrides = models.PositiveSmallIntegerField("dérogations", default=0)

    class Meta:
        verbose_name = "plafond de sollicitation"
        verbose_name_plural = "plafonds de sollicitation"
        constraints = [
            models.UniqueConstraint(fields=["volunteer", "week"], name="contact_budget_per_week"),
            models.CheckConstraint(
                condition=Q(used__lte=F("allowed")),
                name="contact_budget_respected",
                violation_error_message="Cette personne a déjà été sollicitée cette semaine.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["week"], condition=Q(used__gte=F("allowed")), name="contact_budget_full"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.week} {self.used}/{self.allowed}"
