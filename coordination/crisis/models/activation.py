"""The levels of a cell as they were decided, one after the other; the exit checklist."""

from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import append_only
from portal.accounts.models import User


class Activation(models.Model):
    """The cell went from a level to another. The lift is the activation of level 0.

    Append-only. Names are those of the ladder that day. `capacity` is what the decider acts as:
    directeur, administrateur de garde…
    """

    cell = models.ForeignKey(
        Cell, models.PROTECT, related_name="activations", verbose_name="cellule"
    )
    from_level = models.PositiveSmallIntegerField("du niveau")
    to_level = models.PositiveSmallIntegerField("au niveau")
    level_name = models.CharField("nom du niveau", max_length=80)
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="décidé par"
    )
    capacity = models.CharField("en qualité de", max_length=80)
    decided_at = models.DateTimeField("décidé le")
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="saisi par"
    )
    recorded_at = models.DateTimeField("enregistré le")
    basis = models.CharField("sur quel fondement", max_length=200)
    reason = models.CharField("motif", max_length=500)
    review_on = models.DateField("à revoir le", null=True, blank=True)

    class Meta:
        verbose_name = "changement de niveau"
        verbose_name_plural = "changements de niveau"
        indexes = [models.Index(fields=["cell", "-id"], name="activation_of_cell")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_level=F("to_level")),
                name="activation_changes_level",
                violation_error_message="La cellule est déjà à ce niveau.",
            ),
            models.CheckConstraint(
                condition=~Q(basis="") & ~Q(reason="") & ~Q(capacity=""),
                name="activation_says_why",
                violation_error_message=(
                    "Un changement de niveau dit qui décide, en quelle qualité, sur quel "
                    "fondement et pourquoi."
                ),
            ),
        ]
        triggers = append_only("activation")

    def __str__(self) -> str:
        return f"{self.cell} : {self.from_level} → {self.to_level}"

    @property
    def is_lift(self) -> bool:
        return self.to_level == 0


class ExitCheck(models.Model):
    """One line of the exit checklist, as it stood when the cell was lifted."""

    activation = models.ForeignKey(
        Activation, models.PROTECT, related_name="checks", verbose_name="levée"
    )
    code = models.CharField("code", max_length=40)
    label = models.CharField("vérification", max_length=200)
    is_done = models.BooleanField("fait")
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "vérification de sortie"
        verbose_name_plural = "vérifications de sortie"
        constraints = [
            models.UniqueConstraint(fields=["activation", "code"], name="exit_check_once")
        ]
        triggers = append_only("exit_check")

    def __str__(self) -> str:
        return self.label
