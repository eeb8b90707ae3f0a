"""A capacity campaign: some figures asked of some structures before an hour, by a link each."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import uuid4
from zoneinfo import ZoneInfo

import pgtrigger
from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When

from coordination.crisis import clock
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.indicator import Indicator, Reading
from coordination.crisis.models.kept import append_only, never_emptied
from directory.models import Structure
from portal.accounts.models import User
from portal.ui.moments import day_hour

# What was asked does not change; once closed, nothing does.
ASKED_ONCE = """
    IF OLD.closed_at IS NULL
       AND to_jsonb(OLD) - '{next_due_at,reminded_at,closed_at,closed_by_id}'::text[]
         = to_jsonb(NEW) - '{next_due_at,reminded_at,closed_at,closed_by_id}'::text[] THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a campaign does not change once sent';
"""
# asked, opened, then answered or phoned, for good.
FORWARD = """
    IF OLD.campaign_id = NEW.campaign_id AND OLD.structure_id = NEW.structure_id
       AND OLD.link_key = NEW.link_key
       AND ((OLD.state = 'asked' AND NEW.state IN ('asked', 'opened', 'answered', 'phoned'))
            OR (OLD.state = 'opened' AND NEW.state IN ('answered', 'phoned')))
       AND NOT EXISTS (SELECT 1 FROM crisis_campaign
                        WHERE id = NEW.campaign_id AND closed_at IS NOT NULL) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a structure answers a campaign once, before it is closed';
"""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log `user` reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def open(self) -> Self:
        """Answers still count."""
        return self.filter(closed_at__isnull=True, cell__archived_at__isnull=True)


class Campaign(models.Model):
    """`indicators` asked of the targets before `deadline`; numbered in its cell.

    `purpose`, `readers` and `retention` are shown to whoever answers: in 2020 people did not
    declare what they feared to lose. `next_due_at`: when the silent ones are reminded, once.
    Once closed its result is frozen, in `CampaignAnswer`s.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="campaigns", verbose_name="cellule")
    number = models.PositiveIntegerField("numéro")
    title = models.CharField("objet", max_length=120)
    indicators = models.ManyToManyField(
        Indicator, related_name="+", verbose_name="chiffres demandés"
    )
    purpose = models.CharField("ces chiffres servent à", max_length=300)
    readers = models.CharField("ils sont lus par", max_length=300)
    retention = models.CharField("ils sont gardés", max_length=300)
    asked_at = models.DateTimeField("demandé le")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="demandé par")
    deadline = models.DateTimeField("réponses attendues avant")
    next_due_at = models.DateTimeField("rappel prévu le", null=True, blank=True)
    reminded_at = models.DateTimeField("rappel envoyé le", null=True, blank=True)
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="clos par"
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "recueil"
        verbose_name_plural = "recueils"
        ordering: ClassVar[list[str]] = ["cell", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="campaign_number_once"),
            models.CheckConstraint(
                condition=Q(deadline__gt=F("asked_at")),
                name="campaign_deadline_to_come",
                violation_error_message="L’heure limite vient après la demande.",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(readers="") & ~Q(retention=""),
                name="campaign_says_why",
                violation_error_message="Dites à quoi servent ces chiffres, qui les lit, "
                "combien de temps ils sont gardés.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False, next_due_at__isnull=True),
                name="campaign_closed_by_somebody",
                violation_error_message="Un recueil clos dit par qui, et n’est plus rappelé.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at"],
                condition=Q(next_due_at__isnull=False),
                name="campaign_to_recall",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="campaign_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="campaign_asked_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=ASKED_ONCE,
            ),
            never_emptied("campaign"),
        ]

    def __str__(self) -> str:
        return f"Recueil n° {self.number}"

    def get_absolute_url(self) -> str:
        return f"/crises/recueils/{self.uuid}/"

    def hour_of(self, instant: datetime) -> str:
        """`instant` as the clocks of the cell's place say it."""
        zone = ZoneInfo(self.cell.territory.timezone)
        return day_hour(instant, now=clock.now().astimezone(zone), zone=zone)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        """The hour has passed: who is silent is late, never zero."""
        return self.deadline < (self.closed_at or clock.now())


class TargetQuerySet(models.QuerySet["CampaignTarget"]):
    def silent(self) -> Self:
        """Those that have said nothing."""
        return self.filter(state__in=CampaignTarget.SILENT)

    def waiting_for(
        self, structure: Structure, *, exercise_id: int | None, indicators: list[int]
    ) -> Self:
        """What that structure is asked and has not answered, for one of these indicators."""
        mine = self.silent().filter(
            structure=structure,
            campaign__closed_at__isnull=True,
            campaign__cell__archived_at__isnull=True,
            campaign__indicators__in=indicators,
        )
        if exercise_id is None:
            return mine.filter(campaign__cell__crisis__mode="actual").distinct()
        return mine.filter(campaign__cell__crisis=exercise_id).distinct()

    def by_silence(self) -> Self:
        """With `place` and `name`: whom to call first, then the other silent ones, then answers."""
        place = Case(
            When(state__in=CampaignTarget.SILENT, told=0, then=Value(0)),
            When(state__in=CampaignTarget.SILENT, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.annotate(place=place, name=F("structure__name_key"))


class CampaignTarget(models.Model):
    """One structure of a campaign. `told`: how many people or addresses the link left for.

    Its personal link is made of `link_key` (portal/lib/links.py) and answers once.
    """

    class State(models.TextChoices):
        ASKED = "asked", "demandé"
        OPENED = "opened", "lien ouvert"
        ANSWERED = "answered", "a répondu"
        PHONED = "phoned", "saisi par téléphone"

    SILENT = (State.ASKED, State.OPENED)

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="targets", verbose_name="recueil"
    )
    structure = models.ForeignKey(
        Structure, models.PROTECT, related_name="campaigns", verbose_name="structure"
    )
    link_key = models.UUIDField("clé du lien", default=uuid4, unique=True, editable=False)
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.ASKED)
    told = models.PositiveSmallIntegerField("destinataires", default=0)
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)
    answered_at = models.DateTimeField("répondu le", null=True, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="saisi par"
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "structure d’un recueil"
        verbose_name_plural = "structures d’un recueil"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "structure"], name="campaign_target_once"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "opened"], answered_at__isnull=True)
                | Q(state__in=["answered", "phoned"], answered_at__isnull=False),
                name="campaign_target_answered_when",
                violation_error_message="Une réponse dit quand elle est venue.",
            ),
        ]
        indexes = [models.Index(fields=["structure", "state"], name="target_of_structure")]
        triggers = [
            pgtrigger.Protect(name="campaign_target_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="campaign_target_forward",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FORWARD,
            ),
            never_emptied("campaign_target"),
        ]

    def __str__(self) -> str:
        return f"{self.structure}, {self.get_state_display()}"

    @property
    def cell(self) -> Cell:
        return self.campaign.cell

    @property
    def is_silent(self) -> bool:
        return self.state in CampaignTarget.SILENT

    @property
    def is_late(self) -> bool:
        """Silent after the hour, or answered after it."""
        at: datetime = self.answered_at or self.campaign.closed_at or clock.now()
        return self.campaign.deadline < at


class CampaignAnswer(models.Model):
    """The reading that counts for a target and an indicator: written when the campaign closes."""

    target = models.ForeignKey(
        CampaignTarget, models.PROTECT, related_name="answers", verbose_name="structure"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="+", verbose_name="indicateur"
    )
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+", verbose_name="relevé")

    class Meta:
        verbose_name = "réponse à un recueil"
        verbose_name_plural = "réponses aux recueils"
        constraints = [
            models.UniqueConstraint(fields=["target", "indicator"], name="campaign_answer_once")
        ]
        triggers = append_only("campaign_answer")

    def __str__(self) -> str:
        return str(self.reading)
