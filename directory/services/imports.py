"""A file of FINESS read, and the last one taken back."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from directory.imports.decoding import Extraction, open_extraction
from directory.imports.register import undo_register
from directory.imports.report import Report
from directory.imports.run import MOST_REMARKS, Guards, run_import
from directory.imports.undoing import Foreseen, foresee, undo
from directory.models import ImportRun, RunRemark
from directory.models.word import rebuild_vocabulary
from directory.refusals import ImportUnderWay, NoCommune, NothingToUndo, TooMuchChanges
from directory.selectors.runs import may_be_undone
from directory.services.holding import hold
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.refusal import Refusal
from portal.locks import alone
from portal.territories.models import Territory

# Any number, the same everywhere: only one import at a time.
IMPORT_LOCK = 5_361_2020
FINESS = "FINESS"
NO_GUARDS = Guards()
State = ImportRun.State


def import_finess(
    path: Path, *, dry_run: bool = False, guards: Guards = NO_GUARDS, by: User | None = None,
    tell: Callable[[str], None] = lambda _step: None,
)-> Report:  # fmt: skip
    """The directory says what the FINESS file says, CSV or JSON; absent is not deleted.

    All or nothing; a dry run writes nothing and reports the same. The run has its page, even
    tried, refused or held; a held file is kept for a decision. `tell` hears each step. Raises
    NotFiness, NoCommune, ImportUnderWay, TooMuchChanges.
    """
    run = ImportRun(
        source=FINESS, file_name=path.name[:200], state=State.REFUSED, started_at=timezone.now()
    )
    try:
        extraction = open_extraction(path)
        report = Report(extraction.encoding, extraction.extracted_on, dry_run, tell)
        run.layout, run.extracted_on = extraction.layout, extraction.extracted_on
        if not Territory.objects.communes().exists():
            raise NoCommune
        _apply(extraction, run, report, guards, by)
    except Refusal as refusal:
        run.pk = None
        run.state = State.HELD if isinstance(refusal, TooMuchChanges) else State.REFUSED
        run.why, run.ended_at = str(refusal), timezone.now()
        if not isinstance(refusal, ImportUnderWay):
            run.save(force_insert=True)
        if isinstance(refusal, TooMuchChanges) and not dry_run:
            hold(run, path, refusal)
        raise
    return report


@transaction.atomic
def _apply(
    extraction: Extraction, run: ImportRun, report: Report, guards: Guards, by: User | None
) -> None:
    """The file and its run, together; a dry run keeps the run alone."""
    with transaction.atomic():
        lock_imports()
        last = ImportRun.objects.last_applied(FINESS)
        run.is_baseline = last is None or last.layout != run.layout
        run.state = State.APPLIED
        run.save()
        run_import(extraction, run, report, guards)
        if report.created or report.updated:
            rebuild_vocabulary()
        transaction.set_rollback(report.dry_run)
    _close(run, report)
    record(by, "directory.imported", run, state=run.state, **_counts(report))


def _close(run: ImportRun, report: Report) -> None:
    """The run says what it did, line by line for the first thousands."""
    if report.dry_run:
        run.pk, run.state = None, State.TRIED
    for name, count in _counts(report).items():
        setattr(run, name, count)
    run.ended_at = timezone.now()
    run.save(force_insert=report.dry_run)
    remarks = [
        RunRemark(
            run=run, line=int(str(one["line"])), key=str(one["finess"])[:40],
            is_rejection=is_rejection, reason=str(one["reason"])[:400],
        )
        for found, is_rejection in ((report.rejected, True), (report.warnings, False))
        for one, _ in zip(found, range(MOST_REMARKS), strict=False)
    ]  # fmt: skip
    RunRemark.objects.bulk_create(remarks, batch_size=1_000)


def _counts(report: Report) -> dict[str, int]:
    return {
        "read": report.read, "created": report.created, "updated": report.updated,
        "unchanged": report.unchanged, "closed": report.closed, "absent": report.absent,
        "rejected": len(report.rejected), "warnings": len(report.warnings),
    }  # fmt: skip


def foresee_undo(run: ImportRun) -> Foreseen | None:
    """What taking `run` back would do; None for the register. Raises NothingToUndo."""
    if not may_be_undone(run):
        raise NothingToUndo
    return foresee(run) if run.source == FINESS else None


@transaction.atomic
def undo_import(
    run: ImportRun, *, by: User | None = None, tell: Callable[[str], None] = lambda _step: None
) -> int:
    """The directory is as it was before `run`; how many new structures had to stay.

    What others already use, or completed by hand, stays; what an owner locked too. Of the
    register, people and places are those of before. `tell` hears each step. Raises NothingToUndo,
    ImportUnderWay.
    """
    lock_imports()
    if not may_be_undone(run):
        raise NothingToUndo
    kept = undo(run, tell) if run.source == FINESS else undo_register(run.pk, tell)
    ImportRun.objects.filter(pk=run.pk).update(state=State.UNDONE)
    tell("Étape 3 sur 3 : mots de la recherche")
    rebuild_vocabulary()
    record(by, "directory.import_undone", run, kept=kept)
    return kept


def lock_imports() -> None:
    """No other import runs until the end of the transaction. Raises ImportUnderWay."""
    if not alone(IMPORT_LOCK):
        raise ImportUnderWay
