"""What is closed stays as it was: read-only by the database, and put in a signed archive."""

from collections import deque
from typing import Any, ClassVar, Self
from uuid import uuid4

import pghistory.models
import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Q

from coordination.crisis.models.cell import Cell
from coordination.crisis.models.kept import never_emptied
from portal.accounts.models import User

# What may still be written of an archived cell, and why.
STILL_WRITTEN = {
    "AccessRecord": "a read of a restricted cell is recorded for ever (rule 24)",
    "Redaction": "data typed by mistake leave even afterwards (rule 3)",
    "LogText": "its text leaves with such a redaction; it has no link to a cell of its own",
    "AttachedFile": "as the text does",
    "Bundle": "the archive is made once the cell is closed",
    "Debrief": "the hot debrief is due in 72 hours, the crisis may end before",
    "DebriefAsk": "the same",
    "Testimony": "the same",
    "SitrepReceipt": "somebody still opens a report, and that is known",
    "SitrepClock": "a clock of reminders, not a fact of the cell",
    "MeetingReceipt": "the absent still acknowledge what was decided",
    "MeetingFeed": "a calendar is the reader's own",
    "MessageRecipient": "who was told still acknowledges",
    "OfflinePack": "a copy, which leaves when the cell is lifted",
    "LogAnchor": "the head of a log is mailed on the day after too",
}
FROZEN = """
    IF TG_OP = 'DELETE' THEN held := {old}; ELSE held := {new}; END IF;
    IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN
        RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        held := {old};
        IF EXISTS (SELECT 1 FROM crisis_cell WHERE id = held AND archived_at IS NOT NULL) THEN
            RAISE EXCEPTION '% is read-only: its cell is archived', TG_TABLE_NAME;
        END IF;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def path_to_cell(model: type[models.Model]) -> list[Any]:
    """The shortest way of foreign keys from `model` to its cell; empty when it hangs on none.

    A link that may be null counts only when it is to the cell itself: the last figure of a
    structure does not belong to the cell that phoned it.
    """
    waiting: deque[tuple[type[models.Model], list[Any]]] = deque([(model, [])])
    seen = {model}
    while waiting:
        current, path = waiting.popleft()
        links: list[Any] = [one for one in current._meta.concrete_fields if one.is_relation]
        for link in sorted(links, key=lambda one: one.remote_field.model is not Cell):
            target = link.remote_field.model
            if target is Cell and not (link.null and path):
                return [*path, link]
            ours = getattr(getattr(target, "_meta", None), "app_label", "") == "crisis"
            if ours and not link.null and target not in seen:
                seen.add(target)
                waiting.append((target, [*path, link]))
    return []


def hanging() -> list[type[models.Model]]:
    """The models of crises that hang on a cell: what an archive holds, what it freezes."""
    known = apps.all_models["crisis"].values()
    own = [
        one
        for one in known
        if not one._meta.auto_created and not issubclass(one, pghistory.models.Event)
    ]
    return [one for one in own if one is not Cell and path_to_cell(one)]


def freeze_what_hangs() -> None:
    """Every table that hangs on a cell refuses any change once it is archived (rule 29)."""
    for model in hanging():
        if model.__name__ in STILL_WRITTEN:
            continue
        path = path_to_cell(model)
        trigger = pgtrigger.Trigger(
            name="frozen_with_its_cell",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("held", "bigint")],
            func=FROZEN.format(old=_cell_of(path, "OLD"), new=_cell_of(path, "NEW")),
        )
        trigger.register(model)  # type: ignore[arg-type]


def _cell_of(path: list[Any], row: str) -> str:
    """SQL for the id of the cell of that row."""
    found = f"{row}.{path[0].column}"
    for before, link in zip(path, path[1:], strict=False):
        table, key = link.model._meta.db_table, before.target_field.column
        found = f"(SELECT {link.column} FROM {table} WHERE {key} = {found})"  # noqa: S608 - our names
    return found


class BundleQuerySet(models.QuerySet["Bundle"]):
    def waiting(self) -> Self:
        """Asked, or left by a worker that died."""
        return self.filter(state__in=[Bundle.State.ASKED, Bundle.State.BUILDING])


class Bundle(models.Model):
    """The signed archive of a closed cell, made by a worker; another one replaces it.

    `done` of `total` steps, so that who waits knows. A redaction withdraws it: the text that
    must leave is in it.
    """

    class State(models.TextChoices):
        ASKED = "asked", "demandée"
        BUILDING = "building", "en préparation"
        READY = "ready", "prête"
        FAILED = "failed", "en échec"
        WITHDRAWN = "withdrawn", "retirée après un effacement"

    uuid = models.UUIDField("identifiant public", default=uuid4, unique=True, editable=False)
    cell = models.ForeignKey(Cell, models.PROTECT, related_name="bundles", verbose_name="cellule")
    number = models.PositiveIntegerField("numéro")
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.ASKED)
    step = models.CharField("étape", max_length=80, blank=True)
    done = models.PositiveSmallIntegerField("étapes faites", default=0)
    total = models.PositiveSmallIntegerField("étapes", default=0)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="demandée par"
    )
    asked_at = models.DateTimeField("demandée le")
    claimed_at = models.DateTimeField("commencée le", null=True, blank=True)
    built_at = models.DateTimeField("prête le", null=True, blank=True)
    content = models.BinaryField("archive", null=True, blank=True)
    size = models.PositiveIntegerField("taille", default=0)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    public_key = models.CharField("clé publique", max_length=64, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = "archive signée"
        verbose_name_plural = "archives signées"
        ordering: ClassVar[list[str]] = ["cell", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cell", "number"], name="bundle_number_once"),
            models.UniqueConstraint(
                fields=["cell"],
                condition=Q(state__in=["asked", "building"]),
                name="bundle_one_at_a_time",
                violation_error_message="L’archive de cette cellule est déjà en préparation.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(content__isnull=False, built_at__isnull=False),
                name="bundle_ready_with_its_content",
                violation_error_message="Une archive prête a son contenu.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=["asked", "building"]),
                name="bundle_to_build",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="bundle_kept", operation=pgtrigger.Delete),
            never_emptied("bundle"),
        ]

    def __str__(self) -> str:
        return f"Archive n° {self.number}"

    def get_absolute_url(self) -> str:
        return f"/crises/cellules/{self.cell.uuid}/archive/"
