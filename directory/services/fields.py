"""A value corrected by hand, and kept from the next import when its owner asks so."""

import re

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from directory.imports.derived import derive
from directory.models import Alias, FieldSource, Structure
from directory.models.word import learn
from directory.models.words import SYNONYMS, document_key
from directory.refusals import CannotKeep, NotAField
from portal.accounts.models import User
from portal.audit.services import record
from portal.lib.text import search_key

CORRECTABLE = ("name", "other_name", "street", "postal_line", "phone", "email")
OWNER = "Structure"
MOST_POSTAL_CODES = 3
E164 = re.compile(r"\+[0-9]{6,15}")


@transaction.atomic
def correct_field(
    structure: Structure, field: str, value: str, *, by: User, is_locked: bool = True
) -> None:
    """`field` holds `value`, from its owner as of today; locked, no import writes it again.

    A former name stays searchable. Raises NotAField, CannotKeep.
    """
    if field not in CORRECTABLE:
        raise NotAField
    _check(field, value)
    known = Structure.objects.select_for_update().get(pk=structure.pk)
    if field == "name" and known.name != value:
        today = timezone.localdate()
        Alias.objects.get_or_create(
            structure=known, name=known.name,
            defaults={"kind": Alias.Kind.FORMER, "until": today, "source": known.source},
        )  # fmt: skip
    setattr(known, field, value)
    with pghistory.context(user=by.pk):
        known.save(update_fields=[field])
    FieldSource.objects.update_or_create(
        structure=known,
        field=field,
        defaults={
            "source": OWNER, "as_of": timezone.localdate(), "is_locked": is_locked,
            "confidence": FieldSource.Confidence.MEDIUM, "confirmed_by": str(by),
        },
    )  # fmt: skip
    make_searchable(known)
    derive(ids=[known.pk])
    record(by, "structure.corrected", known, field=field, locked=is_locked)


@transaction.atomic
def correct_fields(structure: Structure, values: dict[str, str], *, by: User) -> None:
    """Each field holds its value, or none does. Raises NotAField, CannotKeep."""
    for field, value in values.items():
        correct_field(structure, field, value, by=by)


def _check(field: str, value: str) -> None:
    try:
        Structure._meta.get_field(field).clean(value, None)  # type: ignore[union-attr]
    except ValidationError as error:
        raise CannotKeep(why=error.messages[0]) from error
    if field == "phone" and value and not E164.fullmatch(value):
        raise CannotKeep(why="Ce numéro n’est pas lisible : écrivez-le avec son 0.")


def make_searchable(structure: Structure) -> None:
    """The structure is found by its present names, by all its others and by what it offers."""
    category, commune = structure.category, structure.commune
    labels = (category.short_label, category.label, SYNONYMS.get(category.code, ""))
    codes = commune.postal_codes[:MOST_POSTAL_CODES]
    structure.name_key = search_key(structure.name)[:200]
    structure.search_key = document_key(
        name=structure.name, names=(structure.short_name, structure.other_name),
        category=labels, commune=" ".join([commune.name, *codes]),
        postal_line=structure.postal_line,
    )  # fmt: skip
    structure.alias_key = " ".join(structure.other_words())
    structure.save(update_fields=["name_key", "search_key", "alias_key"])
    learn({*structure.search_key.split(), *structure.alias_key.split()})
