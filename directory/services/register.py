"""The open register of professionals, and the official tables, loaded from their files."""

from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from directory.imports.nos import Term, read_table
from directory.imports.register import day_of, load_register
from directory.imports.report import Report
from directory.imports.rpps import Wanted
from directory.models import Category, ImportRun, Profession, RunRemark, Speciality
from directory.refusals import ImportUnderWay, NotNos, TooManyLeave
from directory.services.holding import hold
from directory.services.imports import lock_imports
from portal.audit.services import record
from portal.lib.refusal import Refusal

RPPS = "RPPS"
State = ImportRun.State
# The first letters of a know-how, and the profession that has it (TRE_R38).
OF_PROFESSION = {"SM": "10", "SC": "10", "SI": "60", "SCD": "40"}


def import_rpps(
    path: Path, wanted: Wanted, *, lists_liberal: bool = False, dry_run: bool = False,
    is_accepted: bool = False, tell: Callable[[str], None] = lambda _step: None,
) -> Report:  # fmt: skip
    """The people of the extract who are `wanted` are known, with where they work.

    Liberal practices are listed only when the territory wants it. Absent is not deleted. All or
    nothing; the run has its page, and a file that is held is kept for a decision. `tell` hears
    each step. Raises NotRegister, ImportUnderWay, and TooManyLeave unless `is_accepted`.
    """
    report = Report("utf-8", day_of(path), dry_run, tell)
    how = {"lists_liberal": lists_liberal}
    run = ImportRun(
        source=RPPS, layout="PS_LibreAcces", file_name=path.name[:200], state=State.APPLIED,
        department=wanted.department, extracted_on=report.extracted_on, started_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            lock_imports()
            run.save()
            loaded = load_register(path, wanted, report, run=run.pk, is_accepted=is_accepted, **how)
            report.created, report.updated = loaded
            _close(run, report)
            transaction.set_rollback(dry_run)
    except Refusal as refusal:
        _refuse(run, refusal)
        if isinstance(refusal, TooManyLeave) and not dry_run:
            asked = {"department": wanted.department, "professions": sorted(wanted.professions)}
            hold(run, path, refusal, **asked, **how)
        raise
    if dry_run:
        run.pk, run.state = None, State.TRIED
        _close(run, report)
    return report


def _refuse(run: ImportRun, refusal: Refusal) -> None:
    """The run says why nothing changed; a file that only waits for another leaves no trace."""
    held = isinstance(refusal, TooManyLeave)
    run.pk, run.state, run.why = None, State.HELD if held else State.REFUSED, str(refusal)
    if not isinstance(refusal, ImportUnderWay):
        run.save(force_insert=True)


@transaction.atomic
def _close(run: ImportRun, report: Report) -> None:
    run.read, run.created, run.updated = report.read, report.created, report.updated
    run.absent, run.rejected, run.ended_at = report.absent, len(report.rejected), timezone.now()
    run.save()
    rejected = (one for one, _ in zip(report.rejected, range(2_000), strict=False))
    RunRemark.objects.bulk_create(
        RunRemark(run=run, line=int(str(one["line"])), is_rejection=True, reason=str(one["reason"]))
        for one in rejected
    )
    record(None, "directory.register_imported", run, read=run.read, created=run.created)


@transaction.atomic
def load_nos_table(path: Path) -> tuple[str, int]:
    """The codes of one official table are known, closed ones with their date; table and count.

    Nothing is removed: a closed code stays readable. Raises NotNos.
    """
    table, terms = read_table(path)
    if table in ("R66", "R397"):
        _categories(terms)
    elif table == "G15":
        _professions(terms)
    elif table == "R38":
        _specialities(terms)
    else:
        raise NotNos(path=path.name, why=f"la table {table} ne sert pas à l’annuaire.")
    return table, len(terms)


def _categories(terms: dict[str, Term]) -> None:
    """Our short labels, better known than the official ones, are kept."""
    Category.objects.bulk_create(
        [
            Category(code=one.code, label=one.label[:200], closed_on=one.closed_on)
            for one in terms.values()
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=["label", "closed_on"],
    )  # fmt: skip


def _professions(terms: dict[str, Term]) -> None:
    Profession.objects.bulk_create(
        [
            Profession(code=one.code, label=one.label[:100], closed_on=one.closed_on)
            for one in terms.values()
        ],
        update_conflicts=True, unique_fields=["code"], update_fields=["label", "closed_on"],
    )  # fmt: skip


def _specialities(terms: dict[str, Term]) -> None:
    """A know-how whose profession cannot be told from its code is left out."""
    known = set(Profession.objects.values_list("code", flat=True))
    kept = []
    for one in terms.values():
        owner = OF_PROFESSION.get(one.code[:3]) or OF_PROFESSION.get(one.code[:2], "")
        if owner in known:
            kept.append(
                Speciality(
                    code=one.code,
                    label=one.label[:150],
                    profession_id=owner,
                    closed_on=one.closed_on,
                )
            )
    Speciality.objects.bulk_create(
        kept,
        update_conflicts=True, unique_fields=["code"], update_fields=["label", "closed_on"],
    )  # fmt: skip
