"""What can be done to the directory: load the official tables, import FINESS."""

from pathlib import Path

from django.db import connection, transaction

from directory.imports.decoding import open_extraction
from directory.imports.nomenclatures import (
    shipped_activities,
    shipped_categories,
    shipped_professions,
    shipped_specialities,
)
from directory.imports.report import Report
from directory.imports.run import run
from directory.models import Activity, Category, Profession, Speciality
from directory.models.word import rebuild_vocabulary
from directory.refusals import ImportUnderWay, NoCommune
from portal.accounts.models import User
from portal.audit import services as audit
from portal.territories.models import Territory

# Any number, the same everywhere: only one import at a time.
IMPORT_LOCK = 5_361_2020


@transaction.atomic
def load_nomenclatures() -> int:
    """Professions, specialities, activities are those shipped; how many codes.

    Codes that came from elsewhere stay: something may point to them.
    """
    categories, professions = shipped_categories(), shipped_professions()
    specialities = shipped_specialities()
    Category.objects.bulk_create(
        categories,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label", "short_label"],
    )
    Profession.objects.bulk_create(
        professions,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label", "plural", "in_register", "rank", "closed_on"],
    )
    Speciality.objects.bulk_create(
        specialities,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label", "profession"],
    )
    activities = shipped_activities()
    Activity.objects.bulk_create(
        activities,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label", "family", "synonyms", "rank"],
    )
    return sum(map(len, (categories, professions, specialities, activities)))


def import_finess(path: Path, *, dry_run: bool = False) -> Report:
    """The directory says what the FINESS file says; what it does not name stays as it is.

    All or nothing; a dry run writes nothing and reports the same. Raises NotFiness,
    NoCommune, ImportUnderWay.
    """
    extraction = open_extraction(path)
    report = Report(extraction.encoding, extraction.extracted_on, dry_run)
    if not Territory.objects.communes().exists():
        raise NoCommune
    with transaction.atomic():
        _lock_imports()
        run(extraction, report)
        if report.created or report.updated:
            rebuild_vocabulary()
        transaction.set_rollback(dry_run)
    return report


def _lock_imports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [IMPORT_LOCK])
        if cursor.fetchone() != (True,):
            raise ImportUnderWay


def record_export(*, by: User, filters: list[str], count: int) -> None:
    """The journal knows who took how much of the directory away, and by which kinds of filters.

    Never what was typed: it may be somebody's name or number. Raises TooManyExports.
    """
    audit.record_export(by, "directory.exported", by, filters=filters, count=count)
