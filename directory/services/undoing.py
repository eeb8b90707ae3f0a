"""An import is taken back by the worker: asked, done once, found again whatever happens."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from directory.models import AskedUndo, ImportRun
from directory.refusals import ImportUnderWay, NothingToUndo
from directory.selectors.runs import may_be_undone
from directory.services.imports import undo_import
from directory.services.progress import MOST_ATTEMPTS, teller
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.refusal import Refusal

FAILED = "L’annulation n’a pas abouti après trois essais. Rien n’a changé."


@transaction.atomic
def ask_undo(run: ImportRun, *, by: User) -> None:
    """The worker will take `run` back; asked again, nothing more. Raises NothingToUndo."""
    ImportRun.objects.select_for_update().get(pk=run.pk)
    if not may_be_undone(run):
        raise NothingToUndo
    if AskedUndo.objects.waiting().filter(run=run).exists():
        return
    fresh = {"asked_by": by, "asked_at": timezone.now(), "attempts": 0, "why": ""}
    AskedUndo.objects.update_or_create(run=run, defaults=fresh)
    record(by, "directory.undo_asked", run)


def undo_next() -> bool:
    """The oldest undo that was asked for is done, unless an import runs; whether one was.

    All or nothing: a worker that dies leaves it waiting; after three attempts its page says that
    it failed.
    """
    asked = AskedUndo.objects.waiting().select_related("run", "asked_by").first()
    if asked is None:
        return False
    with transaction.atomic():
        if not _mine(asked):
            return False
        AskedUndo.objects.filter(pk=asked.pk).update(attempts=F("attempts") + 1)
    if asked.attempts >= MOST_ATTEMPTS:
        AskedUndo.objects.filter(pk=asked.pk, why="").update(why=FAILED)
        return False
    return _undo(asked)


@transaction.atomic
def _undo(asked: AskedUndo) -> bool:
    """One worker only: the row stays locked while the import is taken back."""
    if not _mine(asked):
        return False
    try:
        kept = undo_import(asked.run, by=asked.asked_by, tell=teller(asked.run))
    except ImportUnderWay:
        AskedUndo.objects.filter(pk=asked.pk).update(attempts=F("attempts") - 1)
        return False
    except Refusal as refusal:
        AskedUndo.objects.filter(pk=asked.pk).update(why=str(refusal))
        return False
    AskedUndo.objects.filter(pk=asked.pk).update(kept=kept)
    return True


def _mine(asked: AskedUndo) -> bool:
    locked = AskedUndo.objects.select_for_update(skip_locked=True, of=("self",))
    return locked.waiting().filter(pk=asked.pk).exists()
