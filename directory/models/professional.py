"""The open register of professionals, as far as the territory asked for it.

It serves to verify a declared number and, where the territory wants it, to list liberal
practices. It never creates an account, and nothing beyond the open extract is kept.
"""

from django.db import models

from directory.models.nomenclature import Profession
from directory.models.structure import Structure, changed_at
from portal.territories.models import Territory


class Professional(models.Model):
    """A person of the register, known by the eleven digits of the RPPS."""

    rpps = models.CharField("numéro RPPS", max_length=11, unique=True)
    family_name = models.CharField("nom d’exercice", max_length=80)
    given_name = models.CharField("prénom d’exercice", max_length=80, blank=True)
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="professionals", verbose_name="profession"
    )
    department = models.CharField("département demandé", max_length=3, db_default="")
    source_on = models.DateField("à jour au", null=True, blank=True)
    absent_on = models.DateField("absent du répertoire depuis le", null=True, blank=True)
    changed_at = changed_at()

    class Meta:
        verbose_name = "professionnel"
        verbose_name_plural = "professionnels"
        indexes = [models.Index(fields=["changed_at", "id"], name="professional_changed")]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Practice(models.Model):
    """Where a professional works, as what: one row per person, place and mode."""

    class Mode(models.TextChoices):
        LIBERAL = "L", "libéral"
        SALARIED = "S", "salarié"
        VOLUNTEER = "B", "bénévole"
        UNKNOWN = "", "non précisé"

    professional = models.ForeignKey(
        Professional, models.CASCADE, related_name="practices", verbose_name="professionnel"
    )
    structure = models.ForeignKey(
        Structure, models.SET_NULL, null=True, blank=True, related_name="practices",
        verbose_name="structure",
    )  # fmt: skip
    place_key = models.CharField("identifiant technique du lieu", max_length=40)
    place_name = models.CharField("lieu d’exercice", max_length=200, blank=True)
    mode = models.CharField("mode", max_length=1, choices=Mode.choices, blank=True)
    know_how = models.CharField("savoir-faire", max_length=120, blank=True)
    # NOS tables R21 and R22, with their labels as the register writes them.
    function_code = models.CharField("code de fonction", max_length=20, blank=True, db_default="")
    function_label = models.CharField("fonction", max_length=120, blank=True, db_default="")
    kind_code = models.CharField("code de genre", max_length=20, blank=True, db_default="")
    kind_label = models.CharField("genre d’activité", max_length=120, blank=True, db_default="")
    street = models.CharField("adresse", max_length=250, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    phone = models.CharField("téléphone du lieu", max_length=20, blank=True)
    changed_at = changed_at()

    class Meta:
        verbose_name = "exercice"
        verbose_name_plural = "exercices"
        indexes = [models.Index(fields=["changed_at", "id"], name="practice_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["professional", "place_key", "mode"],
                name="practice_once",
                violation_error_message="Cet exercice est déjà connu.",
            ),
        ]

    def __str__(self) -> str:
        return self.place_name or self.place_key


class PastPractice(models.Model):
    """A practice that left the register: what remains of it for whoever read it, with its id.

    Written by the database when the row goes, removed when it comes back (migration 0014).
    """

    rpps = models.CharField("numéro RPPS", max_length=11)
    place_key = models.CharField("identifiant technique du lieu", max_length=40)
    mode = models.CharField("mode", max_length=1, choices=Practice.Mode.choices, blank=True)
    changed_at = changed_at()

    class Meta:
        verbose_name = "exercice disparu"
        verbose_name_plural = "exercices disparus"
        indexes = [models.Index(fields=["changed_at", "id"], name="past_practice_changed")]

    def __str__(self) -> str:
        return f"{self.rpps}, {self.place_key}"
