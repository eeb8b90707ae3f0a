"""Reads about the files that were imported."""

from django.db.models import QuerySet

from directory.models import ImportRun, RunRemark


def remarks_of(run: ImportRun) -> QuerySet[RunRemark]:
    """What the run said of lines: the first thousands of rejections, then of doubts."""
    return run.remarks.all()


def may_be_undone(run: ImportRun) -> bool:
    """The last applied run of its source, while what was before it is kept."""
    kept = run.changes.exists() or run.register_changes.exists()
    return kept and ImportRun.objects.last_applied(run.source) == run
