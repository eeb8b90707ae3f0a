"""What an administrator decides of a held import: applied all the same, or dropped."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from directory.imports.rpps import Wanted
from directory.imports.run import Guards
from directory.models import HeldImport, HeldPart, ImportRun
from directory.refusals import HeldDecided, HeldOutdated, ImportUnderWay, ReasonMissing
from directory.selectors.runs import is_outdated
from directory.services.holding import release
from directory.services.imports import import_finess
from directory.services.progress import MOST_ATTEMPTS, teller
from directory.services.register import RPPS, import_rpps
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.refusal import Refusal

State = ImportRun.State


@transaction.atomic
def accept_held(held: HeldImport, *, reason: str, is_partial: bool = False, by: User) -> None:
    """The file waits for the worker, whatever its guard rails said; the journal says why.

    Raises ReasonMissing, HeldOutdated, HeldDecided.
    """
    if len(reason.strip()) < 3:
        raise ReasonMissing
    if is_outdated(held.run):
        raise HeldOutdated
    _decide(held, State.QUEUED, reason, by)
    HeldImport.objects.filter(pk=held.pk).update(is_partial=is_partial, attempts=0)
    record(by, "directory.held_accepted", held.run, reason=reason.strip(), partial=is_partial)


@transaction.atomic
def drop_held(held: HeldImport, *, reason: str, is_partial: bool = False, by: User) -> None:
    """The file, even of a part of the country, will not be applied, and is no longer kept.

    Raises ReasonMissing, HeldDecided.
    """
    if len(reason.strip()) < 3:
        raise ReasonMissing
    _decide(held, State.DROPPED, reason, by)
    HeldPart.objects.filter(held=held).delete()
    record(by, "directory.held_dropped", held.run, reason=reason.strip())


def apply_next() -> bool:
    """The oldest accepted file is applied, unless another import runs; whether one was.

    A file that fails is held again and says why. A worker that dies leaves it waiting; after
    three attempts it is held again.
    """
    queued = HeldImport.objects.filter(run__state=State.QUEUED).order_by("decided_at")
    held = queued.select_related("run", "decided_by").first()
    if held is None:
        return False
    with transaction.atomic():
        mine = HeldImport.objects.select_for_update(skip_locked=True, of=("self",))
        if not mine.filter(pk=held.pk, run__state=State.QUEUED).exists():
            return False
        HeldImport.objects.filter(pk=held.pk).update(attempts=F("attempts") + 1)
    if held.attempts >= MOST_ATTEMPTS:
        _hold_again(held, "L’import n’a pas abouti après trois essais : lancez-le par la commande.")
        return False
    return _apply(held)


@transaction.atomic
def _apply(held: HeldImport) -> bool:
    """One worker only: the row stays locked while the file is applied."""
    mine = HeldImport.objects.select_for_update(skip_locked=True, of=("self",))
    if not mine.filter(pk=held.pk, run__state=State.QUEUED).exists():
        return False
    if is_outdated(held.run):
        _hold_again(held, str(HeldOutdated()))
        return False
    try:
        with TemporaryDirectory() as folder:
            _read_again(held, release(held, Path(folder)))
    except ImportUnderWay:
        HeldImport.objects.filter(pk=held.pk).update(attempts=F("attempts") - 1)
        return False
    except Refusal as refusal:
        _hold_again(held, str(refusal))
        return False
    became = ImportRun.objects.last_applied(held.run.source)
    HeldImport.objects.filter(pk=held.pk).update(became=became)
    ImportRun.objects.filter(pk=held.run_id).update(state=State.RESUMED)
    HeldPart.objects.filter(held=held).delete()
    return True


def _read_again(held: HeldImport, path: Path) -> None:
    """The file is applied as it was asked for, this time without its guard rails."""
    tell = teller(held.run)
    if held.run.source == RPPS:
        wanted = Wanted(held.department, frozenset(held.professions))
        liberal = held.lists_liberal
        import_rpps(path, wanted, lists_liberal=liberal, is_accepted=True, tell=tell)
    else:
        guards = Guards(is_partial=held.is_partial, is_accepted=True)
        import_finess(path, guards=guards, by=held.decided_by, tell=tell)


def _hold_again(held: HeldImport, why: str) -> None:
    queued = ImportRun.objects.filter(pk=held.run_id, state=State.QUEUED)
    queued.update(state=State.HELD, why=why)


def _decide(held: HeldImport, state: str, reason: str, by: User) -> None:
    """Only one of two people decides, and only while the file is kept."""
    if state == State.QUEUED and not held.parts.exists():
        raise HeldDecided
    waiting = ImportRun.objects.filter(pk=held.run_id, state=State.HELD)
    if waiting.update(state=state) != 1:
        raise HeldDecided
    HeldImport.objects.filter(pk=held.pk).update(
        reason=reason.strip()[:200], decided_by=by, decided_at=timezone.now()
    )
