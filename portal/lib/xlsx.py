"""A spreadsheet file (XLSX) of several tables; what people typed is text, never a formula."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.lib.csv import safe_cell

# What XML 1.0 does not hold.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
# Days and hours past 24 are shown, not turned into a date.
FORMATS = {timedelta: "[h]:mm", date: "dd/mm/yyyy", datetime: "dd/mm/yyyy hh:mm"}
LONGEST_CELL = 32_000
WIDEST = 48


@dataclass(frozen=True)
class Sheet:
    """One table: its title, the words of its columns, its rows."""

    title: str
    header: list[str]
    rows: list[list[Any]]


def xlsx(sheets: Iterable[Sheet]) -> bytes:
    """The file. Numbers, days and durations stay what they are; every text is neutralised."""
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        page = book.create_sheet(NOT_IN_A_TITLE.sub(" ", sheet.title)[:31])
        for column, words in enumerate(sheet.header, 1):
            _write(page.cell(1, column), words)
            page.cell(1, column).font = Font(bold=True)
        for rank, row in enumerate(sheet.rows, 2):
            for column, value in enumerate(row, 1):
                _write(page.cell(rank, column), value)
        page.freeze_panes = "A2"
        for column, words in enumerate(sheet.header, 1):
            cells = [words, *(row[column - 1] for row in sheet.rows if len(row) >= column)]
            width = max(len(str(cell)) for cell in cells) + 2
            page.column_dimensions[get_column_letter(column)].width = min(width, WIDEST)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(cell: Cell, value: Any) -> None:
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.replace(tzinfo=None)
    plain = isinstance(value, int | float | Decimal | date | time | timedelta)
    if value is None or plain:
        cell.value = value
        cell.number_format = FORMATS.get(type(value), cell.number_format)
        return
    cell.value = safe_cell(FORBIDDEN.sub("", str(value))[:LONGEST_CELL])
    cell.data_type = "s"
