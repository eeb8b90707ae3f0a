"""What enters the directory with it, and what leaves it as a file."""

from django.db import transaction

from directory.imports.nomenclatures import (
    shipped_activities,
    shipped_categories,
    shipped_professions,
    shipped_specialities,
)
from directory.models import Activity, Category, Profession, Speciality
from portal.accounts.models import User
from portal.audit import services as audit


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
    return len(categories) + len(professions) + len(specialities) + len(activities)


def record_export(*, by: User, filters: list[str], count: int, **more: int) -> None:
    """The journal knows who took how much of the directory away, and by which kinds of filters.

    `more`: what else the file counts, people on call for instance. Never what was typed: it may
    be somebody's name or number. Raises TooManyExports.
    """
    audit.record_export(by, "directory.exported", by, filters=filters, count=count, **more)
