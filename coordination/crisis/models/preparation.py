"""What is prepared before any crisis: dated plans, functional contacts and their test calls."""

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.catalogue import Owned
from coordination.crisis.models.kept import append_only
from portal.accounts.models import User

# Rule 25.
TEST_EVERY = timedelta(days=90)
RED_AFTER = timedelta(days=180)


def _of_someone(name: str) -> models.CheckConstraint:
    """A row is of a territory or of a structure: exactly one."""
    return models.CheckConstraint(
        condition=Q(territory__isnull=True, structure__isnull=False)
        | Q(territory__isnull=False, structure__isnull=True),
        name=name,
        violation_error_message="Choisissez un territoire ou une structure.",
    )


class CrisisPlanQuerySet(models.QuerySet["CrisisPlan"]):
    def overdue(self, today: date) -> Self:
        """Whose review is past."""
        return self.filter(review_on__lt=today)


@pghistory.track()
class CrisisPlan(Owned):
    """The dates of a plan: adopted, to review, sent to the ARS and to the CPAM with its proof.

    The plan itself stays where it is kept; `reference` says where.
    """

    class Kind(models.TextChoices):
        PLAN_BLANC = "plan_blanc", "plan blanc"
        PLAN_BLEU = "plan_bleu", "plan bleu"
        CPTS = "cpts", "plan de crise de la CPTS"
        ORSAN = "orsan", "dispositif ORSAN"

    kind = models.CharField("plan", max_length=12, choices=Kind.choices)
    adopted_on = models.DateField("adopté le")
    review_on = models.DateField("à revoir avant le")
    sent_ars_on = models.DateField("transmis à l’ARS le", null=True, blank=True)
    sent_cpam_on = models.DateField("transmis à la CPAM le", null=True, blank=True)
    proof = models.CharField("preuve de transmission", max_length=200, blank=True)
    reference = models.CharField("où le trouver", max_length=200, blank=True)

    objects = CrisisPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan"
        verbose_name_plural = "plans"
        ordering: ClassVar[list[str]] = ["review_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "territory", "structure"],
                name="plan_once_per_owner",
                nulls_distinct=False,
            ),
            _of_someone("plan_of_one_owner"),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("adopted_on")),
                name="plan_reviewed_after",
                violation_error_message="Un plan se revoit après son adoption.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track()
class FunctionalContact(Owned):
    """A function that answers, not a named person: administrateur de garde, boîte de crise…"""

    label = models.CharField("fonction qui répond", max_length=120)
    phone = models.CharField("téléphone", max_length=16, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    is_active = models.BooleanField("en usage", default=True)

    class Meta:
        verbose_name = "contact de crise"
        verbose_name_plural = "contacts de crise"
        ordering: ClassVar[list[str]] = ["label", "pk"]
        constraints = [
            _of_someone("contact_of_one_owner"),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="contact_can_be_reached",
                violation_error_message="Donnez un téléphone ou une adresse électronique.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ContactTest(models.Model):
    """Somebody tried a functional contact, and it answered or not. Append-only."""

    contact = models.ForeignKey(
        FunctionalContact, models.PROTECT, related_name="tests", verbose_name="contact"
    )
    answered = models.BooleanField("a répondu")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "essai d’un contact"
        verbose_name_plural = "essais des contacts"
        indexes = [models.Index(fields=["contact", "-at"], name="test_of_contact")]
        triggers = append_only("contact_test")

    def __str__(self) -> str:
        return f"{self.contact} : {'répond' if self.answered else 'ne répond pas'}"
