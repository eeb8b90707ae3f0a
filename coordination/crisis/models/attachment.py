"""A file joined to a line of the log, to a task as its proof, to a decision.

The log says it: `line` is the portal's own line, which holds the digest of the file (it is thus in
the chain). Name and content live in `AttachedFile`: like the text of an entry, they leave only by a
redaction that two people approved, of that line or of the entry that bears the file.
"""

from typing import ClassVar, Self
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q

from coordination.crisis.models.cell import Cell
from coordination.crisis.models.decision import Decision
from coordination.crisis.models.kept import append_only, never_emptied
from coordination.crisis.models.log import LogEntry
from coordination.crisis.models.task import Task
from portal.accounts.models import User
from portal.lib.upload import KINDS

REDACTED = """
    IF EXISTS (
        SELECT 1 FROM crisis_attachment AS a JOIN crisis_redaction AS r
            ON r.entry_id = a.line_id OR r.entry_id = a.entry_id
        WHERE a.uuid = OLD.attachment_id AND r.done_at IS NOT NULL
          AND r.first_approver_id <> r.second_approver_id
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'an attached file leaves by a redaction only';
"""


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cells whose log `user` reads."""
        return self.filter(cell__in=Cell.objects.with_log_for(user))

    def named(self) -> Self:
        """With the name of each file, never with its content."""
        return self.select_related("file", "added_by").defer("file__content")


class Attachment(models.Model):
    """One file, of an entry, a task or a decision; its digest is in the text of `line`."""

    KIND = tuple((kind.code, kind.label) for kind in KINDS.values())

    uuid = models.UUIDField("identifiant public", default=uuid4, primary_key=True, editable=False)
    cell = models.ForeignKey(
        Cell, models.PROTECT, related_name="attachments", verbose_name="cellule"
    )
    line = models.OneToOneField(
        LogEntry, models.PROTECT, related_name="announces", verbose_name="ligne qui l’annonce"
    )
    entry = models.ForeignKey(
        LogEntry, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="jointe à l’entrée",
    )  # fmt: skip
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="preuve de la tâche",
    )  # fmt: skip
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="attachments",
        verbose_name="jointe à la décision",
    )  # fmt: skip
    kind = models.CharField("type", max_length=8, choices=KIND)
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField("empreinte", max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="jointe par")
    added_at = models.DateTimeField("jointe le")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering: ClassVar[list[str]] = ["added_at", "uuid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, task__isnull=True, decision__isnull=True)
                | Q(entry__isnull=True, task__isnull=False, decision__isnull=True)
                | Q(entry__isnull=True, task__isnull=True, decision__isnull=False),
                name="attachment_of_one_thing",
                violation_error_message=(
                    "Une pièce se joint à une entrée, à une tâche ou à une décision."
                ),
            ),
        ]
        triggers = append_only("attachment")

    def __str__(self) -> str:
        return f"pièce jointe ({self.get_kind_display()}, {self.weight})"

    def get_absolute_url(self) -> str:
        return f"/crises/pieces/{self.uuid}/"

    @property
    def weight(self) -> str:
        """As people say it: « 120 ko », « 2,4 Mo »."""
        if self.size >= 1_000_000:
            return f"{self.size / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
        return f"{max(self.size // 1000, 1)}\u00a0ko"

    @property
    def name(self) -> str:
        """The name of its file; empty once it was destroyed."""
        file = getattr(self, "file", None)
        return file.name if file else ""


class AttachedFile(models.Model):
    """The name and the bytes of an attachment: they leave together, by a redaction."""

    attachment = models.OneToOneField(
        Attachment, models.PROTECT, primary_key=True, related_name="file",
        verbose_name="pièce jointe",
    )  # fmt: skip
    name = models.CharField("nom du fichier", max_length=120)
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "fichier joint"
        verbose_name_plural = "fichiers joints"
        triggers = [
            pgtrigger.Protect(name="attached_file_kept", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="attached_file_leaves_by_redaction",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=REDACTED,
            ),
            never_emptied("attached_file"),
        ]

    def __str__(self) -> str:
        return self.name
