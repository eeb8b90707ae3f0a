"""The register of decisions of a cell: numbered without a gap, fixed once taken."""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.choices import Visibility
from coordination.crisis.models.log import LogEntry
from portal.accounts.models import User

# What a decision says is fixed from the moment it is taken: only its state and its end move.
FIXED = """
    IF OLD.state = 'proposed' AND NEW.state IN ('proposed', 'taken', 'dropped')
       AND NEW.number = OLD.number AND NEW.cell_id = OLD.cell_id THEN
        RETURN NEW;
    END IF;
    IF to_jsonb(OLD) - '{state,in_force_until,end_reason,ended_by_id}'::text[]
       = to_jsonb(NEW) - '{state,in_force_until,end_reason,ended_by_id}'::text[]
       AND ((OLD.state = 'taken' AND NEW.state IN ('suspended', 'repealed', 'replaced'))
            OR (OLD.state = 'suspended' AND NEW.state = 'taken')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a decision does not change once taken: write another that replaces it';
"""


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log `user` reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def in_force(self) -> Self:
        """Taken, begun, and neither suspended, repealed, replaced nor over by itself."""
        now = clock.now()
        until = Q(in_force_until__isnull=True) | Q(in_force_until__gt=now)
        return self.filter(until, state=Decision.State.TAKEN, in_force_from__lte=now)

    def shared_with(self, user: User) -> Self:
        """Those in force that were marked for partners, of the cells that `user` sees; nothing
        of a restricted cell, nor of one for its members (rule 24)."""
        wide = Cell.objects.visible_to(user).filter(visibility=Visibility.PROFESSIONALS)
        return self.in_force().filter(for_partners=True, cell__in=wide)


class Decision(models.Model):
    """What a cell decided: by whom, why, what was set aside, in force from when to when.

    `matter`: the role that holds the matter; none binds the whole cell, and is then taken by
    whoever leads it. `supersedes`: the decision that this one replaces. `for_partners`: once in
    force, whoever sees the cell reads what is decided, and nothing else of it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "proposée"
        TAKEN = "taken", "en vigueur"
        SUSPENDED = "suspended", "suspendue"
        REPEALED = "repealed", "abrogée"
        REPLACED = "replaced", "remplacée"
        # Without it, what is not decided would stay for ever among what awaits a decision.
        DROPPED = "dropped", "écartée"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="decisions", verbose_name="cellule")
    number = models.PositiveIntegerField("numéro")
    statement = models.TextField("ce qui est décidé", max_length=1000)
    reason = models.TextField("motif", max_length=1000, blank=True)
    rejected = models.TextField("options écartées", max_length=1000, blank=True)
    matter = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="fonction compétente",
    )  # fmt: skip
    for_partners = models.BooleanField("à partager avec les partenaires", default=False)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="proposée par"
    )
    proposed_at = models.DateTimeField("proposée le")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="décidée par"
    )
    decided_as = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="en qualité de"
    )
    decided_at = models.DateTimeField("décidée le", null=True, blank=True)
    in_force_from = models.DateTimeField("en vigueur à partir du", null=True, blank=True)
    in_force_until = models.DateTimeField("en vigueur jusqu’au", null=True, blank=True)
    end_reason = models.CharField("motif de la fin", max_length=500, blank=True)
    ended_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="fin décidée par",
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by",
        verbose_name="remplace",
    )  # fmt: skip
    entry = models.ForeignKey(
        LogEntry, models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name="née de l’entrée",
    )  # fmt: skip

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        verbose_name_plural = "décisions"
        ordering: ClassVar[list[str]] = ["cell", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"])
                | Q(
                    decided_by__isnull=False, decided_at__isnull=False, in_force_from__isnull=False
                ),
                name="decision_taken_by_somebody",
                violation_error_message="Une décision prise dit qui l’a prise, et quand.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "taken", "suspended"])
                | Q(in_force_until__isnull=False),
                name="decision_ended_at",
                violation_error_message="Une décision qui n’est plus en vigueur dit depuis quand.",
            ),
        ]
        indexes = [models.Index(fields=["cell", "state", "-number"], name="decision_of_cell")]
        triggers = [
            pgtrigger.Protect(name="decision_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="decision_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FIXED,
            ),
        ]

    def __str__(self) -> str:
        return f"Décision n° {self.number}"

    def get_absolute_url(self) -> str:
        return f"/crises/cellules/{self.cell.uuid}/decisions/{self.number}/"
