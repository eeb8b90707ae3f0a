"""The shift: one person holds one role of a slot, or a part of it."""

from typing import TYPE_CHECKING, Self
from uuid import uuid4

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q

from coordination.oncall.models.author import signed
from coordination.oncall.models.line import Line, LineRole
from coordination.oncall.models.people import Person
from coordination.oncall.models.roster import Roster
from coordination.oncall.models.sector import Sector
from coordination.oncall.models.slot import Slot

if TYPE_CHECKING:
    from portal.accounts.models import User


# Whoever writes, by whatever way: a calendar that subscribed must see that the duty changed.
REVISES = """
    IF (NEW.person_id, NEW.role_id, NEW.sector_id, NEW.period, NEW.status)
       IS DISTINCT FROM (OLD.person_id, OLD.role_id, OLD.sector_id, OLD.period, OLD.status) THEN
        NEW.sequence := greatest(NEW.sequence, OLD.sequence + 1);
        NEW.changed_at := greatest(NEW.changed_at, clock_timestamp());
    ELSE
        NEW.sequence := greatest(NEW.sequence, OLD.sequence);
    END IF;
    RETURN NEW;
"""


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, user: "User") -> Self:
        """Those of the lines one coordinates; one's own and the published ones of lines seen."""
        if not user.is_authenticated:
            return self.none()
        managed = Q(line__in=Line.objects.managed_by(user))
        seen = Q(line__in=Line.objects.visible_to(user), roster__state__in=Roster.PUBLIC)
        return self.filter(managed | seen)

    def holding(self) -> Self:
        """Published, and neither refused nor replaced nor cancelled: this person answers."""
        return self.filter(holds=True)

    def in_order(self) -> Self:
        return self.order_by(Func(F("period"), function="lower"), "pk")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Shift(models.Model):
    """`person` answers in `role` for the sector during [start, end[.

    `holds` once the roster is published, until the shift is refused, replaced or cancelled.
    `line`, `sector` and `is_exclusive` repeat their parents, so that the database itself
    refuses two duties at once for one person. `sequence` grows at each change of what calendars
    show, by a trigger.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "proposé"
        ACCEPTED = "accepted", "accepté"
        REFUSED = "refused", "refusé"
        REPLACED = "replaced", "remplacé"
        CANCELLED = "cancelled", "annulé"
        SERVED = "served", "fait"
        CERTIFIED = "certified", "certifié"
        PAID = "paid", "payé"

    class Origin(models.TextChoices):
        ROTATION = "rotation", "roulement"
        GENERATOR = "generator", "proposition calculée"
        MANUAL = "manual", "saisie"
        SWAP = "swap", "échange"
        REQUISITION = "requisition", "réquisition"
        IMPORT = "import", "import"

    STANDING = (Status.PROPOSED, Status.ACCEPTED, Status.SERVED, Status.CERTIFIED, Status.PAID)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="shifts", verbose_name="créneau")
    roster = models.ForeignKey(
        Roster, models.PROTECT, related_name="shifts", verbose_name="tableau"
    )
    line = models.ForeignKey(Line, models.PROTECT, related_name="shifts", verbose_name="ligne")
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="shifts", verbose_name="secteur"
    )
    role = models.ForeignKey(LineRole, models.PROTECT, related_name="shifts", verbose_name="rôle")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="shifts", verbose_name="personne"
    )
    period = DateTimeRangeField("période")
    status = models.CharField(
        "état", max_length=10, choices=Status.choices, default=Status.PROPOSED
    )
    origin = models.CharField(
        "origine", max_length=12, choices=Origin.choices, default=Origin.MANUAL
    )
    holds = models.BooleanField("engage la personne", default=False)
    is_exclusive = models.BooleanField("exclut une autre ligne", default=True)
    is_locked = models.BooleanField("fixé avant calcul", default=False)
    forced_reason = models.CharField("règle forcée : motif", max_length=300, blank=True)
    refusal_reason = models.CharField("motif du refus", max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="remplace",
    )
    sequence = models.PositiveIntegerField("révision", default=0)
    changed_by = signed("modifié par")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    changed_at = models.DateTimeField("modifié le", auto_now=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "tour d’astreinte"
        verbose_name_plural = "tours d’astreinte"
        constraints = [
            ExclusionConstraint(
                name="shift_one_duty_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(holds=True, is_exclusive=True),
                violation_error_message="Cette personne est déjà d’astreinte sur cette période.",
            ),
            ExclusionConstraint(
                name="shift_once_per_line",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("line", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(holds=True),
                violation_error_message=(
                    "Cette personne tient déjà un tour de cette ligne sur cette période."
                ),
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="shift_bounded",
                violation_error_message="Le tour doit finir après avoir commencé.",
            ),
            models.CheckConstraint(
                condition=Q(holds=False) | ~Q(status__in=["refused", "replaced", "cancelled"]),
                name="shift_holds_while_standing",
                violation_error_message=(
                    "Un tour refusé, remplacé ou annulé n’engage plus personne."
                ),
            ),
        ]
        indexes = [
            GistIndex("sector", "period", name="shift_now", condition=Q(holds=True)),
            models.Index(
                "sector",
                Func(F("period"), function="lower"),
                name="shift_next",
                condition=Q(holds=True),
            ),
            models.Index("person", Func(F("period"), function="lower"), name="shift_of_person"),
            models.Index(fields=["roster", "slot"], name="shift_of_roster"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="shift_revised",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=REVISES,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.slot}"

    def get_absolute_url(self) -> str:
        return f"/astreintes/tours/{self.uuid}/"
