"""A file that the guard rails stopped: kept whole until somebody decides, with what it would do."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from directory.models.provenance import ImportRun
from directory.models.structure import Structure
from portal.accounts.models import User


class HeldImport(models.Model):
    """What a held run would have done, and what an administrator decided of it.

    The file itself is in `parts` while the decision is awaited or being applied, then gone.
    """

    run = models.OneToOneField(
        ImportRun, models.CASCADE, related_name="held", verbose_name="import"
    )
    known = models.PositiveIntegerField("connues")
    vanishing = models.PositiveIntegerField("qui disparaîtraient")
    changing = models.PositiveIntegerField("qui changeraient")
    is_partial = models.BooleanField("ne couvre qu’une partie du pays", default=False)
    # Of the register, a file is read for a department and some professions (none: all).
    department = models.CharField("département demandé", max_length=3, blank=True, db_default="")
    professions = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name="professions"
    )
    lists_liberal = models.BooleanField("liste les cabinets libéraux", default=False)
    reason = models.CharField("motif", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidé par"
    )
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    became = models.OneToOneField(
        ImportRun, models.SET_NULL, null=True, blank=True, related_name="held_before",
        verbose_name="import appliqué",
    )  # fmt: skip

    class Meta:
        verbose_name = "import suspendu"
        verbose_name_plural = "imports suspendus"

    def __str__(self) -> str:
        return str(self.run)


class HeldPart(models.Model):
    """One compressed piece of the file, in order."""

    held = models.ForeignKey(
        HeldImport, models.CASCADE, related_name="parts", verbose_name="import suspendu"
    )
    rank = models.PositiveIntegerField("rang")
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "morceau d’un fichier suspendu"
        verbose_name_plural = "morceaux de fichiers suspendus"
        constraints = [models.UniqueConstraint(fields=["held", "rank"], name="held_part_once")]

    def __str__(self) -> str:
        return f"{self.held_id}, {self.rank}"


class HeldChange(models.Model):
    """An example of what would change, both values; without a field, it would vanish."""

    held = models.ForeignKey(
        HeldImport, models.CASCADE, related_name="examples", verbose_name="import suspendu"
    )
    structure = models.ForeignKey(
        Structure, models.CASCADE, related_name="held_changes", verbose_name="structure"
    )
    field = models.CharField("champ", max_length=40, blank=True)
    ours = models.TextField("notre valeur", blank=True)
    theirs = models.TextField("celle du fichier", blank=True)

    class Meta:
        verbose_name = "changement suspendu"
        verbose_name_plural = "changements suspendus"

    def __str__(self) -> str:
        return f"{self.field or 'disparaîtrait'}, {self.structure_id}"
