"""Meetings of a cell: planned, held line by line, closed by a record that does not change."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q

from coordination.crisis import clock
from coordination.crisis.models.catalogue import Role
from coordination.crisis.models.cell import Cell
from coordination.crisis.models.decision import Decision
from coordination.crisis.models.kept import append_only, never_emptied
from coordination.crisis.models.task import Task
from portal.accounts.models import User

# What ended is read-only; the number and the cell never change.
FIXED = """
    IF OLD.state IN ('planned', 'open') AND NEW.number = OLD.number
       AND NEW.cell_id = OLD.cell_id
       AND NOT (OLD.state = 'open' AND NEW.state IN ('planned', 'cancelled'))
       AND NOT (OLD.state = 'planned' AND NEW.state = 'closed') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a meeting that ended does not change: plan another';
"""
WHILE_OPEN = """
    IF EXISTS (SELECT 1 FROM crisis_meeting WHERE id = NEW.meeting_id AND state = 'open') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the minutes are written while the meeting is open';
"""


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log `user` reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def planned(self) -> Self:
        """Neither held nor cancelled; what nobody opened in its day is no more awaited."""
        recent = clock.now() - Meeting.AWAITED
        return self.filter(state=Meeting.State.PLANNED, starts_at__gt=recent)


class Meeting(models.Model):
    """A meeting of `cell`, joined by the link, the number or the fallback that it bears.

    Nothing is recorded: what remains is its minutes. `sequence` and `changed_at` never go back
    (calendars); a cancelled meeting stays.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "prévue"
        OPEN = "open", "en cours"
        CLOSED = "closed", "tenue"
        CANCELLED = "cancelled", "annulée"

    AWAITED = timedelta(hours=6)

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="meetings", verbose_name="cellule")
    number = models.PositiveIntegerField("numéro")
    title = models.CharField("objet", max_length=120, blank=True)
    starts_at = models.DateTimeField("commence le")
    planned_minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", default=30)
    video_url = models.URLField("lien de visioconférence", blank=True)
    dial_in = models.CharField("numéro et code d’accès", max_length=60, blank=True)
    fallback_phone = models.CharField("téléphone de secours", max_length=16, blank=True)
    place = models.CharField("lieu", max_length=200, blank=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PLANNED)
    planned_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="prévue par"
    )
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="close par"
    )
    cancel_reason = models.CharField("motif de l’annulation", max_length=300, blank=True)
    sequence = models.PositiveIntegerField("révision", default=0)
    changed_at = models.DateTimeField("changée le")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        ordering: ClassVar[list[str]] = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | Q(closed_at__isnull=False, closed_by__isnull=False, opened_at__isnull=False),
                name="meeting_closed_by_somebody",
                violation_error_message="Une réunion tenue dit quand et par qui elle fut close.",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""),
                name="meeting_cancelled_for_a_reason",
                violation_error_message="Écrivez pourquoi cette réunion est annulée.",
            ),
            models.CheckConstraint(
                condition=Q(planned_minutes__gte=5, planned_minutes__lte=480),
                name="meeting_of_a_sensible_length",
                violation_error_message="Une réunion dure de 5 minutes à 8 heures.",
            ),
        ]
        indexes = [models.Index(fields=["cell", "-starts_at"], name="meeting_of_cell")]
        triggers = [
            pgtrigger.Protect(name="meeting_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="meeting_fixed", when=pgtrigger.Before, operation=pgtrigger.Update, func=FIXED
            ),
            never_emptied("meeting"),
        ]

    def __str__(self) -> str:
        return f"Réunion n° {self.number}" + (f", {self.title}" if self.title else "")

    def get_absolute_url(self) -> str:
        return f"/crises/reunions/{self.uuid}/"

    @property
    def is_missed(self) -> bool:
        """Planned, and nobody opened it in the hours that followed."""
        late = clock.now() - self.starts_at > self.AWAITED
        return self.state == self.State.PLANNED and late

    @property
    def ends_at(self) -> datetime:
        """When it should end."""
        return self.starts_at + timedelta(minutes=self.planned_minutes)


class AgendaItem(models.Model):
    """A point of the agenda. `source`: what put it there by itself, once."""

    class Kind(models.TextChoices):
        INFORMATION = "information", "information"
        DECISION = "decision", "décision"
        ACTION = "action", "action"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items", verbose_name="réunion"
    )
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    kind = models.CharField("nature", max_length=12, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField("point", max_length=200)
    owner_role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="présenté par la fonction",
    )  # fmt: skip
    planned_minutes = models.PositiveSmallIntegerField("durée prévue (minutes)", default=5)
    source = models.CharField("origine", max_length=80, blank=True)
    link = models.CharField("page", max_length=200, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    ended_at = models.DateTimeField("fini le", null=True, blank=True)

    class Meta:
        verbose_name = "point d’ordre du jour"
        verbose_name_plural = "points d’ordre du jour"
        ordering: ClassVar[list[str]] = ["meeting", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "source"],
                condition=~Q(source=""),
                name="agenda_source_once",
                violation_error_message="Ce point est déjà à l’ordre du jour.",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(started_at__isnull=False),
                name="agenda_item_began",
                violation_error_message="Un point fini a commencé.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    @property
    def minutes(self) -> int | None:
        """How long it took, once it is over."""
        if self.started_at is None or self.ended_at is None:
            return None
        return int((self.ended_at - self.started_at).total_seconds() // 60)


class Attendance(models.Model):
    """Whether somebody of the cell is at the meeting, and in which role."""

    class Mode(models.TextChoices):
        PRESENT = "present", "sur place"
        REMOTE = "remote", "à distance"
        EXCUSED = "excused", "excusé"

    THERE = (Mode.PRESENT, Mode.REMOTE)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances", verbose_name="réunion"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    role = models.ForeignKey(
        Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fonction"
    )
    mode = models.CharField("présence", max_length=8, choices=Mode.choices)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="notée par")
    noted_at = models.DateTimeField("notée le")

    class Meta:
        verbose_name = "présence à une réunion"
        verbose_name_plural = "présences aux réunions"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_mode_display()}"


class MinuteLine(models.Model):
    """One line of the minutes, added and never changed: several people write at once."""

    class Kind(models.TextChoices):
        NOTE = "note", "note"
        DECISION = "decision", "décision"
        TASK = "task", "tâche"

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="lines", verbose_name="réunion"
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="lines",
        verbose_name="point",
    )  # fmt: skip
    kind = models.CharField("nature", max_length=8, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField("texte", max_length=1000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="auteur")
    at = models.DateTimeField("le")
    decision = models.OneToOneField(
        Decision, models.PROTECT, null=True, blank=True, related_name="minute",
        verbose_name="décision",
    )  # fmt: skip
    task = models.OneToOneField(
        Task, models.PROTECT, null=True, blank=True, related_name="minute", verbose_name="tâche"
    )

    class Meta:
        verbose_name = "ligne d’un compte rendu"
        verbose_name_plural = "lignes des comptes rendus"
        ordering: ClassVar[list[str]] = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="note", decision__isnull=True, task__isnull=True)
                | Q(kind="decision", decision__isnull=False, task__isnull=True)
                | Q(kind="task", decision__isnull=True, task__isnull=False),
                name="minute_line_makes_what_it_says",
                violation_error_message="Une ligne de décision ou de tâche en crée une.",
            ),
        ]
        triggers = [
            *append_only("minute_line"),
            pgtrigger.Trigger(
                name="minute_line_while_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WHILE_OPEN,
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MeetingRecord(models.Model):
    """The record of decisions (relevé) of a closed meeting, as it was sent, and its SHA-256."""

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, primary_key=True, related_name="record", verbose_name="réunion"
    )
    pdf = models.BinaryField("document")
    sha256 = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "relevé de décisions"
        verbose_name_plural = "relevés de décisions"
        triggers = append_only("meeting_record")

    def __str__(self) -> str:
        return self.sha256


class MeetingReceipt(models.Model):
    """The record was sent to somebody absent; a personal link tells that they read it."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="receipts", verbose_name="réunion"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="personne")
    link_key = models.UUIDField("clef du lien", default=uuid4, unique=True, editable=False)
    sent_at = models.DateTimeField("envoyé le")
    read_at = models.DateTimeField("lu le", null=True, blank=True)
    reminded_at = models.DateTimeField("relancé le", null=True, blank=True)
    escalated_at = models.DateTimeField("signalé au secrétariat le", null=True, blank=True)

    class Meta:
        verbose_name = "accusé d’un relevé de décisions"
        verbose_name_plural = "accusés des relevés de décisions"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="meeting_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}, {self.user}"


class MeetingFeed(models.Model):
    """`owner` reads the meetings of `cell` in their calendar; only a digest of the secret is kept.

    What they no longer see in the portal, the address no longer gives.
    """

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        User, models.CASCADE, related_name="meeting_feeds", verbose_name="abonné"
    )
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="+", verbose_name="cellule")
    digest = models.CharField("empreinte du secret", max_length=64, unique=True)
    created_at = models.DateTimeField("créé le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "agenda des réunions par abonnement"
        verbose_name_plural = "agendas des réunions par abonnement"
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "cell"],
                condition=Q(revoked_at__isnull=True),
                name="meeting_feed_once",
                violation_error_message="Vous êtes déjà abonné à ces réunions.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cell}, {self.owner}"
