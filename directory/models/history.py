"""What a row was before each change, and since when it is known: the past can be read again."""

from typing import Any, TypeVar

import pghistory
from django.db import models
from django.db.models.functions import Now

Row = TypeVar("Row", bound=type[models.Model])


def kept_history(model: Row) -> Row:
    """Each change and each removal of a row leaves an event that holds what it was before.

    An arrival leaves none: 103,000 of them would make the first import last minutes. When the
    row arrived is in `known_since`.
    """
    before = (pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(row=pghistory.Old))
    tracked: Row = pghistory.track(*before)(model)
    return tracked


def known_since() -> "models.DateTimeField[Any, Any]":
    """The instant of the arrival of a row, said by the database."""
    return models.DateTimeField("connu depuis", db_default=Now(), editable=False)
