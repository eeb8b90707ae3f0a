"""The crisis: what happens, where, since when, for real or not."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coordination.crisis.models.catalogue import Term
from coordination.crisis.models.choices import Mode, Scale, Trend, Visibility
from portal.territories.models import Territory

if TYPE_CHECKING:
    from portal.accounts.models import User

# A real crisis never becomes an exercise, nor the reverse: rule 7.
KEPT = """
    IF NEW.mode IS DISTINCT FROM OLD.mode OR NEW.reference IS DISTINCT FROM OLD.reference
       OR NEW.territory_id IS DISTINCT FROM OLD.territory_id THEN
        RAISE EXCEPTION 'the mode, reference and territory of a crisis never change';
    END IF;
    RETURN NEW;
"""
# A crisis of which every cell is restricted does not exist for who is not in them.
SHOWN = (Visibility.PROFESSIONALS, Visibility.MEMBERS)


class CrisisQuerySet(models.QuerySet["Crisis"]):
    def visible_to(self, user: "User") -> Self:
        """Those around one's grants, unless all their cells are restricted; and one's own."""
        if not user.is_authenticated:
            return self.none()
        shown = Crisis.objects.filter(cells__visibility__in=SHOWN).values("pk")
        near = Q(territory__in=around(user)) & (Q(cells__isnull=True) | Q(pk__in=shown))
        mine = Q(pk__in=_crises_of_member(user)) | Q(declared_by=user.pk)
        found = Crisis.objects.filter(near | mine).values("pk")
        return self.filter(pk__in=found)

    def under_way(self) -> Self:
        """Neither ended nor still to begin."""
        return self.filter(status__in=[Crisis.Status.IN_PROGRESS, Crisis.Status.STOPPED])

    def real(self) -> Self:
        """What statistics may count (rule 7)."""
        return self.filter(mode=Mode.ACTUAL)


def around(user: "User") -> "models.QuerySet[Territory]":
    """The territories that hold, or lie within, those on which `user` is a professional.

    A volunteer is told by the needs that concern them, not by the cells.
    """
    grants = [grant for grant in user.grants_in_force if grant.role != "volunteer"]
    held = [grant.territory_id for grant in grants if grant.territory_id]
    structures = [grant.structure_id for grant in grants if grant.structure_id]
    places = Territory.objects.filter(structures__in=structures).values("pk")
    return Territory.objects.filter(
        Q(pk__in=Territory.objects.within(held).values("pk"))
        | Q(pk__in=Territory.objects.containing(held).values("pk"))
        | Q(pk__in=Territory.objects.containing(places).values("pk"))
    )


def _crises_of_member(user: "User") -> "models.QuerySet[Crisis, int]":
    return Crisis.objects.filter(cells__members__user=user.pk).values_list("pk", flat=True)


class CrisisNumber(models.Model):
    """The last number given on a territory in a year: a sequence would leave gaps."""

    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", verbose_name="territoire"
    )
    year = models.PositiveSmallIntegerField("année")
    last = models.PositiveIntegerField("dernier numéro", default=0)

    class Meta:
        verbose_name = "numérotation des crises"
        verbose_name_plural = "numérotations des crises"
        constraints = [
            models.UniqueConstraint(fields=["territory", "year"], name="crisis_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.territory} {self.year} : {self.last}"


@pghistory.track()
class Crisis(models.Model):
    """What is happening. `reference` reads AAAA-TERR-NNN, without a gap per year and place."""

    class Status(models.TextChoices):
        """EMSI's event STATUS."""

        NOT_STARTED = "NST", "pas commencée"
        IN_PROGRESS = "IPR", "en cours"
        STOPPED = "STOP", "suspendue"
        COMPLETED = "COM", "terminée"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    reference = models.CharField("référence", max_length=40, unique=True)
    title = models.CharField("intitulé", max_length=120)
    nature = models.CharField("nature de l’évènement", max_length=300)
    effects = models.TextField("effets sur l’offre de soins", max_length=2000, blank=True)
    orsan_plan = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="volet ORSAN",
    )
    typologies = models.ManyToManyField(
        Term, blank=True, related_name="+", verbose_name="typologies"
    )
    mode = models.CharField("situation", max_length=10, choices=Mode.choices)
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="crises", verbose_name="territoire"
    )
    scale = models.PositiveSmallIntegerField("échelle", choices=Scale.choices, default=Scale.LOCAL)
    trend = models.CharField(
        "évolution", max_length=12, choices=Trend.choices, default=Trend.UNKNOWN
    )
    status = models.CharField(
        "état", max_length=4, choices=Status.choices, default=Status.NOT_STARTED
    )
    started_at = models.DateTimeField("depuis le")
    ended_at = models.DateTimeField("jusqu’au", null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="déclarée par",
    )
    declared_at = models.DateTimeField("déclarée le")
    contact = models.CharField("contact sur place", max_length=120, blank=True)

    objects = CrisisQuerySet.as_manager()

    class Meta:
        verbose_name = "crise"
        verbose_name_plural = "crises"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="crisis_ends_after_start",
                violation_error_message="Une crise ne peut pas finir avant d’avoir commencé.",
            ),
        ]
        indexes = [models.Index(fields=["territory", "-started_at"], name="crisis_by_territory")]
        triggers = [
            pgtrigger.Trigger(
                name="crisis_mode_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=KEPT,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/crises/{self.reference}/"

    @property
    def is_exercise(self) -> bool:
        """Nothing of it is real: rule 7."""
        return self.mode != Mode.ACTUAL
