"""Swaps: how a published shift passes from one person to another."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line, lines_of_member
from coordination.oncall.models.people import Person
from coordination.oncall.models.shift import Shift

if TYPE_CHECKING:
    from portal.accounts.models import User


class SwapQuerySet(models.QuerySet["Swap"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates or belongs to."""
        if not user.is_authenticated:
            return self.none()
        managed = Q(shift__line__in=Line.objects.managed_by(user))
        return self.filter(managed | Q(shift__line__in=lines_of_member(user)))

    def pending(self) -> Self:
        """Neither applied nor given up."""
        return self.filter(state__in=Swap.PENDING)


@pghistory.track()
class Swap(models.Model):
    """A person asks that somebody else hold a shift of theirs, or a part of it (`period`).

    The shift stays theirs until the swap is applied: at each instant one identified person
    answers. `counter_shift` is what they take in exchange. `report` is the result of the
    rules for the taker, readable by both.
    """

    class Kind(models.TextChoices):
        GIVE = "give", "don"
        EXCHANGE = "exchange", "échange de deux tours"
        PARTIAL = "partial", "don d’une partie"
        TAKE_NOW = "take_now", "prise immédiate"
        COVER = "cover", "remplacement cherché"

    class State(models.TextChoices):
        OPEN = "open", "ouvert à tous"
        OFFERED = "offered", "proposé à une personne"
        ACCEPTED = "accepted", "accepté, à valider"
        APPLIED = "applied", "appliqué"
        REFUSED = "refused", "refusé"
        EXPIRED = "expired", "expiré"
        CANCELLED = "cancelled", "annulé"

    PENDING = (State.OPEN, State.OFFERED, State.ACCEPTED)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="swaps", verbose_name="tour")
    period = DateTimeRangeField("période cédée")
    kind = models.CharField("nature", max_length=8, choices=Kind.choices)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.OPEN)
    giver = models.ForeignKey(
        Person, models.PROTECT, related_name="swaps_given", verbose_name="cède"
    )
    offered_to = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="swaps_offered",
        verbose_name="proposé à",
    )
    counter_shift = models.ForeignKey(
        Shift,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counter_swaps",
        verbose_name="tour reçu en échange",
    )
    taker = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="swaps_taken",
        verbose_name="pris par",
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    needs_approval = models.BooleanField("à valider par la coordination", default=False)
    deadline = models.DateTimeField("avant le")
    report = models.JSONField("rapport des règles", default=list, blank=True)
    opened_by = signed("demandé par")
    opened_at = models.DateTimeField("demandé le", auto_now_add=True)
    decided_by = signed("décidé par")
    taken_at = models.DateTimeField("pris le", null=True, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        verbose_name = "échange"
        verbose_name_plural = "échanges"
        constraints = [
            ExclusionConstraint(
                name="swap_one_pending_per_time",
                expressions=[
                    ("shift", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["open", "offered", "accepted"]),
                violation_error_message="Une demande est déjà en cours pour ce tour.",
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(taker__isnull=False, taken_at__isnull=False),
                name="swap_applied_by_someone",
                violation_error_message="Un échange appliqué l’est par une personne identifiée.",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offered_to__isnull=False),
                name="swap_offered_to_someone",
                violation_error_message="Indiquez à qui l’échange est proposé.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline"],
                condition=Q(state__in=["open", "offered", "accepted"]),
                name="swap_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} du {self.shift}"

    def get_absolute_url(self) -> str:
        return f"/astreintes/echanges/{self.uuid}/"
