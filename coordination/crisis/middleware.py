"""What the database refuses because a cell was archived meanwhile is a refusal in French."""

from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from coordination.crisis.refusals.cell import CellArchived

# What the triggers say: of what hangs on an archived cell, and of the cell itself.
FROZEN = ("its cell is archived", "pgtrigger_cell_archived_is_kept")


class FrozenCells:
    """An act that meets the closing of its cell is declined, as one that comes later is.

    Its page found the cell open, the trigger of `models/archive.py` did not: the transaction is
    undone either way. One place for every page and operation.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; inside, that error of the database is CellArchived."""
        with connection.execute_wrapper(declined):
            return self.get_response(request)


def declined(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Runs a statement. Raises CellArchived when a trigger says that its cell is archived."""
    try:
        return execute(sql, params, many, context)
    except DatabaseError as error:
        if any(words in str(error) for words in FROZEN):
            raise CellArchived from error
        raise
