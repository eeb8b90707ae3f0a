"""The official tables that describe structures and people."""

from django.db import models


class Category(models.Model):
    """A category of establishment (NOS table R66/R397), and how people call it."""

    code = models.CharField("code", max_length=8, primary_key=True)
    label = models.CharField("libellé", max_length=200)
    short_label = models.CharField("libellé court", max_length=60, blank=True)
    closed_on = models.DateField("code fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "catégorie d’établissement"
        verbose_name_plural = "catégories d’établissement"

    def __str__(self) -> str:
        return self.short_label or self.label


class Profession(models.Model):
    """A profession (NOS table G15) or a support trade of ours (codes beginning with S).

    `in_register`: practitioners are listed in RPPS, so that a declared number can be
    verified; data, not code, because the register grows by decree.
    """

    code = models.CharField("code", max_length=8, primary_key=True)
    label = models.CharField("libellé", max_length=100)
    plural = models.CharField("pluriel", max_length=100, blank=True)
    in_register = models.BooleanField("inscrit au RPPS", default=False)
    rank = models.PositiveSmallIntegerField("ordre d’affichage", default=100)
    closed_on = models.DateField("code fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "profession"
        verbose_name_plural = "professions"
        ordering = ["rank", "label"]

    def __str__(self) -> str:
        return self.label


class Speciality(models.Model):
    """A know-how (NOS table R38) of a profession."""

    code = models.CharField("code", max_length=8, primary_key=True)
    label = models.CharField("libellé", max_length=150)
    profession = models.ForeignKey(
        Profession, models.PROTECT, related_name="specialities", verbose_name="profession"
    )
    closed_on = models.DateField("code fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "spécialité"
        verbose_name_plural = "spécialités"
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label
