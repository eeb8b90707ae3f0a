"""What can be done to the directory: load the official tables, import FINESS."""

from django.db import transaction

from directory.imports.nomenclatures import (
    shipped_categories,
    shipped_professions,
    shipped_specialities,
)
from directory.models import Category, Profession, Speciality


@transaction.atomic
def load_nomenclatures() -> int:
    """Professions, specialities and categories are those shipped; how many codes is returned.

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
    return len(categories) + len(professions) + len(specialities)
