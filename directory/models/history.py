"""What a row was before each change, and since when it is known: the past can be read again."""

from typing import Any, TypeVar

import pghistory
from django.db import models
from django.db.models.functions import Now

Row = TypeVar("Row", bound=type[models.Model])


def kept_history(model: Row) -> Row:
    """Each change and each removal of a row leaves an event that holds what it was before.

    An arrival leaves none: 103,000 of them would make the first import last minutes. When the
    row arrived is in `known_since`. What the database computes (`changed_at`) is not history.
    """
    before = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
    computed = [one.name for one in model._meta.local_fields if one.name == "changed_at"]
    tracked: Row = pghistory.track(*before, exclude=computed or None)(model)
    return tracked


def known_since() -> "models.DateTimeField[Any, Any]":
    """The instant of the arrival of a row, said by the database."""
    return models.DateTimeField("connu depuis", db_default=Now(), editable=False)
