"""The journal of acts: who did what to what, when. Rows are added, never changed."""

import pgtrigger
from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One act. `actor` may be nobody: a clock, or a person answering from a personal link."""

    at = models.DateTimeField("le", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        verbose_name="auteur",
    )
    action = models.CharField("acte", max_length=60)
    subject_kind = models.CharField("objet", max_length=60)
    subject_id = models.CharField("identifiant de l’objet", max_length=60)
    detail = models.JSONField("détail", default=dict, blank=True)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="entry_of_subject"),
            models.Index(fields=["action", "-at"], name="entry_by_action"),
            models.Index(fields=["actor", "-at"], name="entry_by_actor"),
        ]
        triggers = [
            # services.purge_entries alone runs with the trigger ignored.
            pgtrigger.Protect(
                name="entry_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"
